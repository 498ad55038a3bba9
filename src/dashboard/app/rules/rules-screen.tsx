import { useEffect, useState } from "preact/hooks";
import { Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { useTask } from "../frame/use-task.ts";
import { RuleCard } from "./rule-card.tsx";
import type { Rule, WordList } from "./rules-api.ts";
import { fetchRules, fetchWordLists } from "./rules-api.ts";
import { RulesHead, withSite } from "./site-choice.tsx";
import { TestBox } from "./test-box.tsx";

export function RulesScreen({ siteKey }: { siteKey: string }) {
  const [rules, setRules] = useState<Rule[] | null>(null);
  const [lists, setLists] = useState<WordList[]>([]);
  const { problem, run } = useTask();
  const load = (): void =>
    run(async () => {
      const [found, known] = await Promise.all([fetchRules(siteKey), fetchWordLists(siteKey)]);
      setLists(known);
      setRules(found.toReversed());
    });
  useEffect(load, []);
  const replace = (id: string, changed: Rule | null): void =>
    setRules((known) => (known ?? []).flatMap((one) => (one.id !== id ? [one] : changed ? [changed] : [])));

  return (
    <div class="desk">
      <RulesHead current="rules" />
      <p class="lead">
        Each rule looks at every comment. Start one in shadow, see what it finds, then let it act.
      </p>
      <div class="beside">
        <div class="stack">
          <div>
            <Link class="button primary" href={withSite("/rules/new", siteKey)}>
              New rule
            </Link>
          </div>
          {problem && (
            <div class="notice">
              <Problem text={problem} />
              <button type="button" onClick={load}>
                Try again
              </button>
            </div>
          )}
          {!rules && !problem && <div class="panel skeleton-panel" aria-hidden="true" />}
          {rules?.length === 0 && (
            <p class="hint">No rule yet. Every comment goes by the mode of the site.</p>
          )}
          {rules && rules.length > 0 && (
            <ul class="rules" aria-label="Rules">
              {rules.map((rule) => (
                <RuleCard
                  key={rule.id}
                  rule={rule}
                  lists={lists}
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
