import { RE2JS, RE2JSSyntaxException } from "re2js";
import { z } from "zod";
import { maxMatchesPerCheck, plural, quotable, type CompiledCheck, type Match } from "../check.ts";
import type { CommentText } from "../comment-text.ts";
import { TookTooLong, within } from "../interruptible.ts";
import { inWords, meets, numberConditionSchema } from "../number-condition.ts";
import { storableText } from "../storable-text.ts";
import { textFieldsSchema, type TextField } from "../text-field.ts";

const maxPatternLength = 1000;
// In steps.
const maxProgramSize = 500;
// For each step that is alive at a unit of the text (measured with re2js 2.10; hardly any pattern keeps many alive).
const msPerStep = 160e-6;
/** How many times as long an old machine may take. */
const slowest = 5;
/**
 * All patterns together may take so long with one comment; then they are without an answer, and a moderator decides. No
 * other comment waits for more than 50 ms, of which a batch takes 10 before it lets others through.
 */
const maxMs = 40;
const defaultFields: readonly TextField[] = ["body"];

export const patternCheckSchema = z
  .strictObject({
    check: z.literal("pattern"),
    pattern: storableText(maxPatternLength)
      .min(1)
      .superRefine((pattern, context) => {
        const problem = patternProblem(pattern);
        if (problem !== null) context.addIssue({ code: "custom", message: problem });
      }),
    ignoreCase: z.boolean().optional(),
    wholeWord: z.boolean().optional(),
    fields: textFieldsSchema.optional(),
    count: numberConditionSchema.optional(),
  })
  .meta({
    description:
      "Does the text match this pattern (RE2 syntax: no look-around, no back-references; linear time)? Case is " +
      "ignored unless ignoreCase is false. \\b knows ASCII letters alone (\\bcaf\\b is found in café): for whole " +
      "words in any script set wholeWord.",
  });
export type PatternCheck = z.infer<typeof patternCheckSchema>;

export function compilePattern(check: PatternCheck): CompiledCheck {
  let expression = compile(check);
  const fields = check.fields ?? defaultFields;
  const count = check.count ?? { gte: 1 };
  const name = `the pattern ${check.pattern}`;
  return {
    description:
      check.count === undefined ? `${name} is found` : `${inWords(check.count)} matches of ${name}`,
    evaluate: (input) => {
      const { text } = input;
      const found = fields.flatMap((field) => {
        try {
          return findAll(expression, check.wholeWord ?? false, { field, text });
        } catch (error) {
          // Where the engine was stopped in the midst of it, what it keeps of the pattern is not to be trusted.
          if (error instanceof TookTooLong && error.cause !== undefined) expression = compile(check);
          throw error;
        }
      });
      const quoted = found.map((match) => quotable(match, input));
      const shown = quoted.slice(0, 3).map((matched) => `“${shortened(matched)}”`);
      // A pattern may spell out the very address that must not be repeated.
      const isMasked = found.some(({ matched }, index) => matched !== quoted[index]);
      return {
        outcome: meets(count, found.length),
        matches: found.slice(0, maxMatchesPerCheck),
        explanation: `${plural(found.length, "match", "matches")} of ${isMasked ? "the pattern" : name}${found.length > 0 ? `: ${shown.join(", ")}` : ""}`,
      };
    },
  };
}

const outsideWord = "[^\\p{L}\\p{N}\\p{M}]";

function compile({ pattern, ignoreCase = true, wholeWord = false }: PatternCheck): RE2JS {
  const bounded = wholeWord ? `(?:^|${outsideWord})(${pattern})(?:$|${outsideWord})` : `(${pattern})`;
  return RE2JS.compile(bounded, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
}

// Each match may cost one walk through the rest of the text, so their number is bounded too.
const maxFound = 100;

interface SearchedField {
  field: TextField;
  text: CommentText;
}

function findAll(expression: RE2JS, wholeWord: boolean, { field, text: of }: SearchedField): Match[] {
  const text = of.original(field);
  const mostMs = expression.programSize() * text.length * msPerStep;
  const inTime = <Answer>(ask: () => Answer): Answer => timed(of, mostMs, ask);
  if (!inTime(() => expression.test(text))) return [];
  const matcher = expression.matcher(text);
  const found: Match[] = [];
  let at = 0;
  while (found.length < maxFound && at <= text.length && inTime(() => matcher.find(at))) {
    const span: [number, number] = [matcher.start(1), matcher.end(1)];
    if (span[1] > span[0]) found.push({ field, span, matched: text.slice(...span), lane: "original" });
    // The character that ends one whole word may begin the next, so the search goes on in front of it.
    at = Math.max(wholeWord ? span[1] : matcher.end(), at + lengthOfCharacter(text, at));
  }
  return found;
}

/** In UTF-16 units: a search that begins within a character finds half of it. */
const lengthOfCharacter = (text: string, at: number): number =>
  (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;

const spentMs = new WeakMap<CommentText, number>();

/**
 * Asks the engine, which takes `mostMs` at worst, while there is time left for this comment; throws `TookTooLong` where
 * there is none.
 */
function timed<Answer>(text: CommentText, mostMs: number, ask: () => Answer): Answer {
  const spent = spentMs.get(text) ?? 0;
  const leftMs = maxMs - spent;
  if (leftMs <= 0) throw tooLong();
  const startedAt = performance.now();
  try {
    return mostMs <= leftMs ? ask() : within(leftMs, ask);
  } catch (error) {
    throw error instanceof TookTooLong ? tooLong(error) : error;
  } finally {
    // Beyond that it did not run: other processes did.
    spentMs.set(text, spent + Math.min(performance.now() - startedAt, slowest * mostMs));
  }
}

const tooLong = (cause?: TookTooLong) => new TookTooLong("patterns take too long with this text", { cause });

/** Why a pattern cannot be used, with the position; null where it can. */
export function patternProblem(pattern: string): string | null {
  try {
    const expression = RE2JS.compile(pattern, 0);
    if (compile({ check: "pattern", pattern, wholeWord: true }).programSize() > maxProgramSize) {
      return "The pattern is too large: repeat less often, or use a word list";
    }
    if (expression.matches("")) return "The pattern matches the empty text, so it would match every comment";
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `${reasonOf(error)} at position ${positionOf(error, pattern)}`;
  }
}

function reasonOf(error: Error): string {
  if (!(error instanceof RE2JSSyntaxException)) return capitalised(error.message);
  const part = error.getPattern();
  return capitalised(error.getDescription()) + (part === null ? "" : ` “${shortened(part)}”`);
}

function positionOf(error: Error, pattern: string): number {
  const part = error instanceof RE2JSSyntaxException ? error.getPattern() : null;
  if (part === null) return pattern.length - 1;
  return error.message.includes("missing closing )")
    ? openParenthesis(pattern)
    : Math.max(0, pattern.indexOf(part));
}

/** Where the parenthesis opens that nothing closes. */
function openParenthesis(pattern: string): number {
  const open: number[] = [];
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === "\\") at++;
    else if (inClass) inClass = character !== "]";
    else if (character === "[") inClass = true;
    else if (character === "(") open.push(at);
    else if (character === ")") open.pop();
  }
  return open.at(-1) ?? 0;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

// PostgreSQL takes no half of a surrogate pair in JSON.
const shortened = (text: string): string =>
  text.length > 60 ? `${text.slice(0, 60).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
