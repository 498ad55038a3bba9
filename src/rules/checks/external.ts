import { z } from "zod";
import { type CompiledCheck } from "../check.ts";
import { hostOf, outsideFactOf, unanswered } from "../outside-fact.ts";
import { meets, numberConditionSchema } from "../number-condition.ts";

const maxUrlLength = 2_048;

// Whether the address is public depends on the configuration and is asked when the rule is saved and at each call.
const url = z
  .string()
  .max(maxUrlLength)
  .refine(
    isWebAddress,
    "Name an address that begins with https:// or http://, without a user name or password",
  )
  .meta({ format: "uri" });

const score = numberConditionSchema.refine(
  (bounds) => Object.values(bounds).every((bound) => bound >= 0 && bound <= 1),
  "A score goes from 0 to 1: 0.8 rather than 80",
);

export const externalCheckSchema = z.strictObject({ check: z.literal("external"), url, score }).meta({
  description:
    "What score, from 0 to 1, does a service of yours give the comment? It gets a signed POST of " +
    "{type: comment.check, timestamp, data} after Standard Webhooks and answers {score, reason?} within 2.5 seconds. " +
    "The signing secret is the site's: POST /v1/sites/{siteKey}/services/external.",
});
export type ExternalCheck = z.infer<typeof externalCheckSchema>;

export function compileExternal(check: ExternalCheck): CompiledCheck {
  const { url, score } = check;
  const host = hostOf(url);
  return {
    description: `a score of ${boundsInWords(score)} by ${host}`,
    evaluate: ({ facts }) => {
      const fact = outsideFactOf(facts, { service: "external", url });
      if (fact?.service !== "external" || fact.answer === null) return unanswered(host, fact);
      const { answer } = fact;
      const reason = answer.reason === null ? "" : `: ${answer.reason}`;
      return {
        outcome: meets(score, answer.score),
        matches: [],
        explanation: `${host} gives it a score of ${answer.score.toFixed(2)}${reason}`,
      };
    },
  };
}

function isWebAddress(text: string): boolean {
  if (/\s/.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  return ["http:", "https:"].includes(protocol) && username === "" && password === "" && hostname !== "";
}

const boundsInWords = (condition: ExternalCheck["score"]): string =>
  Object.entries(condition)
    .map(([bound, value]) => `${symbols[bound as keyof typeof symbols]} ${value}`)
    .join(" and ");

const symbols = { lt: "under", lte: "at most", gt: "over", gte: "at least", eq: "exactly" };
