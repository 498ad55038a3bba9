import { z } from "zod";
import type { Feature } from "../../text/features.ts";
import { type CheckInput, type CompiledCheck, type Match, plural } from "../check.ts";
import { enoughDecisions } from "../learned-model.ts";
import { meets, numberConditionSchema } from "../number-condition.ts";
import { traitsOf } from "../traits.ts";

export const learnedCheckSchema = z
  .strictObject({ check: z.literal("learned"), score: numberConditionSchema })
  .meta({
    description:
      "How sure is the model that a moderator of this site would refuse the comment, from 0 to 1? It learns from " +
      `decisions by this site's moderators alone, and says nothing before it knows ${enoughDecisions.all} of them, ` +
      `${enoughDecisions.ofEachKind} of each kind at least; it never holds a comment for want of an answer.`,
  });
export type LearnedCheck = z.infer<typeof learnedCheckSchema>;

const maxNamed = 3;

export function compileLearned(check: LearnedCheck): CompiledCheck {
  return {
    description: `a learned score of ${boundsInWords(check.score)}`,
    evaluate: (input) => {
      const { learned } = input.facts;
      if (learned === undefined || learned === null) {
        return {
          outcome: "unknown",
          matches: [],
          explanation: "The model has not learnt enough from this site's moderators yet",
        };
      }
      const learnt = `score ${learned.score.toFixed(2)}, learnt from ${plural(learned.decisions, "decision")}`;
      if (!meets(check.score, learned.score)) return { outcome: false, matches: [], explanation: learnt };
      const { speakingFor, speakingAgainst } = strongestOf(input);
      const said = [
        speakingFor.length === 0 ? null : `${named(speakingFor)} for a refusal`,
        speakingAgainst.length === 0 ? null : `${named(speakingAgainst)} against it`,
      ].filter((part) => part !== null);
      const explanation = said.length === 0 ? learnt : `${said.join(", ")} (${learnt})`;
      const matches = speakingFor.flatMap((feature) => placeOf(feature, input.text.original("body")));
      return { outcome: true, matches, explanation };
    },
  };
}

/** The facts name features by number; what they are is read from the text, so that no fact holds a word of it. */
function strongestOf({ facts }: CheckInput) {
  const { learned, comment } = facts;
  const features = new Map(traitsOf(comment).map((feature) => [feature.id, feature]));
  const pick = (ids: readonly number[] = []): Feature[] => {
    const picked: Feature[] = [];
    for (const id of ids) {
      const feature = features.get(id);
      if (feature === undefined || picked.length >= maxNamed) continue;
      if (!picked.some((other) => overlap(other, feature))) picked.push(feature);
    }
    return picked;
  };
  return { speakingFor: pick(learned?.speakingFor), speakingAgainst: pick(learned?.speakingAgainst) };
}

/** A word, its stem and its pairs are one thing to a reader. */
const overlap = (a: Feature, b: Feature): boolean =>
  a.label === b.label ||
  (a.span !== null && b.span !== null && a.span[0] < b.span[1] && b.span[0] < a.span[1]);

function named(features: readonly Feature[]): string {
  const labels = features.map(({ label }) => label);
  const last = labels.pop() ?? "";
  return labels.length === 0 ? `${last} speaks` : `${labels.join(", ")} and ${last} speak`;
}

const placeOf = ({ span }: Feature, body: string): Match[] =>
  span === null ? [] : [{ field: "body", span, matched: body.slice(...span), lane: "original" }];

const boundsInWords = (condition: LearnedCheck["score"]): string =>
  Object.entries(condition)
    .map(([bound, value]) => `${symbols[bound as keyof typeof symbols]} ${value}`)
    .join(" and ");

const symbols = { lt: "under", lte: "at most", gt: "over", gte: "at least", eq: "exactly" };
