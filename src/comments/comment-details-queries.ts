// What is shown beside a comment: why it is where it is, who decided, whose it is, what it said before. What a page of a
// list asks has a name: PostgreSQL reads and plans it once for a connection, which takes as long as answering it.
import type { Queryable } from "../db/transaction.ts";
import { holdsAt } from "./author-queries.ts";
import type { CommentStatus, DecidedBy } from "./comment.ts";
import type { CommentRow } from "./comment-queries.ts";
import { judgementOfText, mayBeTold } from "./judgement-of-text.ts";

export interface FindingView {
  ruleId: string;
  ruleName: string;
  ruleVersion: number;
  stage: string;
  check: string;
  field: string | null;
  span: [number, number] | null;
  matched: string | null;
  lane: string | null;
  points: number;
  force: string | null;
  publicReason: string | null;
  explanation: string;
}

export interface DecisionView {
  id: string;
  /** Of the decisions that were taken together with it; null for one that takes another one back. */
  batchId: string | null;
  status: CommentStatus;
  previousStatus: CommentStatus;
  revision: number;
  by: DecidedBy;
  moderatorName: string | null;
  reasons: string[];
  note: string | null;
  /** What the author of a refused comment is told. */
  publicReason: string | null;
  score: number | null;
  /** The decision that it takes back. */
  undoes: string | null;
  createdAt: string;
}

interface FindingRow {
  comment_id: string;
  rule_id: string;
  rule_name: string;
  rule_version: number;
  stage: string;
  check_name: string;
  field: string | null;
  span_start: number | null;
  span_end: number | null;
  matched: string | null;
  lane: string | null;
  points: number;
  force: string | null;
  public_reason: string | null;
  explanation: string;
}

/** The findings of the judgement on each comment's present text, as far as they may be told. */
export async function findingsOf(db: Queryable, comments: CommentRow[]): Promise<Map<string, FindingView[]>> {
  const { rows } = await db.query<FindingRow>({
    name: "findings-of",
    text: `SELECT f.* FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::boolean[])
            AS wanted (site_id, comment_id, body, by_human)
     CROSS JOIN LATERAL ${judgementOfText({ id: "wanted.comment_id", body: "wanted.body" })} newest
     JOIN findings f ON f.site_id = wanted.site_id AND f.comment_id = wanted.comment_id AND f.decision_id = newest.id
     WHERE ${mayBeTold("wanted.by_human")}
     ORDER BY f.comment_id, f.position`,
    values: [
      comments.map((comment) => comment.siteId),
      comments.map((comment) => comment.id),
      comments.map((comment) => comment.body),
      comments.map((comment) => comment.decidedBy === "moderator"),
    ],
  });
  const byComment = new Map<string, FindingView[]>(comments.map((comment) => [comment.id, []]));
  for (const row of rows) {
    byComment.get(row.comment_id)?.push({
      ruleId: row.rule_id,
      ruleName: row.rule_name,
      ruleVersion: row.rule_version,
      stage: row.stage,
      check: row.check_name,
      field: row.field,
      span: row.span_start !== null && row.span_end !== null ? [row.span_start, row.span_end] : null,
      matched: row.matched,
      lane: row.lane,
      points: row.points,
      force: row.force,
      publicReason: row.public_reason,
      explanation: row.explanation,
    });
  }
  return byComment;
}

interface DecisionRow {
  id: string;
  batch_id: string | null;
  comment_id: string;
  status: CommentStatus;
  previous_status: CommentStatus;
  revision: number;
  decided_by: DecidedBy;
  decided_by_name: string | null;
  reasons: string[];
  note: string | null;
  public_reason: string | null;
  score: number | null;
  undoes: string | null;
  created_at: Date;
}

/** Every decision on these comments, oldest first. */
export async function decisionsOf(db: Queryable, commentIds: string[]): Promise<Map<string, DecisionView[]>> {
  const { rows } = await db.query<DecisionRow>({
    name: "decisions-of",
    text: `SELECT id, CASE WHEN undoes IS NULL THEN batch_id END AS batch_id, comment_id, status, previous_status, revision,
                  decided_by, decided_by_name, reasons, note, public_reason, score, undoes, created_at
           FROM decisions WHERE comment_id = ANY($1::uuid[]) ORDER BY created_at, id`,
    values: [commentIds],
  });
  const byComment = new Map<string, DecisionView[]>(commentIds.map((id) => [id, []]));
  for (const row of rows) {
    byComment.get(row.comment_id)?.push({
      id: row.id,
      batchId: row.batch_id,
      status: row.status,
      previousStatus: row.previous_status,
      revision: row.revision,
      by: row.decided_by,
      moderatorName: row.decided_by_name,
      reasons: row.reasons,
      note: row.note,
      publicReason: row.public_reason,
      score: row.score,
      undoes: row.undoes,
      createdAt: row.created_at.toISOString(),
    });
  }
  return byComment;
}

