// Comments by the hundred, as if the rules had decided them: written at once, since a flow would take minutes.
import type { Service } from "./service.ts";

export interface ManyComments {
  siteKey: string;
  count: number;
  status?: string;
  decidedBy?: "rules" | "moderator";
  authorName?: string;
  authorEmail?: string;
  body?: string;
  pageUrl?: string;
}

/** Their ids, oldest first; `{n}` in a text is replaced by the number of the comment. */
export async function givenManyComments({ deps }: Service, many: ManyComments): Promise<string[]> {
  const { rows } = await deps.pool.query<{ id: string }>(
    `INSERT INTO comments (site_id, id, page_url, author_name, author_email, author_key, body, body_hash, status, revision, score,
                           decided_by, decided_at, created_at)
     SELECT s.id, gen_random_uuid(), $3, replace($4, '{n}', n::text), replace($5, '{n}', n::text),
            'email:' || replace($5, '{n}', n::text), replace($6, '{n}', n::text), sha256(convert_to(replace($6, '{n}', n::text), 'UTF8')),
            $7, 2, 1, $8, now() - interval '1 minute', now() - interval '1 day' + n * interval '1 second'
     FROM sites s, generate_series(1, $2::integer) n WHERE s.key = $1
     RETURNING id`,
    [
      many.siteKey,
      many.count,
      many.pageUrl ?? "https://news.example/article",
      many.authorName ?? "Jo {n}",
      many.authorEmail ?? "jo{n}@example.org",
      many.body ?? "Buy it at number {n}.",
      many.status ?? "held",
      many.decidedBy ?? "rules",
    ],
  );
  return rows.map(({ id }) => id);
}
