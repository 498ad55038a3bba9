// What to do with a rule, from its stage and its numbers: more power for what moderators confirm, less for what they
// overturn. Only advice; a person saves the new version.
import type { RuleStage } from "./rule.ts";
import type { RuleNumbers } from "./rule-numbers.ts";

export interface Advice {
  advice: "promote" | "keep" | "demote";
  /** The stage it should have. */
  to: RuleStage;
  sentence: string;
}

export const minJudgedToHold = 20;
export const minJudgedToEnforce = 50;
const minPrecisionToEnforce = 0.95;
const minJudgedToDemote = 20;

export function adviseOn(stage: RuleStage, numbers: RuleNumbers, precisionTarget: number): Advice {
  const toEnforce = Math.max(minPrecisionToEnforce, precisionTarget);
  switch (stage) {
    case "draft":
      return {
        advice: "promote",
        to: "shadow",
        sentence: "A draft is not run. In shadow it is measured without any effect.",
      };
    case "shadow":
      return rise(numbers, {
        from: "shadow",
        to: "hold",
        judged: minJudgedToHold,
        precision: precisionTarget,
      });
    case "hold":
      return (
        fall(numbers, { to: "shadow", precision: precisionTarget }) ??
        rise(numbers, { from: "hold", to: "enforce", judged: minJudgedToEnforce, precision: toEnforce })
      );
    case "enforce":
      return (
        fall(numbers, { to: "hold", precision: toEnforce }) ?? {
          advice: "keep",
          to: "enforce",
          sentence: enforced(numbers),
        }
      );
  }
}

function enforced(numbers: RuleNumbers): string {
  if (numbers.judged === 0)
    return "No hit has been judged by a moderator yet. A share for blind review would measure it.";
  if (numbers.judged < minJudgedToDemote)
    return `Moderators confirmed ${percent(numbers.precision ?? 0)} of ${judgedOf(numbers)}. With fewer than ${minJudgedToDemote} that says little yet.`;
  return `${agreement(numbers)}. Nothing speaks against enforcing it.`;
}

interface Step {
  to: RuleStage;
  precision: number;
}

function rise(numbers: RuleNumbers, step: Step & { from: RuleStage; judged: number }): Advice {
  const missing = step.judged - numbers.judged;
  if (missing > 0)
    return {
      advice: "keep",
      to: step.from,
      sentence: `Moderators have judged ${numbers.judged} of the ${step.judged} hits needed before it may ${may[step.to]}.`,
    };
  if (numbers.precisionLowerBound === null || numbers.precisionLowerBound < step.precision)
    return {
      advice: "keep",
      to: step.from,
      sentence: `${agreement(numbers)}. Before it may ${may[step.to]}, that should be at least ${percent(step.precision)}.`,
    };
  return {
    advice: "promote",
    to: step.to,
    sentence: `${agreement(numbers)}: it may ${may[step.to]}.`,
  };
}

/** Even the kindest reading of the numbers is below what the stage asks for. */
function fall(numbers: RuleNumbers, step: Step): Advice | null {
  const { precisionUpperBound } = numbers;
  if (numbers.judged < minJudgedToDemote || precisionUpperBound === null) return null;
  if (precisionUpperBound >= step.precision) return null;
  return {
    advice: "demote",
    to: step.to,
    sentence: `Moderators confirmed only ${percent(numbers.precision ?? 0)} of ${judgedOf(numbers)} (surely not more than ${percent(precisionUpperBound)}; ${percent(step.precision)} is asked for). Back to ${step.to}.`,
  };
}

const may: Record<RuleStage, string> = {
  draft: "be saved",
  shadow: "be measured",
  hold: "hold comments",
  enforce: "decide on its own",
};

const agreement = (numbers: RuleNumbers): string =>
  `Moderators confirmed ${percent(numbers.precision ?? 0)} of ${judgedOf(numbers)}, surely at least ${percent(numbers.precisionLowerBound ?? 0)}`;

function judgedOf(numbers: RuleNumbers): string {
  return numbers.precisionOf === "blind"
    ? `${numbers.blind.judged} hits reviewed blind`
    : `${numbers.judged} judged hits`;
}

// Rounded down: 94.9 % must not read as the 95 % it misses.
const percent = (share: number): string => `${Math.floor(share * 100 + 1e-9)} %`;
