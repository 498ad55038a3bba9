// The one place where a comment's status is written, and with it, in the same statement, all that says so: decision,
// findings, sketch, lesson, report to Akismet, event and deliveries. Who may decide what is settled in decide-comment.ts.
import { jsonArray, plainArray, readPlainArray } from "../db/array-literal.ts";
import type { Queryable } from "../db/transaction.ts";
import { sketchBits } from "../text/similarity.ts";
import { newsroomKey } from "./author.ts";
import type { CommentStatus, DecidedBy } from "./comment.ts";
import type { Decision } from "./decision.ts";
import { bands, storedBits } from "./text-sketches.ts";

export type Change = Decision & {
  decisionId: string;
  eventId: string;
  previousStatus: CommentStatus;
  /** After the change. */
  revision: number;
};

interface ChangeColumn {
  name: string;
  type: string;
  /** One value for each change. */
  of: (changes: readonly Change[]) => unknown;
}

const plain = (
  name: string,
  type: string,
  of: (change: Change) => string | number | null | undefined,
): ChangeColumn => ({ name, type, of: (changes) => plainArray(changes.map(of)) });
const json = (name: string, of: (change: Change) => object | null | undefined): ChangeColumn => ({
  name,
  type: "jsonb",
  of: (changes) => jsonArray(changes.map(of)),
});
/** What people wrote. */
const text = (name: string, of: (change: Change) => string | null | undefined): ChangeColumn => ({
  name,
  type: "text",
  of: (changes) => changes.map(of),
});

const changeColumns: readonly ChangeColumn[] = [
  plain("commentId", "uuid", (change) => change.commentId),
  plain("decisionId", "uuid", (change) => change.decisionId),
  plain("eventId", "uuid", (change) => change.eventId),
  plain("status", "text", (change) => change.status),
  plain("previousStatus", "text", (change) => change.previousStatus),
  plain("revision", "integer", (change) => change.revision),
  plain("decidedBy", "text", ({ by }) => by.kind),
  json("reasons", (change) => change.reasons),
  text("publicReason", (change) => change.publicReason),
  plain("score", "real", ({ judgement }) => judgement?.score),
  json("facts", ({ judgement }) => judgement?.facts),
  plain("rulesRevision", "integer", ({ judgement }) => judgement?.rulesRevision),
  json("blind", ({ judgement }) => judgement?.blind),
  plain("sketch", `bit(${sketchBits})`, ({ judgement }) => judgement?.sketch && storedBits(judgement.sketch)),
  ...bands.map((band, index) => plain(band, "integer", ({ judgement }) => judgement?.sketch?.bands[index])),
];
/** Always null where rules decide: not sent then. */
const moderatorColumns: readonly ChangeColumn[] = [
  plain("batchId", "uuid", (change) => change.batchId),
  plain("userId", "uuid", ({ by }) => (by.kind === "moderator" ? by.userId : null)),
  plain("apiKeyId", "uuid", ({ by }) => (by.kind === "moderator" ? by.apiKeyId : null)),
  text("deciderName", ({ by }) => (by.kind === "moderator" ? by.name : null)),
  text("note", (change) => change.note),
  plain("undoes", "uuid", (change) => change.undoes),
];
const sentColumns = (by: DecidedBy) =>
  by === "moderator" ? [...changeColumns, ...moderatorColumns] : changeColumns;

/** What goes with a text that is deleted: everything that repeats it, and who wrote it. */
const erased = `
  , body = '', author_name = '', author_email = NULL, author_url = NULL, author_key = 'deleted', author_ip = NULL,
  author_network = NULL, user_agent = NULL, referrer = NULL`;
