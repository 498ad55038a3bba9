import { type Response, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { inTransaction, type Queryable } from "../db/transaction.ts";
import { invalid, notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { cleanText, idOf, parse, textUpTo, uuidField } from "../http/validate.ts";
import { assertServicesCanBeAsked } from "../outside/manage-services.ts";
import { recordAudit } from "../people/audit.ts";
import { assertCan, type Scope, sitesWith } from "../people/caller.ts";
import { findSiteById, lockSite } from "../sites/site-queries.ts";
import type { Site } from "../sites/site.ts";
import { reportPhrases } from "./report-phrases.ts";
import { standingsOf } from "./read-numbers.ts";
import { type RuleInput, ruleSchema } from "./rule.ts";
import {
  deleteRule,
  deleteWordList,
  findRule,
  findWordList,
  insertRule,
  insertWordList,
  listBrakedRules,
  listRules,
  listRuleVersions,
  listWordLists,
  loadWordLists,
  saveRule,
  type StoredRule,
  type StoredWordList,
  updateWordList,
} from "./rule-queries.ts";
import { loadRuleset } from "./ruleset.ts";
import { storableText } from "./storable-text.ts";
import { wordListIdsOf } from "./switch-packs.ts";
import { tryText } from "./try-text.ts";
import { wordListSchema } from "./word-list.ts";

const listQuery = z.object({ siteKey: z.string().optional() });

export const ruleListQuery = listQuery.extend({
  /** Adds to each item what it has done in 30 days, and what to do with it: `numbers`. */
  expand: z.string().optional(),
  braked: z.enum(["true", "false"], "braked must be true or false.").optional().meta({
    description: "true: only those that the emergency brake put to shadow and nobody has saved since.",
  }),
});

/** A text to try against a site's rules; author and page are as of a first comment on a new page unless given. */
export const ruleTestInput = z
  .strictObject({
    siteKey: cleanText("siteKey"),
    text: textUpTo("text", 10_000),
    authorName: textUpTo("authorName", 100).optional(),
    authorEmail: textUpTo("authorEmail", 254).optional(),
    authorUrl: textUpTo("authorUrl", 2_048).optional(),
    pageUrl: textUpTo("pageUrl", 2_048).optional(),
    rule: z
      .strictObject({
        id: uuidField.optional(),
        name: storableText(200).optional(),
        when: ruleSchema.shape.when,
        then: ruleSchema.shape.then,
      })
      .optional()
      .meta({
        description:
          "A rule as it stands in an editor, tried beside the site's rules as if it were enforced; with id in place of the stored one.",
      }),
  })
  .meta({ id: "RuleTestInput" });

const dayMs = 86_400_000;

/** A list as it stands in an editor, to be held against the comments that the site approved. */
export const phraseReportInput = z
  .strictObject({
    siteKey: cleanText("siteKey"),
    entries: wordListSchema.shape.entries,
    allow: wordListSchema.shape.allow,
    days: z.int().min(1).max(3650).optional(),
  })
  .meta({ id: "PhraseReportInput" });

export function createRuleRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/rules", async (req, res) => {
    const { siteKey, expand = "", braked } = parse(ruleListQuery, req.query);
    const siteIds = await readableSites(deps, res, siteKey);
    const rules = await (braked === "true" ? listBrakedRules : listRules)(deps.pool, siteIds);
    const standings = expand.split(",").includes("numbers") ? await standingsOf(deps.pool, rules) : null;
    res.json({
      items: rules.map((rule) => ({ ...ruleView(rule), ...standings?.get(rule.ruleId) })),
      nextCursor: null,
    });
  });

  router.post("/rules", async (req, res) => {
    const rule = parse(ruleSchema, req.body);
    const site = await siteFor(deps, res, rule.siteKey);
    const caller = callerOf(res);
    const id = await inTransaction(deps.pool, async (tx) => {
      await lockSite(tx, site.id);
      await assertServicesCanBeAsked({ ...deps, pool: tx }, site.id, rule);
      await assertWordListsExist(tx, site.id, rule);
      const ruleId = await insertRule(tx, site.id, { rule, savedBy: caller.name });
      await recordAudit(tx, caller, {
        action: "rule.create",
        siteId: site.id,
        subject: ruleId,
        detail: { name: rule.name },
      });
      return ruleId;
    });
    res.status(201).json(ruleView((await findRule(deps.pool, id))!));
  });

  router.post("/rules/test", async (req, res) => {
    const input = parse(ruleTestInput, req.body);
    const site = await siteFor(deps, res, input.siteKey, "read");
    if (input.rule !== undefined) await assertWordListsExist(deps.pool, site.id, input.rule, "#/rule/when");
    const { rule, siteKey, ...tried } = input;
    void siteKey;
    // As it is at this moment, not as it was a second ago: the rule just saved is among those tried.
    const ruleset = await loadRuleset(deps.pool, (await findSiteById(deps.pool, site.id)) ?? site);
    res.json(await tryText(deps.pool, ruleset, { tried, rule, now: deps.now() }));
  });

  router.get("/rules/:id", async (req, res) => {
    res.json(ruleView(await ruleFor(deps, res, idOf(req, "rule"), "read")));
  });

  router.get("/rules/:id/versions", async (req, res) => {
    const rule = await ruleFor(deps, res, idOf(req, "rule"), "read");
    const versions = await listRuleVersions(deps.pool, rule.ruleId);
    res.json({ items: versions.map(ruleView), nextCursor: null });
  });

  router.patch("/rules/:id", async (req, res) => {
    const { siteId, ruleId } = await ruleFor(deps, res, idOf(req, "rule"), "rules");
    const caller = callerOf(res);
    const saved = await inTransaction(deps.pool, async (tx) => {
      // What is left out stays as a colleague or the brake left it a moment ago.
      await lockSite(tx, siteId);
      const stored = await findRule(tx, ruleId);
      if (stored === null) throw notFound("rule");
      const { siteKey, name, stage, when, then, emergencyBrake } = stored;
      const current = { siteKey, name, stage, when, then, emergencyBrake };
      const rule = parse(ruleSchema, { ...current, ...(typeof req.body === "object" ? req.body : {}) });
      if (rule.siteKey !== siteKey)
        throw invalid([{ detail: "A rule cannot move to another site.", pointer: "#/siteKey" }]);
      await assertWordListsExist(tx, siteId, rule);
      await assertServicesCanBeAsked({ ...deps, pool: tx }, siteId, rule);
      await saveRule(tx, stored, { rule, savedBy: caller.name });
      await recordAudit(tx, caller, {
        action: "rule.save",
        siteId: stored.siteId,
        subject: stored.ruleId,
        detail: { name: rule.name, stage: rule.stage },
      });
      return (await findRule(tx, ruleId))!;
    });
    res.json(ruleView(saved));
  });

  router.delete("/rules/:id", async (req, res) => {
    const stored = await ruleFor(deps, res, idOf(req, "rule"), "rules");
    const caller = callerOf(res);
    await inTransaction(deps.pool, async (tx) => {
      await lockSite(tx, stored.siteId);
      await deleteRule(tx, stored);
      await recordAudit(tx, caller, {
        action: "rule.delete",
        siteId: stored.siteId,
        subject: stored.ruleId,
        detail: { name: stored.name },
      });
    });
    res.status(204).end();
  });

  router.get("/word-lists", async (req, res) => {
    const { siteKey } = parse(listQuery, req.query);
    const lists = await listWordLists(deps.pool, await readableSites(deps, res, siteKey));
    res.json({ items: lists.map(wordListView), nextCursor: null });
  });

  router.post("/word-lists", async (req, res) => {
    const list = parse(wordListSchema, req.body);
    const site = await siteFor(deps, res, list.siteKey);
    const caller = callerOf(res);
    const id = await inTransaction(deps.pool, async (tx) => {
      const listId = await insertWordList(tx, site.id, list);
      await recordAudit(tx, caller, {
        action: "word-list.create",
        siteId: site.id,
        subject: listId,
        detail: { name: list.name },
      });
      return listId;
    });
    res.status(201).json(wordListView((await findWordList(deps.pool, id))!));
  });

  router.post("/word-lists/report", async (req, res) => {
    const { siteKey, entries, allow = [], days } = parse(phraseReportInput, req.body);
    const site = await siteFor(deps, res, siteKey, "read");
    const since = days === undefined ? null : new Date(deps.now().getTime() - days * dayMs);
    res.json(await reportPhrases(deps.pool, { siteId: site.id, entries, allow, since }));
  });

  router.get("/word-lists/:id", async (req, res) => {
    res.json(wordListView(await wordListFor(deps, res, idOf(req, "word list"), "read")));
  });

  router.patch("/word-lists/:id", async (req, res) => {
    const { siteId, id } = await wordListFor(deps, res, idOf(req, "word list"), "rules");
    const caller = callerOf(res);
    const saved = await inTransaction(deps.pool, async (tx) => {
      await lockSite(tx, siteId);
      const stored = await findWordList(tx, id);
      if (stored === null) throw notFound("word list");
      const current = { name: stored.name, entries: stored.entries, allow: stored.allow };
      const list = parse(wordListSchema, { ...current, ...(typeof req.body === "object" ? req.body : {}) });
      await updateWordList(tx, stored, list);
      await recordAudit(tx, caller, {
        action: "word-list.save",
        siteId: stored.siteId,
        subject: stored.id,
        detail: { name: list.name },
      });
      return (await findWordList(tx, id))!;
    });
    res.json(wordListView(saved));
  });

  router.delete("/word-lists/:id", async (req, res) => {
    const stored = await wordListFor(deps, res, idOf(req, "word list"), "rules");
    const caller = callerOf(res);
    await inTransaction(deps.pool, async (tx) => {
      await lockSite(tx, stored.siteId);
      const users = (await listRules(tx, [stored.siteId])).filter((rule) =>
        wordListIdsOf(rule.when).includes(stored.id),
      );
      if (users.length > 0) {
        const names = users.map((rule) => `“${rule.name}”`).join(", ");
        throw invalid([
          { detail: `The list is used by ${names}. Change or delete these rules first.`, pointer: "#" },
        ]);
      }
      await deleteWordList(tx, stored);
      await recordAudit(tx, caller, {
        action: "word-list.delete",
        siteId: stored.siteId,
        subject: stored.id,
        detail: { name: stored.name },
      });
    });
    res.status(204).end();
  });

  return router;
}

