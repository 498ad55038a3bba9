// Which phrases of a list would have hit comments that the site approved: read before the list is put to use.
import type { Queryable } from "../db/transaction.ts";
import { nextTurn } from "../text/in-slices.ts";
import { originalSpan, type Lane } from "../text/lane.ts";
import { prepareWordMatcher, findWords, type WordMatcher } from "../text/word-matcher.ts";
import { fieldsToRead, looksAt } from "./checks/words.ts";
import { type ApprovedText, loadApprovedTexts } from "./approved-texts-queries.ts";
import type { TextField } from "./text-field.ts";
import { sourceOfEntries, type WordListEntry } from "./word-list.ts";

const maxComments = 5_000;
const maxSamples = 3;
const maxPhrases = 500;
const excerptUnits = 60;
/** The event loop is held no longer than this at a time, since it answers visitors, too. */
const sliceMs = 10;

export interface PhraseReport {
  /** Approved comments that were read. */
  comments: number;
  items: ReportedPhrase[];
}

export interface ReportedPhrase {
  phrase: string;
  comments: number;
  samples: PhraseSample[];
}

export interface PhraseSample {
  id: string;
  field: TextField;
  /** A part of the field, and the phrase's place in that part. */
  excerpt: string;
  span: [start: number, end: number];
}

export interface ReportRequest {
  siteId: string;
  entries: readonly WordListEntry[];
  allow: readonly string[];
  since: Date | null;
}

export async function reportPhrases(
  db: Queryable,
  { siteId, entries, allow, since }: ReportRequest,
): Promise<PhraseReport> {
  const matcher = await prepareWordMatcher([sourceOfEntries(entries, allow)]);
  const fields = fieldsToRead({ check: "words" }, entries);
  const found = new Map<number, ReportedPhrase>();
  const breathe = breathing();
  let comments = 0;
  let before: ApprovedText | null = null;
  while (comments < maxComments) {
    const texts: ApprovedText[] = await loadApprovedTexts(db, { siteId, since, before });
    for (const comment of texts.slice(0, maxComments - comments)) {
      collect(comment, { matcher, fields, entries, found });
      comments++;
      await breathe();
    }
    before = texts.at(-1) ?? null;
    if (before === null) break;
  }
  const items = [...found.values()].sort((a, b) => b.comments - a.comments).slice(0, maxPhrases);
  return { comments, items };
}

interface Reading {
  matcher: WordMatcher;
  fields: readonly TextField[];
  entries: readonly WordListEntry[];
  found: Map<number, ReportedPhrase>;
}

function collect(comment: ApprovedText, { matcher, fields, entries, found }: Reading): void {
  const seen = new Set<number>();
  for (const field of fields) {
    const text = comment[field] ?? "";
    for (const { lane, hits } of findWords(matcher, text)) {
      for (const { phrase, start, end } of hits[0] ?? []) {
        const entry = entries[phrase];
        if (entry === undefined || seen.has(phrase)) continue;
        if (!looksAt(entry, { check: "words" }, { field, lane: lane.name })) continue;
        seen.add(phrase);
        const known = found.get(phrase) ?? { phrase: entry.phrase, comments: 0, samples: [] };
        known.comments++;
        if (known.samples.length < maxSamples)
          known.samples.push({ id: comment.id, field, ...excerptOf(text, lane, { start, end }) });
        found.set(phrase, known);
      }
    }
  }
}

function excerptOf(text: string, lane: Lane, hit: { start: number; end: number }) {
  const [start, end] = originalSpan(lane, hit.start, hit.end);
  const from = Math.max(0, start - excerptUnits);
  const to = Math.min(text.length, end + excerptUnits);
  // A cut pair of surrogates could not be sent; what stands for it is as long.
  const excerpt = text.slice(from, to).toWellFormed();
  return { excerpt, span: [start - from, end - from] as [number, number] };
}

/** To be awaited after each step: lets others run as soon as a slice is used up. */
function breathing(): () => Promise<void> {
  let sliceEnd = performance.now() + sliceMs;
  return async () => {
    if (performance.now() < sliceEnd) return;
    await nextTurn();
    sliceEnd = performance.now() + sliceMs;
  };
}