const erasing = `
), forgotten AS (
  DELETE FROM text_sketches USING changed
  WHERE text_sketches.site_id = changed.site_id AND text_sketches.comment_id = changed.id
), untold AS (
  DELETE FROM akismet_reports USING changed
  WHERE akismet_reports.site_id = changed.site_id AND akismet_reports.comment_id = changed.id
), unsearched AS (
  DELETE FROM comment_search USING changed WHERE comment_search.comment_id = changed.id
), unquoted AS (
  UPDATE findings SET matched = NULL, explanation = ''
  FROM changed WHERE findings.site_id = changed.site_id AND findings.comment_id = changed.id
), unsaid AS (
  UPDATE decisions SET reasons = '{}', note = NULL, public_reason = NULL, blind = jsonb_set(blind, '{reasons}', '[]')
  WHERE comment_id IN (SELECT id FROM changed)
), unasked AS (
  DELETE FROM second_opinions WHERE comment_id IN (SELECT id FROM changed)
), unwritten AS (
  DELETE FROM earlier_texts WHERE comment_id IN (SELECT id FROM changed)
), blanked AS (
  UPDATE events
  SET data = jsonb_set(jsonb_set(jsonb_set(data, '{comment,body}', '""'), '{comment,authorName}', '""'), '{decision,reasons}', '[]')
  WHERE comment_id IN (SELECT id FROM changed)
), cancelled AS (
  UPDATE deliveries SET status = 'cancelled', lease_until = NULL
  WHERE status = 'pending' AND comment_id IN (SELECT id FROM changed)`;
const sketching = `
), sketched AS (
  INSERT INTO text_sketches (site_id, comment_id, created_at, sketch, ${bands.join(", ")})
  SELECT site_id, id, created_at, sketch, ${bands.join(", ")}
  FROM changed WHERE sketch IS NOT NULL
  ON CONFLICT (site_id, comment_id) DO UPDATE
  SET sketch = excluded.sketch, ${bands.map((band) => `${band} = excluded.${band}`).join(", ")}`;
// What was before an undone decision is looked for among this comment's alone: PostgreSQL without statistics of the table
// would begin at the other end, and read every decision there is for each comment.
const teaching = `
), taught AS (
  INSERT INTO lessons (site_id, comment_id, decision_id, refused)
  SELECT site_id, id, "decisionId",
         CASE CASE WHEN undoes IS NULL THEN status ELSE (
                SELECT earlier.status FROM decisions earlier
                WHERE earlier.comment_id = changed.id
                  AND earlier.revision = (SELECT undone.revision - 1 FROM decisions undone WHERE undone.id = changed.undoes LIMIT 1)
                  AND earlier.decided_by = 'moderator' AND earlier.undoes IS NULL
                LIMIT 1) END
         WHEN 'approved' THEN false WHEN 'rejected' THEN true WHEN 'spam' THEN true END
  FROM changed WHERE decided_by = 'moderator' AND author_key <> '${newsroomKey}'
  ON CONFLICT (site_id, comment_id) DO UPDATE SET decision_id = excluded.decision_id, refused = excluded.refused`;
const answering = `
), answered AS (
  UPDATE second_opinions SET answered_by = CASE WHEN undoes IS NULL THEN "decisionId" END
  FROM changed
  WHERE comment_id = changed.id AND CASE WHEN undoes IS NULL THEN answered_by IS NULL ELSE answered_by = undoes END`;
const tellingAkismet = `
), to_tell AS (
  INSERT INTO akismet_reports (site_id, comment_id, decision_id)
  SELECT changed.site_id, changed.id, "decisionId"
  FROM changed JOIN service_secrets akismet ON akismet.site_id = changed.site_id
  WHERE changed.decided_by = 'moderator' AND akismet.service = 'akismet' AND akismet.reports_decisions
    AND changed.author_key <> '${newsroomKey}'
  ON CONFLICT (site_id, comment_id) DO UPDATE SET decision_id = excluded.decision_id, due_at = now(), attempts = 0`;

