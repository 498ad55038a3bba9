import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Queryable } from "../db/transaction.ts";
import { decodeCursor, type Page, pageOf } from "../http/paging.ts";
import type { CommentStatus } from "./comment.ts";

export const standings = ["trusted", "banned", "noted"] as const;

/** What moderators have said of an author; `id` is null while nobody has said anything. */
export interface Standing {
  id: string | null;
  trusted: boolean;
  banned: boolean;
  bannedAt: string | null;
  /** null: for good, or not banned at all */
  bannedUntil: string | null;
  note: string;
  changedBy: string | null;
  changedAt: string | null;
}

export interface KnownAuthor extends Standing {
  id: string;
  siteId: string;
  siteKey: string;
  authorKey: string;
  authorName: string;
  authorEmail: string | null;
}

export interface StandingChange {
  trusted?: boolean | undefined;
  banned?: boolean | undefined;
  bannedUntil?: string | null | undefined;
  note?: string | undefined;
}

const unsaid: Standing = {
  id: null,
  trusted: false,
  banned: false,
  bannedAt: null,
  bannedUntil: null,
  note: "",
  changedBy: null,
  changedAt: null,
};

interface AuthorRow {
  id: string;
  site_id: string;
  site_key: string;
  author_key: string;
  name: string;
  email: string | null;
  trusted_at: Date | null;
  banned_at: Date | null;
  banned_until: Date | null;
  is_banned: boolean;
  note: string;
  changed_by: string;
  changed_at: Date;
}

/** SQL: whether the ban of this row holds at the moment. */
export const holdsAt = (row: string, moment: string): string =>
  `(${row}.banned_at IS NOT NULL AND ${row}.banned_at <= ${moment} AND (${row}.banned_until IS NULL OR ${row}.banned_until > ${moment}))`;

const select = `SELECT a.*, s.key AS site_key, ${holdsAt("a", "now()")} AS is_banned FROM authors a JOIN sites s ON s.id = a.site_id`;

const toAuthor = (row: AuthorRow): KnownAuthor => ({
  id: row.id,
  siteId: row.site_id,
  siteKey: row.site_key,
  authorKey: row.author_key,
  authorName: row.name,
  authorEmail: row.email,
  trusted: row.trusted_at !== null,
  banned: row.is_banned,
  bannedAt: row.is_banned ? (row.banned_at?.toISOString() ?? null) : null,
  bannedUntil: row.is_banned ? (row.banned_until?.toISOString() ?? null) : null,
  note: row.note,
  changedBy: row.changed_by,
  changedAt: row.changed_at.toISOString(),
});

export async function findAuthor(db: Queryable, id: string): Promise<KnownAuthor | null> {
  const { rows } = await db.query<AuthorRow>(`${select} WHERE a.id = $1`, [id]);
  return rows[0] === undefined ? null : toAuthor(rows[0]);
}

export async function standingOf(
  db: Queryable,
  { siteId, authorKey }: { siteId: string; authorKey: string },
): Promise<Standing> {
  const { rows } = await db.query<AuthorRow>(`${select} WHERE a.site_id = $1 AND a.author_key = $2`, [
    siteId,
    authorKey,
  ]);
  return rows[0] === undefined ? unsaid : standingIn(toAuthor(rows[0]));
}

export const standingIn = ({
  id,
  trusted,
  banned,
  bannedAt,
  bannedUntil,
  note,
  changedBy,
  changedAt,
}: KnownAuthor): Standing => ({
  id,
  trusted,
  banned,
  bannedAt,
  bannedUntil,
  note,
  changedBy,
  changedAt,
});

export interface AuthorListFilter {
  siteIds: string[] | null;
  standing?: (typeof standings)[number] | undefined;
  email?: string | undefined;
}

const ofStanding: Record<(typeof standings)[number], string> = {
  trusted: "a.trusted_at IS NOT NULL",
  banned: holdsAt("a", "now()"),
  noted: "a.note <> ''",
};

