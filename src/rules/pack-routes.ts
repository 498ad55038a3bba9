import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { inTransaction } from "../db/transaction.ts";
import type { HttpDeps } from "../deps.ts";
import { conflict, notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { cleanText, parse } from "../http/validate.ts";
import { recordAudit } from "../people/audit.ts";
import type { Site } from "../sites/site.ts";
import type { Pack } from "./packs/pack.ts";
import { findPack } from "./packs/packs.ts";
import { listPacksOf } from "./pack-view.ts";
import { siteFor } from "./rule-routes.ts";
import { restorePackRule, switchPackOff, switchPackOn } from "./switch-packs.ts";

export const packQuery = z.object({ siteKey: cleanText("siteKey") });
export const packInput = z.strictObject({ siteKey: cleanText("siteKey") }).meta({ id: "PackInput" });

export function createPackRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/packs", async (req, res) => {
    const { siteKey } = parse(packQuery, req.query);
    const site = await siteFor(deps, res, siteKey, "read");
    res.json({ items: await listPacksOf(deps.pool, site.id), nextCursor: null });
  });

  router.post("/packs/:key", async (req, res) => {
    const { siteKey } = parse(packInput, req.body);
    const site = await siteFor(deps, res, siteKey);
    await switchPack(deps, res, { site, pack: packFor(req), isOn: true });
  });

  router.delete("/packs/:key", async (req, res) => {
    const { siteKey } = parse(packQuery, req.query);
    const site = await siteFor(deps, res, siteKey);
    await switchPack(deps, res, { site, pack: packFor(req), isOn: false });
  });

  router.post("/packs/:key/rules/:rule/restore", async (req, res) => {
    const { siteKey } = parse(packInput, req.body);
    const site = await siteFor(deps, res, siteKey);
    const pack = packFor(req);
    const part = pack.rules.find(({ key }) => key === req.params.rule);
    if (part === undefined) throw notFound("rule in this pack");
    const caller = callerOf(res);
    await inTransaction(deps.pool, async (tx) => {
      if (!(await restorePackRule(tx, site.id, { pack, part })))
        throw conflict("The pack is switched off. Switch it on first; its rules come with it.");
      await recordAudit(tx, caller, {
        action: "pack.restore-rule",
        siteId: site.id,
        subject: pack.key,
        detail: { rule: part.key },
      });
    });
    await answerPack(deps, res, { site, pack });
  });

  return router;
}

async function switchPack(
  deps: HttpDeps,
  res: Response,
  { site, pack, isOn }: { site: Site; pack: Pack; isOn: boolean },
): Promise<void> {
  const caller = callerOf(res);
  await inTransaction(deps.pool, async (tx) => {
    await (isOn ? switchPackOn(tx, site.id, pack) : switchPackOff(tx, site.id, pack));
    await recordAudit(tx, caller, {
      action: isOn ? "pack.on" : "pack.off",
      siteId: site.id,
      subject: pack.key,
      detail: { version: pack.version },
    });
  });
  await answerPack(deps, res, { site, pack });
}

async function answerPack(
  deps: HttpDeps,
  res: Response,
  { site, pack }: { site: Site; pack: Pack },
): Promise<void> {
  const packs = await listPacksOf(deps.pool, site.id);
  res.json(packs.find(({ key }) => key === pack.key));
}

function packFor(req: Request): Pack {
  const pack = findPack(String(req.params.key));
  if (pack === null) throw notFound("pack");
  return pack;
}