// The WHERE on status and revision repeats what a lock already guarantees, and stands for it where there is none: no row
// is ever decided twice. The ids besides the join keep PostgreSQL from reading the whole table; the connections of the
// rules do without, since they look up nothing that way. `IS TRUE` hides the status from the planner: where it knows nothing
// of a long queue, it would go through the whole of it for each comment. Endpoints are those of the moment of the
// decision; the payload is stored, so that delivery never reads comments back. What only a moderator's decision or a
// deletion needs is left out elsewhere.
const writeStatement = (by: DecidedBy, isDeletion: boolean) => ({
  name: `write-decisions-by-${by}${isDeletion ? "-deleting" : ""}`,
  text: `
WITH input AS (
  SELECT *${by === "moderator" ? "" : moderatorColumns.map(({ name, type }) => `, NULL::${type} AS "${name}"`).join("")}
  FROM unnest(${sentColumns(by)
    .map(({ type }, index) => `$${index + 2}::${type}[]`)
    .join(", ")})
    AS t (${sentColumns(by)
      .map(({ name }) => `"${name}"`)
      .join(", ")})
), changed AS (
  UPDATE comments c
  SET status = input.status, revision = input.revision, decided_by = input."decidedBy", decided_at = now(),
      public_reason = input."publicReason", score = coalesce(input.score, c.score), last_error = NULL${isDeletion ? erased : ""}
  FROM input
  WHERE ${by === "moderator" ? "c.id = ANY($2::uuid[]) AND " : ""}c.id = input."commentId"
    AND (c.status = input."previousStatus") IS TRUE AND c.revision = input.revision - 1
  RETURNING c.site_id, c.id, c.external_id, c.page_url, c.parent_id, c.author_name, c.author_key, c.body, c.status, c.revision, c.decided_by,
            input."previousStatus", input."decisionId", input."eventId", input."batchId", input."userId", input."apiKeyId",
            input."deciderName", input.reasons, input.note, input."publicReason", input.facts, input."rulesRevision", input.undoes, input.blind, input.score,
            c.created_at, input.sketch, ${bands.map((band) => `input.${band}`).join(", ")}
), written AS (
  INSERT INTO decisions (site_id, id, comment_id, batch_id, status, previous_status, revision, decided_by, user_id, api_key_id,
                         decided_by_name, reasons, note, public_reason, score, facts, rules_revision, undoes, blind)
  SELECT site_id, "decisionId", id, "batchId", status, "previousStatus", revision, decided_by, "userId", "apiKeyId",
         "deciderName", ARRAY(SELECT jsonb_array_elements_text(reasons)), note, "publicReason", score, facts, "rulesRevision", undoes, blind
  FROM changed
), found AS (
  INSERT INTO findings (site_id, decision_id, comment_id, position, rule_id, rule_version, rule_name, stage, check_name, field,
                        span_start, span_end, matched, lane, points, force, public_reason, explanation)
  SELECT changed.site_id, f."decisionId", changed.id, f.position, f."ruleId", f."ruleVersion", f."ruleName", f.stage, f."check",
         f.field, f."spanStart", f."spanEnd", f.matched, f.lane, f.points, f.force, f."publicReason", f.explanation
  FROM json_to_recordset($1::json) AS f (
    "decisionId" uuid, position smallint, "ruleId" uuid, "ruleVersion" integer, "ruleName" text, stage text, "check" text,
    field text, "spanStart" integer, "spanEnd" integer, matched text, lane text, points real, force text,
    "publicReason" text, explanation text)
  JOIN changed ON changed."decisionId" = f."decisionId"${by === "moderator" ? teaching : sketching}${isDeletion ? erasing : by === "moderator" ? tellingAkismet + answering : ""}
), their_sites AS MATERIALIZED (
  SELECT id, key FROM sites WHERE id IN (SELECT site_id FROM changed)
), told AS (
  INSERT INTO events (id, site_id, comment_id, type, data)
  SELECT changed."eventId", changed.site_id, changed.id, 'comment.' || changed.status,
    jsonb_build_object(
      'comment', jsonb_build_object(
        'id', changed.id, 'externalId', changed.external_id, 'siteKey', site.key, 'pageUrl', changed.page_url,
        'parentId', changed.parent_id, 'status', changed.status, 'previousStatus', changed."previousStatus",
        'revision', changed.revision, 'authorName', changed.author_name, 'body', changed.body),
      'decision', jsonb_build_object('by', changed.decided_by, 'reasons', changed.reasons))
  FROM changed JOIN their_sites site ON site.id = changed.site_id
  RETURNING id, site_id, comment_id, type
), to_number AS (
  INSERT INTO unnumbered_events (event_id) SELECT id FROM told
), endpoints AS MATERIALIZED (
  SELECT id, site_id, events FROM webhook_endpoints
  WHERE enabled AND site_id IN (SELECT site_id FROM changed)
), sent AS (
  INSERT INTO deliveries (site_id, endpoint_id, event_id, comment_id)
  SELECT told.site_id, endpoint.id, told.id, told.comment_id
  FROM told JOIN endpoints endpoint ON endpoint.site_id = told.site_id
  WHERE endpoint.events IS NULL OR told.type = ANY(endpoint.events)
  RETURNING endpoint_id
), notified AS (
  SELECT pg_notify('moderato_comments', json_build_object(
    'id', changed.id, 'siteId', site_id, 'siteKey', site.key, 'status', status, 'previousStatus', "previousStatus", 'revision', revision,
    'decidedBy', coalesce("deciderName", decided_by))::text)
  FROM changed JOIN their_sites site ON site.id = changed.site_id
)
SELECT ARRAY(SELECT id FROM changed)::text AS "changedIds",
       (SELECT count(*)::integer FROM notified) AS notified,
       ARRAY(SELECT DISTINCT endpoint_id FROM sent) AS "endpointIds"`,
});

