// What a website's visitors use: submit, read the thread, look after one's own comment. No cookies, no key.
import { createHash, randomUUID } from "node:crypto";
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { type FieldError, forbidden, invalid, notFound, ProblemError } from "../errors.ts";
import { setPageHeaders } from "../embed/page-headers.ts";
import { renderStatusPage, renderSubmissionErrorPage } from "../embed/pages.ts";
import { originOf, setCorsHeaders } from "../http/cors.ts";
import { idempotencyKeyOf, idempotencyOf } from "../http/idempotency.ts";
import { sendProblem, wantsHtml } from "../http/problem.ts";
import { readBody } from "../http/read-body.ts";
import { addressOf, networkOfRequest } from "../http/request-address.ts";
import { idOf, parse } from "../http/validate.ts";
import { shareReads } from "../share-reads.ts";
import { isAllowedOrigin, type Site } from "../sites/site.ts";
import { publicStatusOf } from "./comment.ts";
import { findComment } from "./comment-queries.ts";
import { createFormToken, writtenInMs } from "./form-token.ts";
import { isReceipt } from "./receipt.ts";
import { pageUrlField, publicSubmission } from "./submission.ts";
import { type Accepted, submitComment } from "./submit-comment.ts";
import { countPublished, loadThread, threadKey } from "./thread.ts";

const maxCountedPages = 100;
const threadCache = "public, max-age=0, s-maxage=5, stale-while-revalidate=5";

export function createPublicCommentRoutes(deps: HttpDeps): Router {
  const router = Router();
  const readThread = shareReads(threadKey, async (site, pageUrl) => {
    const { items, closed } = await loadThread(deps, site, pageUrl);
    const json = JSON.stringify({ items, nextCursor: null, closed });
    return { json, etag: `"${createHash("sha256").update(json).digest("base64url").slice(0, 22)}"` };
  });

  // Before the body is read: a page of the website is to see also why its request could not be read.
  router.use("/sites/:siteKey", async (req, res, next) => {
    const site = await deps.sites.find(req.params.siteKey);
    if (site !== null) setCorsHeaders(req, res, site);
    next();
  });

  router.options("/sites/:siteKey/{*rest}", (_req, res) => {
    res.status(204).end();
  });

  router.post("/sites/:siteKey/comments", readBody, async (req: Request, res: Response) => {
    const site = await siteOf(deps, req);
    let accepted: Accepted;
    try {
      accepted = await takeSubmission(deps, site, { req, res });
    } catch (error) {
      deps.metrics.submissions.inc({ status: error instanceof ProblemError ? error.status : 500 });
      if (!(error instanceof ProblemError) || !wantsHtml(req)) throw error;
      sendSubmissionError(deps, site, { req, res, problem: error });
      return;
    }
    deps.metrics.submissions.inc({ status: 202 });
    if (wantsHtml(req)) res.redirect(303, whereToGoOn(req, site, accepted));
    else res.status(202).json(accepted);
  });

  router.get("/sites/:siteKey/comments", async (req, res) => {
    const site = await siteOf(deps, req);
    const { pageUrl } = parse(z.object({ pageUrl: pageUrlField }), req.query);
    const { json, etag } = await readThread(site, pageUrl);
    res.set({ ETag: etag, "Cache-Control": threadCache });
    // The form token changes with every answer and is no part of what readers see.
    const formToken = createFormToken(deps.serverKey, deps.now());
    if (req.fresh) res.status(304).end();
    else res.type("json").send(`${json.slice(0, -1)},"formToken":${JSON.stringify(formToken)}}`);
  });

  router.get("/sites/:siteKey/counts", async (req, res) => {
    const site = await siteOf(deps, req);
    const { pageUrl } = parse(countsQuery, req.query);
    const canonical = new Map(
      pageUrl.map((written) => [
        written,
        parse(z.object({ pageUrl: pageUrlField }), { pageUrl: written }).pageUrl,
      ]),
    );
    const counted = await countPublished(deps.pool, site.id, [...new Set(canonical.values())]);
    res.set("Cache-Control", threadCache);
    res.json({
      counts: Object.fromEntries([...canonical].map(([written, url]) => [written, counted.get(url) ?? 0])),
    });
  });

  router.get("/sites/:siteKey/comments/:id", async (req, res) => {
    const site = await siteOf(deps, req);
    const id = idOf(req, "comment");
    const known = isReceipt(deps.serverKey, { siteId: site.id, id }, req.query.receipt);
    const comment = known ? await findComment(deps.pool, id) : null;
    if (comment === null || comment.siteId !== site.id) throw notFound("comment");
    const status = publicStatusOf(comment.status);
    const publicReason = status === "refused" ? comment.publicReason : null;
    if (wantsHtml(req)) {
      setPageHeaders(res, { publicUrl: deps.publicUrl(), site });
      res.type("html").send(
        renderStatusPage({
          status,
          publicReason,
          body: comment.body,
          pageUrl: comment.pageUrl,
          pageTitle: comment.pageTitle,
        }),
      );
    } else {
      res.json({ id, status, ...(publicReason === null ? {} : { publicReason }), body: comment.body });
    }
  });

  return router;
}

