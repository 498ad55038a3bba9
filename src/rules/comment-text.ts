import { findLinks, type Link } from "../text/links.ts";
import { findWords, type LaneHits, type WordMatcher } from "../text/word-matcher.ts";
import type { CommentFacts } from "./facts.ts";
import { fieldText, type TextField } from "./text-field.ts";

/** What several rules want of one comment's text, made when first asked for and only once. */
export interface CommentText {
  original: (field: TextField) => string;
  links: (field: TextField) => readonly Link[];
  words: (field: TextField) => readonly LaneHits[];
}

export function readCommentText(facts: CommentFacts, matcher: WordMatcher): CommentText {
  const original = (field: TextField): string => fieldText(facts, field);
  return {
    original,
    links: oncePerField((field) => findLinks(original(field))),
    words: oncePerField((field) => findWords(matcher, original(field))),
  };
}

function oncePerField<Value>(make: (field: TextField) => Value): (field: TextField) => Value {
  const made: Partial<Record<TextField, Value>> = {};
  return (field) => (made[field] ??= make(field));
}
