// Comments for systems and the dashboard: submit for a visitor, list, read, edit, delete, claim.
import { type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { inTransaction } from "../db/transaction.ts";
import type { HttpDeps } from "../deps.ts";
import { notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { idempotencyKeyOf, idempotencyOf } from "../http/idempotency.ts";
import { cursorField, limitField } from "../http/paging.ts";
import { idOf, parse, textUpTo } from "../http/validate.ts";
import { recordAudit } from "../people/audit.ts";
import { assertCan, type Caller, type Scope } from "../people/caller.ts";
import { shareReads } from "../share-reads.ts";
import { claimComment, releaseClaim } from "./claim-queries.ts";
import type { Comment } from "./comment.ts";
import { commentFilter, decidedStatusField, filterFor, siteIdsFor } from "./comment-filter.ts";
import {
  authorsOf,
  decisionsOf,
  type DecisionView,
  deliveriesOf,
  editsOf,
  findingsOf,
} from "./comment-details-queries.ts";
import { type CommentRow, findComment, threadAround } from "./comment-queries.ts";
import { countSettled, countWaiting, mostCounted, paceOf } from "./count-queries.ts";
import { decideComments } from "./decide-comment.ts";
import { editComment } from "./edit-comment.ts";
import { isIndexComplete } from "./index-queries.ts";
import { linkedDomains } from "./linked-domains.ts";
import { listComments } from "./list-queries.ts";
import { searchComments } from "./search-comments.ts";
import { serverSubmission } from "./submission.ts";
import { askForOpinion, countOpinions, withdrawOpinion } from "./second-opinion-queries.ts";
import { submitComment } from "./submit-comment.ts";
import { tellColleagues } from "./tell-colleagues.ts";

export const commentListQuery = commentFilter.extend({
  order: z.enum(["newest", "oldest", "risk"], "order must be newest, oldest or risk.").default("newest"),
  cursor: cursorField,
  limit: limitField,
  /** Adds to each item what the single view has: `findings`, `author`, `domains`. */
  expand: z.string().optional(),
});

export const commentEdit = z
  .strictObject({
    body: textUpTo("The comment", 10_000).refine((value) => value.trim() !== "", "Please write a comment."),
    status: decidedStatusField
      .meta({
        description: "Decides about the new text in the same act; without it the rules judge it again.",
      })
      .optional(),
    expectedRevision: z.int().positive().optional(),
  })
  .meta({ id: "CommentEdit" });

export const secondOpinionInput = z
  .strictObject({ note: textUpTo("The note", 2_000).default("") })
  .meta({ id: "SecondOpinionRequest" });

/** Takes a comment that a website's server sends for its visitor. */
export const submitForVisitor =
  (deps: HttpDeps): RequestHandler =>
  async (req, res) => {
    const caller = callerOf(res);
    const { siteKey, authorIp, userAgent, referrer, externalId, submittedAt, ...comment } = parse(
      serverSubmission,
      req.body,
    );
    const site = await deps.sites.find(siteKey);
    if (site === null) throw notFound("site");
    assertCan(caller, "submit", { siteId: site.id, what: "site" });
    const payload = { siteKey, authorIp, userAgent, referrer, externalId, submittedAt, ...comment };
    const accepted = await submitComment(deps, site, {
      comment,
      sender: {
        ip: authorIp,
        userAgent,
        referrer,
        externalId,
        submittedAt,
        honeypotFilled: null,
        writtenInMs: null,
        idempotency: idempotencyOf(idempotencyKeyOf(req), { scope: `${caller.kind}:${caller.id}`, payload }),
      },
    });
    deps.metrics.submissions.inc({ status: 202 });
    res.status(202).json(accepted);
  };

export function createCommentRoutes(deps: HttpDeps): Router {
  const router = Router();
  // After a decision every open dashboard asks.
  const countAll = shareReads(
    (siteIds: string[] | null) => siteIds?.toSorted().join(" ") ?? "all",
    (siteIds) =>
      Promise.all([
        countWaiting(deps.pool, siteIds),
        countOpinions(deps.pool, siteIds),
        countSettled(deps.pool, siteIds),
        isIndexComplete(deps.pool),
      ]),
  );

  router.get("/comments", async (req, res) => {
    const caller = callerOf(res);
    const query = parse(commentListQuery, req.query);
    const { filter, parts } = await filterFor(deps, caller, { asked: query, scope: "read" });
    const page =
      parts.length === 0
        ? await listComments(deps.pool, filter, query)
        : await searchComments(deps.pool, filter, { ...query, parts, now: deps.now() });
    const expand = new Set(query.expand?.split(",") ?? []);
    const [findings, authors, decisions] = await Promise.all([
      expand.has("findings") ? findingsOf(deps.pool, page.items) : null,
      expand.has("author") ? authorsOf(deps.pool, page.items) : null,
      expand.has("findings")
        ? decisionsOf(
            deps.pool,
            page.items.map((comment) => comment.id),
          )
        : null,
    ]);
    res.json({
      items: page.items.map((comment) => {
        // Not spread: see "What V8 is slow at" in CONTRIBUTING.
        const item: object = flat(comment);
        if (findings !== null) Object.assign(item, { findings: findings.get(comment.id) });
        if (authors !== null) Object.assign(item, { author: authors.get(comment.id) });
        if (decisions !== null) Object.assign(item, lastDecision(comment, decisions.get(comment.id)?.at(-1)));
        if (expand.has("domains")) Object.assign(item, { domains: linkedDomains(comment) });
        return Object.assign(item, { claim: comment.claim, secondOpinion: comment.secondOpinion });
      }),
      nextCursor: page.nextCursor,
    });
  });

  router.get("/comments/:id", async (req, res) => {
    const comment = await commentFor(deps, res, idOf(req, "comment"), "read");
    res.json(await singleView(deps, comment));
  });

  router.patch("/comments/:id", async (req, res) => {
    const caller = callerOf(res);
    const comment = await commentFor(deps, res, idOf(req, "comment"), "moderate");
    const edit = parse(commentEdit, req.body);
    await editComment(deps, comment, { ...edit, by: deciderOf(caller) });
    await recordAudit(deps.pool, caller, {
      action: "comment.edit",
      siteId: comment.siteId,
      subject: comment.id,
    });
    res.json(await singleView(deps, (await findComment(deps.pool, comment.id)) ?? comment));
  });

  router.delete("/comments/:id", async (req, res) => {
    const caller = callerOf(res);
    const comment = await commentFor(deps, res, idOf(req, "comment"), "moderate");
    await decideComments(deps, [
      {
        commentId: comment.id,
        status: "deleted",
        expectedRevision: null,
        by: deciderOf(caller),
        reasons: [],
      },
    ]);
    await recordAudit(deps.pool, caller, {
      action: "comment.delete",
      siteId: comment.siteId,
      subject: comment.id,
    });
    res.status(204).end();
  });

  router.post("/comments/:id/claim", async (req, res) => {
    const caller = callerOf(res);
    const comment = await commentFor(deps, res, idOf(req, "comment"), "moderate");
    const claim = await claimComment(deps.pool, comment, caller);
    // Of a key nobody is told: it is no colleague.
    if (caller.kind === "user")
      await tellColleagues(deps.pool, { kind: "claim", ...placeOf(comment), claim });
    res.json({ claim });
  });

  router.delete("/comments/:id/claim", async (req, res) => {
    const caller = callerOf(res);
    const comment = await commentFor(deps, res, idOf(req, "comment"), "moderate");
    if (await releaseClaim(deps.pool, comment, caller))
      await tellColleagues(deps.pool, { kind: "claim", ...placeOf(comment), claim: null });
    res.status(204).end();
  });

  router.post("/comments/:id/second-opinion", async (req, res) => {
    const caller = callerOf(res);
    const comment = await commentFor(deps, res, idOf(req, "comment"), "moderate");
    if (comment.status === "deleted") throw notFound("comment");
    const { note } = parse(secondOpinionInput, req.body ?? {});
    const secondOpinion = await inTransaction(deps.pool, async (tx) => {
      const asked = await askForOpinion(tx, comment, { caller, note });
      await recordAudit(tx, caller, {
        action: "comment.ask-second-opinion",
        siteId: comment.siteId,
        subject: comment.id,
      });
      await tellColleagues(tx, {
        kind: "second-opinion",
        ...placeOf(comment),
        secondOpinion: { ...asked, note: "" },
      });
      return asked;
    });
    res.json({ secondOpinion });
  });

  router.delete("/comments/:id/second-opinion", async (req, res) => {
    const caller = callerOf(res);
    const comment = await commentFor(deps, res, idOf(req, "comment"), "moderate");
    await inTransaction(deps.pool, async (tx) => {
      if (!(await withdrawOpinion(tx, comment))) return;
      await recordAudit(tx, caller, {
        action: "comment.withdraw-second-opinion",
        siteId: comment.siteId,
        subject: comment.id,
      });
      await tellColleagues(tx, { kind: "second-opinion", ...placeOf(comment), secondOpinion: null });
    });
    res.status(204).end();
  });

  router.get("/stats", async (req, res) => {
    const { siteKey } = parse(z.object({ siteKey: z.string().optional() }), req.query);
    const caller = callerOf(res);
    const siteIds = await siteIdsFor(deps, caller, siteKey);
    const [[{ urgent, ...waiting }, opinions, settled, isSearchComplete], secondsEach] = await Promise.all([
      countAll(siteIds),
      caller.kind === "user" ? paceOf(deps.pool, caller.id) : null,
    ]);
    res.json({
      counts: { ...waiting, ...settled },
      countedTo: mostCounted,
      held: { urgent, secondsEach },
      secondOpinions: opinions,
      isSearchComplete,
    });
  });

  return router;
}

/** The comment, if the caller has the scope on its site; 404 where it does not exist or is none of his business. */
export async function commentFor(
  deps: HttpDeps,
  res: Response,
  id: string,
  scope: Scope,
): Promise<CommentRow> {
  const caller = callerOf(res);
  const comment = await findComment(deps.pool, id);
  if (comment === null) throw notFound("comment");
  assertCan(caller, scope, { siteId: comment.siteId, what: "comment" });
  return comment;
}

const placeOf = ({ id, siteId, siteKey }: CommentRow) => ({ id, siteId, siteKey });

export const deciderOf = (caller: Caller) =>
  ({
    kind: "moderator",
    userId: caller.kind === "user" ? caller.id : null,
    apiKeyId: caller.kind === "key" ? caller.id : null,
    name: caller.name,
  }) as const;

export const flat = (comment: CommentRow): Comment => ({
  id: comment.id,
  siteKey: comment.siteKey,
  externalId: comment.externalId,
  pageUrl: comment.pageUrl,
  pageTitle: comment.pageTitle,
  parentId: comment.parentId,
  authorName: comment.authorName,
  authorEmail: comment.authorEmail,
  authorUrl: comment.authorUrl,
  isNewsroom: comment.isNewsroom,
  body: comment.body,
  status: comment.status,
  revision: comment.revision,
  score: comment.score,
  createdAt: comment.createdAt,
});

const lastDecision = (comment: CommentRow, decision: DecisionView | undefined) =>
  decision === undefined
    ? { reasons: [], undoable: null }
    : {
        decidedBy: { by: decision.by, name: decision.moderatorName },
        decidedAt: decision.createdAt,
        reasons: decision.reasons,
        undoable: undoableIn(comment, decision),
      };

/** What taking back the last decision would make of the comment: where a person took it, and took back nothing by it. */
function undoableIn(comment: CommentRow, { id, by, undoes, revision, previousStatus }: DecisionView) {
  const isLast = revision === comment.revision && comment.status !== "deleted";
  if (by !== "moderator" || undoes !== null || !isLast) return null;
  return { decisionId: id, status: previousStatus === "queued" ? "held" : previousStatus };
}

export async function singleView(deps: HttpDeps, comment: CommentRow) {
  const [findings, decisions, deliveries, authors, thread, edits] = await Promise.all([
    findingsOf(deps.pool, [comment]),
    decisionsOf(deps.pool, [comment.id]),
    deliveriesOf(deps.pool, comment.id),
    authorsOf(deps.pool, [comment]),
    threadAround(deps.pool, comment),
    editsOf(deps.pool, comment.id),
  ]);
  const history = decisions.get(comment.id) ?? [];
  return {
    ...flat(comment),
    ...lastDecision(comment, history.at(-1)),
    claim: comment.claim,
    secondOpinion: comment.secondOpinion,
    findings: findings.get(comment.id) ?? [],
    decisions: history,
    deliveries,
    author: authors.get(comment.id) ?? {
      approvedCount: 0,
      rejectedCount: 0,
      heldCount: 0,
      firstSeenAt: null,
      trusted: false,
      banned: false,
      note: "",
    },
    thread: thread.map(flat),
    domains: linkedDomains(comment),
    edits,
  };
}
