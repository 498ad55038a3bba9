import { uuidv7 } from "uuidv7";
import type { Queryable, Tx } from "../db/transaction.ts";
import { type Role, rolesWith } from "./caller.ts";

export interface LinkRow {
  id: string;
  email: string;
  siteId: string | null;
  siteKey: string | null;
  siteName: string | null;
  /** An invitation has a role, a new password a user. */
  role: Role | null;
  userId: string | null;
  endsSecondStep: boolean;
  madeBy: string;
  createdAt: Date;
  expiresAt: Date;
}

const columns = `l.id, l.email, l.site_id AS "siteId", s.key AS "siteKey", s.name AS "siteName", l.role, l.user_id AS "userId",
  l.ends_second_step AS "endsSecondStep", l.made_by AS "madeBy", l.created_at AS "createdAt", l.expires_at AS "expiresAt"`;
const from = "FROM one_time_links l LEFT JOIN sites s ON s.id = l.site_id";

/** Whether its maker administers this site (an expression of SQL; NULL = all sites) at the moment. */
const makerAdministers = (siteId: string) => `EXISTS (SELECT FROM user_roles mine
  JOIN users maker ON maker.id = mine.user_id AND maker.disabled_at IS NULL
  WHERE mine.user_id = l.made_by_user_id AND mine.role IN (${rolesWith("admin")})
    AND (mine.site_id IS NULL OR mine.site_id = ${siteId}))`;

/** Not expired, and whoever made it could make it today: for a new password, the right over all that its owner may do. */
const isGood = `l.expires_at > now() AND (l.made_by_user_id IS NULL
  OR CASE l.purpose WHEN 'invitation' THEN ${makerAdministers("l.site_id")}
     ELSE NOT EXISTS (SELECT FROM user_roles held
       WHERE held.user_id = l.user_id AND NOT ${makerAdministers("held.site_id")}) END)`;

export type NewLink = {
  tokenHash: Buffer;
  email: string;
  madeBy: string;
  /** null = an API key or the command line */
  madeByUserId: string | null;
  hours: number;
} & (
  | { purpose: "invitation"; siteId: string | null; role: Role }
  | { purpose: "new-password"; userId: string; endsSecondStep: boolean }
);

export async function insertLink(tx: Tx, link: NewLink): Promise<{ id: string; expiresAt: Date }> {
  const isInvitation = link.purpose === "invitation";
  const { rows } = await tx.query<{ id: string; expiresAt: Date }>(
    `INSERT INTO one_time_links (id, token_hash, purpose, email, user_id, site_id, role, ends_second_step, made_by, made_by_user_id, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now() + make_interval(hours => $11))
     RETURNING id, expires_at AS "expiresAt"`,
    [
      uuidv7(),
      link.tokenHash,
      link.purpose,
      link.email,
      isInvitation ? null : link.userId,
      isInvitation ? link.siteId : null,
      isInvitation ? link.role : null,
      isInvitation ? false : link.endsSecondStep,
      link.madeBy,
      link.madeByUserId,
      link.hours,
    ],
  );
  return rows[0]!;
}

/** A newer invitation to the same takes the place of the one before. */
export async function deleteInvitations(
  tx: Tx,
  { email, siteId }: { email: string; siteId: string | null },
): Promise<void> {
  await tx.query(
    "DELETE FROM one_time_links WHERE purpose = 'invitation' AND email = $1 AND site_id IS NOT DISTINCT FROM $2",
    [email, siteId],
  );
}

export async function deletePasswordLinks(tx: Tx, userId: string): Promise<void> {
  await tx.query("DELETE FROM one_time_links WHERE user_id = $1", [userId]);
}

export async function findLink(db: Queryable, tokenHash: Buffer): Promise<LinkRow | null> {
  const { rows } = await db.query<LinkRow>(
    `SELECT ${columns} ${from} WHERE l.token_hash = $1 AND ${isGood}`,
    [tokenHash],
  );
  return rows[0] ?? null;
}

/** True once for a link: whoever comes second finds it used. */
export async function takeLink(tx: Tx, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(`DELETE FROM one_time_links l WHERE l.id = $1 AND ${isGood}`, [id]);
  return rowCount === 1;
}

export async function listInvitations(db: Queryable, siteIds: string[] | null): Promise<LinkRow[]> {
  const { rows } = await db.query<LinkRow>(
    `SELECT ${columns} ${from} WHERE l.purpose = 'invitation' AND ${isGood}
       AND ($1::uuid[] IS NULL OR l.site_id = ANY($1)) ORDER BY l.created_at DESC, l.id DESC`,
    [siteIds],
  );
  return rows;
}

export async function findInvitation(db: Queryable, id: string): Promise<LinkRow | null> {
  const { rows } = await db.query<LinkRow>(
    `SELECT ${columns} ${from} WHERE l.purpose = 'invitation' AND l.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export async function deleteLink(tx: Tx, id: string): Promise<void> {
  await tx.query("DELETE FROM one_time_links WHERE id = $1", [id]);
}

export async function dropExpiredLinks(db: Queryable): Promise<void> {
  await db.query("DELETE FROM one_time_links WHERE expires_at < now()");
}
