import { uuidv7 } from "uuidv7";
import { rolesWith } from "../people/caller.ts";
import type { Queryable } from "../db/transaction.ts";
import { holdThreshold, urgentTimesHold } from "../sites/hold-threshold.ts";
import { type NoticeSettings, type NoticeTarget, urgencies, usualLanguage, type Waiting } from "./notice.ts";
import { type NoticeLanguage, noticeLanguages } from "./notice-words.ts";

// A decision may be committed a little after the time it bears: only from then on it counts as the newest.
const settledAfterSeconds = 5;

interface WaitingRow {
  site_id: string;
  site_key: string;
  site_name: string;
  held: number;
  oldest_at: Date;
  newest_at: Date | null;
  has_unsettled: boolean;
  [level: `${string}_count` | `${string}_newest`]: number | Date | null;
}

/** What waits on every site, in one reading of the held comments. */
export async function readWaiting(db: Queryable): Promise<Waiting[]> {
  const settled = `c.decided_at <= now() - interval '${settledAfterSeconds} seconds'`;
  const isUrgent = (times: number) => `c.score >= ${times} * ${holdThreshold("s.settings")}`;
  const { rows } = await db.query<WaitingRow>(
    `SELECT s.id AS site_id, s.key AS site_key, s.name AS site_name, count(*)::integer AS held,
            min(c.created_at) AS oldest_at, max(c.decided_at) FILTER (WHERE ${settled}) AS newest_at,
            coalesce(bool_or(NOT ${settled}), false) AS has_unsettled,
            ${urgencies
              .map(
                (urgency) => `
            count(*) FILTER (WHERE ${isUrgent(urgentTimesHold[urgency])})::integer AS ${urgency}_count,
            max(c.decided_at) FILTER (WHERE ${isUrgent(urgentTimesHold[urgency])} AND ${settled}) AS ${urgency}_newest`,
              )
              .join(",")}
     FROM comments c JOIN sites s ON s.id = c.site_id WHERE c.status = 'held' GROUP BY s.id ORDER BY s.name`,
  );
  return rows.map((row) => ({
    siteId: row.site_id,
    siteKey: row.site_key,
    siteName: row.site_name,
    held: row.held,
    oldestAt: row.oldest_at,
    newestAt: row.newest_at,
    hasUnsettled: row.has_unsettled,
    urgent: Object.fromEntries(
      urgencies.map((urgency) => [
        urgency,
        { count: row[`${urgency}_count`], newestAt: row[`${urgency}_newest`] },
      ]),
    ) as Waiting["urgent"],
  }));
}

interface TargetRow {
  id: string;
  email: string | null;
  url: Buffer | null;
  language: string;
  settings: NoticeSettings;
  site_ids: string[] | null;
  told_through: Date;
  told_site_ids: string[] | null;
  urgent_sent_at: Date | null;
  digest_hour: Date;
  failures: number;
  retry_at: Date | null;
}

/** Who wants to be told: people on the sites they decide on today, chats of their site. */
export async function listTargets(db: Queryable): Promise<NoticeTarget[]> {
  const { rows } = await db.query<TargetRow>(
    `SELECT t.id, u.email, t.url, t.language, t.settings, t.told_through, t.told_site_ids, t.urgent_sent_at,
            t.digest_hour, t.failures, t.retry_at,
            CASE WHEN t.site_id IS NOT NULL THEN ARRAY[t.site_id] WHEN NOT roles.over_all THEN roles.site_ids END AS site_ids
     FROM notice_targets t
     LEFT JOIN users u ON u.id = t.user_id AND u.disabled_at IS NULL
     CROSS JOIN LATERAL (
       SELECT coalesce(bool_or(r.site_id IS NULL), false) AS over_all,
              coalesce(array_agg(r.site_id) FILTER (WHERE r.site_id IS NOT NULL), '{}') AS site_ids
       FROM user_roles r WHERE r.user_id = t.user_id AND r.role IN (${rolesWith("moderate")})
     ) roles
     WHERE t.enabled AND (t.site_id IS NOT NULL OR u.id IS NOT NULL) ORDER BY t.id`,
  );
  return rows.map((row) => ({
    id: row.id,
    to: row.url === null ? { kind: "mail", email: row.email ?? "" } : { kind: "chat", sealedUrl: row.url },
    language: knownLanguage(row.language),
    settings: row.settings,
    siteIds: row.site_ids,
    toldThrough: row.told_through,
    toldSiteIds: row.told_site_ids,
    urgentSentAt: row.urgent_sent_at,
    digestHour: row.digest_hour,
    failures: row.failures,
    retryAt: row.retry_at,
  }));
}

