import { useEffect, useRef, useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { useTask } from "../frame/use-task.ts";
import { plural } from "../queue/sentences.ts";
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
          <h2 id="packs">Packs</h2>
          <span class="hint">
            Ready-made rules, one click each: {on.length} of {packs.length} on
          </span>
        </summary>
        <ul aria-label="Packs">
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
  const { key, name, description, isOn, hasUpdate } = pack;
  const change = (wanted: boolean): void =>
    run(async () => {
      const changed = await switchPack(key, siteKey, wanted);
      const sentence = hasUpdate && wanted && isOn ? "Up to date." : sentenceOf(changed);
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
            Update<span class="only-heard"> {name}</span>
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
          {isOn ? "On" : "Off"}
        </button>
      </header>
      <p>{description}</p>
      <Problem text={problem} />
      {said && <p class="hint">{said}</p>}
      <PackContents
        pack={pack}
        busy={busy}
        onRestore={(rule) =>
          run(async () => {
            const changed = await restorePackRule(key, rule.key, siteKey);
            const sentence = `“${rule.name}” is back, as it was when it was deleted.`;
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
  if (!isOn) return "Off. Its rules and lists wait as you left them.";
  const live = rules.filter(({ ruleId }) => ruleId !== null).length;
  const lists = wordLists.filter(({ wordListId }) => wordListId !== null).length;
  return `On, with ${plural(live, "rule")}${lists > 0 ? ` and ${plural(lists, "word list")}` : ""} below.`;
}

interface PackContentsProps {
  pack: Pack;
  busy: boolean;
  onRestore: (rule: Pack["rules"][number]) => void;
}

function PackContents({ pack, busy, onRestore }: PackContentsProps) {
  const { name, version, rules, wordLists, sources, isOn } = pack;
  return (
    <details class="more">
      <summary>
        What is in it<span class="only-heard">: {name}</span>
      </summary>
      <div class="two">
        <div>
          <h4>{plural(rules.length, "rule")}</h4>
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
            <h4>{plural(wordLists.length, "word list")}</h4>
            <ul class="parts">
              {wordLists.map(({ key, name: listName, phrases, allowed, wordListId, isChanged }) => (
                <li key={key}>
                  {wordListId ? <Link href={`/word-lists/${wordListId}`}>{listName}</Link> : listName}
                  <span class="hint">
                    {` ${plural(phrases, "phrase")}`}
                    {allowed > 0 && `, ${allowed} allowed`}
                    {isChanged && ", changed here"}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
      <p class="hint">
        {"Sources: "}
        {sources.map((source, index) => (
          <span key={source.name}>
            {index > 0 && "; "}
            {source.url ? (
              <a href={source.url} target="_blank" rel="noreferrer">
                {source.name}
              </a>
            ) : (
              source.name
            )}
            {` (${source.licence})`}
          </span>
        ))}
        {`. Version ${version}.`}
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
  const { name, points, ruleId, isChanged, isDeleted } = rule;
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
        {points === null ? " holds" : ` ${plural(points, "point")}`}
        {isDeleted ? ", deleted here" : isChanged && ", changed here"}
      </span>
      {isDeleted && isOn && (
        <button type="button" class="small" aria-disabled={busy} onClick={restore}>
          Restore<span class="only-heard"> {name}</span>
        </button>
      )}
    </li>
  );
}
