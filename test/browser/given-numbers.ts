import { uuidv7 } from "uuidv7";
import { countHours } from "../../src/stats/count-hours.ts";
import type { Service } from "../support/service.ts";

/** Weeks of comments in the demo site, more by day than by night, decided by rules and by two people; and their counts. */
export async function givenWeeks(service: Service, { days }: { days: number }): Promise<void> {
  const { pool } = service.database;
  const [ilse, tomasz] = [uuidv7(), uuidv7()];
  await pool.query(
    `INSERT INTO users (id, email, name, password_hash) VALUES ($1, 'ilse@example.org', 'Ilse Brandt', ''), ($2, 't@example.org', 'Tomasz', '')`,
    [ilse, tomasz],
  );
  // Dice that fall the same each time: md5 of what is thrown for.
  const dice = (what: string) => `(('x' || substr(md5(${what}), 1, 8))::bit(32)::bigint / 4294967296.0)`;
  await pool.query(
    `WITH given AS (
       SELECT gen_random_uuid() AS id, sites.id AS site_id, n,
              date_trunc('hour', now()) - hour * interval '1 hour' + ${dice("'m' || hour || n")} * interval '59 minutes' AS at
       FROM sites, generate_series(1, $1 * 24) AS hour
       CROSS JOIN LATERAL (
         SELECT n FROM generate_series(1, 5) AS n
         WHERE ${dice("'c' || hour || n")} < 0.08 + 0.5 * greatest(0, sin((extract(hour FROM now() - hour * interval '1 hour') - 7) / 15 * pi()))
       ) AS each
       WHERE sites.key = 'demo'
     ), thrown AS (
       SELECT *, ${dice("'o' || at || n")} AS luck, ${dice("'w' || at || n")} AS patience, ${dice("'p' || at || n")} AS who FROM given
     ), judged AS (
       SELECT *, CASE WHEN luck < 0.45 THEN 'approved' WHEN luck < 0.6 THEN 'spam' ELSE 'held' END AS first,
              CASE WHEN luck < 0.85 THEN 'approved' WHEN luck < 0.94 THEN 'rejected' ELSE 'spam' END AS last,
              least(at + exp(4 + patience * 7) * interval '1 second', now() - interval '2 seconds') AS decided_at
       FROM thrown
     ), commented AS (
       INSERT INTO comments (site_id, id, page_url, author_name, author_key, body, body_hash, status, revision, created_at)
       SELECT site_id, id, 'https://example.org/', 'Jo', 'name:jo', 'Well.', '', CASE WHEN first <> 'held' THEN first
              WHEN at > now() - interval '3 hours' THEN 'held' ELSE last END, CASE first WHEN 'held' THEN 3 ELSE 2 END, at FROM judged
     ), by_rules AS (
       INSERT INTO decisions (site_id, id, comment_id, status, previous_status, revision, decided_by, created_at)
       SELECT site_id, gen_random_uuid(), id, first, 'queued', 2, 'rules', at + interval '400 milliseconds' FROM judged
     ), numbered AS (
       INSERT INTO rule_days (site_id, rule_id, rule_version, day, hits, confirmed, overturned, blind_hits, blind_confirmed, blind_overturned)
       SELECT site_id, r.id, 1, at::date, count(*), count(*) / 3, count(*) / 20, 0, 0, 0
       FROM judged JOIN LATERAL (SELECT id, row_number() OVER (ORDER BY id) AS place FROM rules WHERE rules.site_id = judged.site_id ORDER BY id LIMIT 6) r
         ON ${dice("'r' || at || place")} < 0.5 / place
       WHERE first <> 'approved' GROUP BY 1, 2, 4 ON CONFLICT DO NOTHING
     )
     INSERT INTO decisions (site_id, id, comment_id, status, previous_status, revision, decided_by, user_id, created_at)
     SELECT site_id, gen_random_uuid(), id, last, 'held', 3, 'moderator', CASE WHEN who < 0.65 THEN $2::uuid ELSE $3::uuid END, decided_at
     FROM judged WHERE first = 'held' AND at <= now() - interval '3 hours'`,
    [days, ilse, tomasz],
  );
  await pool.query(
    "UPDATE settings SET value = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE name = 'stats_backfill'",
  );
  await countHours(pool);
}
