// What a website embeds: the script, and thread and form as pages for frames and for visitors without JavaScript.
import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip as gzipCompress } from "node:zlib";
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

/** Files below the package as one, read and compressed once and kept; websites on other origins load them. */
function fileOf(type: string, files: string[]) {
  let loaded: Promise<LoadedFile> | undefined;
  return async (req: Request, res: Response) => {
    loaded ??= loadFile(files);
    const { bodies, hash } = await loaded.catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    const encoding = encodings.find((name) => req.acceptsEncodings(name)) ?? "identity";
    res.set({
      ETag: `"${hash}-${encoding}"`,
      "Cache-Control": "public, max-age=300",
      Vary: "Accept-Encoding",
      "Access-Control-Allow-Origin": "*",
      "Cross-Origin-Resource-Policy": "cross-origin",
      "X-Content-Type-Options": "nosniff",
      ...(encoding !== "identity" && { "Content-Encoding": encoding }),
    });
    if (req.fresh) res.status(304).end();
    else res.type(type).send(bodies[encoding]);
  };
}

/** The smaller first. */
const encodings = ["br", "gzip"] as const;

interface LoadedFile {
  bodies: Record<(typeof encodings)[number] | "identity", Buffer>;
  hash: string;
}

async function loadFile(files: string[]): Promise<LoadedFile> {
  const parts = await Promise.all(files.map((file) => readFile(path.join(packageRoot, file), "utf8")));
  const identity = Buffer.from(parts.join("\n"));
  const [br, gzip] = await Promise.all([
    promisify(brotliCompress)(identity),
    promisify(gzipCompress)(identity, { level: 9 }),
  ]);
  const hash = createHash("sha256").update(identity).digest("base64url").slice(0, 22);
  return { bodies: { br, gzip, identity }, hash };
}
