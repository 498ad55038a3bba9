// Every route of the service, in order, with the limits beside them.
import path from "node:path";
import express, { type Express, type RequestHandler, type Response } from "express";
import helmet from "helmet";
import sirv, { type Options as FileOptions } from "sirv";
import { createAuthorRoutes } from "../comments/author-routes.ts";
import { createBatchRoutes } from "../comments/batch-routes.ts";
import { createHandoverRoutes } from "../comments/handover-routes.ts";
import { createCommentRoutes, submitForVisitor } from "../comments/comment-routes.ts";
import { createDecisionRoutes } from "../comments/decision-routes.ts";
import { createReplyRoutes } from "../comments/reply-routes.ts";
import { createRelatedRoutes } from "../comments/related-routes.ts";
import { createPublicCommentRoutes } from "../comments/public-routes.ts";
import type { HttpDeps } from "../deps.ts";
import { createEmbedRoutes } from "../embed/embed-routes.ts";
import { packageRoot } from "../package-root.ts";
import { createNoticeRoutes } from "../notices/notice-routes.ts";
import { createServiceRoutes } from "../outside/service-routes.ts";
import { createAccountRoutes } from "../people/account-routes.ts";
import { createApiKeyRoutes } from "../people/api-key-routes.ts";
import { createAuditRoutes } from "../people/audit-routes.ts";
import { createLinkRoutes } from "../people/link-routes.ts";
import { createSessionRoutes } from "../people/session-routes.ts";
import { createUserRoutes } from "../people/user-routes.ts";
import { createBacktestRoutes } from "../rules/backtest-routes.ts";
import { createExportRoutes } from "../rules/export-routes.ts";
import { createRuleLifeRoutes } from "../rules/rule-life-routes.ts";
import { createPackRoutes } from "../rules/pack-routes.ts";
import { createRuleRoutes } from "../rules/rule-routes.ts";
import { createSiteRoutes } from "../sites/site-routes.ts";
import { createStatsRoutes } from "../stats/stats-routes.ts";
import { createWebhookRoutes } from "../webhooks/webhook-routes.ts";
import { identify } from "./authenticate.ts";
import { answerOnce } from "./idempotent-answers.ts";
import { createHealthRoutes } from "./health-routes.ts";
import { createOpenApiRoutes } from "./openapi/routes.ts";
import { problemHandler, unknownRoute } from "./problem.ts";
import { readBody } from "./read-body.ts";
import { createStreamRoutes } from "./stream-routes.ts";
import { warnOfUntrustedProxy } from "./proxy-warning.ts";

const dashboardFolder = path.join(packageRoot, ".build/dashboard");

export function createApp(deps: HttpDeps): Express {
  const app = express();
  app.set("trust proxy", deps.config.trustProxy);
  app.set("query parser", "simple");
  app.disable("x-powered-by");
  app.disable("etag");
  app.response.json = sendJson;

  app.use(warnOfUntrustedProxy(deps));
  const identified = identify(deps);

  // What comes in floods passes none of the layers below.
  app.post("/v1/comments", apiHeaders, identified, readBody, submitForVisitor(deps));

  // One router for all of the API: each layer that has to take a prefix off the address costs every request.
  const api = express.Router();
  api.use(apiHeaders);
  // Visitors: no cookies, no keys.
  api.use(onlyBelow("/sites/", createPublicCommentRoutes(deps)));
  // Systems with a key, moderators with a session.
  api.use(identified, readBody, answerOnce(deps), createCommentRoutes(deps));
  api.use(createDecisionRoutes(deps));
  api.use(createReplyRoutes(deps));
  api.use(createBatchRoutes(deps));
  api.use(createAuthorRoutes(deps));
  api.use(createHandoverRoutes(deps));
  api.use(createRelatedRoutes(deps));
  api.use(createRuleLifeRoutes(deps));
  api.use(createRuleRoutes(deps));
  api.use(createPackRoutes(deps));
  api.use(createBacktestRoutes(deps));
  api.use(createExportRoutes(deps));
  api.use(createStatsRoutes(deps));
  api.use(createSiteRoutes(deps));
  api.use(createServiceRoutes(deps));
  api.use(createWebhookRoutes(deps));
  api.use(createSessionRoutes(deps));
  api.use(createApiKeyRoutes(deps));
  api.use(createUserRoutes(deps));
  api.use(createLinkRoutes(deps));
  api.use(createAccountRoutes(deps));
  api.use(createNoticeRoutes(deps));
  api.use(createAuditRoutes(deps));
  api.use(createStreamRoutes(deps));
  api.use(unknownRoute);
  app.use("/v1", api);

  // Visitors' pages, the widget and the demonstration.
  app.use(createEmbedRoutes(deps));

  // Whoever runs it.
  app.use(identified, createHealthRoutes(deps));
  app.use(createOpenApiRoutes(deps));

  // The dashboard: files by their hashed names, and one page for each of its addresses.
  app.use("/assets", sirv(path.join(dashboardFolder, "assets"), compressedForever));
  app.get(dashboardPages, dashboardHeaders(deps), (_req, res) => {
    res.set("Cache-Control", "no-cache").sendFile("index.html", { root: dashboardFolder });
  });

  app.use(unknownRoute);
  app.use(problemHandler(deps));
  return app;
}

// The build lays a compressed copy beside each file; a name with a hash never stands for anything else.
const compressedForever: FileOptions = {
  ...{ brotli: true, gzip: true, immutable: true, maxAge: 365 * 86_400 },
  setHeaders: (res) => void res.setHeader("X-Content-Type-Options", "nosniff"),
};

const dashboardPages = [
  ...["/", "/second-opinion", "/flagged", "/approved", "/rejected", "/spam", "/all"],
  ...["/setup", "/webhooks", "/numbers"],
  ...["/rules", "/rules/:id", "/word-lists", "/word-lists/:id"],
  ...["/settings", "/settings/:page", "/settings/sites/:siteKey", "/join"],
];

/** What every answer of the API carries; it is no page, so nothing in it may run or be framed. */
const apiHeaders: RequestHandler = (_req, res, next) => {
  res.setHeader("Cache-Control", "no-store");
  res.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("Referrer-Policy", "same-origin");
  next();
};

/** Spares every other request being matched with each route of a router that has nothing for it. */
const onlyBelow =
  (prefix: string, router: RequestHandler): RequestHandler =>
  (req, res, next) => {
    if (req.url.slice(0, prefix.length).toLowerCase() === prefix) router(req, res, next);
    else next();
  };

/** Without what Express does for entity tags, which no answer of the API has. */
function sendJson(this: Response, body: unknown): Response {
  const text = JSON.stringify(body);
  if (!this.hasHeader("Content-Type")) this.setHeader("Content-Type", "application/json; charset=utf-8");
  this.setHeader("Content-Length", Buffer.byteLength(text));
  this.end(text);
  return this;
}

/** Nothing inline, nothing foreign. `same-origin` and not `no-referrer`, which makes forms send `Origin: null`. */
const dashboardHeaders = (deps: HttpDeps) => {
  const isHttps = deps.publicUrl().startsWith("https:");
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: isHttps ? { maxAge: 15_552_000 } : false,
  });
};
