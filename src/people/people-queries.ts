import { uuidv7 } from "uuidv7";
import type { Queryable, Tx } from "../db/transaction.ts";
import type { Role, Scope } from "./caller.ts";

export interface User {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
  /** Of the second step, encrypted; null = none. */
  totpSecret: Buffer | null;
}

export interface RoleOnSite {
  siteId: string | null;
  siteKey: string | null;
  role: Role;
}

export async function hasUsers(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ exists: boolean }>("SELECT EXISTS (SELECT 1 FROM users) AS exists");
  return rows[0]?.exists === true;
}

export async function findUserByEmail(db: Queryable, email: string): Promise<User | null> {
  const { rows } = await db.query<User>(
    `SELECT id, email, name, password_hash AS "passwordHash", totp_secret AS "totpSecret"
     FROM users WHERE email = $1 AND disabled_at IS NULL`,
    [email.trim().toLowerCase()],
  );
  return rows[0] ?? null;
}

/** An admin over all sites; null where the e-mail address is taken (that user is left as he is). */
export async function insertAdmin(
  tx: Tx,
  user: { email: string; name: string; passwordHash: string },
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    "INSERT INTO users (id, email, name, password_hash) VALUES ($1, $2, $3, $4) ON CONFLICT (email) DO NOTHING RETURNING id",
    [uuidv7(), user.email.trim().toLowerCase(), user.name, user.passwordHash],
  );
  const id = rows[0]?.id ?? null;
  if (id !== null)
    await tx.query("INSERT INTO user_roles (user_id, site_id, role) VALUES ($1, NULL, 'admin')", [id]);
  return id;
}

export async function rolesOf(db: Queryable, userId: string): Promise<RoleOnSite[]> {
  const { rows } = await db.query<{ site_id: string | null; key: string | null; role: Role }>(
    `SELECT r.site_id, s.key, r.role FROM user_roles r LEFT JOIN sites s ON s.id = r.site_id
     WHERE r.user_id = $1 ORDER BY s.key NULLS FIRST`,
    [userId],
  );
  return rows.map((row) => ({ siteId: row.site_id, siteKey: row.key, role: row.role }));
}

export interface SessionRow {
  id: string;
  userId: string;
  email: string;
  name: string;
  createdAt: Date;
  lastSeenAt: Date;
}

export async function insertSession(
  db: Queryable,
  session: { tokenHash: Buffer; userId: string; userAgent: string | null },
): Promise<void> {
  await db.query(
    "INSERT INTO sessions (token_hash, id, user_id, user_agent) VALUES ($1, $2, $3, left($4, 300))",
    [session.tokenHash, uuidv7(), session.userId, session.userAgent],
  );
}

/** Null where there is no such session, or it was idle or alive for too long. Moves "last seen" at most once a minute. */
export async function findSession(
  db: Queryable,
  tokenHash: Buffer,
  limits: { idleHours: number; absoluteHours: number },
): Promise<SessionRow | null> {
  const { rows } = await db.query<{
    id: string;
    user_id: string;
    email: string;
    name: string;
    created_at: Date;
    last_seen_at: Date;
    stale: boolean;
  }>(
    `SELECT s.id, s.user_id, u.email, u.name, s.created_at, s.last_seen_at, s.last_seen_at < now() - interval '1 minute' AS stale
     FROM sessions s JOIN users u ON u.id = s.user_id AND u.disabled_at IS NULL
     WHERE s.token_hash = $1 AND s.last_seen_at > now() - make_interval(hours => $2) AND s.created_at > now() - make_interval(hours => $3)`,
    [tokenHash, limits.idleHours, limits.absoluteHours],
  );
  const row = rows[0];
  if (row === undefined) return null;
  if (row.stale)
    await db.query("UPDATE sessions SET last_seen_at = now() WHERE token_hash = $1", [tokenHash]);
  return {
    id: row.id,
    userId: row.user_id,
    email: row.email,
    name: row.name,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  };
}

export async function deleteSession(db: Queryable, tokenHash: Buffer): Promise<void> {
  await db.query("DELETE FROM sessions WHERE token_hash = $1", [tokenHash]);
}

/** All of a user's, but for one that stays. */
export async function deleteSessionsOf(db: Queryable, userId: string, keptId?: string): Promise<void> {
  await db.query("DELETE FROM sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2", [
    userId,
    keptId ?? null,
  ]);
}

export async function deleteSessionById(db: Queryable, userId: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query("DELETE FROM sessions WHERE user_id = $1 AND id = $2", [userId, id]);
  return rowCount === 1;
}

