import type { CommentFacts } from "./facts.ts";
import type { CommentText } from "./comment-text.ts";
import type { TextField } from "./text-field.ts";
import type { LaneName } from "../text/lane.ts";
import { maskedInEmail } from "../text/personal-data.ts";

/** A place that made a check true; where no text was matched, only the explanation speaks. */
export interface Match {
  field: TextField;
  span: [start: number, end: number];
  matched: string;
  lane: LaneName | "original";
  note?: string;
}

/** What a sentence may repeat of a match: it goes into events and webhooks, which carry nobody's e-mail address. */
export const quotable = ({ field, span, matched }: Match, { text }: CheckInput): string =>
  field === "authorEmail" ? maskedInEmail(text.original(field), span) : matched;

export interface CheckResult {
  outcome: boolean | "unknown";
  matches: Match[];
  /** One sentence for the card: what was found, what was not, or what could not be known. */
  explanation: string;
}

export interface CheckInput {
  facts: CommentFacts;
  text: CommentText;
}

/** A check made ready once for many comments. */
export interface CompiledCheck {
  /** The condition in words, for cards and for what follows a "not". */
  description: string;
  evaluate: (input: CheckInput) => CheckResult;
}

export const maxMatchesPerCheck = 20;

/** Three-valued "and" (Kleene): one false settles it, otherwise one unknown leaves it open. */
export function allOf(outcomes: readonly CheckResult["outcome"][]): CheckResult["outcome"] {
  if (outcomes.includes(false)) return false;
  return outcomes.includes("unknown") ? "unknown" : true;
}

/** Three-valued "or": one true settles it, otherwise one unknown leaves it open. */
export function anyOf(outcomes: readonly CheckResult["outcome"][]): CheckResult["outcome"] {
  if (outcomes.includes(true)) return true;
  return outcomes.includes("unknown") ? "unknown" : false;
}

/** One of several conditions that a check combines: all must hold. */
export interface Part {
  outcome: CheckResult["outcome"];
  explanation: string;
  matches?: Match[];
}

export function combineParts(parts: readonly Part[]): CheckResult {
  const outcome = allOf(parts.map((part) => part.outcome));
  const decisive = parts.filter((part) => part.outcome === outcome);
  return {
    outcome,
    matches: outcome === true ? parts.flatMap((part) => part.matches ?? []) : [],
    explanation: decisive.map((part) => part.explanation).join("; "),
  };
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
