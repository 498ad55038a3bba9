import { uuidv7 } from "uuidv7";
import type { Queryable, Tx } from "../db/transaction.ts";
import type { RuleInput, RuleStage, RuleVersion } from "./rule.ts";
import type { WordList, WordListEntry } from "./word-list.ts";

export interface StoredRule extends RuleVersion {
  siteId: string;
  siteKey: string;
  emergencyBrake: boolean;
  /** The pack that it is of. */
  pack: string | null;
  savedBy: string | null;
  createdAt: string;
  /** When and why the emergency brake saved this version; null = a person saved it. */
  brakedAt: string | null;
  brakeReason: string | null;
  /** The stage that the brake took it out of. */
  brakedFrom: RuleStage | null;
}

interface RuleRow {
  rule_id: string;
  site_id: string;
  site_key: string;
  version: number;
  name: string;
  stage: RuleStage;
  definition: Pick<RuleInput, "when" | "then" | "emergencyBrake">;
  pack: string | null;
  saved_by: string | null;
  created_at: Date;
  brake_reason: string | null;
  braked_from: RuleStage | null;
}

const toRule = (row: RuleRow): StoredRule => ({
  ruleId: row.rule_id,
  siteId: row.site_id,
  siteKey: row.site_key,
  version: row.version,
  name: row.name,
  stage: row.stage,
  when: row.definition.when,
  then: row.definition.then,
  emergencyBrake: row.definition.emergencyBrake ?? true,
  pack: row.pack,
  savedBy: row.saved_by,
  createdAt: row.created_at.toISOString(),
  brakedAt: row.brake_reason === null ? null : row.created_at.toISOString(),
  brakeReason: row.brake_reason,
  brakedFrom: row.braked_from,
});

// The version before is the one that was braked; of all others nobody asks.
const brakedFrom = `CASE WHEN v.brake_reason IS NOT NULL THEN
    (SELECT before.stage FROM rule_versions before WHERE before.rule_id = v.rule_id AND before.version = v.version - 1)
  END AS braked_from`;

const selectNewest = `
  SELECT v.rule_id, r.site_id, s.key AS site_key, v.version, v.name, v.stage, v.definition, v.saved_by, v.created_at,
         v.brake_reason, ${brakedFrom}, r.pack
  FROM rules r JOIN rule_versions v ON v.rule_id = r.id AND v.version = r.version JOIN sites s ON s.id = r.site_id`;
const selectCurrent = `${selectNewest} WHERE r.deleted_at IS NULL`;

export async function loadRuleVersions(db: Queryable, siteId: string): Promise<StoredRule[]> {
  const { rows } = await db.query<RuleRow>(`${selectCurrent} AND r.site_id = $1 ORDER BY r.id`, [siteId]);
  return rows.map(toRule);
}

/** Oldest first; null = the rules of every site. */
export async function listRules(db: Queryable, siteIds: string[] | null): Promise<StoredRule[]> {
  const { rows } = await db.query<RuleRow>(
    `${selectCurrent} AND ($1::uuid[] IS NULL OR r.site_id = ANY($1)) ORDER BY r.id`,
    [siteIds],
  );
  return rows.map(toRule);
}

/** Those that the emergency brake put to shadow and nobody has saved since; the one braked last comes first. */
export async function listBrakedRules(db: Queryable, siteIds: string[] | null): Promise<StoredRule[]> {
  const { rows } = await db.query<RuleRow>(
    `${selectCurrent} AND ($1::uuid[] IS NULL OR r.site_id = ANY($1)) AND v.brake_reason IS NOT NULL
     ORDER BY v.created_at DESC, r.id DESC`,
    [siteIds],
  );
  return rows.map(toRule);
}

export async function findRule(db: Queryable, id: string): Promise<StoredRule | null> {
  const { rows } = await db.query<RuleRow>(`${selectCurrent} AND r.id = $1`, [id]);
  return rows[0] === undefined ? null : toRule(rows[0]);
}

/** As it was last, where it is deleted. */
export async function findRuleOrDeleted(db: Queryable, id: string): Promise<StoredRule | null> {
  const { rows } = await db.query<RuleRow>(`${selectNewest} WHERE r.id = $1`, [id]);
  return rows[0] === undefined ? null : toRule(rows[0]);
}

/** Newest first. */
export async function listRuleVersions(db: Queryable, ruleId: string): Promise<StoredRule[]> {
  const { rows } = await db.query<RuleRow>(
    `SELECT v.rule_id, r.site_id, s.key AS site_key, v.version, v.name, v.stage, v.definition, v.saved_by, v.created_at,
            v.brake_reason, ${brakedFrom}, r.pack
     FROM rule_versions v JOIN rules r ON r.id = v.rule_id JOIN sites s ON s.id = r.site_id
     WHERE v.rule_id = $1 ORDER BY v.version DESC`,
    [ruleId],
  );
  return rows.map(toRule);
}

/** All versions of these rules, each rule's newest first. */
export async function listVersionsOf(db: Queryable, ruleIds: string[]): Promise<StoredRule[]> {
  const { rows } = await db.query<RuleRow>(
    `SELECT v.rule_id, r.site_id, s.key AS site_key, v.version, v.name, v.stage, v.definition, v.saved_by, v.created_at,
            v.brake_reason, ${brakedFrom}, r.pack
     FROM rule_versions v JOIN rules r ON r.id = v.rule_id JOIN sites s ON s.id = r.site_id
     WHERE v.rule_id = ANY($1::uuid[]) ORDER BY v.rule_id, v.version DESC`,
    [ruleIds],
  );
  return rows.map(toRule);
}

