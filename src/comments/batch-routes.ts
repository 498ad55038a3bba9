// Decisions on all that match: a look beforehand, and how far they have come. They begin in decision-routes.ts.
import { type Response, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { cursorField, limitField } from "../http/paging.ts";
import { idOf, parse } from "../http/validate.ts";
import { assertCan, sitesWith } from "../people/caller.ts";
import { type Batch, batchStates, findBatch, listBatches } from "./batch-queries.ts";
import { decidedStatuses } from "./comment.ts";
import { decidedStatusField } from "./comment-filter.ts";
import { findComments } from "./comment-queries.ts";
import { deciderOf, flat } from "./comment-routes.ts";
import { previewBatch, stopBatch, wholeFilter } from "./start-batch.ts";

export const batchPreviewInput = z
  .strictObject({
    filter: wholeFilter,
    status: decidedStatusField
      .meta({ description: "What would become of them; those that have it already are left out." })
      .optional(),
  })
  .meta({ id: "BatchPreviewInput" });

const yesOrNo = (name: string) => z.enum(["true", "false"], `${name} must be true or false.`).optional();
export const batchListQuery = z.object({
  mine: yesOrNo("mine"),
  unfinished: yesOrNo("unfinished"),
  cursor: cursorField,
  limit: limitField,
});

export const batchView = z.object({
  batchId: z.uuid(),
  /** null: an undo */
  status: z.enum(decidedStatuses).nullable(),
  undoes: z.uuid().nullable(),
  undoneBy: z.uuid().nullable(),
  siteKeys: z.array(z.string()),
  by: z.string(),
  state: z.enum(batchStates),
  matched: z.int().min(0),
  done: z.int().min(0),
  skipped: z.int().min(0),
  error: z.string().nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});

export function createBatchRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.post("/decisions/preview", async (req, res) => {
    const { sampleIds, asOf, ...counts } = await previewBatch(
      deps,
      callerOf(res),
      parse(batchPreviewInput, req.body),
    );
    const samples = new Map((await findComments(deps.pool, sampleIds)).map((row) => [row.id, row]));
    res.json({
      ...counts,
      asOf: asOf.toISOString(),
      samples: sampleIds.flatMap((id) => samples.get(id) ?? []).map(flat),
    });
  });

  router.get("/decisions", async (req, res) => {
    const caller = callerOf(res);
    const { mine, unfinished, ...page } = parse(batchListQuery, req.query);
    const search = {
      siteIds: sitesWith(caller, "moderate"),
      by: deciderOf(caller),
      isMine: mine === "true",
      isUnfinished: unfinished === "true",
    };
    const { items, nextCursor } = await listBatches(deps.pool, search, page);
    res.json({ items: items.map(viewOf), nextCursor });
  });

  router.get("/decisions/:id", async (req, res) => {
    res.json(viewOf(await batchFor(deps, res, idOf(req, "batch"))));
  });

  router.delete("/decisions/:id", async (req, res) => {
    await stopBatch(deps, callerOf(res), await batchFor(deps, res, idOf(req, "batch")));
    res.status(204).end();
  });

  return router;
}

/** For those who may decide on each of its sites. Where nothing matched there is no site: then for who asked for it. */
async function batchFor(deps: HttpDeps, res: Response, id: string): Promise<Batch> {
  const caller = callerOf(res);
  const batch = await findBatch(deps.pool, id);
  if (batch === null) throw notFound("batch");
  for (const siteId of batch.siteIds) assertCan(caller, "moderate", { siteId, what: "batch" });
  if (batch.siteIds.length === 0 && ![batch.by.userId, batch.by.apiKeyId].includes(caller.id))
    throw notFound("batch");
  return batch;
}

export const viewOf = (batch: Batch): z.output<typeof batchView> => ({
  batchId: batch.id,
  status: batch.status,
  undoes: batch.undoes,
  undoneBy: batch.undoneBy,
  siteKeys: batch.siteKeys,
  by: batch.by.name,
  state: batch.state,
  matched: batch.matched,
  done: batch.done,
  skipped: batch.skipped,
  error: batch.state === "failed" ? batch.error : null,
  createdAt: batch.createdAt,
  startedAt: batch.startedAt,
  finishedAt: batch.finishedAt,
});
