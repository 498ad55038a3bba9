import type { Queryable } from "../db/transaction.ts";
import type { TextField } from "./text-field.ts";

const atOnce = 500;

export type ApprovedText = { id: string; createdAt: Date } & Record<TextField, string | null>;

/** The next approved comments of a site, newest first. */
export async function loadApprovedTexts(
  db: Queryable,
  { siteId, since, before }: { siteId: string; since: Date | null; before: ApprovedText | null },
): Promise<ApprovedText[]> {
  const { rows } = await db.query<ApprovedText>(
    `SELECT id, created_at AS "createdAt", body, author_name AS "authorName", author_email AS "authorEmail",
            author_url AS "authorUrl"
     FROM comments
     WHERE site_id = $1 AND status = 'approved'
       AND ($2::timestamptz IS NULL OR created_at >= $2)
       AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
     ORDER BY created_at DESC, id DESC LIMIT ${atOnce}`,
    [siteId, since, before?.createdAt ?? null, before?.id ?? null],
  );
  return rows;
}
