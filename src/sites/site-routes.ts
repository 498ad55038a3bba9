import { type Response, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { inTransaction } from "../db/transaction.ts";
import { conflict, notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { cursorField, decodeCursor, encodeCursor, limitField, pageOf } from "../http/paging.ts";
import { cleanText, idOf, parse, textUpTo } from "../http/validate.ts";
import { recordAudit } from "../people/audit.ts";
import { assertCan, type Scope, sitesWith } from "../people/caller.ts";
import { pageUrlField } from "../comments/submission.ts";
import { createSite } from "./create-site.ts";
import { findPage, listPages, type PagePlace, type PageRow, setPageClosed } from "./page-queries.ts";
import { listSites, lockSite, updateSite } from "./site-queries.ts";
import { type Site, siteModes, siteSettingsSchema } from "./site.ts";
import { siteFor } from "./site-for.ts";

const originField = cleanText("An origin").transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (
    url !== null &&
    ["http:", "https:"].includes(url.protocol) &&
    url.pathname === "/" &&
    url.search === "" &&
    url.username === ""
  ) {
    return url.origin;
  }
  context.addIssue({
    code: "custom",
    message: "An origin is scheme and host only, such as https://news.example.",
  });
  return z.NEVER;
});

const siteFields = {
  name: textUpTo("name", 200).refine((value) => value.trim() !== "", "Give the site a name."),
  allowedOrigins: z.array(originField).max(100, "At most 100 origins."),
  mode: z.enum(siteModes, `mode must be one of ${siteModes.join(", ")}.`),
};

export const siteInput = z
  .strictObject({
    key: z
      .string("key is required.")
      .regex(
        /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
        "key: up to 64 lower-case letters, digits and inner hyphens.",
      ),
    name: siteFields.name.optional(),
    allowedOrigins: siteFields.allowedOrigins.default([]),
    mode: siteFields.mode.default("everything"),
    ...siteSettingsSchema.shape,
  })
  .meta({ id: "SiteInput" });

const changedSite = siteInput.omit({ key: true });

export const pageQuery = z.object({
  siteKey: cleanText("siteKey"),
  pageUrl: pageUrlField.optional(),
  q: textUpTo("q", 300)
    .meta({
      description:
        "Part of a page's title or address. 20,000 pages are looked through at a time, newest first: with fewer items than `limit`, or none, `nextCursor` goes on with older ones.",
    })
    .optional(),
  closed: z
    .enum(["true", "false"], "closed must be true or false.")
    .meta({ description: "true: closed by hand; false: the others." })
    .optional(),
  cursor: cursorField,
  limit: limitField,
});

export const pageClosing = z
  .strictObject({ siteKey: cleanText("siteKey"), pageUrl: pageUrlField, closed: z.boolean() })
  .meta({ id: "PageInput" });