export interface AuthorView {
  approvedCount: number;
  rejectedCount: number;
  heldCount: number;
  firstSeenAt: string | null;
  trusted: boolean;
  banned: boolean;
  /** What moderators have noted about the author. */
  note: string;
}

// An author with more comments than this is known well enough; counting stays cheap for the busiest.
const historyLimit = 1000;

/** What each comment's author has had decided, this comment left out. */
export async function authorsOf(db: Queryable, comments: CommentRow[]): Promise<Map<string, AuthorView>> {
  const { rows } = await db.query<{
    id: string;
    approved: number;
    rejected: number;
    held: number;
    first: Date | null;
    trusted: boolean;
    banned: boolean;
    note: string;
  }>({
    name: "authors-of",
    text: `SELECT wanted.id, history.*, standing.trusted_at IS NOT NULL AS trusted, coalesce(${holdsAt("standing", "now()")}, false) AS banned,
            coalesce(standing.note, '') AS note
     FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS wanted (site_id, author_key, id)
     LEFT JOIN authors standing ON standing.site_id = wanted.site_id AND standing.author_key = wanted.author_key
     CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE status = 'approved') AS approved, count(*) FILTER (WHERE status IN ('rejected', 'spam')) AS rejected,
              count(*) FILTER (WHERE status = 'held') AS held, min(created_at) AS first
       FROM (SELECT e.status, e.created_at FROM comments e
             WHERE e.site_id = wanted.site_id AND e.author_key = wanted.author_key AND e.id <> wanted.id
             ORDER BY e.created_at DESC, e.id DESC LIMIT ${historyLimit}) recent
     ) history`,
    values: [comments.map((c) => c.siteId), comments.map((c) => c.authorKey), comments.map((c) => c.id)],
  });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        approvedCount: row.approved,
        rejectedCount: row.rejected,
        heldCount: row.held,
        firstSeenAt: row.first?.toISOString() ?? null,
        trusted: row.trusted,
        banned: row.banned,
        note: row.note,
      },
    ]),
  );
}

export interface EditView {
  /** At which the text stood that the edit replaced. */
  revision: number;
  body: string;
  editedBy: string;
  editedAt: string;
}

/** The texts that edits have replaced, oldest first. */
export async function editsOf(db: Queryable, commentId: string): Promise<EditView[]> {
  const { rows } = await db.query<{ revision: number; body: string; edited_by: string; edited_at: Date }>(
    "SELECT revision, body, edited_by, edited_at FROM earlier_texts WHERE comment_id = $1 ORDER BY revision",
    [commentId],
  );
  return rows.map((row) => ({
    revision: row.revision,
    body: row.body,
    editedBy: row.edited_by,
    editedAt: row.edited_at.toISOString(),
  }));
}

export interface CommentDelivery {
  id: string;
  endpointId: string;
  eventId: string;
  status: string;
  attempts: number;
  nextAttemptAt: string | null;
  lastStatusCode: number | null;
  lastError: string | null;
  deliveredAt: string | null;
  createdAt: string;
}

/** What was sent to the website about this comment, oldest first. */
export async function deliveriesOf(db: Queryable, commentId: string): Promise<CommentDelivery[]> {
  const { rows } = await db.query<{
    id: string;
    endpoint_id: string;
    event_id: string;
    status: string;
    attempts: number;
    next_attempt_at: Date;
    last_status_code: number | null;
    last_error: string | null;
    delivered_at: Date | null;
    created_at: Date;
  }>("SELECT * FROM deliveries WHERE comment_id = $1 ORDER BY created_at, id", [commentId]);
  return rows.map((row) => ({
    id: row.id,
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    status: row.status,
    attempts: row.attempts,
    nextAttemptAt: row.status === "pending" ? row.next_attempt_at.toISOString() : null,
    lastStatusCode: row.last_status_code,
    lastError: row.last_error,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }));
}
