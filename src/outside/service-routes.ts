import { Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { callerOf } from "../http/authenticate.ts";
import { cleanText, parse } from "../http/validate.ts";
import { siteFor } from "../sites/site-for.ts";
import { forgetService, makeSigningSecret, saveAkismetKey, switchAkismetReports } from "./manage-services.ts";
import { findServices } from "./service-secret-queries.ts";

const reportDecisions = z.boolean().meta({
  description:
    "Whether Akismet is told (submit-spam, submit-ham) when a moderator calls spam or approves what it took for the " +
    "opposite. On at first; what is left out stays.",
});
export const akismetKeyInput = z
  .strictObject({
    key: cleanText("key")
      .transform((key) => key.trim())
      .refine((key) => /^[\x21-\x7e]{1,100}$/.test(key), "An Akismet key is one word of letters and digits."),
    reportDecisions: reportDecisions.optional(),
  })
  .meta({ id: "AkismetKeyInput" });
export const akismetChange = z.strictObject({ reportDecisions }).meta({ id: "AkismetChange" });

const saved = z.object({
  savedAt: z.iso.datetime(),
  isUnreadable: z.boolean().meta({
    description:
      "Whether it was kept under another key of the server, so that it has to be saved anew; until then the service is " +
      "not asked.",
  }),
});
export const servicesView = z.object({
  external: saved.nullable(),
  akismet: saved.extend({ reportDecisions }).nullable(),
});

export function createServiceRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/sites/:siteKey/services", async (req, res) => {
    const site = await siteFor(deps, callerOf(res), { key: req.params.siteKey, scope: "read" });
    res.json(await findServices(deps, site.id));
  });

  router.post("/sites/:siteKey/services/external", async (req, res) => {
    const site = await siteFor(deps, callerOf(res), { key: req.params.siteKey, scope: "admin" });
    res.status(201).json({ secret: await makeSigningSecret(deps, callerOf(res), site) });
  });

  router.post("/sites/:siteKey/services/akismet", async (req, res) => {
    const site = await siteFor(deps, callerOf(res), { key: req.params.siteKey, scope: "admin" });
    const { key, reportDecisions: on } = parse(akismetKeyInput, req.body);
    await saveAkismetKey(deps, callerOf(res), { site, key, reportDecisions: on });
    res.status(201).json(await findServices(deps, site.id));
  });

  router.patch("/sites/:siteKey/services/akismet", async (req, res) => {
    const site = await siteFor(deps, callerOf(res), { key: req.params.siteKey, scope: "admin" });
    const { reportDecisions: on } = parse(akismetChange, req.body);
    await switchAkismetReports(deps, callerOf(res), { site, on });
    res.json(await findServices(deps, site.id));
  });

  router.delete("/sites/:siteKey/services/akismet", async (req, res) => {
    const site = await siteFor(deps, callerOf(res), { key: req.params.siteKey, scope: "admin" });
    await forgetService(deps, callerOf(res), { site, service: "akismet" });
    res.status(204).end();
  });

  return router;
}