export async function recordSent(
  db: Queryable,
  id: string,
  sent: {
    at: Date;
    toldThrough: Date;
    toldSiteIds: string[];
    urgentSentAt: Date | null;
    digestHour: Date | null;
  },
): Promise<void> {
  await db.query(
    `UPDATE notice_targets
     SET told_through = $2, urgent_sent_at = coalesce($3, urgent_sent_at), digest_hour = greatest(digest_hour, $4),
         last_sent_at = $5, told_site_ids = $6, failures = 0, retry_at = NULL, last_error = NULL, last_error_at = NULL
     WHERE id = $1`,
    [id, sent.toldThrough, sent.urgentSentAt, sent.digestHour, sent.at, sent.toldSiteIds],
  );
}

export async function passOver(db: Queryable, id: string, digestHour: Date): Promise<void> {
  await db.query("UPDATE notice_targets SET digest_hour = greatest(digest_hour, $2) WHERE id = $1", [
    id,
    digestHour,
  ]);
}

export async function recordFailure(
  db: Queryable,
  id: string,
  failure: { at: Date; problem: string; retryAt: Date },
): Promise<void> {
  await db.query(
    `UPDATE notice_targets SET failures = failures + 1, retry_at = $2, last_error = $3, last_error_at = $4 WHERE id = $1`,
    [id, failure.retryAt, failure.problem, failure.at],
  );
}

export type TargetOwner = { userId: string } | { siteId: string };

export interface SavedTarget {
  enabled: boolean;
  language: NoticeLanguage;
  settings: NoticeSettings;
  sealedUrl: Buffer | null;
  lastSentAt: Date | null;
  lastError: string | null;
  lastErrorAt: Date | null;
}

const ownerColumn = (owner: TargetOwner) => ("userId" in owner ? "user_id" : "site_id");
const ownerId = (owner: TargetOwner) => ("userId" in owner ? owner.userId : owner.siteId);

export async function findTarget(db: Queryable, owner: TargetOwner): Promise<SavedTarget | null> {
  const { rows } = await db.query<SavedTarget & { language: string }>(
    `SELECT enabled, language, settings, url AS "sealedUrl", last_sent_at AS "lastSentAt", last_error AS "lastError",
            last_error_at AS "lastErrorAt"
     FROM notice_targets WHERE ${ownerColumn(owner)} = $1`,
    [ownerId(owner)],
  );
  const [saved] = rows;
  return saved === undefined ? null : { ...saved, language: knownLanguage(saved.language) };
}

/** A later version may have saved another. */
const knownLanguage = (saved: string): NoticeLanguage =>
  noticeLanguages.find((language) => language === saved) ?? usualLanguage;

/** Hours that have begun by `now` are past: a change tells nobody anything at once. Earlier failures are forgotten. */
export async function saveTarget(
  db: Queryable,
  owner: TargetOwner,
  target: Pick<SavedTarget, "enabled" | "language" | "settings" | "sealedUrl"> & { now: Date },
): Promise<void> {
  const column = ownerColumn(owner);
  await db.query(
    `INSERT INTO notice_targets (id, ${column}, enabled, language, settings, url, digest_hour)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (${column}) DO UPDATE
     SET enabled = excluded.enabled, language = excluded.language, settings = excluded.settings, url = excluded.url,
         digest_hour = excluded.digest_hour, failures = 0, retry_at = NULL, last_error = NULL, last_error_at = NULL`,
    [
      uuidv7(),
      ownerId(owner),
      target.enabled,
      target.language,
      JSON.stringify(target.settings),
      target.sealedUrl,
      target.now,
    ],
  );
}

export async function deleteTarget(db: Queryable, owner: TargetOwner): Promise<boolean> {
  const { rowCount } = await db.query(`DELETE FROM notice_targets WHERE ${ownerColumn(owner)} = $1`, [
    ownerId(owner),
  ]);
  return rowCount === 1;
}
