// Decides what a batch found, chunk by chunk, beside the live queue. Whatever has another revision by now was changed by
// somebody else, and keeps what it has: so nothing is decided twice either, wherever a worker has died.
import { isDatabaseDown } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import {
  type Batch,
  decidedInBatch,
  finishBatch,
  giveBackBatch,
  leaseBatch,
  moveBatch,
  postponeBatch,
  readChunk,
} from "./batch-queries.ts";
import { decideComments } from "./decide-comment.ts";
import type { Decision, DecisionOutcome } from "./decision.ts";
import { decisionsWithIds, undoing } from "./decision-queries.ts";
import { standBack } from "./stand-back.ts";

// Their rows are locked together: short enough for a moderator who decides one of them at the same moment.
const chunkSize = 100;

/** Does the oldest batch that waits, if there is one, to its end; false where there was none. */
export async function decideNextBatch(deps: Deps, stopping: AbortSignal): Promise<boolean> {
  const batch = await leaseBatch(deps.pool);
  if (batch === null) return false;
  try {
    await decideBatch(deps, batch, stopping);
  } catch (error) {
    // Soon to be leased again: the row knows how far it has come.
    if (isDatabaseDown(error)) throw error;
    deps.log.error(
      { err: error, batchId: batch.id },
      "a batch of decisions could not go on and is tried again",
    );
    await postponeBatch(deps.pool, batch, error instanceof Error ? error.message : String(error));
  }
  return true;
}

async function decideBatch(deps: Deps, leased: Batch, stopping: AbortSignal): Promise<void> {
  let batch: Batch | null = leased;
  while (batch !== null && batch.state === "running" && batch.position < batch.matched) {
    if (stopping.aborted) {
      await giveBackBatch(deps.pool, batch);
      return;
    }
    await standBack(deps.commentsPool);
    batch = await decideChunk(deps, batch);
  }
  if (batch !== null) await finishBatch(deps.pool, batch, endOf(batch));
}

const endOf = ({ state }: Batch) =>
  state === "running" ? "done" : state === "failed" ? "failed" : "cancelled";

async function decideChunk(deps: Deps, batch: Batch): Promise<Batch | null> {
  const { subjects, revisions, isAllowed } = await readChunk(deps.pool, batch, chunkSize);
  // Rights may be taken away while it waits or runs.
  if (!isAllowed)
    return {
      ...batch,
      state: "failed",
      error: "Whoever asked for it may no longer decide on these comments.",
    };
  const decisions =
    revisions === null ? await undosOf(deps, batch, subjects) : decisionsOf(batch, subjects, revisions);
  const outcomes = await decideComments(deps, decisions);
  const refused = outcomes.filter((outcome) => !outcome.ok).map(({ commentId }) => commentId);
  const decidedBefore = refused.length === 0 ? new Set() : await decidedInBatch(deps.pool, batch.id, refused);
  const isDone = (outcome: DecisionOutcome) =>
    outcome.ok ? outcome.changed : decidedBefore.has(outcome.commentId);
  return moveBatch(deps.pool, batch, { read: subjects.length, done: outcomes.filter(isDone).length });
}

const decisionsOf = (batch: Batch, commentIds: string[], revisions: number[]): Decision[] =>
  commentIds.map((commentId, index) => ({
    commentId,
    status: batch.status!,
    expectedRevision: revisions[index]!,
    by: batch.by,
    reasons: batch.reasons,
    publicReason: batch.publicReason,
    note: batch.note,
    batchId: batch.id,
  }));

const undosOf = async (deps: Deps, batch: Batch, decisionIds: string[]): Promise<Decision[]> =>
  (await decisionsWithIds(deps.pool, decisionIds)).map((decision) =>
    undoing(decision, { by: batch.by, batchId: batch.id }),
  );
