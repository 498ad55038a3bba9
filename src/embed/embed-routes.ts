// What a website embeds: the script, and thread and form as pages for frames and for visitors without JavaScript.
import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { pageUrlField } from "../comments/submission.ts";
import type { HttpDeps } from "../deps.ts";
import { notFound } from "../errors.ts";
import { parse } from "../http/validate.ts";
import { packageRoot } from "../package-root.ts";
import { isAllowedOrigin, type Site } from "../sites/site.ts";
import type { CommentSection } from "./comment-section.ts";
import { demoArticle, demoSiteKey, renderDemoPage } from "./demo-page.ts";
import { type EmbedSources, embedSources } from "./embed-sources.ts";
import { setPageHeaders } from "./page-headers.ts";
import { renderEmbedPage, submissionAddress } from "./pages.ts";

export function createEmbedRoutes(deps: HttpDeps, sources: EmbedSources = embedSources(deps)): Router {
  const router = Router();
  const script = fileOf("text/javascript", [".build/embed/embed.js"]);
  const stylesheet = fileOf("text/css", ["src/embed/moderato.css", "src/embed/comments.css"]);

  router.get("/embed.js", script);
  router.get("/embed/moderato.css", stylesheet);

  router.get("/embed/:siteKey", async (req, res) => {
    const site = await sources.findSite(req.params.siteKey);
    if (site === null) throw notFound("site");
    const { pageUrl, pageTitle } = parse(embedQuery, req.query);
    const here = `/embed/${encodeURIComponent(site.key)}?${new URLSearchParams({ pageUrl, ...(pageTitle && { pageTitle }) }).toString()}`;
    const section = await loadSection(sources, { req, site, pageUrl, pageTitle, here });
    setPageHeaders(res, { publicUrl: deps.publicUrl(), site });
    res.type("html").send(
      renderEmbedPage({
        ...section,
        form: { ...section.form, action: submissionAddress(site.key, true) },
        siteName: site.name,
        articleUrl: isPageOf(site, pageUrl) ? pageUrl : null,
      }),
    );
  });

  router.get("/demo", async (req, res) => {
    const site = deps.config.demo ? await sources.findSite(demoSiteKey) : null;
    if (site === null) throw notFound("page");
    // As the visitor reached us, so that one page is not two under localhost and 127.0.0.1.
    const pageUrl = `${deps.config.publicUrl ?? `${req.protocol}://${req.host}`}/demo`;
    const section = await loadSection(sources, {
      req,
      site,
      pageUrl,
      pageTitle: demoArticle.title,
      here: "/demo",
    });
    setPageHeaders(res, { publicUrl: deps.publicUrl(), site, hasScript: true });
    res.type("html").send(renderDemoPage({ ...section, canonicalUrl: pageUrl }));
  });

  return router;
}

const embedQuery = z.object({ pageUrl: pageUrlField, pageTitle: z.string().max(300).optional() });

interface PageRequest {
  req: Request;
  site: Site;
  pageUrl: string;
  pageTitle: string | undefined;
  here: string;
}

async function loadSection(sources: EmbedSources, page: PageRequest): Promise<CommentSection> {
  const { req, site, pageUrl, pageTitle, here } = page;
  const asked = (name: string) => (typeof req.query[name] === "string" ? req.query[name] : "");
  const [thread, own] = await Promise.all([
    sources.loadThread(site, pageUrl),
    asked("receipt")
      ? sources.findOwnComment(site, { id: asked("comment"), receipt: asked("receipt") })
      : null,
  ]);
  return {
    thread,
    own,
    here,
    form: {
      action: submissionAddress(site.key),
      pageUrl,
      pageTitle: pageTitle ?? null,
      parentId: asked("replyTo") || null,
      values: { authorName: "", authorEmail: "", body: "" },
      errors: {},
      formToken: sources.formToken(),
      idempotencyKey: randomUUID(),
    },
  };
}

/** A site without a list of origins takes comments for pages anywhere. */
const isPageOf = (site: Site, pageUrl: string) =>
  site.allowedOrigins.length === 0 || isAllowedOrigin(site, new URL(pageUrl).origin);

/** Files below the package as one, read once and kept; websites on other origins load them. */
function fileOf(type: string, files: string[]) {
  let loaded: Promise<{ body: string; etag: string }> | undefined;
  const load = async () => {
    const parts = await Promise.all(files.map((file) => readFile(path.join(packageRoot, file), "utf8")));
    const body = parts.join("\n");
    return { body, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` };
  };
  return async (req: Request, res: Response) => {
    loaded ??= load();
    const { body, etag } = await loaded.catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    res.set({
      ETag: etag,
      "Cache-Control": "public, max-age=300",
      "Access-Control-Allow-Origin": "*",
      "Cross-Origin-Resource-Policy": "cross-origin",
      "X-Content-Type-Options": "nosniff",
    });
    if (req.fresh) res.status(304).end();
    else res.type(type).send(body);
  };
}
