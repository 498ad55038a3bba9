import { useEffect, useState } from "preact/hooks";
import { LoadProblem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { fromPack, rich, t } from "../language.ts";
import type { WordList } from "../rules/rules-api.ts";
import { fetchWordLists } from "../rules/rules-api.ts";
import { RulesHead, withSite } from "../rules/site-choice.tsx";

const SHOWN_PHRASES = 8;

export function WordListsScreen({ siteKey }: { siteKey: string }) {
  const [lists, setLists] = useState<WordList[] | null>(null);
  const { problem, run } = useTask();
  const load = (): void => run(async () => setLists((await fetchWordLists(siteKey)).toReversed()));
  useEffect(load, []);
  return (
    <div class="desk">
      <RulesHead current="word-lists" />
      <p class="lead">{t("Words and phrases that rules look for. Many rules may use one list.")}</p>
      <div>
        <Link class="button primary" href={withSite("/word-lists/new", siteKey)}>
          {t("New word list")}
        </Link>
      </div>
      {problem && <LoadProblem text={problem} onRetry={load} />}
      {!lists && !problem && <div class="panel skeleton-panel" aria-hidden="true" />}
      {lists?.length === 0 && (
        <div class="empty">
          <h2>{t("No word list yet")}</h2>
          <p>{t("Paste one, or bring the moderation keys of a WordPress site.")}</p>
        </div>
      )}
      {lists && lists.length > 0 && (
        <ul class="rules" aria-label={t("Word lists")}>
          {lists.map(({ id, name, entries, allow = [], pack, updatedAt }) => (
            <li class="panel rule-card" key={id}>
              <h2>
                <Link href={`/word-lists/${id}`}>
                  <bdi dir="auto">{fromPack(name)}</bdi>
                </Link>
              </h2>
              <p class="hint">
                {rich(
                  "{phrases, plural, one {# phrase} other {# phrases}}{allowed, plural, =0 {} other {, # allowed}}{isOfPack, select, true {, of a pack} other {}}, changed {when}",
                  {
                    phrases: entries.length,
                    allowed: allow.length,
                    isOfPack: String(Boolean(pack)),
                    when: <TimeAgo at={updatedAt} />,
                  },
                )}
              </p>
              <p class="hint phrases">
                {entries.slice(0, SHOWN_PHRASES).map(({ phrase }) => (
                  <bdi dir="auto" class="badge" key={phrase}>
                    {phrase}
                  </bdi>
                ))}
                {entries.length > SHOWN_PHRASES && " …"}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