export interface OwnSessionRow {
  id: string;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
}

/** Those still open, the latest used first. */
export async function listSessions(
  db: Queryable,
  userId: string,
  limits: { idleHours: number; absoluteHours: number },
): Promise<OwnSessionRow[]> {
  const { rows } = await db.query<OwnSessionRow>(
    `SELECT id, user_agent AS "userAgent", created_at AS "createdAt", last_seen_at AS "lastSeenAt" FROM sessions
     WHERE user_id = $1 AND last_seen_at > now() - make_interval(hours => $2) AND created_at > now() - make_interval(hours => $3)
     ORDER BY last_seen_at DESC, id DESC`,
    [userId, limits.idleHours, limits.absoluteHours],
  );
  return rows;
}

/** Sessions past every limit. */
export async function dropExpiredSessions(
  db: Queryable,
  limits: { idleHours: number; absoluteHours: number },
): Promise<void> {
  await db.query(
    "DELETE FROM sessions WHERE last_seen_at < now() - make_interval(hours => $1) OR created_at < now() - make_interval(hours => $2)",
    [limits.idleHours, limits.absoluteHours],
  );
}

export async function storeSetupToken(db: Queryable, tokenHash: Buffer): Promise<void> {
  await db.query("INSERT INTO setup_tokens (token_hash) VALUES ($1) ON CONFLICT DO NOTHING", [tokenHash]);
}

/** A look before `useSetupToken`, which decides. */
export async function isSetupToken(db: Queryable, tokenHash: Buffer): Promise<boolean> {
  const { rowCount } = await db.query(
    "SELECT FROM setup_tokens WHERE token_hash = $1 AND NOT EXISTS (SELECT FROM users)",
    [tokenHash],
  );
  return rowCount === 1;
}

/** True once for a token, and only while there is no user: whoever comes second finds it used. */
export async function useSetupToken(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const { rowCount } = await tx.query(
    "DELETE FROM setup_tokens WHERE token_hash = $1 AND NOT EXISTS (SELECT FROM users)",
    [tokenHash],
  );
  return rowCount === 1;
}

export interface ApiKeyRow {
  id: string;
  siteId: string | null;
  siteKey: string | null;
  name: string;
  scopes: Scope[];
  createdAt: Date;
  lastUsedAt: Date | null;
}

interface ApiKeyDatabaseRow {
  id: string;
  site_id: string | null;
  site_key: string | null;
  name: string;
  scopes: Scope[];
  created_at: Date;
  last_used_at: Date | null;
}

const toApiKey = (row: ApiKeyDatabaseRow): ApiKeyRow => ({
  id: row.id,
  siteId: row.site_id,
  siteKey: row.site_key,
  name: row.name,
  scopes: row.scopes,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
});

const selectApiKeys = `SELECT k.id, k.site_id, s.key AS site_key, k.name, k.scopes, k.created_at, k.last_used_at
  FROM api_keys k LEFT JOIN sites s ON s.id = k.site_id WHERE k.revoked_at IS NULL`;

export async function findApiKey(db: Queryable, keyHash: Buffer): Promise<ApiKeyRow | null> {
  const { rows } = await db.query<ApiKeyDatabaseRow>(`${selectApiKeys} AND k.key_hash = $1`, [keyHash]);
  return rows[0] === undefined ? null : toApiKey(rows[0]);
}

export async function listApiKeys(db: Queryable, siteIds: string[] | null): Promise<ApiKeyRow[]> {
  const { rows } = await db.query<ApiKeyDatabaseRow>(
    `${selectApiKeys} AND ($1::uuid[] IS NULL OR k.site_id = ANY($1)) ORDER BY k.created_at DESC, k.id DESC`,
    [siteIds],
  );
  return rows.map(toApiKey);
}

export async function insertApiKey(
  db: Queryable,
  key: { siteId: string | null; name: string; keyHash: Buffer; scopes: Scope[] },
): Promise<string> {
  const id = uuidv7();
  await db.query("INSERT INTO api_keys (id, site_id, name, key_hash, scopes) VALUES ($1, $2, $3, $4, $5)", [
    id,
    key.siteId,
    key.name,
    key.keyHash,
    key.scopes,
  ]);
  return id;
}

export async function revokeApiKey(db: Queryable, id: string): Promise<void> {
  await db.query("UPDATE api_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL", [id]);
}

/** Notes the use of keys at most once a minute each. */
export async function touchApiKey(db: Queryable, id: string): Promise<void> {
  await db.query(
    "UPDATE api_keys SET last_used_at = now() WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')",
    [id],
  );
}
