// Deciding by hand: one comment, many at once, and taking decisions back.
import { Router } from "express";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { conflict, invalid, notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { cleanText, idOf, parse, textUpTo, uuidField } from "../http/validate.ts";
import { can, type Caller, knows, lacking, sitesKnownTo, sitesWith } from "../people/caller.ts";
import { findSiteById } from "../sites/site-queries.ts";
import type { Site } from "../sites/site.ts";
import { findBatch, isUnfinished } from "./batch-queries.ts";
import { viewOf } from "./batch-routes.ts";
import { decidedStatusField } from "./comment-filter.ts";
import { findComment } from "./comment-queries.ts";
import { commentFor, deciderOf, singleView } from "./comment-routes.ts";
import { decideComments } from "./decide-comment.ts";
import type { Decision, DecisionOutcome } from "./decision.ts";
import { decisionsToUndo, siteIdsOf, undoing } from "./decision-queries.ts";
import { codeIsForOneSite, reasonGiven, type ReasonInput } from "./reason-given.ts";
import { asOf, noteUndone, startBatch, startUndo, wholeFilter } from "./start-batch.ts";

const maxAtOnce = 500;

const status = decidedStatusField;
const reason = textUpTo("reason", 500).optional();
/** One of the site's `refusalReasons`: its label is the reason, its public text goes to the author. */
const reasonCode = z.string("reasonCode must be text.").max(40).optional();
const note = cleanText("note").pipe(z.string().max(2_000)).optional();

export const decisionInput = z
  .strictObject({
    status,
    reason,
    reasonCode,
    note,
    expectedRevision: z.int("expectedRevision must be a whole number.").positive().nullish(),
  })
  .meta({ id: "DecisionInput" });

export const bulkDecisionInput = z
  .strictObject({
    ids: z.array(uuidField).max(maxAtOnce, `Decide at most ${maxAtOnce} comments at once.`).optional(),
    items: z
      .array(z.strictObject({ id: uuidField, expectedRevision: z.int().positive().nullish() }))
      .max(maxAtOnce, `Decide at most ${maxAtOnce} comments at once.`)
      .optional(),
    filter: wholeFilter.optional(),
    asOf: asOf.optional(),
    status,
    reason,
    reasonCode,
    note,
  })
  .refine(
    ({ ids, items, filter }) => [ids, items, filter].filter((given) => given !== undefined).length === 1,
    {
      message: "Send either ids or items or a filter.",
      path: ["ids"],
    },
  )
  .meta({ id: "BulkDecisionInput" });

export function createDecisionRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.post("/comments/:id/decisions", async (req, res) => {
    const comment = await commentFor(deps, res, idOf(req, "comment"), "moderate");
    const input = parse(decisionInput, req.body);
    const site = await findSiteById(deps.pool, comment.siteId);
    const [outcome] = await decideComments(deps, [
      {
        commentId: comment.id,
        expectedRevision: input.expectedRevision ?? null,
        ...decisionBy(callerOf(res), input, site),
      },
    ]);
    if (outcome === undefined || (!outcome.ok && outcome.problem === "not-found")) throw notFound("comment");
    if (!outcome.ok) throw conflict(conflictDetail(outcome), { current: outcome.current });
    const decided = await findComment(deps.pool, comment.id);
    if (decided === null) throw notFound("comment");
    res.json({ ...(await singleView(deps, decided)), decisionId: outcome.decisionId });
  });

  router.post("/decisions", async (req, res) => {
    const caller = callerOf(res);
    const input = parse(bulkDecisionInput, req.body);
    if (input.filter !== undefined) {
      const batch = await startBatch(deps, caller, { ...input, filter: input.filter, by: deciderOf(caller) });
      res.status(202).json(viewOf(batch));
      return;
    }
    const items = new Map(
      (input.items ?? input.ids!.map((id) => ({ id, expectedRevision: null }))).map((item) => [
        item.id,
        item,
      ]),
    );
    if (items.size === 0)
      throw invalid([{ detail: "Name at least one comment.", pointer: input.ids ? "#/ids" : "#/items" }]);
    const site = await siteOfAll(deps, caller, { ids: [...items.keys()], input });
    const decision = decisionBy(caller, input, site);
    const batchId = uuidv7();
    const outcomes = await decideVisible(
      deps,
      caller,
      [...items.values()].map((item) => ({
        commentId: item.id,
        expectedRevision: item.expectedRevision ?? null,
        ...decision,
        batchId,
      })),
    );
    res.json({ batchId, results: outcomes.map(resultOf) });
  });

  router.post("/decisions/:id/undo", async (req, res) => {
    const caller = callerOf(res);
    const id = idOf(req, "decision");
    const siteIds = sitesWith(caller, "moderate");
    const batch = await findBatch(deps.pool, id);
    if (batch !== null && isUnfinished(batch) && batch.siteIds.some((of) => can(caller, "moderate", of)))
      throw conflict("This batch is not finished. Wait for it or cancel it first.");
    const find = (on: string[] | null) =>
      decisionsToUndo(deps.pool, { decisionOrBatchId: id, siteIds: on }, maxAtOnce + 1);
    const found = await find(siteIds);
    const seen = siteIds === null ? found : await find(sitesKnownTo(caller));
    if (seen.length === 0) throw notFound("decision");
    if (found.length === 0) throw lacking("moderate");
    if (found.length > maxAtOnce) {
      const undo = await startUndo(deps, caller, { batchId: id, siteIds, by: deciderOf(caller) });
      res.status(202).json(viewOf(undo));
      return;
    }
    const batchId = uuidv7();
    const outcomes = await decideComments(
      deps,
      found.map((decision) => undoing(decision, { by: deciderOf(caller), batchId })),
    );
    if (batch !== null) {
      const isChanged = new Map(
        outcomes.map((outcome) => [outcome.commentId, outcome.ok && outcome.changed]),
      );
      const changed = found.filter(({ commentId }) => isChanged.get(commentId) === true);
      const sites = changed.map(({ siteId }) => siteId);
      await noteUndone(deps, caller, { batch, undoneBy: batchId, siteIds, changed: sites });
    }
    const barred = seen.filter(({ siteId }) => !can(caller, "moderate", siteId));
    const results = [...outcomes, ...barred.map(({ commentId }) => forbiddenTo(commentId))];
    res.json({ batchId, results: results.map(resultOf) });
  });

  return router;
}

