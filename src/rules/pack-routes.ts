import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { inTransaction } from "../db/transaction.ts";
import type { HttpDeps } from "../deps.ts";
import { notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { cleanText, parse } from "../http/validate.ts";
import { recordAudit } from "../people/audit.ts";
import type { Site } from "../sites/site.ts";
import type { Pack } from "./packs/pack.ts";
import { findPack } from "./packs/packs.ts";
import { listPacksOf } from "./pack-view.ts";
import { siteFor } from "./rule-routes.ts";
import { switchPackOff, switchPackOn } from "./switch-packs.ts";

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
  const packs = await listPacksOf(deps.pool, site.id);
  res.json(packs.find(({ key }) => key === pack.key));
}

function packFor(req: Request): Pack {
  const pack = findPack(String(req.params.key));
  if (pack === null) throw notFound("pack");
  return pack;
}