const countsQuery = z.object({
  pageUrl: z
    .union([z.string(), z.array(z.string())], "pageUrl is required.")
    .transform((value) => (typeof value === "string" ? [value] : value))
    .refine((value) => value.length <= maxCountedPages, `Ask for at most ${maxCountedPages} pages at once.`),
});

async function siteOf(deps: HttpDeps, req: Request): Promise<Site> {
  const site = await deps.sites.find(String(req.params.siteKey));
  if (site === null) throw notFound("site");
  return site;
}

async function takeSubmission(
  deps: HttpDeps,
  site: Site,
  { req, res }: { req: Request; res: Response },
): Promise<Accepted> {
  if (!originOf(req, site).allowed) throw forbidden("This website may not send comments to this site.");
  await deps.limits.countSubmission(res, {
    siteId: site.id,
    network: networkOfRequest(req),
    perMinute: site.settings.visitorLimitPerMinute,
  });
  if (req.body === undefined) {
    throw new ProblemError(415, "Unsupported media type", {
      detail: "Send the comment as application/json or application/x-www-form-urlencoded.",
    });
  }
  const { idempotencyKey, website, formToken, ...comment } = parse(publicSubmission, req.body);
  if (!isPageOfSite(req, site, comment.pageUrl)) {
    throw invalid([{ detail: "This page does not belong to the site.", pointer: "#/pageUrl" }]);
  }
  const key = idempotencyKeyOf(req, idempotencyKey);
  return submitComment(deps, site, {
    comment,
    sender: {
      ip: addressOf(req),
      userAgent: req.headers["user-agent"]?.slice(0, 1_000) ?? null,
      referrer: req.headers.referer?.slice(0, 2_048) ?? null,
      honeypotFilled: website === undefined ? null : website !== "",
      writtenInMs: writtenInMs(deps.serverKey, formToken, deps.now()),
      externalId: null,
      submittedAt: null,
      idempotency: idempotencyOf(key, { scope: `site:${site.id}`, payload: comment }),
    },
  });
}

const isFromEmbed = (req: Request) => req.query.from === "embed";

/** A site that names its origins takes public comments for pages there only; our own pages are always among them. */
function isPageOfSite(req: Request, site: Site, pageUrl: string): boolean {
  if (site.allowedOrigins.length === 0) return true;
  const { origin, host } = new URL(pageUrl);
  return isAllowedOrigin(site, origin) || host === req.headers.host;
}

/** Back to the article where the site says it lives; else to a page of ours that shows what became of the comment. */
function whereToGoOn(req: Request, site: Site, accepted: Accepted): string {
  const { pageUrl, pageTitle } = parse(publicSubmission, req.body);
  const url = new URL(pageUrl);
  if (isFromEmbed(req)) {
    // In a frame: back to the frame's own page, which shows the author his waiting comment.
    const shown = {
      pageUrl,
      ...(pageTitle && { pageTitle }),
      comment: accepted.id,
      receipt: accepted.receipt,
    };
    return `/embed/${encodeURIComponent(site.key)}?${new URLSearchParams(shown).toString()}#moderato-received`;
  }
  if (url.host === req.headers.host) {
    url.searchParams.set("comment", accepted.id);
    url.searchParams.set("receipt", accepted.receipt);
  } else if (!isAllowedOrigin(site, url.origin)) {
    return accepted.statusUrl;
  }
  url.hash = "moderato-received";
  return url.href;
}

/** The form again with what was written, and each error beside its field. */
function sendSubmissionError(
  deps: HttpDeps,
  site: Site,
  { req, res, problem }: { req: Request; res: Response; problem: ProblemError },
): void {
  const sent = (typeof req.body === "object" && req.body !== null ? req.body : {}) as Record<string, unknown>;
  const text = (name: string) => (typeof sent[name] === "string" ? sent[name] : "");
  if (text("pageUrl") === "") {
    sendProblem(deps, { req, res, problem });
    return;
  }
  if (problem.retryAfterSeconds !== null) res.set("Retry-After", String(problem.retryAfterSeconds));
  const errors = (problem.extensions.errors as FieldError[] | undefined) ?? [];
  // A key that stands for another text would refuse the corrected one for ever.
  const isKeySpent = errors.some((error) => error.pointer === "#/idempotencyKey");
  setPageHeaders(res, { publicUrl: deps.publicUrl(), site });
  res
    .status(problem.status)
    .type("html")
    .send(
      renderSubmissionErrorPage({
        siteKey: site.key,
        siteName: site.name,
        isFramed: isFromEmbed(req),
        values: {
          pageUrl: text("pageUrl"),
          pageTitle: text("pageTitle"),
          parentId: text("parentId"),
          authorName: text("authorName"),
          authorEmail: text("authorEmail"),
          authorUrl: text("authorUrl"),
          body: text("body"),
        },
        idempotencyKey: isKeySpent ? randomUUID() : text("idempotencyKey"),
        formToken: text("formToken") || createFormToken(deps.serverKey, deps.now()),
        errors: isKeySpent ? [] : errors,
        problem: {
          status: problem.status,
          detail: problem.message,
          retryAfterSeconds: problem.retryAfterSeconds,
        },
      }),
    );
}