/** Those of whom something has been said, latest change first. */
export async function listAuthors(
  db: Queryable,
  { siteIds, standing, email }: AuthorListFilter,
  page: { limit: number; cursor?: string | undefined },
): Promise<Page<KnownAuthor>> {
  const after =
    page.cursor === undefined ? null : decodeCursor(page.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const { rows } = await db.query<AuthorRow>(
    `${select}
     WHERE ($1::uuid[] IS NULL OR a.site_id = ANY($1)) AND ($2::text IS NULL OR lower(a.email) = $2)
       AND ($3::timestamptz IS NULL OR (a.changed_at, a.id) < ($3, $4::uuid))
       ${standing === undefined ? "" : `AND ${ofStanding[standing]}`}
     ORDER BY a.changed_at DESC, a.id DESC LIMIT $5`,
    [siteIds, email?.trim().toLowerCase() ?? null, after?.[0] ?? null, after?.[1] ?? null, page.limit + 1],
  );
  return pageOf(rows, page.limit, {
    item: toAuthor,
    cursor: (row) => [row.changed_at.toISOString(), row.id],
  });
}

export interface AuthorIdentity {
  siteId: string;
  authorKey: string;
  name: string;
  email: string | null;
}

/** What is not named stays. Trust ends a ban and a ban ends trust: nobody is both. */
export async function saveStanding(
  db: Queryable,
  author: AuthorIdentity,
  { trusted, banned, bannedUntil, note, by }: StandingChange & { by: string },
): Promise<KnownAuthor> {
  // null as an end is for good, but says nothing beside trust.
  const saysNothing = bannedUntil === undefined || (bannedUntil === null && trusted === true);
  const isBanned = banned ?? (saysNothing ? null : true);
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO authors AS a (site_id, author_key, id, name, email, trusted_at, banned_at, banned_until, note, changed_by)
     VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 THEN now() END, CASE WHEN $7 THEN now() END, $8, coalesce($9, ''), $10)
     ON CONFLICT (site_id, author_key) DO UPDATE
     SET trusted_at = CASE WHEN $6 THEN coalesce(a.trusted_at, now()) WHEN NOT $6 OR $7 THEN NULL ELSE a.trusted_at END,
         banned_at = CASE WHEN $7 THEN CASE WHEN ${holdsAt("a", "now()")} THEN a.banned_at ELSE now() END
                          WHEN NOT $7 OR $6 THEN NULL ELSE a.banned_at END,
         banned_until = CASE WHEN $7 THEN $8 WHEN NOT $7 OR $6 THEN NULL ELSE a.banned_until END,
         note = coalesce($9, a.note), changed_by = $10, changed_at = now()
     RETURNING id`,
    [
      author.siteId,
      author.authorKey,
      uuidv7(),
      author.name,
      author.email,
      trusted ?? null,
      isBanned,
      bannedUntil ?? null,
      note ?? null,
      by,
    ],
  );
  return (await findAuthor(db, rows[0]!.id))!;
}

export interface AuthorRecord {
  counts: Record<Exclude<CommentStatus, "deleted">, number>;
  firstSeenAt: string | null;
  lastSeenAt: string | null;
  /** Other names under the same key in the latest 200 comments, latest first. */
  otherNames: string[];
}

// As in the history on the card: whoever has written more is known well enough. Counts come from the index alone, names
// from the comments themselves.
const recordLimit = 1_000;
const namedLimit = 200;

/** All that an author has written on the site, this comment included. */
export async function recordOf(
  db: Queryable,
  author: { siteId: string; authorKey: string; name: string },
): Promise<AuthorRecord> {
  const { rows } = await db.query<{
    counts: Partial<Record<CommentStatus, number>> | null;
    first: Date | null;
    last: Date | null;
    names: string[] | null;
  }>(
    `WITH theirs AS MATERIALIZED (
       SELECT status, created_at FROM comments WHERE site_id = $1 AND author_key = $2
       ORDER BY created_at DESC, id DESC LIMIT ${recordLimit}
     ), latest AS MATERIALIZED (
       SELECT author_name, created_at FROM comments WHERE site_id = $1 AND author_key = $2
       ORDER BY created_at DESC, id DESC LIMIT ${namedLimit})
     SELECT (SELECT json_object_agg(status, amount) FROM (SELECT status, count(*) AS amount FROM theirs GROUP BY status) each) AS counts,
            (SELECT created_at FROM comments WHERE site_id = $1 AND author_key = $2 ORDER BY created_at, id LIMIT 1) AS first,
            (SELECT max(created_at) FROM theirs) AS last,
            (SELECT array_agg(author_name ORDER BY latest DESC) FROM (
               SELECT author_name, max(created_at) AS latest FROM latest WHERE author_name <> $3
               GROUP BY author_name ORDER BY latest DESC LIMIT 10) names) AS names`,
    [author.siteId, author.authorKey, author.name],
  );
  const { counts, first, last, names } = rows[0]!;
  return {
    counts: { queued: 0, held: 0, approved: 0, rejected: 0, spam: 0, ...counts },
    firstSeenAt: first?.toISOString() ?? null,
    lastSeenAt: last?.toISOString() ?? null,
    otherNames: names ?? [],
  };
}
