import { z } from "zod";
import { laneNames } from "../text/lane.ts";
import type { WordSource } from "../text/phrase-index.ts";
import { phraseProblem } from "../text/phrase.ts";
import { storableName, storableText } from "./storable-text.ts";
import { textFieldsSchema } from "./text-field.ts";

const maxPhraseLength = 200;
const maxEntries = 100_000;

/** A word or phrase a moderator lists; see `parsePhrase` for how it is read. */
export const phraseSchema = storableText(maxPhraseLength).superRefine((phrase, context) => {
  const problem = phraseProblem(phrase);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

export const wordListEntrySchema = z.strictObject({
  phrase: phraseSchema,
  lanes: z.array(z.enum(laneNames)).min(1).max(laneNames.length).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "Use a language tag such as en or pt-BR")
    .optional(),
  fields: textFieldsSchema.optional(),
});
export type WordListEntry = z.infer<typeof wordListEntrySchema>;

export const wordListSchema = z
  .strictObject({
    siteKey: storableText(100).min(1).optional(),
    name: storableName("list"),
    entries: z.array(wordListEntrySchema).max(maxEntries),
    allow: z.array(phraseSchema).max(10_000).optional(),
  })
  .meta({ id: "WordListInput" });
export type WordListInput = z.infer<typeof wordListSchema>;

/** A stored list as the rules need it. */
export interface WordList {
  id: string;
  name: string;
  entries: WordListEntry[];
  allow?: string[] | undefined;
}

/** The entries as the matcher reads them. Parts of longer words are looked for where an entry names that lane. */
export function sourceOfEntries(entries: readonly WordListEntry[], allow: readonly string[]): WordSource {
  const suspect = new Set<number>();
  entries.forEach(({ lanes }, index) => {
    if (lanes?.includes("suspect") === true) suspect.add(index);
  });
  return { phrases: entries.map(({ phrase }) => phrase), allow, suspect };
}