export function createSiteRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/sites", async (_req, res) => {
    const sites = await listSites(deps.pool, sitesWith(callerOf(res), "read"));
    res.json({ items: sites.map(siteView), nextCursor: null });
  });

  router.post("/sites", async (req, res) => {
    const caller = callerOf(res);
    assertCan(caller, "admin", { siteId: null, what: "site" });
    const { key, name, allowedOrigins, mode, ...settings } = parse(siteInput, req.body);
    const site = await inTransaction(deps.pool, async (tx) => {
      const created = await createSite(tx, { key, name: name ?? key, allowedOrigins, mode, settings });
      if (created !== null)
        await recordAudit(tx, caller, { action: "site.create", siteId: created.id, subject: key });
      return created;
    });
    if (site === null) throw conflict(`A site with the key "${key}" exists already.`);
    deps.sites.forget(key);
    res.status(201).json(siteView(site));
  });

  router.get("/sites/:siteKey", async (req, res) => {
    res.json(
      siteView(await siteFor(deps, callerOf(res), { key: String(req.params.siteKey), scope: "read" })),
    );
  });

  router.patch("/sites/:siteKey", async (req, res) => {
    const caller = callerOf(res);
    const site = await siteFor(deps, caller, { key: String(req.params.siteKey), scope: "admin" });
    const body = (typeof req.body === "object" && req.body !== null ? req.body : {}) as object;
    const updated = await inTransaction(deps.pool, async (tx) => {
      // What is left as it was is written, too: as a colleague left it a moment ago.
      const current = (await lockSite(tx, site.id)) ?? site;
      const { name, allowedOrigins, mode, ...settings } = parse(changedSite, {
        ...{ name: current.name, allowedOrigins: current.allowedOrigins, mode: current.mode },
        ...current.settings,
        ...body,
      });
      await recordAudit(tx, caller, {
        action: "site.save",
        siteId: site.id,
        subject: site.key,
        detail: body,
      });
      return updateSite(tx, site.id, { name: name ?? current.name, allowedOrigins, mode, settings });
    });
    deps.sites.forget(site.key);
    res.json(siteView(updated));
  });

  router.get("/pages", async (req, res) => {
    const query = parse(pageQuery, req.query);
    const site = await siteFor(deps, callerOf(res), { key: query.siteKey, scope: "read" });
    const after =
      query.cursor === undefined ? null : decodeCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
    const { rows, goesOnAfter } = await listPages(deps.pool, site.id, {
      pageUrl: query.pageUrl,
      part: query.q,
      closed: query.closed === undefined ? undefined : query.closed === "true",
      after,
      limit: query.limit + 1,
    });
    const cursor = (row: PagePlace) => [row.firstSeenAt.toISOString(), row.id];
    const page = pageOf(rows, query.limit, { item: (row) => pageView(site.key, row), cursor });
    res.json(goesOnAfter === null ? page : { ...page, nextCursor: encodeCursor(cursor(goesOnAfter)) });
  });

  router.post("/pages", async (req, res) => {
    const input = parse(pageClosing, req.body);
    const site = await siteFor(deps, callerOf(res), { key: input.siteKey, scope: "moderate" });
    res.status(201).json(await closePage(deps, res, { site, pageUrl: input.pageUrl, closed: input.closed }));
  });

  router.get("/pages/:id", async (req, res) => {
    const { page, site } = await pageFor(deps, res, idOf(req, "page"), "read");
    res.json(pageView(site.key, page));
  });

  router.patch("/pages/:id", async (req, res) => {
    const { page, site } = await pageFor(deps, res, idOf(req, "page"), "moderate");
    const { closed } = parse(
      z.strictObject({ closed: z.boolean("closed must be true or false.") }),
      req.body,
    );
    res.json(await closePage(deps, res, { site, pageUrl: page.url, closed }));
  });

  return router;
}

const siteView = ({ key, name, allowedOrigins, mode, settings, createdAt }: Site) => ({
  key,
  name,
  allowedOrigins,
  mode,
  ...settings,
  createdAt: createdAt.toISOString(),
});

const pageView = (siteKey: string, page: PageRow) => ({
  id: page.id,
  siteKey,
  pageUrl: page.url,
  pageTitle: page.title,
  closed: page.closedAt !== null,
  closedAt: page.closedAt?.toISOString() ?? null,
  firstSeenAt: page.firstSeenAt.toISOString(),
});

async function closePage(
  deps: HttpDeps,
  res: Response,
  { site, pageUrl, closed }: { site: Site; pageUrl: string; closed: boolean },
) {
  const page = await setPageClosed(deps.pool, site.id, { pageUrl, closed });
  deps.pages.forget(site.id, pageUrl);
  await recordAudit(deps.pool, callerOf(res), {
    action: closed ? "page.close" : "page.open",
    siteId: site.id,
    subject: pageUrl,
  });
  return pageView(site.key, page);
}

async function pageFor(
  deps: HttpDeps,
  res: Response,
  id: string,
  scope: Scope,
): Promise<{ page: PageRow; site: Site }> {
  const caller = callerOf(res);
  const found = await findPage(deps.pool, id);
  if (found === null) throw notFound("page");
  assertCan(caller, scope, { siteId: found.site.id, what: "page" });
  return found;
}
