import type { Queryable } from "../db/transaction.ts";

export interface AuditRow {
  id: string;
  siteKey: string | null;
  actor: string;
  by: "user" | "key" | "service";
  action: string;
  subject: string | null;
  detail: Record<string, unknown> | null;
  createdAt: Date;
}

export interface AuditFilter {
  /** null = whatever belongs to all sites or to any */
  siteIds: string[] | null;
  /** `rule` finds rule.save, too */
  action: string | undefined;
  actor: string | undefined;
  since: string | undefined;
  until: string | undefined;
}

export async function listAudit(
  db: Queryable,
  filter: AuditFilter,
  page: { after: [string, string] | null; limit: number },
): Promise<AuditRow[]> {
  const { rows } = await db.query<AuditRow>(
    `SELECT a.id, s.key AS "siteKey", a.actor, a.action, a.subject, a.detail, a.created_at AS "createdAt",
       CASE WHEN a.user_id IS NOT NULL THEN 'user' WHEN a.api_key_id IS NOT NULL OR a.actor = 'ADMIN_API_KEY' THEN 'key'
         ELSE 'service' END AS by
     FROM audit a LEFT JOIN sites s ON s.id = a.site_id
     WHERE ($1::uuid[] IS NULL OR a.site_id = ANY($1))
       AND ($2::text IS NULL OR a.action = $2 OR starts_with(a.action, $2 || '.'))
       AND ($3::text IS NULL OR strpos(lower(a.actor), lower($3)) > 0)
       AND ($4::timestamptz IS NULL OR a.created_at >= $4) AND ($5::timestamptz IS NULL OR a.created_at < $5)
       AND ($6::timestamptz IS NULL OR (a.created_at, a.id) < ($6, $7::uuid))
     ORDER BY a.created_at DESC, a.id DESC LIMIT $8`,
    [
      filter.siteIds,
      filter.action ?? null,
      filter.actor ?? null,
      filter.since ?? null,
      filter.until ?? null,
      page.after?.[0] ?? null,
      page.after?.[1] ?? null,
      page.limit,
    ],
  );
  return rows;
}
