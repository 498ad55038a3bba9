import { z } from "zod";
import { type CompiledCheck } from "../check.ts";
import { outsideFactOf, unanswered } from "../outside-fact.ts";

export const akismetCheckSchema = z
  .strictObject({
    check: z.literal("akismet"),
    verdict: z.enum(["spam", "discard"]).optional().meta({
      description:
        "spam (the default), or discard: only what Akismet calls so blatant that nobody need see it",
    }),
  })
  .meta({
    description:
      "Does Akismet take the comment for spam? It needs the site's Akismet key " +
      "(POST /v1/sites/{siteKey}/services/akismet) and the author's IP address.",
  });
export type AkismetCheck = z.infer<typeof akismetCheckSchema>;

const name = "Akismet";

export function compileAkismet({ verdict = "spam" }: AkismetCheck): CompiledCheck {
  return {
    description: verdict === "spam" ? "Akismet takes it for spam" : "Akismet takes it for blatant spam",
    evaluate: ({ facts }) => {
      const fact = outsideFactOf(facts, { service: "akismet" });
      if (fact?.service !== "akismet" || fact.answer === null) return unanswered(name, fact);
      const { answer } = fact;
      return {
        outcome: verdict === "discard" ? answer === "discard" : answer !== "ham",
        matches: [],
        explanation: said[answer],
      };
    },
  };
}

const said = {
  ham: "Akismet does not take it for spam",
  spam: "Akismet takes it for spam",
  discard: "Akismet takes it for blatant spam",
};
