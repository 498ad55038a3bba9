// Comments for systems and the dashboard: submit for a visitor, list, read, edit, delete, claim.
import { type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { idempotencyKeyOf, idempotencyOf } from "../http/idempotency.ts";
import { cursorField, limitField } from "../http/paging.ts";
import { cleanText, idOf, parse, textUpTo, uuidField } from "../http/validate.ts";
import { recordAudit } from "../people/audit.ts";
import { assertCan, type Caller, type Scope, sitesWith } from "../people/caller.ts";
import { canonicalPageUrl } from "../text/canonical-url.ts";
import { claimComment, releaseClaim } from "./claim-queries.ts";
import { type Comment, commentStatuses } from "./comment.ts";
import {
  authorsOf,
  type CommentRow,
  countByStatus,
  decisionsOf,
  type DecisionView,
  deliveriesOf,
  findComment,
  findingsOf,
  listComments,
  threadAround,
} from "./comment-queries.ts";
import { decideComments } from "./decide-comment.ts";
import { editComment } from "./edit-comment.ts";
import { serverSubmission } from "./submission.ts";
import { submitComment } from "./submit-comment.ts";

export const commentListQuery = z.object({
  siteKey: z.string().optional(),
  status: z
    .string()
    .transform((value) => value.split(",").filter(Boolean))
    .pipe(
      z.array(
        z.enum(commentStatuses, `status must be some of ${commentStatuses.join(", ")}, separated by commas.`),
      ),
    )
    .optional(),
  q: cleanText("q").pipe(z.string().max(200)).optional(),
  author: cleanText("author").pipe(z.string().max(254)).optional(),
  rule: uuidField.optional(),
  pageUrl: cleanText("pageUrl").optional(),
  flagged: z.enum(["true", "false"]).optional(),
  order: z.enum(["newest", "oldest", "risk"], "order must be newest, oldest or risk.").default("newest"),
  cursor: cursorField,
  limit: limitField,
  /** Adds to each item what the single view has: `findings`, `author`. */
  expand: z.string().optional(),
});

export const commentEdit = z
  .strictObject({
    body: textUpTo("The comment", 10_000).refine((value) => value.trim() !== "", "Please write a comment."),
    expectedRevision: z.int().positive().optional(),
  })
  .meta({ id: "CommentEdit" });

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

  router.get("/comments", async (req, res) => {
    const caller = callerOf(res);
    const query = parse(commentListQuery, req.query);
    const page = await listComments(
      deps.pool,
      {
        siteIds: await siteIdsFor(deps, caller, query.siteKey),
        statuses: query.status,
        text: query.q === "" ? undefined : query.q,
        author: query.author,
        ruleId: query.rule,
        pageUrl: query.pageUrl === undefined ? undefined : (canonicalPageUrl(query.pageUrl) ?? query.pageUrl),
        flagged: query.flagged === "true" ? true : undefined,
      },
      query,
    );
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
      items: page.items.map((comment) => ({
        ...flat(comment),
        ...(findings === null ? {} : { findings: findings.get(comment.id) }),
        ...(authors === null ? {} : { author: authors.get(comment.id) }),
        ...(decisions === null ? {} : lastDecision(decisions.get(comment.id)?.at(-1))),
        claim: comment.claim,
      })),
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
    await editComment(deps, comment, edit);
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
    res.json({ claim: await claimComment(deps.pool, comment, caller) });
  });

  router.delete("/comments/:id/claim", async (req, res) => {
    const caller = callerOf(res);
    const comment = await commentFor(deps, res, idOf(req, "comment"), "moderate");
    await releaseClaim(deps.pool, comment, caller);
    res.status(204).end();
  });

  router.get("/stats", async (req, res) => {
    const { siteKey } = parse(z.object({ siteKey: z.string().optional() }), req.query);
    res.json({ counts: await countByStatus(deps.pool, await siteIdsFor(deps, callerOf(res), siteKey)) });
  });

  return router;
}

/** The sites a list covers: the one asked for, else all that the caller may read (null = every site). */
export async function siteIdsFor(
  deps: HttpDeps,
  caller: Caller,
  siteKey: string | undefined,
): Promise<string[] | null> {
  if (siteKey === undefined || siteKey === "") return sitesWith(caller, "read");
  const site = await deps.sites.find(siteKey);
  if (site === null) throw notFound("site");
  assertCan(caller, "read", { siteId: site.id, what: "site" });
  return [site.id];
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
  body: comment.body,
  status: comment.status,
  revision: comment.revision,
  score: comment.score,
  createdAt: comment.createdAt,
});

const lastDecision = (decision: DecisionView | undefined) =>
  decision === undefined
    ? { reasons: [] }
    : {
        decidedBy: { by: decision.by, name: decision.moderatorName },
        decidedAt: decision.createdAt,
        reasons: decision.reasons,
      };

export async function singleView(deps: HttpDeps, comment: CommentRow) {
  const [findings, decisions, deliveries, authors, thread] = await Promise.all([
    findingsOf(deps.pool, [comment]),
    decisionsOf(deps.pool, [comment.id]),
    deliveriesOf(deps.pool, comment.id),
    authorsOf(deps.pool, [comment]),
    threadAround(deps.pool, comment),
  ]);
  const history = decisions.get(comment.id) ?? [];
  return {
    ...flat(comment),
    ...lastDecision(history.at(-1)),
    claim: comment.claim,
    findings: findings.get(comment.id) ?? [],
    decisions: history,
    deliveries,
    author: authors.get(comment.id) ?? {
      approvedCount: 0,
      rejectedCount: 0,
      heldCount: 0,
      firstSeenAt: null,
    },
    thread: thread.map(flat),
  };
}
