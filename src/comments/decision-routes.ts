// Deciding by hand: one comment, many at once, and taking decisions back.
import { Router } from "express";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { conflict, invalid, notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { cleanText, idOf, parse, textUpTo, uuidField } from "../http/validate.ts";
import { can, type Caller } from "../people/caller.ts";
import { findSiteById } from "../sites/site-queries.ts";
import type { Site } from "../sites/site.ts";
import { type DecidedStatus, decidedStatuses } from "./comment.ts";
import { findComment } from "./comment-queries.ts";
import { commentFor, deciderOf, singleView } from "./comment-routes.ts";
import { decideComments } from "./decide-comment.ts";
import type { Decision, DecisionOutcome } from "./decision.ts";
import { decisionsToUndo, siteIdsOf } from "./decision-queries.ts";

const maxAtOnce = 500;

const status = z.enum(decidedStatuses, `status must be one of ${decidedStatuses.join(", ")}.`);
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
    status,
    reason,
    reasonCode,
    note,
  })
  .refine((value) => (value.ids === undefined) !== (value.items === undefined), {
    message: "Send either ids or items.",
    path: ["ids"],
  })
  .meta({ id: "BulkDecisionInput" });

export function createDecisionRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.post("/comments/:id/decisions", async (req, res) => {
    const comment = await commentFor(deps, res, idOf(req, "comment"), "moderate");
    const input = parse(decisionInput, req.body);
    const given = reasonGiven(input, await findSiteById(deps.pool, comment.siteId));
    if (given === null) throw invalid([unknownReason(input.reasonCode)]);
    const [outcome] = await decideComments(deps, [
      {
        commentId: comment.id,
        status: input.status,
        expectedRevision: input.expectedRevision ?? null,
        by: deciderOf(callerOf(res)),
        ...given,
        note: input.note ?? null,
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
    const items = new Map(
      (input.items ?? input.ids!.map((id) => ({ id, expectedRevision: null }))).map((item) => [
        item.id,
        item,
      ]),
    );
    if (items.size === 0)
      throw invalid([{ detail: "Name at least one comment.", pointer: input.ids ? "#/ids" : "#/items" }]);
    const given = reasonGiven(input, await siteOfAll(deps, caller, { ids: [...items.keys()], input }));
    if (given === null) throw invalid([unknownReason(input.reasonCode)]);
    const batchId = uuidv7();
    const outcomes = await decideVisible(
      deps,
      caller,
      [...items.values()].map((item) => ({
        commentId: item.id,
        status: input.status,
        expectedRevision: item.expectedRevision ?? null,
        by: deciderOf(caller),
        ...given,
        note: input.note ?? null,
        batchId,
      })),
    );
    res.json({ batchId, results: outcomes.map(resultOf) });
  });

  router.post("/decisions/:id/undo", async (req, res) => {
    const caller = callerOf(res);
    const id = idOf(req, "decision");
    const found = await decisionsToUndo(deps.pool, id);
    const mine = found.filter((decision) => can(caller, "moderate", decision.siteId));
    if (mine.length === 0) throw notFound("decision");
    const batchId = uuidv7();
    const outcomes = await decideComments(
      deps,
      mine.map((decision): Decision => ({
        commentId: decision.commentId,
        // The rules have had their chance when it was queued; a human looks at it now.
        status: decision.previousStatus === "queued" ? "held" : decision.previousStatus,
        expectedRevision: decision.revision,
        by: deciderOf(caller),
        reasons: [],
        publicReason: decision.previousPublicReason,
        batchId,
        undoes: decision.id,
      })),
    );
    res.json({ batchId, results: outcomes.map(resultOf) });
  });

  return router;
}

interface ReasonInput {
  status: DecidedStatus;
  reason?: string | undefined;
  reasonCode?: string | undefined;
}

/** The reason in words, and what of it the author is told; null where the site has no such code. */
function reasonGiven(
  { status: wanted, reason: words, reasonCode: code }: ReasonInput,
  site: Site | null,
): { reasons: string[]; publicReason: string | null } | null {
  const known = code === undefined ? null : site?.settings.refusalReasons.find((one) => one.code === code);
  if (known === undefined) return null;
  const isRefusal = wanted === "rejected" || wanted === "spam";
  return {
    reasons: [known?.label, words].filter((text) => text !== undefined),
    publicReason: isRefusal ? known?.publicText || null : null,
  };
}

const unknownReason = (code: string | undefined) => ({
  detail: `The site has no reason with the code "${code}".`,
  pointer: "#/reasonCode",
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
  if (siteIds.length > 1)
    throw invalid([{ detail: "A reasonCode is for comments of one site.", pointer: "#/reasonCode" }]);
  return siteIds[0] === undefined ? null : findSiteById(deps.pool, siteIds[0]);
}

/** Comments on sites where the caller may not decide are reported like ones that do not exist. */
async function decideVisible(
  deps: HttpDeps,
  caller: Caller,
  decisions: Decision[],
): Promise<DecisionOutcome[]> {
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
  return decisions.map(
    ({ commentId }) => decided.get(commentId) ?? { commentId, ok: false, problem: "not-found" },
  );
}

function resultOf(outcome: DecisionOutcome) {
  if (outcome.ok)
    return {
      id: outcome.commentId,
      ok: true,
      status: outcome.status,
      revision: outcome.revision,
      decisionId: outcome.decisionId,
    };
  if (outcome.problem === "not-found") {
    return {
      id: outcome.commentId,
      ok: false,
      status: null,
      revision: null,
      problem: problemOf(404, "Not found", "There is no such comment."),
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
