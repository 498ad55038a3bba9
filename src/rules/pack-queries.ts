// What sites have of the packs: copies of rules and word lists, marked with the pack and the key of the part.
import { uuidv7 } from "uuidv7";
import type { Queryable, Tx } from "../db/transaction.ts";
import { lockSite } from "../sites/site-queries.ts";
import type { ListContent } from "./packs/merge-list.ts";
import type { RuleStage } from "./rule.ts";

export interface SitePack {
  pack: string;
  version: number;
  switchedOnAt: Date | null;
  /** Keys of the word lists that were ever made. */
  wordLists: string[];
}

interface SitePackRow {
  pack: string;
  version: number;
  switched_on_at: Date | null;
  word_lists: string[];
}

const toSitePack = (row: SitePackRow): SitePack => ({
  pack: row.pack,
  version: row.version,
  switchedOnAt: row.switched_on_at,
  wordLists: row.word_lists,
});

export async function listSitePacks(db: Queryable, siteId: string): Promise<SitePack[]> {
  const { rows } = await db.query<SitePackRow>(
    "SELECT pack, version, switched_on_at, word_lists FROM site_packs WHERE site_id = $1",
    [siteId],
  );
  return rows.map(toSitePack);
}

/** Holds the row until the end of the transaction, so that two clicks switch one after the other; version 0 = new. */
export async function lockSitePack(tx: Tx, siteId: string, pack: string): Promise<SitePack> {
  // In the order of all who change rules and word lists: the site comes first.
  await lockSite(tx, siteId);
  await tx.query(
    "INSERT INTO site_packs (site_id, pack, version) VALUES ($1, $2, 0) ON CONFLICT (site_id, pack) DO NOTHING",
    [siteId, pack],
  );
  const { rows } = await tx.query<SitePackRow>(
    "SELECT pack, version, switched_on_at, word_lists FROM site_packs WHERE site_id = $1 AND pack = $2 FOR UPDATE",
    [siteId, pack],
  );
  return toSitePack(rows[0]!);
}

export async function saveSitePack(
  tx: Tx,
  siteId: string,
  { pack, version, isOn, wordLists }: Omit<SitePack, "switchedOnAt"> & { isOn: boolean },
): Promise<void> {
  await tx.query(
    `UPDATE site_packs SET version = $3, word_lists = $4,
       switched_on_at = CASE WHEN $5 THEN coalesce(switched_on_at, now()) END
     WHERE site_id = $1 AND pack = $2`,
    [siteId, pack, version, wordLists, isOn],
  );
}

export interface PackRuleCopy {
  ruleId: string;
  pack: string;
  part: string;
  version: number;
  name: string;
  stage: RuleStage;
  state: "live" | "shelved" | "deleted";
  /** A person, or the emergency brake, saved a version after the pack did. */
  isChanged: boolean;
}

/** Of one pack, or of all. */
export async function listPackRules(
  db: Queryable,
  siteId: string,
  pack: string | null,
): Promise<PackRuleCopy[]> {
  const { rows } = await db.query<PackRuleCopy>(
    `SELECT r.id AS "ruleId", r.pack, r.pack_part AS part, r.version, v.name, v.stage,
            CASE WHEN r.deleted_at IS NULL THEN 'live' WHEN r.shelved_at IS NULL THEN 'deleted' ELSE 'shelved' END AS state,
            r.version > r.pack_version AS "isChanged"
     FROM rules r JOIN rule_versions v ON v.rule_id = r.id AND v.version = r.version
     WHERE r.site_id = $1 AND r.pack IS NOT NULL AND ($2::text IS NULL OR r.pack = $2) ORDER BY r.id`,
    [siteId, pack],
  );
  return rows;
}

export interface PackListCopy extends ListContent {
  id: string;
  pack: string;
  part: string;
  isShelved: boolean;
  original: ListContent;
}

export async function listPackWordLists(
  db: Queryable,
  siteId: string,
  pack: string | null,
): Promise<PackListCopy[]> {
  const { rows } = await db.query<PackListCopy>(
    `SELECT id, pack, pack_part AS part, name, entries, allow, pack_original AS original,
            shelved_at IS NOT NULL AS "isShelved"
     FROM word_lists
     WHERE site_id = $1 AND pack IS NOT NULL AND ($2::text IS NULL OR pack = $2) ORDER BY id`,
    [siteId, pack],
  );
  return rows;
}

/** Its present version counts as the pack's own. */
export async function markRule(
  tx: Tx,
  ruleId: string,
  { pack, part }: { pack: string; part: string },
): Promise<void> {
  await tx.query("UPDATE rules SET pack = $2, pack_part = $3, pack_version = version WHERE id = $1", [
    ruleId,
    pack,
    part,
  ]);
}

/** From then on it is the site's own rule like any other. */
export async function unmarkRule(tx: Tx, ruleId: string): Promise<void> {
  await tx.query("UPDATE rules SET pack = NULL, pack_part = NULL, pack_version = NULL WHERE id = $1", [
    ruleId,
  ]);
}

export async function unmarkWordList(tx: Tx, id: string): Promise<void> {
  await tx.query("UPDATE word_lists SET pack = NULL, pack_part = NULL, pack_original = NULL WHERE id = $1", [
    id,
  ]);
}

export async function shelveRules(tx: Tx, ruleIds: readonly string[]): Promise<void> {
  await tx.query(
    "UPDATE rules SET deleted_at = now(), shelved_at = now() WHERE id = ANY($1::uuid[]) AND deleted_at IS NULL",
    [ruleIds],
  );
}

export async function unshelveRules(tx: Tx, ruleIds: readonly string[]): Promise<void> {
  await tx.query(
    "UPDATE rules SET deleted_at = NULL, shelved_at = NULL WHERE id = ANY($1::uuid[]) AND shelved_at IS NOT NULL",
    [ruleIds],
  );
}

export async function undeleteRule(tx: Tx, ruleId: string): Promise<void> {
  await tx.query("UPDATE rules SET deleted_at = NULL WHERE id = $1", [ruleId]);
}

export async function setWordListsShelved(tx: Tx, ids: readonly string[], isShelved: boolean): Promise<void> {
  await tx.query(
    "UPDATE word_lists SET shelved_at = CASE WHEN $2 THEN now() END WHERE id = ANY($1::uuid[])",
    [ids, isShelved],
  );
}

export async function insertPackWordList(
  tx: Tx,
  siteId: string,
  { pack, part, content }: { pack: string; part: string; content: ListContent },
): Promise<string> {
  const id = uuidv7();
  await tx.query(
    `INSERT INTO word_lists (id, site_id, name, entries, allow, pack, pack_part, pack_original)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[id, siteId, content.name, JSON.stringify(content.entries), content.allow],
      ...[pack, part, JSON.stringify(content)],
    ],
  );
  return id;
}

export async function updatePackWordList(
  tx: Tx,
  id: string,
  { content, original }: { content: ListContent; original: ListContent },
): Promise<void> {
  await tx.query(
    "UPDATE word_lists SET name = $2, entries = $3, allow = $4, pack_original = $5, updated_at = now() WHERE id = $1",
    [id, content.name, JSON.stringify(content.entries), content.allow, JSON.stringify(original)],
  );
}
