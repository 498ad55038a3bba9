// Writes the documents that comments are searched by: the sweep does it, seconds after a decision. It goes by the events'
// positions, which are given after the commit, so that no comment is missed; old comments follow in bounded steps.
import { inTransaction, type Tx } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { mapInTurns } from "../text/in-slices.ts";
import { forgetWords, rememberWords, wordsIn } from "./known-words.ts";
import { searchDocument, storedDocument } from "./search-document.ts";
import {
  dropDocuments,
  readSearchable,
  takeChanged,
  takeOld,
  writeBackfill,
  writeDocuments,
  writePosition,
} from "./index-queries.ts";
import { spareTime } from "./stand-back.ts";

// Few: whoever comes meanwhile waits for the rest of a step.
const indexedAtOnce = 25;
const forgottenAtOnce = 25;
// A flood must not wait for its own search: what is left is looked at directly, and comes with the next sweep.
const maxIndexingMs = 500;

/** True where more is left to be indexed at once. */
export async function indexComments({
  pool,
  commentsPool,
  log,
}: Pick<Deps, "pool" | "commentsPool" | "log">): Promise<boolean> {
  const hasTime = spareTime(commentsPool, maxIndexingMs);
  try {
    for (const step of [indexChanged, indexOld, forgetOldWords]) {
      for (let isMore = true; isMore; isMore = await inTransaction(pool, step))
        if (!(await hasTime())) return true;
    }
    return false;
  } catch (error) {
    log.warn({ err: error }, "comments could not be indexed for searching; it is tried again");
    return false;
  }
}

/** True where more has changed. */
async function indexChanged(tx: Tx): Promise<boolean> {
  const changed = await takeChanged(tx, indexedAtOnce);
  if (changed === null) return false;
  await indexThese(tx, changed.ids);
  await writePosition(tx, changed.position);
  return !changed.isLast;
}

/** True where there may be more. */
async function indexOld(tx: Tx): Promise<boolean> {
  const ids = await takeOld(tx, indexedAtOnce);
  if (ids === null) return false;
  await indexThese(tx, ids);
  await writeBackfill(tx, ids.length < indexedAtOnce ? null : ids.at(-1)!);
  return ids.length === indexedAtOnce;
}

async function indexThese(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const comments = await readSearchable(tx, ids);
  const found = new Set(comments.map(({ id }) => id));
  const gone = ids.filter((id) => !found.has(id));
  if (gone.length > 0) await dropDocuments(tx, gone);
  const documents = await mapInTurns(comments, (comment) => {
    const document = searchDocument(comment);
    return { ...comment, document: storedDocument(document), words: wordsIn(document) };
  });
  await writeDocuments(tx, documents);
  await rememberWords(tx, [...new Set(documents.flatMap(({ words }) => words))]);
}

const forgetOldWords = (tx: Tx): Promise<boolean> => forgetWords(tx, forgottenAtOnce);
