// What a rule has done and what to do with it: numbers, health, and undoing all that it decided.
import { Router } from "express";
import { z } from "zod";
import { siteIdsFor } from "../comments/comment-filter.ts";
import { deciderOf } from "../comments/comment-routes.ts";
import { countDecidedByRule } from "../comments/rule-decision-queries.ts";
import { maxUndonePerRequest, undoRule } from "../comments/undo-rule.ts";
import type { HttpDeps } from "../deps.ts";
import { notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { idOf, parse, timeField } from "../http/validate.ts";
import { recordAudit } from "../people/audit.ts";
import { assertCan } from "../people/caller.ts";
import { findSiteById } from "../sites/site-queries.ts";
import { readHealth } from "./read-health.ts";
import { defaultDays, readNumbers } from "./read-numbers.ts";
import { findRuleOrDeleted } from "./rule-queries.ts";
import { ruleFor } from "./rule-routes.ts";

const maxDays = 366;
export const daysField = z.coerce
  .number(`days must be a number from 1 to ${maxDays}.`)
  .int("days must be a whole number.")
  .min(1, "days must be at least 1.")
  .max(maxDays, `days must be at most ${maxDays}.`)
  .default(defaultDays);

export const ruleNumbersQuery = z.object({ days: daysField });
export const ruleHealthQuery = z.object({ siteKey: z.string().optional(), days: daysField });

export const ruleUndoInput = z
  .strictObject({
    since: timeField("since").meta({ description: "Only what it decided from then on." }),
    until: timeField("until").optional().meta({ description: "Only what it decided before." }),
    version: z
      .int("version must be a whole number.")
      .min(1)
      .max(2_147_483_647)
      .optional()
      .meta({ description: "Only what this version of the rule decided." }),
    limit: z
      .int("limit must be a whole number.")
      .min(1, "limit must be at least 1.")
      .max(maxUndonePerRequest, `limit must be at most ${maxUndonePerRequest}.`)
      .default(maxUndonePerRequest)
      .meta({
        description: "At most so many comments; `remaining` says how many are left for the next request.",
      }),
    preview: z
      .boolean("preview must be true or false.")
      .default(false)
      .meta({ description: "true: only count, change nothing." }),
  })
  .refine(({ since, until }) => until === undefined || Date.parse(until) > Date.parse(since), {
    message: "until must be later than since.",
    path: ["until"],
  })
  .meta({ id: "RuleUndoInput" });

export function createRuleLifeRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/rules/health", async (req, res) => {
    const { siteKey, days } = parse(ruleHealthQuery, req.query);
    res.json(await readHealth(deps.pool, await siteIdsFor(deps, callerOf(res), siteKey), days));
  });

  router.get("/rules/:id/numbers", async (req, res) => {
    const { days } = parse(ruleNumbersQuery, req.query);
    const rule = await ruleFor(deps, res, idOf(req, "rule"), "read");
    res.json(await readNumbers(deps.pool, rule, days));
  });

  router.post("/rules/:id/undo", async (req, res) => {
    // Whoever finds a rule to be wrong may delete it first.
    const rule = await findRuleOrDeleted(deps.pool, idOf(req, "rule"));
    if (rule === null) throw notFound("rule");
    assertCan(callerOf(res), "moderate", { siteId: rule.siteId, what: "rule" });
    const input = parse(ruleUndoInput, req.body);
    const site = (await findSiteById(deps.pool, rule.siteId))!;
    const search = {
      siteId: rule.siteId,
      ruleId: rule.ruleId,
      since: new Date(input.since),
      until: input.until === undefined ? null : new Date(input.until),
      version: input.version ?? null,
      holdThreshold: site.settings.thresholds.hold,
    };
    if (input.preview) {
      const counts = await countDecidedByRule(deps.pool, search);
      res.json({ preview: true, counts, total: counts.approved + counts.rejected + counts.spam });
      return;
    }
    const caller = callerOf(res);
    const undone = await undoRule(deps, search, {
      by: deciderOf(caller),
      limit: input.limit,
      reason: `A moderator looks again at what the rule “${rule.name}” decided`,
    });
    await recordAudit(deps.pool, caller, {
      action: "rule.undo",
      siteId: rule.siteId,
      subject: rule.ruleId,
      detail: { ...input, name: rule.name, batchId: undone.batchId, undone: undone.results.undone },
    });
    res.json({ preview: false, ...undone });
  });

  return router;
}
