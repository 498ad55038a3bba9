import { type Response, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { inTransaction } from "../db/transaction.ts";
import { conflict, invalid, notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { cursorField, decodeCursor, limitField } from "../http/paging.ts";
import { idOf, parse, uuidField } from "../http/validate.ts";
import { recordAudit } from "../people/audit.ts";
import { assertCan, sitesWith } from "../people/caller.ts";
import {
  type Backtest,
  cancelBacktest,
  countUnfinished,
  findBacktest,
  insertBacktest,
  listBacktests,
  type RequestedBacktest,
} from "./backtest-queries.ts";
import { listedViewOf, viewOf } from "./backtest-view.ts";
import { assertWordListsExist, ruleFor, siteFor } from "./rule-routes.ts";
import { ruleSchema } from "./rule.ts";

const maxUnfinished = 10;
const defaultLimit = 100_000;
const maxComments = 1_000_000;

const extent = {
  days: z
    .int()
    .min(1)
    .max(3650)
    .optional()
    .meta({ description: "Comments of the last days only; without it as far back as limit reaches." }),
  limit: z
    .int()
    .min(1)
    .max(maxComments)
    .optional()
    .meta({ description: "The newest so many comments; 100,000 without it, with days a million." }),
};

export const backtestInput = z.strictObject({ rule: ruleSchema, ...extent }).meta({ id: "BacktestInput" });

export const savedRuleBacktestInput = z
  .strictObject({
    rule: ruleSchema
      .partial()
      .optional()
      .meta({ description: "What is to be different from the saved rule; it takes that one's place." }),
    ...extent,
  })
  .meta({ id: "SavedRuleBacktestInput" });

export const backtestListQuery = z.object({
  siteKey: z.string().optional(),
  rule: uuidField.optional().meta({ description: "Only those of this saved rule." }),
  cursor: cursorField,
  limit: limitField,
});

const cursorShape = z.tuple([z.iso.datetime(), uuidField]);

export function createBacktestRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/backtests", async (req, res) => {
    const { siteKey, rule, cursor, limit } = parse(backtestListQuery, req.query);
    const page = await listBacktests(deps.pool, {
      siteIds: siteKey ? [(await siteFor(deps, res, siteKey)).id] : sitesWith(callerOf(res), "rules"),
      ruleId: rule ?? null,
      after: cursor === undefined ? null : decodeCursor(cursor, cursorShape),
      limit,
    });
    res.json({ ...page, items: page.items.map(listedViewOf) });
  });

  router.post("/backtests", async (req, res) => {
    const { rule, ...input } = parse(backtestInput, req.body);
    if (rule.siteKey === undefined)
      throw invalid([{ detail: "siteKey is required.", pointer: "#/rule/siteKey" }]);
    const site = await siteFor(deps, res, rule.siteKey);
    await assertWordListsExist(deps.pool, site.id, rule, "#/rule/when");
    const { name, stage, when, then } = rule;
    await startBacktest(deps, res, {
      siteId: site.id,
      ruleId: null,
      rule: { version: null, name, stage, when, then },
      ...extentOf(input),
    });
  });

  router.post("/rules/:id/backtests", async (req, res) => {
    const stored = await ruleFor(deps, res, idOf(req, "rule"), "rules");
    const { rule: change = {}, ...input } = parse(savedRuleBacktestInput, req.body);
    if (change.siteKey !== undefined && change.siteKey !== stored.siteKey)
      throw invalid([{ detail: "A rule cannot move to another site.", pointer: "#/rule/siteKey" }]);
    const { name, stage, when, then } = { ...stored, ...defined(change) };
    await assertWordListsExist(deps.pool, stored.siteId, { when }, "#/rule/when");
    const isChanged = Object.values(change).some((value) => value !== undefined);
    await startBacktest(deps, res, {
      siteId: stored.siteId,
      ruleId: stored.ruleId,
      rule: { version: isChanged ? null : stored.version, name, stage, when, then },
      ...extentOf(input),
    });
  });

  router.get("/backtests/:id", async (req, res) => {
    res.json(await viewOf(deps.pool, await backtestFor(deps, res, idOf(req, "backtest"))));
  });

  router.delete("/backtests/:id", async (req, res) => {
    const backtest = await backtestFor(deps, res, idOf(req, "backtest"));
    const caller = callerOf(res);
    await inTransaction(deps.pool, async (tx) => {
      if (!(await cancelBacktest(tx, backtest.id))) return;
      await recordAudit(tx, caller, {
        action: "backtest.cancel",
        siteId: backtest.siteId,
        subject: backtest.id,
        detail: { name: backtest.rule.name },
      });
    });
    res.status(204).end();
  });

  return router;
}

const extentOf = ({
  days = null,
  limit,
}: {
  days?: number | null | undefined;
  limit?: number | undefined;
}) => ({
  days,
  limit: limit ?? (days === null ? defaultLimit : maxComments),
});

/** Without the fields that were left out: they stay as they are saved. */
function defined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: NonNullable<Fields[Name]>;
  };
}

async function startBacktest(
  deps: HttpDeps,
  res: Response,
  requested: Omit<RequestedBacktest, "requestedBy">,
): Promise<void> {
  const caller = callerOf(res);
  if ((await countUnfinished(deps.pool, requested.siteId)) >= maxUnfinished)
    throw conflict(`${maxUnfinished} backtests of this site are not finished. Wait for them or cancel some.`);
  const id = await inTransaction(deps.pool, async (tx) => {
    const backtestId = await insertBacktest(tx, { ...requested, requestedBy: caller.name });
    await recordAudit(tx, caller, {
      action: "backtest.start",
      siteId: requested.siteId,
      subject: backtestId,
      detail: { name: requested.rule.name, ruleId: requested.ruleId },
    });
    return backtestId;
  });
  res.status(202).json(await viewOf(deps.pool, (await findBacktest(deps.pool, id))!));
}

export async function backtestFor(deps: HttpDeps, res: Response, id: string): Promise<Backtest> {
  const caller = callerOf(res);
  const backtest = await findBacktest(deps.pool, id);
  if (backtest === null) throw notFound("backtest");
  assertCan(caller, "rules", { siteId: backtest.siteId, what: "backtest" });
  return backtest;
}