/** What is decided, whichever comments it is for. */
const decisionBy = (
  caller: Caller,
  input: Pick<z.infer<typeof decisionInput>, "status" | "reason" | "reasonCode" | "note">,
  site: Site | null,
) => ({
  status: input.status,
  by: deciderOf(caller),
  ...reasonGiven(input, site),
  note: input.note ?? null,
});

/** Reasons belong to a site, so a code is for the comments of one site alone. */
async function siteOfAll(
  deps: HttpDeps,
  caller: Caller,
  { ids, input }: { ids: string[]; input: ReasonInput },
): Promise<Site | null> {
  if (input.reasonCode === undefined) return null;
  const siteIds = [...new Set((await siteIdsOf(deps.pool, ids)).values())].filter((siteId) =>
    can(caller, "moderate", siteId),
  );
  if (siteIds.length > 1) throw codeIsForOneSite();
  return siteIds[0] === undefined ? null : findSiteById(deps.pool, siteIds[0]);
}

type Answered = DecisionOutcome | { commentId: string; ok: false; problem: "forbidden" };

const forbiddenTo = (commentId: string): Answered => ({ commentId, ok: false, problem: "forbidden" });

/** Comments on sites that the caller does not know are reported like ones that do not exist. */
async function decideVisible(deps: HttpDeps, caller: Caller, decisions: Decision[]): Promise<Answered[]> {
  const sites = await siteIdsOf(
    deps.pool,
    decisions.map((decision) => decision.commentId),
  );
  const allowed = decisions.filter(({ commentId }) => {
    const siteId = sites.get(commentId);
    return siteId !== undefined && can(caller, "moderate", siteId);
  });
  const decided = new Map(
    (await decideComments(deps, allowed)).map((outcome) => [outcome.commentId, outcome]),
  );
  return decisions.map(({ commentId }) => {
    const siteId = sites.get(commentId);
    if (siteId !== undefined && knows(caller, siteId))
      return decided.get(commentId) ?? forbiddenTo(commentId);
    return { commentId, ok: false, problem: "not-found" };
  });
}

function resultOf(outcome: Answered) {
  if (outcome.ok)
    return {
      id: outcome.commentId,
      ok: true,
      status: outcome.status,
      revision: outcome.revision,
      decisionId: outcome.decisionId,
    };
  if (outcome.problem === "not-found" || outcome.problem === "forbidden") {
    const {
      status: code,
      title,
      message,
    } = outcome.problem === "forbidden" ? lacking("moderate") : notFound("comment");
    return {
      id: outcome.commentId,
      ok: false,
      status: null,
      revision: null,
      problem: problemOf(code, title, message),
    };
  }
  const { status, revision } = outcome.current;
  return {
    id: outcome.commentId,
    ok: false,
    status,
    revision,
    problem: { ...problemOf(409, "Conflict", conflictDetail(outcome)), current: outcome.current },
  };
}

const problemOf = (status: number, title: string, detail: string) => ({
  type: "about:blank",
  title,
  status,
  detail,
});

function conflictDetail(outcome: Extract<DecisionOutcome, { problem: "conflict" | "not-allowed" }>): string {
  const { status, decidedBy } = outcome.current;
  if (status === "deleted") return "The comment has been deleted.";
  return decidedBy === null
    ? `The comment was changed meanwhile and is ${status} now.`
    : `Already ${status}, decided by ${decidedBy}.`;
}