/** All at once, deletions apart, in the order of the comments' ids, so that two writers lock them in the same order. */
export async function writeChanges(
  db: Queryable,
  changes: Change[],
): Promise<{ changedIds: string[]; endpointIds: string[] }> {
  const sorted = changes.toSorted((a, b) => (a.commentId < b.commentId ? -1 : 1));
  const by = changes.some((change) => change.by.kind === "moderator") ? "moderator" : "rules";
  const isDeletion = changes[0]?.status === "deleted";
  const { rows } = await db.query<{ changedIds: string; endpointIds: string[] }>({
    ...writeStatement(by, isDeletion),
    values: [JSON.stringify(sorted.flatMap(findingRows)), ...sentColumns(by).map(({ of }) => of(sorted))],
  });
  const { changedIds, endpointIds } = rows[0]!;
  return { changedIds: readPlainArray(changedIds), endpointIds };
}

const findingRows = (change: Change) =>
  (change.judgement?.findings ?? []).map((finding, position) => ({
    decisionId: change.decisionId,
    position,
    ruleId: finding.ruleId,
    ruleVersion: finding.ruleVersion,
    ruleName: finding.ruleName,
    stage: finding.stage,
    check: finding.check,
    field: finding.field,
    spanStart: finding.span?.[0] ?? null,
    spanEnd: finding.span?.[1] ?? null,
    matched: finding.matched,
    lane: finding.lane,
    points: finding.points,
    force: finding.force,
    publicReason: finding.publicReason,
    explanation: finding.explanation,
  }));

/**
 * An edited text goes back to the rules: the one change of status that is no decision. The text before it is kept. False
 * where the comment was changed meanwhile.
 */
export async function requeueEdited(
  db: Queryable,
  edit: {
    siteId: string;
    id: string;
    body: string;
    bodyHash: Buffer;
    expectedRevision: number;
    editedBy: string;
  },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `WITH before AS (
       SELECT site_id, id, revision, body FROM comments
       WHERE site_id = $1 AND id = $2 AND status <> 'deleted' AND revision = $5 FOR UPDATE
     ), edited AS (
       UPDATE comments
       SET body = $3, body_hash = $4, status = 'queued', revision = comments.revision + 1, decided_by = NULL, decided_at = NULL,
           public_reason = NULL, attempts = 0, sweeps = 0, lease_until = now() + interval '15 seconds'
       FROM before WHERE comments.site_id = before.site_id AND comments.id = before.id
       RETURNING comments.id
     ), unsearched AS (
       DELETE FROM comment_search USING edited WHERE comment_search.comment_id = edited.id
     )
     INSERT INTO earlier_texts (comment_id, revision, site_id, body, edited_by)
     SELECT before.id, before.revision, before.site_id, before.body, $6 FROM before JOIN edited ON edited.id = before.id`,
    [edit.siteId, edit.id, edit.body, edit.bodyHash, edit.expectedRevision, edit.editedBy],
  );
  return rowCount === 1;
}
