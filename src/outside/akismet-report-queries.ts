import { judgementOfText } from "../comments/judgement-of-text.ts";
import type { Queryable } from "../db/transaction.ts";
import type { CommentFacts } from "../rules/facts.ts";
import type { AkismetAnswer, OutsideFact } from "../rules/outside-fact.ts";
import type { AkismetVerdict } from "./akismet-question.ts";

/** A comment that a moderator decided, and all that is needed to tell Akismet of it. */
export interface DueReport {
  siteId: string;
  allowedOrigins: string[];
  decisionId: string;
  attempts: number;
  /** What the moderator says of it; null = nothing, any more. */
  said: AkismetVerdict | null;
  /** Of Akismet, when it was asked about the present text; null = it said nothing, or the moderator meant another text. */
  answer: AkismetAnswer | null;
  judgementId: string | null;
  /** What it was told since. */
  told: AkismetVerdict | null;
  comment: CommentFacts["comment"];
}

interface ReportRow extends Omit<CommentFacts["comment"], "createdAt"> {
  siteId: string;
  allowedOrigins: string[];
  decisionId: string;
  attempts: number;
  said: AkismetVerdict | null;
  judgementId: string | null;
  outside: OutsideFact[] | null;
  told: AkismetVerdict | null;
  createdAt: Date;
}

const leaseSeconds = 120;

/** Takes the oldest ones that are due; who does not come back leaves them to the next. */
export async function leaseReports(db: Queryable, limit: number): Promise<DueReport[]> {
  const { rows } = await db.query<ReportRow>(
    `WITH leased AS (
       UPDATE akismet_reports r
       SET due_at = now() + make_interval(secs => $2), attempts = r.attempts + 1
       FROM (SELECT site_id, comment_id FROM akismet_reports WHERE due_at <= now()
             ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED) due
       WHERE r.site_id = due.site_id AND r.comment_id = due.comment_id
       RETURNING r.*
     )
     SELECT r.site_id AS "siteId", s.allowed_origins AS "allowedOrigins", r.decision_id AS "decisionId", r.attempts,
            CASE CASE WHEN d.undoes IS NULL THEN d.status ELSE (
                   SELECT earlier.status FROM decisions undone
                   JOIN decisions earlier
                     ON earlier.comment_id = undone.comment_id AND earlier.revision = undone.revision - 1
                   WHERE undone.id = d.undoes AND earlier.decided_by = 'moderator' AND earlier.undoes IS NULL
                   LIMIT 1) END
            WHEN 'approved' THEN 'ham' WHEN 'spam' THEN 'spam' END AS said,
            judged.id AS "judgementId", judged.facts->'outside' AS outside,
            CASE WHEN judged.id = r.judgement_id THEN r.told END AS told,
            c.id, s.key AS "siteKey", c.page_url AS "pageUrl", c.page_title AS "pageTitle", c.parent_id AS "parentId",
            c.author_name AS "authorName", c.author_email AS "authorEmail", c.author_url AS "authorUrl", c.body,
            host(c.author_ip) AS ip, c.user_agent AS "userAgent", c.referrer, c.created_at AS "createdAt"
     FROM leased r
     JOIN sites s ON s.id = r.site_id
     JOIN comments c ON c.site_id = r.site_id AND c.id = r.comment_id
     JOIN decisions d ON d.site_id = r.site_id AND d.id = r.decision_id
     LEFT JOIN LATERAL ${judgementOfText({ id: "c.id", body: "c.body" })} judged ON judged.revision < d.revision
     ORDER BY r.decision_id`,
    [limit, leaseSeconds],
  );
  return rows.map(toReport);
}

function toReport(row: ReportRow): DueReport {
  const { siteId, allowedOrigins, decisionId, attempts, said, judgementId, outside, told, ...comment } = row;
  const answer = outside?.find((fact) => fact.service === "akismet")?.answer ?? null;
  return {
    ...{ siteId, allowedOrigins, decisionId, attempts, said, judgementId, told, answer },
    comment: { ...comment, createdAt: comment.createdAt.toISOString() },
  };
}

type Settled = Pick<DueReport, "siteId" | "decisionId" | "judgementId" | "told"> & {
  comment: { id: string };
};

/** Keeps what Akismet was told, if it was; a decision made meanwhile stays due. */
export async function settleReport(db: Queryable, report: Settled): Promise<void> {
  const { siteId, decisionId, judgementId, told, comment } = report;
  if (told === null) {
    await db.query(
      "DELETE FROM akismet_reports WHERE site_id = $1 AND comment_id = $2 AND decision_id = $3",
      [siteId, comment.id, decisionId],
    );
    return;
  }
  await db.query(
    `UPDATE akismet_reports
     SET told = $4, judgement_id = $5, due_at = CASE WHEN decision_id = $3 THEN NULL ELSE due_at END
     WHERE site_id = $1 AND comment_id = $2`,
    [siteId, comment.id, decisionId, told, judgementId],
  );
}

export async function postponeReport(
  db: Queryable,
  { siteId, decisionId, comment }: Pick<DueReport, "siteId" | "decisionId" | "comment">,
  seconds: number,
): Promise<void> {
  await db.query(
    `UPDATE akismet_reports SET due_at = now() + make_interval(secs => $4)
     WHERE site_id = $1 AND comment_id = $2 AND decision_id = $3`,
    [siteId, comment.id, decisionId, seconds],
  );
}
