import { uuidv7 } from "uuidv7";
import type { Queryable, Tx } from "../db/transaction.ts";
import type { Role } from "./caller.ts";
import type { RoleOnSite } from "./people-queries.ts";

export interface UserRow {
  id: string;
  email: string;
  name: string;
  createdAt: Date;
  lastSeenAt: Date | null;
  hasSecondStep: boolean;
  roles: RoleOnSite[];
}

const select = `SELECT u.id, u.email, u.name, u.created_at AS "createdAt", u.totp_secret IS NOT NULL AS "hasSecondStep",
    (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = u.id) AS "lastSeenAt",
    coalesce((SELECT json_agg(json_build_object('siteId', r.site_id, 'siteKey', s.key, 'role', r.role) ORDER BY s.key NULLS FIRST)
      FROM user_roles r LEFT JOIN sites s ON s.id = r.site_id WHERE r.user_id = u.id), '[]') AS roles
  FROM users u WHERE u.disabled_at IS NULL`;

/** Who has a role on one of these sites; null = everybody. */
export async function listUsers(db: Queryable, siteIds: string[] | null): Promise<UserRow[]> {
  const { rows } = await db.query<UserRow>(
    `${select} AND ($1::uuid[] IS NULL
       OR EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.site_id = ANY($1))) ORDER BY u.email`,
    [siteIds],
  );
  return rows;
}

export async function findUser(db: Queryable, id: string): Promise<UserRow | null> {
  const { rows } = await db.query<UserRow>(`${select} AND u.id = $1`, [id]);
  return rows[0] ?? null;
}

export async function setRole(
  tx: Tx,
  userId: string,
  { siteId, role }: { siteId: string | null; role: Role },
): Promise<void> {
  const { rowCount } = await tx.query(
    "UPDATE user_roles SET role = $3 WHERE user_id = $1 AND site_id IS NOT DISTINCT FROM $2",
    [userId, siteId, role],
  );
  if (rowCount === 0)
    await tx.query("INSERT INTO user_roles (user_id, site_id, role) VALUES ($1, $2, $3)", [
      userId,
      siteId,
      role,
    ]);
}

export async function removeRole(tx: Tx, userId: string, siteId: string | null): Promise<boolean> {
  const { rowCount } = await tx.query(
    "DELETE FROM user_roles WHERE user_id = $1 AND site_id IS NOT DISTINCT FROM $2",
    [userId, siteId],
  );
  return rowCount === 1;
}

/** Decisions and audit rows keep the name they were made under. */
export async function deleteUserWithoutRoles(tx: Tx, userId: string): Promise<void> {
  await tx.query(
    "DELETE FROM users WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM user_roles WHERE user_id = $1)",
    [userId],
  );
}

/** Locks who administers all sites, so that two who remove each other wait for one another. */
export async function lockAdmins(tx: Tx): Promise<void> {
  await tx.query(
    "SELECT 1 FROM user_roles WHERE site_id IS NULL AND role = 'admin' ORDER BY user_id FOR UPDATE",
  );
}

/** False where somebody has deleted it meanwhile. */
export async function lockUser(tx: Tx, id: string): Promise<boolean> {
  const { rowCount } = await tx.query("SELECT FROM users WHERE id = $1 FOR UPDATE", [id]);
  return rowCount === 1;
}

export async function countAdmins(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::int FROM user_roles r JOIN users u ON u.id = r.user_id AND u.disabled_at IS NULL
     WHERE r.site_id IS NULL AND r.role = 'admin'`,
  );
  return rows[0]!.count;
}

export async function insertUser(
  tx: Tx,
  user: { email: string; name: string; passwordHash: string },
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    "INSERT INTO users (id, email, name, password_hash) VALUES ($1, $2, $3, $4) ON CONFLICT (email) DO NOTHING RETURNING id",
    [uuidv7(), user.email, user.name, user.passwordHash],
  );
  return rows[0]?.id ?? null;
}

export async function setPassword(db: Queryable, userId: string, passwordHash: string): Promise<void> {
  await db.query("UPDATE users SET password_hash = $2 WHERE id = $1", [userId, passwordHash]);
}

/** null = the site's name */
export async function setPublicName(db: Queryable, userId: string, publicName: string | null): Promise<void> {
  await db.query("UPDATE users SET public_name = $2 WHERE id = $1", [userId, publicName]);
}

export async function findPublicName(db: Queryable, userId: string): Promise<string | null> {
  const { rows } = await db.query<{ public_name: string | null }>(
    "SELECT public_name FROM users WHERE id = $1",
    [userId],
  );
  return rows[0]?.public_name ?? null;
}

export async function renameUser(db: Queryable, userId: string, name: string): Promise<void> {
  await db.query("UPDATE users SET name = $2 WHERE id = $1", [userId, name]);
}
