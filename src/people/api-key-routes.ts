import { Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { inTransaction } from "../db/transaction.ts";
import { notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { idOf, parse, textUpTo } from "../http/validate.ts";
import { findSiteByKey } from "../sites/site-queries.ts";
import { recordAudit } from "./audit.ts";
import { assertCan, knows, scopes, someSitesWith } from "./caller.ts";
import { type ApiKeyRow, insertApiKey, listApiKeys, revokeApiKey } from "./people-queries.ts";
import { createApiKey, hashToken } from "./tokens.ts";

export const apiKeyInput = z
  .strictObject({
    siteKey: z.string().nullish(),
    name: textUpTo("name", 200).refine((value) => value.trim() !== "", "Give the key a name."),
    scopes: z
      .array(z.enum(scopes, `scopes are some of ${scopes.join(", ")}.`))
      .min(1, "Name at least one scope."),
  })
  .meta({ id: "ApiKeyInput" });

export function createApiKeyRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/api-keys", async (_req, res) => {
    const caller = callerOf(res);
    const siteIds = someSitesWith(caller, "admin");
    res.json({ items: (await listApiKeys(deps.pool, siteIds)).map(apiKeyView), nextCursor: null });
  });

  router.post("/api-keys", async (req, res) => {
    const caller = callerOf(res);
    const input = parse(apiKeyInput, req.body);
    const site = input.siteKey == null ? null : await findSiteByKey(deps.pool, input.siteKey);
    if (input.siteKey != null && site === null) throw notFound("site");
    const siteId = site?.id ?? null;
    assertCan(caller, "admin", { siteId, what: "site" });
    const key = createApiKey();
    const uniqueScopes = [...new Set(input.scopes)];
    const id = await inTransaction(deps.pool, async (tx) => {
      const keyId = await insertApiKey(tx, {
        siteId,
        name: input.name,
        keyHash: hashToken(key),
        scopes: uniqueScopes,
      });
      await recordAudit(tx, caller, {
        action: "api-key.create",
        siteId,
        subject: keyId,
        detail: { name: input.name, scopes: uniqueScopes },
      });
      return keyId;
    });
    deps.keys.forgetAll();
    res.status(201).json({ id, key, siteKey: site?.key ?? null, name: input.name, scopes: uniqueScopes });
  });

  router.delete("/api-keys/:id", async (req, res) => {
    const caller = callerOf(res);
    const id = idOf(req, "API key");
    const key = (await listApiKeys(deps.pool, null)).find((row) => row.id === id);
    if (key === undefined || !knows(caller, key.siteId)) throw notFound("API key");
    assertCan(caller, "admin", { siteId: key.siteId, what: "API key" });
    await inTransaction(deps.pool, async (tx) => {
      await revokeApiKey(tx, id);
      await recordAudit(tx, caller, {
        action: "api-key.revoke",
        siteId: key.siteId,
        subject: id,
        detail: { name: key.name },
      });
    });
    deps.keys.forgetAll();
    res.status(204).end();
  });

  return router;
}

const apiKeyView = (key: ApiKeyRow) => ({
  id: key.id,
  siteKey: key.siteKey,
  name: key.name,
  scopes: key.scopes,
  createdAt: key.createdAt.toISOString(),
  lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
});
