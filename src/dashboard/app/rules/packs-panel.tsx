import { useEffect, useRef, useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { useTask } from "../frame/use-task.ts";
import { fromPack, rich, t } from "../language.ts";
import { heard } from "../frame/heard.tsx";
import type { Pack } from "./rules-api.ts";
import { restorePackRule, switchPack } from "./rules-api.ts";

interface PacksPanelProps {
  siteKey: string;
  packs: readonly Pack[];
  /** It brought rules and word lists, or took them away. */
  onSwitched: (pack: Pack) => void;
}

export function PacksPanel({ siteKey, packs, onSwitched }: PacksPanelProps) {
  const on = packs.filter(({ isOn }) => isOn);
  return (
    <section class="panel packs" aria-labelledby="packs">
      <details open={packs.some(({ hasUpdate }) => hasUpdate)}>
        <summary>
          <h2 id="packs">{t("Packs")}</h2>
          <span class="hint">
            {t("Ready-made rules, one click each: {on} of {all} on", { on: on.length, all: packs.length })}
          </span>
        </summary>
        <ul aria-label={t("Packs")}>
          {packs.map((pack) => (
            <PackItem key={pack.key} siteKey={siteKey} pack={pack} onSwitched={onSwitched} />
          ))}
        </ul>
      </details>
    </section>
  );
}

function PackItem({ siteKey, pack, onSwitched }: Omit<PacksPanelProps, "packs"> & { pack: Pack }) {
  const { busy, problem, run } = useTask();
  const [said, setSaid] = useState<string | null>(null);
  const { key, isOn, hasUpdate } = pack;
  const name = fromPack(pack.name);
  const change = (wanted: boolean): void =>
    run(async () => {
      const changed = await switchPack(key, siteKey, wanted);
      const sentence = hasUpdate && wanted && isOn ? t("Up to date.") : sentenceOf(changed);
      setSaid(sentence);
      announce(`${name}: ${sentence}`);
      onSwitched(changed);
    });
  return (
    <li data-pack={key}>
      <header>
        <h3>{name}</h3>
        {hasUpdate && (
          <button type="button" class="small" aria-disabled={busy} onClick={() => change(true)}>
            {rich("Update<heard> {name}</heard>", { name, heard })}
          </button>
        )}
        {/* Disabled it would lose the focus of whoever has just pressed it. */}
        <button
          type="button"
          role="switch"
          class="toggle"
          aria-checked={isOn}
          aria-label={name}
          aria-disabled={busy}
          onClick={() => change(!isOn)}
        >
          {isOn ? t("On") : t("Off")}
        </button>
      </header>
      <p>{fromPack(pack.description)}</p>
      <Problem text={problem} />
      {said && <p class="hint">{said}</p>}
      <PackContents
        pack={pack}
        busy={busy}
        onRestore={(rule) =>
          run(async () => {
            const changed = await restorePackRule(key, rule.key, siteKey);
            const sentence = t("“{name}” is back, as it was when it was deleted.", {
              name: fromPack(rule.name),
            });
            setSaid(sentence);
            announce(sentence);
            onSwitched(changed);
          })
        }
      />
    </li>
  );
}

function sentenceOf({ isOn, rules, wordLists }: Pack): string {
  if (!isOn) return t("Off. Its rules and lists wait as you left them.");
  const live = rules.filter(({ ruleId }) => ruleId !== null).length;
  const lists = wordLists.filter(({ wordListId }) => wordListId !== null).length;
  return t(
    "On, with {live, plural, one {# rule} other {# rules}}{lists, plural, =0 {} one { and # word list} other { and # word lists}} below.",
    { live, lists },
  );
}

interface PackContentsProps {
  pack: Pack;
  busy: boolean;
  onRestore: (rule: Pack["rules"][number]) => void;
}

function PackContents({ pack, busy, onRestore }: PackContentsProps) {
  const { version, rules, wordLists, sources, isOn } = pack;
  return (
    <details class="more">
      <summary>{rich("What is in it<heard>: {name}</heard>", { name: fromPack(pack.name), heard })}</summary>
      <div class="two">
        <div>
          <h4>{t("{count, plural, one {# rule} other {# rules}}", { count: rules.length })}</h4>
          <ul class="parts">
            {rules.map((rule) => (
              <PackRule
                key={rule.key}
                rule={rule}
                isOn={isOn}
                busy={busy}
                onRestore={() => onRestore(rule)}
              />
            ))}
          </ul>
        </div>
        {wordLists.length > 0 && (
          <div>
            <h4>
              {t("{count, plural, one {# word list} other {# word lists}}", { count: wordLists.length })}
            </h4>
            <ul class="parts">
              {wordLists.map(({ key, name, phrases, allowed, wordListId, isChanged }) => (
                <li key={key}>
                  {wordListId ? (
                    <Link href={`/word-lists/${wordListId}`}>{fromPack(name)}</Link>
                  ) : (
                    fromPack(name)
                  )}
                  <span class="hint">
                    {" "}
                    {t(
                      "{phrases, plural, one {# phrase} other {# phrases}}{allowed, plural, =0 {} other {, # allowed}}{isChanged, select, true {, changed here} other {}}",
                      { phrases, allowed, isChanged: String(isChanged) },
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
      <p class="hint">
        {t("Sources:")}{" "}
        {sources.map((source, index) => (
          <span key={source.name}>
            {index > 0 && "; "}
            {source.url ? (
              <a href={source.url} target="_blank" rel="noreferrer">
                {fromPack(source.name)}
              </a>
            ) : (
              fromPack(source.name)
            )}
            {` (${fromPack(source.licence)})`}
          </span>
        ))}
        {". "}
        {t("Version {version}.", { version })}
      </p>
    </details>
  );
}

interface PackRuleProps {
  rule: Pack["rules"][number];
  isOn: boolean;
  busy: boolean;
  onRestore: () => void;
}

function PackRule({ rule, isOn, busy, onRestore }: PackRuleProps) {
  const { points, ruleId, isChanged, isDeleted } = rule;
  const name = fromPack(rule.name);
  const item = useRef<HTMLLIElement>(null);
  const isAwaited = useRef(false);
  // The button goes with what it did; whoever pressed it goes on from the rule.
  useEffect(() => {
    if (ruleId !== null && isAwaited.current) item.current?.querySelector("a")?.focus();
    isAwaited.current = false;
  }, [ruleId]);
  const restore = (): void => {
    isAwaited.current = true;
    onRestore();
  };
  return (
    <li ref={item}>
      {ruleId ? <Link href={`/rules/${ruleId}`}>{name}</Link> : name}
      <span class="hint">
        {" "}
        {points === null ? t("holds") : t("{points, plural, one {# point} other {# points}}", { points })}
        {isDeleted ? t(", deleted here") : isChanged && t(", changed here")}
      </span>
      {isDeleted && isOn && (
        <button type="button" class="small" aria-disabled={busy} onClick={restore}>
          {rich("Restore<heard> {name}</heard>", { name, heard })}
        </button>
      )}
    </li>
  );
}
