import { uuidv7 } from "uuidv7";
import type { Queryable, Tx } from "../db/transaction.ts";
import { type Site, siteSettingsSchema, type siteModes } from "./site.ts";

export interface SiteRow {
  id: string;
  key: string;
  name: string;
  allowed_origins: string[];
  mode: (typeof siteModes)[number];
  settings: unknown;
  rules_revision: number;
  created_at: Date;
}

export const toSite = (row: SiteRow): Site => ({
  id: row.id,
  key: row.key,
  name: row.name,
  allowedOrigins: row.allowed_origins,
  mode: row.mode,
  settings: siteSettingsSchema.parse(row.settings),
  rulesRevision: row.rules_revision,
  createdAt: row.created_at,
});

const columns = ["id", "key", "name", "allowed_origins", "mode", "settings", "rules_revision", "created_at"];
export const siteColumns = (table: string) => columns.map((column) => `${table}.${column}`).join(", ");
const select = `SELECT ${siteColumns("sites")} FROM sites`;

export async function findSiteByKey(db: Queryable, key: string): Promise<Site | null> {
  // PostgreSQL would refuse to look for it.
  if (key.includes("\0")) return null;
  const { rows } = await db.query<SiteRow>({
    name: "site-by-key",
    text: `${select} WHERE key = $1`,
    values: [key],
  });
  return rows[0] === undefined ? null : toSite(rows[0]);
}

export async function findSiteById(db: Queryable, id: string): Promise<Site | null> {
  const { rows } = await db.query<SiteRow>({
    name: "site-by-id",
    text: `${select} WHERE id = $1`,
    values: [id],
  });
  return rows[0] === undefined ? null : toSite(rows[0]);
}

/**
 * Kept from other changes until the end of the transaction. Not so firmly that comments could not arrive meanwhile, as they
 * refer to their site.
 */
export async function lockSite(tx: Tx, id: string): Promise<Site | null> {
  const { rows } = await tx.query<SiteRow>(`${select} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  return rows[0] === undefined ? null : toSite(rows[0]);
}

/** By key; null = every site. */
export async function listSites(db: Queryable, siteIds: string[] | null): Promise<Site[]> {
  const { rows } = await db.query<SiteRow>(
    `${select} WHERE $1::uuid[] IS NULL OR id = ANY($1) ORDER BY key`,
    [siteIds],
  );
  return rows.map(toSite);
}

export interface SiteFields {
  key: string;
  name: string;
  allowedOrigins: string[];
  mode: Site["mode"];
  settings: Site["settings"];
}

/** Returns null where the key is taken. */
export async function insertSite(db: Queryable, site: SiteFields): Promise<Site | null> {
  const { rows } = await db.query<SiteRow>(
    `INSERT INTO sites (id, key, name, allowed_origins, mode, settings) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (key) DO NOTHING RETURNING *`,
    [uuidv7(), site.key, site.name, site.allowedOrigins, site.mode, JSON.stringify(site.settings)],
  );
  return rows[0] === undefined ? null : toSite(rows[0]);
}

export async function updateSite(db: Queryable, id: string, site: Omit<SiteFields, "key">): Promise<Site> {
  const { rows } = await db.query<SiteRow>(
    "UPDATE sites SET name = $2, allowed_origins = $3, mode = $4, settings = $5 WHERE id = $1 RETURNING *",
    [id, site.name, site.allowedOrigins, site.mode, JSON.stringify(site.settings)],
  );
  return toSite(rows[0]!);
}
