// Which words stand in the documents of the search. Whoever looks for "harbour" means harbours, too, and PostgreSQL gathers
// all places of all words that begin so, of whatever day, before it looks at the first; whole words it looks up as far as
// it needs them. So a beginning is asked for as the words that are known to begin so.
import type { Queryable, Tx } from "../db/transaction.ts";
import { lockIndexing } from "./index-queries.ts";
import type { SearchDocument, SearchTerm, WordOrBeginning } from "./search-document.ts";
import { quoted } from "./search-document.ts";

// Each alternative costs a little for every comment that is looked at.
const mostWhole = 24;
const mostAlternatives = 64;
const mostRead = 1_000;
const forgottenAfterDays = 30;

/** Words and those of fields that are searched by words; keys such as addresses are not for beginnings. */
const isWord = (key: string) => /^(?:[atr]=)?[^=]+$/.test(key);

export const wordsIn = (document: SearchDocument): string[] => [...document.keys()].filter(isWord);

/**
 * In the order of the words, so that two writers wait for each other at most. `OFFSET 0`: each is looked up, where
 * PostgreSQL might read all that are known.
 */
export const rememberWords = (db: Queryable, words: readonly string[]) =>
  db.query(
    `INSERT INTO known_words (word)
     SELECT DISTINCT given.word FROM unnest($1::text[]) AS given (word)
     WHERE NOT EXISTS (SELECT FROM known_words k WHERE k.word = given.word AND k.seen = current_date OFFSET 0)
     ORDER BY given.word
     ON CONFLICT (word) DO UPDATE SET seen = excluded.seen`,
    [words],
  );

/** Looks whether the words that were seen longest ago are still in a comment; true where there may be more of them. */
export async function forgetWords(tx: Tx, limit: number): Promise<boolean> {
  const { rows: old } = await tx.query<{ word: string }>(
    `SELECT word FROM known_words WHERE seen < current_date - ${forgottenAfterDays} ORDER BY seen LIMIT $1`,
    [limit],
  );
  if (old.length === 0) return false;
  const words = old.map(({ word }) => word);
  await lockIndexing(tx);
  // The inner CTE makes PostgreSQL plan for all comments that have the word, which is by the index.
  const { rows: kept } = await tx.query<{ word: string }>(
    `SELECT word FROM unnest($1::text[], $2::text[]) AS asked (word, query)
     WHERE EXISTS (WITH found AS MATERIALIZED (SELECT FROM comment_search WHERE document @@ asked.query::tsquery) SELECT FROM found)`,
    [words, words.map(quoted)],
  );
  const stay = new Set(kept.map(({ word }) => word));
  await tx.query("DELETE FROM known_words WHERE word = ANY($1::text[])", [
    words.filter((word) => !stay.has(word)),
  ]);
  await tx.query("UPDATE known_words SET seen = current_date WHERE word = ANY($1::text[])", [[...stay]]);
  return words.length === limit;
}

/** The same terms, with what is known of how their last words go on; null where there is nothing to be found. */
export async function withEndings(db: Queryable, terms: readonly SearchTerm[]): Promise<SearchTerm[] | null> {
  const beginnings = terms.flatMap(({ words, isBeginning }) =>
    isBeginning === true && isWord(words.at(-1)!) ? words.at(-1)! : [],
  );
  if (beginnings.length === 0) return [...terms];
  // No character comes after the last one of Unicode.
  const { rows } = await db.query<{ beginning: string; words: string[] }>(
    `SELECT begun.word AS beginning,
            ARRAY(SELECT word FROM known_words k WHERE k.word >= begun.word AND k.word <= begun.word || chr(1114111)
                  ORDER BY k.word LIMIT ${mostRead + 1}) AS words
     FROM unnest($1::text[]) AS begun (word)`,
    [beginnings],
  );
  const endings = new Map(rows.map(({ beginning, words }) => [beginning, waysToGoOn(beginning, words)]));
  const known = terms.map((term) => {
    const ways = term.isBeginning === true ? (endings.get(term.words.at(-1)!) ?? null) : null;
    return ways === null ? term : { ...term, endings: ways };
  });
  return known.some((term) => term.endings?.length === 0) ? null : known;
}

/** These words; where there are many, those alike in the next character together; null = too many for that, too. */
export function waysToGoOn(beginning: string, words: readonly string[]): WordOrBeginning[] | null {
  if (words.length > mostRead) return null;
  if (words.length <= mostWhole) return words.map((word) => ({ word, isBeginning: false }));
  const byNext = new Map<string, string[]>();
  for (const word of words) {
    const next = String.fromCodePoint(
      ...[word.codePointAt(beginning.length)].filter((point) => point !== undefined),
    );
    byNext.set(next, [...(byNext.get(next) ?? []), word]);
  }
  if (byNext.size > mostAlternatives) return null;
  return [...byNext].map(([next, alike]) =>
    alike.length === 1
      ? { word: alike[0]!, isBeginning: false }
      : { word: beginning + next, isBeginning: true },
  );
}