export type RuleFields = Pick<RuleInput, "name" | "stage" | "when" | "then" | "emergencyBrake">;

export async function insertRule(
  tx: Tx,
  siteId: string,
  { rule, savedBy }: { rule: RuleFields; savedBy: string },
): Promise<string> {
  const id = uuidv7();
  await tx.query("INSERT INTO rules (id, site_id, version) VALUES ($1, $2, 1)", [id, siteId]);
  await insertVersion(tx, { ruleId: id, version: 1, rule, savedBy });
  await raiseRulesRevision(tx, siteId);
  return id;
}

/** A change is a new version; who saves last wins, both stay in the history. */
export async function saveRule(
  tx: Tx,
  stored: StoredRule,
  { rule, savedBy, brakeReason }: { rule: RuleFields; savedBy: string; brakeReason?: string },
): Promise<void> {
  const { rows } = await tx.query<{ version: number }>(
    "UPDATE rules SET version = version + 1 WHERE id = $1 RETURNING version",
    [stored.ruleId],
  );
  await insertVersion(tx, { ruleId: stored.ruleId, version: rows[0]!.version, rule, savedBy, brakeReason });
  await raiseRulesRevision(tx, stored.siteId);
}

export async function deleteRule(tx: Tx, stored: StoredRule): Promise<void> {
  await tx.query("UPDATE rules SET deleted_at = now() WHERE id = $1", [stored.ruleId]);
  await raiseRulesRevision(tx, stored.siteId);
}

async function insertVersion(
  tx: Tx,
  saved: {
    ruleId: string;
    version: number;
    rule: RuleFields;
    savedBy: string;
    brakeReason?: string | undefined;
  },
): Promise<void> {
  const { name, stage, when, then, emergencyBrake } = saved.rule;
  const definition = JSON.stringify({
    when,
    then,
    ...(emergencyBrake === false ? { emergencyBrake } : {}),
  });
  await tx.query(
    `INSERT INTO rule_versions (rule_id, version, name, stage, definition, saved_by, brake_reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [saved.ruleId, saved.version, name, stage, definition, saved.savedBy, saved.brakeReason ?? null],
  );
}

/** Every change of rules or word lists: workers compile anew from the next batch on. */
export async function raiseRulesRevision(tx: Tx, siteId: string): Promise<void> {
  await tx.query("UPDATE sites SET rules_revision = rules_revision + 1 WHERE id = $1", [siteId]);
}

export interface StoredWordList extends WordList {
  siteId: string;
  siteKey: string;
  allow: string[];
  /** The pack that it is of. */
  pack: string | null;
  createdAt: string;
  updatedAt: string;
}

interface WordListRow {
  id: string;
  site_id: string;
  site_key: string;
  name: string;
  entries: WordListEntry[];
  allow: string[];
  pack: string | null;
  created_at: Date;
  updated_at: Date;
}

const toWordList = (row: WordListRow): StoredWordList => ({
  id: row.id,
  siteId: row.site_id,
  siteKey: row.site_key,
  name: row.name,
  entries: row.entries,
  allow: row.allow,
  pack: row.pack,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

// Those of a pack that is switched off are nobody's business.
const selectWordLists = `
  SELECT w.id, w.site_id, w.name, w.entries, w.allow, w.pack, w.created_at, w.updated_at, s.key AS site_key
  FROM word_lists w JOIN sites s ON s.id = w.site_id
  WHERE w.shelved_at IS NULL`;

export async function loadWordLists(db: Queryable, siteId: string): Promise<StoredWordList[]> {
  const { rows } = await db.query<WordListRow>(`${selectWordLists} AND w.site_id = $1 ORDER BY w.id`, [
    siteId,
  ]);
  return rows.map(toWordList);
}

export async function listWordLists(db: Queryable, siteIds: string[] | null): Promise<StoredWordList[]> {
  const { rows } = await db.query<WordListRow>(
    `${selectWordLists} AND ($1::uuid[] IS NULL OR w.site_id = ANY($1)) ORDER BY w.id`,
    [siteIds],
  );
  return rows.map(toWordList);
}

export async function findWordList(db: Queryable, id: string): Promise<StoredWordList | null> {
  const { rows } = await db.query<WordListRow>(`${selectWordLists} AND w.id = $1`, [id]);
  return rows[0] === undefined ? null : toWordList(rows[0]);
}

export type WordListFields = Pick<WordList, "name" | "entries" | "allow">;

export async function insertWordList(tx: Tx, siteId: string, list: WordListFields): Promise<string> {
  const id = uuidv7();
  await tx.query("INSERT INTO word_lists (id, site_id, name, entries, allow) VALUES ($1, $2, $3, $4, $5)", [
    id,
    siteId,
    list.name,
    JSON.stringify(list.entries),
    list.allow ?? [],
  ]);
  await raiseRulesRevision(tx, siteId);
  return id;
}

export async function updateWordList(tx: Tx, stored: StoredWordList, list: WordListFields): Promise<void> {
  await tx.query(
    "UPDATE word_lists SET name = $2, entries = $3, allow = $4, updated_at = now() WHERE id = $1",
    [stored.id, list.name, JSON.stringify(list.entries), list.allow ?? []],
  );
  await raiseRulesRevision(tx, stored.siteId);
}

export async function deleteWordList(tx: Tx, stored: Pick<StoredWordList, "id" | "siteId">): Promise<void> {
  await tx.query("DELETE FROM word_lists WHERE id = $1", [stored.id]);
  await raiseRulesRevision(tx, stored.siteId);
}
