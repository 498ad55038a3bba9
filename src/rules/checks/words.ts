import { z } from "zod";
import { laneNames, originalSpan, type LaneName } from "../../text/lane.ts";
import {
  maxMatchesPerCheck,
  plural,
  quotable,
  type CheckInput,
  type CheckResult,
  type CompiledCheck,
  type Match,
} from "../check.ts";
import { inWords, meets, numberConditionSchema } from "../number-condition.ts";
import { storableText } from "../storable-text.ts";
import { textFields, textFieldsSchema, type TextField } from "../text-field.ts";
import { phraseSchema, type WordListEntry } from "../word-list.ts";

const defaultFields: readonly TextField[] = ["body", "authorName"];
const defaultLanes: readonly LaneName[] = laneNames.filter((lane) => lane !== "suspect");

export const wordsCheckSchema = z
  .strictObject({
    check: z.literal("words"),
    phrases: z.array(phraseSchema).min(1).max(1000).optional(),
    list: storableText(100).min(1).optional(),
    allow: z.array(phraseSchema).max(1000).optional(),
    fields: textFieldsSchema.optional(),
    count: numberConditionSchema.optional(),
  })
  .refine((check) => check.phrases !== undefined || check.list !== undefined, {
    message: "Name phrases or a list",
  })
  .meta({
    description:
      "Is one of these words or phrases in the text or the author's name? Whole words, in any case; a space stands " +
      "for any white space or punctuation; an asterisk at either end lets the word go on. Allowed phrases win where " +
      "they cover a match. With count: how often.",
  });
export type WordsCheck = z.infer<typeof wordsCheckSchema>;

/** The phrases a words check looks for, as one source of the shared matcher. */
export interface ResolvedWords {
  source: number;
  /** As "the list Insults", or null for the rule's own phrases. */
  listName: string | null;
  entries: readonly WordListEntry[];
}

export function compileWords(check: WordsCheck, resolved: readonly ResolvedWords[] | string): CompiledCheck {
  const count = check.count ?? { gte: 1 };
  const description = describe(check, resolved);
  if (typeof resolved === "string") {
    return { description, evaluate: () => ({ outcome: "unknown", matches: [], explanation: resolved }) };
  }
  const toRead = resolved.map((words) => ({ words, fields: fieldsToRead(check, words.entries) }));
  const nothing: CheckResult = { outcome: meets(count, 0), matches: [], explanation: "No listed word" };
  return {
    description,
    evaluate: (input) => {
      if (!mayMatch(toRead, input)) return nothing;
      const found = toRead.flatMap((read) => matchesOf(check, read, input));
      return {
        outcome: meets(count, found.length),
        matches: found.slice(0, maxMatchesPerCheck),
        explanation: found.length === 0 ? "No listed word" : explain(found, input),
      };
    },
  };
}

/** The matches in the order of the fields and the text; one within a longer one is left out. */
function matchesOf(check: WordsCheck, { words, fields }: ReadWords, input: CheckInput): Match[] {
  const { text } = input;
  return fields.flatMap((field) => {
    const matches: Match[] = [];
    for (const { lane, hits } of text.words(field)) {
      let reach = 0;
      for (const { phrase, start, end } of hits[words.source] ?? []) {
        const entry = words.entries[phrase];
        if (end <= reach || entry === undefined || !looksAt(entry, check, { field, lane: lane.name }))
          continue;
        reach = end;
        const span = originalSpan(lane, start, end);
        // An earlier lane needed less folding to see the same.
        if (matches.some((match) => match.span[0] < span[1] && span[0] < match.span[1])) continue;
        const matched = text.original(field).slice(...span);
        const match = { field, span, matched, lane: lane.name };
        // A phrase may spell out the very address that must not be repeated.
        const isMasked = quotable(match, input) !== matched;
        matches.push({ ...match, note: noteOn(matched, isMasked ? matched : entry.phrase, words.listName) });
      }
    }
    return matches.sort((a, b) => a.span[0] - b.span[0]);
  });
}

/** Asked by every rule of every comment, and nearly always answered with no. */
function mayMatch(toRead: readonly ReadWords[], { text }: CheckInput): boolean {
  for (const { words, fields } of toRead) {
    for (const field of fields) {
      const lanes = text.words(field);
      if (lanes.length > 0 && lanes.some(({ hits }) => hits[words.source] !== undefined)) return true;
    }
  }
  return false;
}

interface ReadWords {
  words: ResolvedWords;
  fields: readonly TextField[];
}

export function fieldsToRead(check: WordsCheck, entries: readonly WordListEntry[]): readonly TextField[] {
  if (check.fields !== undefined) return check.fields;
  const read = new Set(defaultFields);
  for (const { fields } of entries) fields?.forEach((field) => read.add(field));
  return textFields.filter((field) => read.has(field));
}

/** An entry's own fields replace the default ones; fields named by the check narrow both. */
export function looksAt(
  entry: WordListEntry,
  check: WordsCheck,
  { field, lane }: { field: TextField; lane: LaneName },
): boolean {
  const lanes: readonly LaneName[] = entry.lanes ?? defaultLanes;
  const fields: readonly TextField[] = entry.fields ?? check.fields ?? defaultFields;
  return lanes.includes(lane) && fields.includes(field);
}

function noteOn(matched: string, phrase: string, listName: string | null): string {
  const list = listName === null ? "" : ` in ${listName}`;
  return matched.toLowerCase() === phrase.toLowerCase() ? `listed${list}` : `listed${list} as “${phrase}”`;
}

function explain(found: readonly Match[], input: CheckInput): string {
  const shown = [...new Set(found.map((match) => `“${quotable(match, input)}” (${match.note ?? ""})`))];
  const rest = shown.length > 5 ? ` and ${shown.length - 5} more` : "";
  return `${plural(found.length, "listed word or phrase", "listed words or phrases")}: ${shown.slice(0, 5).join(", ")}${rest}`;
}

function describe(check: WordsCheck, resolved: readonly ResolvedWords[] | string): string {
  const names = typeof resolved === "string" ? [] : resolved.flatMap(({ listName }) => listName ?? []);
  const what = names.length > 0 ? `a word of the list ${names.join(" or ")}` : "a listed word";
  return check.count === undefined ? `the comment has ${what}` : `${inWords(check.count)} uses of ${what}`;
}
