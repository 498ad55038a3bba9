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

/** A UUID of version 7, as the intake makes them: the dashboard knows by the ids which of two comments is the newer. */
const idOfTime = `(lpad(to_hex((extract(epoch FROM sent_at) * 1000)::bigint), 12, '0')
                  || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid`;

/** Their ids, oldest first; `{n}` in a text is replaced by the number of the comment. */
export async function givenManyComments({ deps }: Service, many: ManyComments): Promise<string[]> {
  const { rows } = await deps.pool.query<{ id: string }>(
    `INSERT INTO comments (site_id, id, page_url, author_name, author_email, author_key, body, body_hash, status, revision, score,
                           decided_by, decided_at, created_at)
     SELECT s.id, ${idOfTime}, $3, replace($4, '{n}', n::text), replace($5, '{n}', n::text),
            'email:' || replace($5, '{n}', n::text), replace($6, '{n}', n::text), sha256(convert_to(replace($6, '{n}', n::text), 'UTF8')),
            $7, 2, 1, $8, now() - interval '1 minute', sent_at
     FROM sites s, generate_series(1, $2::integer) n,
          LATERAL (SELECT now() - interval '1 day' + n * interval '1 second') AS sent (sent_at)
     WHERE s.key = $1
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
