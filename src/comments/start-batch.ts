// All comments that match, decided or taken back as one: looked at beforehand, begun, cancelled.
import { z } from "zod";
import { inTransaction, type Tx } from "../db/transaction.ts";
import type { HttpDeps } from "../deps.ts";
import { conflict, invalid } from "../errors.ts";
import { recordAudit } from "../people/audit.ts";
import type { Caller } from "../people/caller.ts";
import { findSiteById } from "../sites/site-queries.ts";
import {
  type Batch,
  cancelBatch,
  countUnfinishedBatches,
  findBatch,
  insertMatching,
  insertUndo,
  markUndone,
  type Moderator,
  placeLast,
} from "./batch-queries.ts";
import type { DecidedStatus } from "./comment.ts";
import { commentFilter, filterFor } from "./comment-filter.ts";
import { type Matching, type MatchSummary, mostMatched, summariseMatching } from "./matching-queries.ts";
import { codeIsForOneSite, reasonGiven, type ReasonInput } from "./reason-given.ts";
import { searchIds } from "./search-comments.ts";

const maxUnfinished = 20;

/** Unlike in a list, a field with a wrong name is refused: it must not mean more comments than were meant. */
export const wholeFilter = z
  .strictObject(commentFilter.shape)
  .refine((filter) => Object.values(filter).some((value) => value !== undefined), {
    message: "Say which comments: name at least one field of the filter.",
  });

export const asOf = z.iso
  .datetime("asOf must be a time such as 2030-01-31T12:00:00Z.")
  .transform((value) => new Date(value));

interface Asked {
  filter: z.output<typeof wholeFilter>;
  status?: DecidedStatus | undefined;
  asOf?: Date | undefined;
}

export const previewBatch = async (deps: HttpDeps, caller: Caller, asked: Asked): Promise<MatchSummary> =>
  summariseMatching(deps.pool, await matchingOf(deps, caller, asked));

export async function startBatch(
  deps: HttpDeps,
  caller: Caller,
  asked: Asked & ReasonInput & { note?: string | undefined; by: Moderator },
): Promise<Batch> {
  const matching = await matchingOf(deps, caller, asked);
  const { siteIds } = matching.filter;
  if (asked.reasonCode !== undefined && siteIds?.length !== 1) throw codeIsForOneSite();
  const site = siteIds?.length === 1 ? await findSiteById(deps.pool, siteIds[0]!) : null;
  const given = reasonGiven(asked, site);
  await refuseTooMany(deps, asked.by);
  const { status, note = null, by } = asked;
  return inTransaction(deps.pool, async (tx) => {
    const id = matching.isCut ? null : await insertMatching(tx, matching, { status, note, by, ...given });
    if (id === null) throw tooManyMatch();
    const batch = await lineUp(tx, id, by);
    await recordForSites(tx, caller, { batch, action: "decision.bulk" });
    return batch;
  });
}

const tooManyMatch = () =>
  invalid([
    {
      detail: `More than ${mostMatched.toLocaleString("en")} comments match. Narrow the filter and decide them in parts.`,
      pointer: "#/filter",
    },
  ]);

async function matchingOf(deps: HttpDeps, caller: Caller, asked: Asked): Promise<Matching> {
  const { filter, parts } = await filterFor(deps, caller, { asked: asked.filter, scope: "moderate" });
  const matching = { filter, to: asked.status ?? null, unchangedSince: asked.asOf ?? null, isCut: false };
  if (parts.length === 0) return matching;
  const { ids, isCut } = await searchIds(deps.pool, filter, { parts, now: deps.now() });
  return { ...matching, filter: { ...filter, ids }, isCut };
}

/** By a worker: a batch of any size, as far as it is on these sites. */
export async function startUndo(
  deps: HttpDeps,
  caller: Caller,
  what: { batchId: string; siteIds: string[] | null; by: Moderator },
): Promise<Batch> {
  await refuseTooMany(deps, what.by);
  return inTransaction(deps.pool, async (tx) => {
    const undo = await lineUp(tx, await insertUndo(tx, what), what.by);
    await markUndone(tx, { batchId: what.batchId, undoneBy: undo.id, siteIds: what.siteIds });
    await recordForSites(tx, caller, { batch: undo, action: "decision.bulk-undo" });
    return undo;
  });
}

/** A batch small enough to have been taken back at once; `changed` has the site of each comment that was. */
export async function noteUndone(
  deps: HttpDeps,
  caller: Caller,
  {
    batch,
    undoneBy,
    siteIds,
    changed,
  }: { batch: Batch; undoneBy: string; siteIds: string[] | null; changed: readonly string[] },
): Promise<void> {
  if (changed.length === 0) return;
  await inTransaction(deps.pool, async (tx) => {
    await markUndone(tx, { batchId: batch.id, undoneBy, siteIds });
    const undone = { ...batch, siteIds: [...new Set(changed)], matched: changed.length };
    await recordForSites(tx, caller, { batch: undone, action: "decision.bulk-undo" });
  });
}

export async function stopBatch(deps: HttpDeps, caller: Caller, batch: Batch): Promise<void> {
  await inTransaction(deps.pool, async (tx) => {
    if (await cancelBatch(tx, batch.id))
      await recordForSites(tx, caller, { batch, action: "decision.bulk-cancel" });
  });
}

/** Before anything is looked for, which may take long; requests beside this one are counted in `lineUp`. */
async function refuseTooMany(deps: HttpDeps, by: Moderator): Promise<void> {
  if ((await countUnfinishedBatches(deps.pool, by)) >= maxUnfinished) throw tooManyUnfinished();
}

async function lineUp(tx: Tx, id: string, by: Moderator): Promise<Batch> {
  await placeLast(tx, id);
  if ((await countUnfinishedBatches(tx, by)) > maxUnfinished) throw tooManyUnfinished();
  return (await findBatch(tx, id))!;
}

const tooManyUnfinished = () =>
  conflict(`${maxUnfinished} of your batches are not finished. Wait for them or cancel some.`);

/** Once for each site, whose admins read the log of their site alone. */
async function recordForSites(
  tx: Tx,
  caller: Caller,
  { batch, action }: { batch: Batch; action: string },
): Promise<void> {
  const { status, matched } = batch;
  for (const siteId of batch.siteIds)
    await recordAudit(tx, caller, {
      action,
      siteId,
      subject: batch.id,
      detail: { ...(status === null ? {} : { to: status }), comments: matched },
    });
}