export const ruleView = ({ ruleId, ...stored }: StoredRule) => ({ id: ruleId, ...withoutSiteId(stored) });

export const wordListView = (stored: StoredWordList) => withoutSiteId(stored);

/** The database's id of a site is ours alone; callers know its key. */
function withoutSiteId<Stored extends { siteId: string }>(stored: Stored): Omit<Stored, "siteId"> {
  const { siteId, ...shown } = stored;
  void siteId;
  return shown;
}

async function readableSites(
  deps: HttpDeps,
  res: Response,
  siteKey: string | undefined,
): Promise<string[] | null> {
  if (siteKey === undefined || siteKey === "") return sitesWith(callerOf(res), "read");
  return [(await siteFor(deps, res, siteKey, "read")).id];
}

export async function siteFor(
  deps: HttpDeps,
  res: Response,
  siteKey: string | undefined,
  scope: Scope = "rules",
): Promise<Site> {
  if (siteKey === undefined) throw invalid([{ detail: "siteKey is required.", pointer: "#/siteKey" }]);
  const caller = callerOf(res);
  const site = await deps.sites.find(siteKey);
  if (site === null) throw notFound("site");
  assertCan(caller, scope, { siteId: site.id, what: "site" });
  return site;
}

export async function ruleFor(deps: HttpDeps, res: Response, id: string, scope: Scope): Promise<StoredRule> {
  const caller = callerOf(res);
  const rule = await findRule(deps.pool, id);
  if (rule === null) throw notFound("rule");
  assertCan(caller, scope, { siteId: rule.siteId, what: "rule" });
  return rule;
}

async function wordListFor(deps: HttpDeps, res: Response, id: string, scope: Scope): Promise<StoredWordList> {
  const caller = callerOf(res);
  const list = await findWordList(deps.pool, id);
  if (list === null) throw notFound("word list");
  assertCan(caller, scope, { siteId: list.siteId, what: "word list" });
  return list;
}

/** A rule on a list that is not there would be unknown of every comment and hold them all. */
export async function assertWordListsExist(
  db: Queryable,
  siteId: string,
  rule: Pick<RuleInput, "when">,
  pointer = "#/when",
): Promise<void> {
  const wanted = wordListIdsOf(rule.when);
  if (wanted.length === 0) return;
  const known = new Set((await loadWordLists(db, siteId)).map((list) => list.id));
  const missing = wanted.filter((id) => !known.has(id));
  if (missing.length > 0)
    throw invalid(missing.map((id) => ({ detail: `There is no word list ${id} on this site.`, pointer })));
}
