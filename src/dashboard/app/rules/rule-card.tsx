import { useState } from "preact/hooks";
import { releaseRule } from "../brake/braked-rules.ts";
import { whyBraked } from "../brake/why-braked.ts";
import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { useTask } from "../frame/use-task.ts";
import { fromPack, rich, t } from "../language.ts";
import { describeRule } from "./describe.ts";
import { heard } from "../frame/heard.tsx";
import { Numbers } from "./numbers.tsx";
import type { Rule, RuleFields, Stage, WordList } from "./rules-api.ts";
import { changeRule, deleteRule } from "./rules-api.ts";
import { mySites } from "./site-choice.tsx";
import { STAGE_MEANS, STAGE_NAMES, StageChoice } from "./stages.tsx";

interface RuleCardProps {
  rule: Rule;
  lists: readonly WordList[];
  packName: string | null;
  /** null: it was deleted. */
  onChanged: (changed: Rule | null) => void;
}

export function RuleCard({ rule, lists, packName, onChanged }: RuleCardProps) {
  const [isAsked, setIsAsked] = useState(false);
  const { id, stage } = rule;
  const name = fromPack(rule.name);
  const listName = (listId: string): string | null => lists.find((list) => list.id === listId)?.name ?? null;
  const { changeStage, undo, busy, problem, run } = useStageChange(rule, onChanged);
  const remove = (): void =>
    run(async () => {
      await deleteRule(id);
      releaseRule(id);
      announce(t("Rule {name} deleted.", { name }));
      onChanged(null);
    });
  return (
    <li class="panel rule-card" data-rule-id={id}>
      <header class="rule-head">
        <h2>
          <Link href={`/rules/${id}`}>
            <bdi dir="auto">{name}</bdi>
          </Link>
        </h2>
        <StageChoice name={name} stage={stage} disabled={busy} onStage={changeStage} />
      </header>
      <p class="sentence">
        <bdi dir="auto">{describeRule(rule, listName)}</bdi>
        {packName && <span class="hint"> {t("Pack: {name}", { name: fromPack(packName) })}</span>}
      </p>
      {rule.brakeReason && (
        <p class="hint">
          <span class="badge warn">{t("Braked")}</span> {whyBraked(rule.brakeReason)}
        </p>
      )}
      <Problem text={problem} />
      {undo && (
        <p class="notice" role="status">
          {STAGE_NAMES[stage]}: {STAGE_MEANS[stage]}
          <button type="button" disabled={busy} onClick={undo}>
            {t("Undo")}
          </button>
        </p>
      )}
      {isAsked ? (
        <div class="confirm" role="group" aria-label={t("Delete this rule")}>
          <p>{t("Delete this rule? What it found stays on the cards.")}</p>
          <button type="button" class="danger" disabled={busy} onClick={remove}>
            {t("Delete rule")}
          </button>
          <button type="button" onClick={() => setIsAsked(false)}>
            {t("Keep it")}
          </button>
        </div>
      ) : (
        <div class="rule-foot">
          {rule.numbers && (
            <Numbers
              numbers={rule.numbers}
              advice={rule.advice}
              stage={stage}
              disabled={busy}
              onStage={changeStage}
            />
          )}
          <div class="endpoint-actions">
            <Link class="button" href={`/rules/${id}`}>
              {rich("Edit<heard> {name}</heard>", { name, heard })}
            </Link>
            <Link class="button quiet" href={copyAddress(rule)}>
              {rich("Duplicate<heard> {name}</heard>", { name, heard })}
            </Link>
            <button type="button" class="quiet" onClick={() => setIsAsked(true)}>
              {rich("Delete<heard> {name}</heard>", { name, heard })}
            </button>
          </div>
        </div>
      )}
    </li>
  );
}

const copyAddress = ({ id, siteKey }: Rule): string =>
  `/rules/new?${new URLSearchParams({ copy: id, ...(mySites.value.length > 1 ? { site: siteKey } : {}) })}`;

/** One click to another stage, and one back: to the rule as it was in the version before. */
export function useStageChange(rule: Rule, onChanged: (changed: Rule) => void) {
  const [before, setBefore] = useState<RuleFields | null>(null);
  const { busy, problem, run } = useTask();
  // What the answer to a change does not have, stays: the numbers come with the list alone.
  const change = (wanted: Partial<RuleFields>, earlier: RuleFields | null): void =>
    run(async () => {
      const changed = await changeRule(rule.id, wanted);
      setBefore(earlier);
      releaseRule(rule.id);
      announce(`${fromPack(changed.name)}: ${STAGE_NAMES[changed.stage]}. ${STAGE_MEANS[changed.stage]}`);
      onChanged({ ...rule, ...changed });
    });
  const { name, stage, when, then } = rule;
  return {
    busy,
    problem,
    run,
    changeStage: (wanted: Stage) => change({ stage: wanted }, { name, stage, when, then }),
    undo: before && (() => change(before, null)),
    forget: () => setBefore(null),
  };
}
