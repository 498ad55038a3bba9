import { useEffect, useState } from "preact/hooks";
import { BrakeNotices } from "../brake/brake-notice.tsx";
import { loadBrakedRules } from "../brake/braked-rules.ts";
import { LoadProblem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { useEvery } from "../frame/use-every.ts";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { heard } from "../frame/heard.tsx";
import { PacksPanel } from "./packs-panel.tsx";
import { RuleCard } from "./rule-card.tsx";
import type { Pack, Rule, WordList } from "./rules-api.ts";
import { fetchPacks, fetchRules, fetchWordLists } from "./rules-api.ts";
import { RulesHead, withSite } from "./site-choice.tsx";
import { TestBox } from "./test-box.tsx";

const REFRESH_MS = 30_000;

export function RulesScreen({ siteKey }: { siteKey: string }) {
  const [rules, setRules] = useState<Rule[] | null>(null);
  const [lists, setLists] = useState<WordList[]>([]);
  const [packs, setPacks] = useState<Pack[]>([]);
  const { problem, run } = useTask();
  const load = (): void =>
    run(async () => {
      const [found, known, offered] = await Promise.all([
        fetchRules(siteKey),
        fetchWordLists(siteKey),
        fetchPacks(siteKey),
      ]);
      setLists(known);
      setPacks(offered);
      setRules(found.toReversed());
    });
  useEffect(load, []);
  // The numbers alone: what somebody does with the rules meanwhile stays as it is.
  useEvery(REFRESH_MS, () => {
    void loadBrakedRules().catch(() => undefined);
    fetchRules(siteKey).then(
      (fresh) =>
        setRules(
          (known) =>
            known?.map((rule) => {
              const now = fresh.find(({ id }) => id === rule.id);
              return now ? { ...rule, numbers: now.numbers, advice: now.advice } : rule;
            }) ?? null,
        ),
      () => undefined,
    );
  });
  const replace = (id: string, changed: Rule | null): void =>
    setRules((known) => (known ?? []).flatMap((one) => (one.id !== id ? [one] : changed ? [changed] : [])));

  return (
    <div class="desk">
      <RulesHead current="rules" />
      <p class="lead">
        {t("Each rule looks at every comment. Start one in shadow, see what it finds, then let it act.")}
      </p>
      <BrakeNotices siteKey={siteKey} onSettled={load} />
      <div class="beside">
        <div class="stack">
          <div class="endpoint-actions">
            <Link class="button primary" href={withSite("/rules/new", siteKey)}>
              {t("New rule")}
            </Link>
            <a class="button quiet" href={`/v1/exports/rules?${new URLSearchParams({ siteKey })}`} download>
              {rich("Export<heard> rules and word lists</heard>", { heard })}
            </a>
          </div>
          {problem && <LoadProblem text={problem} onRetry={load} />}
          {packs.length > 0 && <PacksPanel siteKey={siteKey} packs={packs} onSwitched={load} />}
          {!rules && !problem && <div class="panel skeleton-panel" aria-hidden="true" />}
          {rules?.length === 0 && (
            <p class="hint">{t("No rule yet. Every comment goes by the mode of the site.")}</p>
          )}
          {rules && rules.length > 0 && (
            <ul class="rules" aria-label={t("Rules")}>
              {rules.map((rule) => (
                <RuleCard
                  key={rule.id}
                  rule={rule}
                  lists={lists}
                  packName={packs.find(({ key }) => key === rule.pack)?.name ?? null}
                  onChanged={(changed) => replace(rule.id, changed)}
                />
              ))}
            </ul>
          )}
        </div>
        <TestBox siteKey={siteKey} />
      </div>
    </div>
  );
}
