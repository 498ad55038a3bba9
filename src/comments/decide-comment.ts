// Every change of a comment's status goes through here, by rules and moderators alike, so that comment, decision,
// findings, event and deliveries can never disagree. The queue and the network come after the commit.
import type { Pool } from "pg";
import { uuidv7 } from "uuidv7";
import { inTransaction, type Queryable, retryingConflicts, type Tx } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Finding } from "../rules/verdict.ts";
import { sketchBits, type TextSketch } from "../text/similarity.ts";
import { canMove, type CommentStatus, type DecidedBy, type DecidedStatus } from "./comment.ts";
import { bands, storedBits } from "./text-sketches.ts";

export interface Decision {
  commentId: string;
  status: DecidedStatus | "deleted";
  /** The revision the decider saw; null = whatever it is now. */
  expectedRevision: number | null;
  by: Decider;
  reasons: string[];
  note?: string | null;
  publicReason?: string | null;
  batchId?: string | null;
  /** The decision this one takes back. */
  undoes?: string | null;
  judgement?: Judgement;
}

export type Decider =
  { kind: "rules" } | { kind: "moderator"; userId: string | null; apiKeyId: string | null; name: string };

/** What the rules saw and found; kept with the decision so that it can be explained and replayed. */
export interface Judgement {
  score: number;
  findings: Finding[];
  facts: object;
  rulesRevision: number;
  /** What the rules would have done, where a human decides instead without being told. */
  blind: object | null;
  /** Of the text that was judged, for those after it to be compared with. */
  sketch: TextSketch | null;
}

export type DecisionOutcome =
  | {
      commentId: string;
      ok: true;
      changed: boolean;
      decisionId: string | null;
      status: CommentStatus;
      revision: number;
    }
  | { commentId: string; ok: false; problem: "not-found" }
  | { commentId: string; ok: false; problem: "conflict" | "not-allowed"; current: CurrentStatus };

export interface CurrentStatus {
  status: CommentStatus;
  revision: number;
  decidedBy: string | null;
  decidedAt: string | null;
}

interface LockedComment {
  id: string;
  status: CommentStatus;
  revision: number;
  decidedBy: DecidedBy | null;
  decidedAt: Date | null;
}

type Change = Decision & {
  decisionId: string;
  eventId: string;
  previousStatus: CommentStatus;
  /** After the change. */
  revision: number;
};

interface Written {
  outcomes: DecisionOutcome[];
  /** The webhook endpoints that now have something due. */
  endpointIds: string[];
}

/** Decides any number of comments in one transaction (40P01 and 40001 are tried again), then wakes the webhook workers. */
export async function decideComments(deps: Deps, decisions: Decision[]): Promise<DecisionOutcome[]> {
  return settleAll(deps, decisions, () =>
    inTransaction(deps.pool, (tx) => decideInTransaction(tx, decisions)),
  );
}

/** The rules' decisions on comments that were queued when the rules looked, each at a known revision. */
export async function decideQueued(
  deps: Deps,
  decisions: (Decision & { expectedRevision: number })[],
): Promise<DecisionOutcome[]> {
  return settleAll(deps, decisions, () => writeWhereQueued(deps.pool, decisions));
}

async function settleAll(
  deps: Deps,
  decisions: Decision[],
  write: () => Promise<Written>,
): Promise<DecisionOutcome[]> {
  if (decisions.length === 0) return [];
  const { outcomes, endpointIds } = await write();
  countDecisions(deps, decisions, outcomes);
  if (endpointIds.length > 0) {
    try {
      await deps.queues.enqueueDeliveries(endpointIds);
    } catch (error) {
      deps.metrics.enqueueFailures.inc();
      deps.log.warn(
        { err: String(error) },
        "the queue took no delivery job; the sweep will bring these deliveries back",
      );
    }
  }
  return outcomes;
}

/** The statement itself leaves alone what is no longer queued at that revision: it needs no lock beforehand. */
async function writeWhereQueued(
  pool: Pool,
  decisions: (Decision & { expectedRevision: number })[],
): Promise<Written> {
  const changes = decisions.map((decision) => changeOf(decision, "queued", decision.expectedRevision));
  const { changedIds, endpointIds } = await retryingConflicts(() => writeChanges(pool, changes));
  const changed = new Set(changedIds);
  const missed = decisions.filter(({ commentId }) => !changed.has(commentId));
  const others =
    missed.length === 0 ? null : await inTransaction(pool, (tx) => decideInTransaction(tx, missed));
  const outcomeOfOthers = new Map(others?.outcomes.map((outcome) => [outcome.commentId, outcome]));
  return {
    outcomes: changes.map((change) => outcomeOfOthers.get(change.commentId) ?? changedOutcome(change)),
    endpointIds: [...new Set([...endpointIds, ...(others?.endpointIds ?? [])])],
  };
}

async function decideInTransaction(tx: Tx, decisions: Decision[]): Promise<Written> {
  const comments = await lockComments(
    tx,
    decisions.map((decision) => decision.commentId),
  );
  const changes: Change[] = [];
  const outcomes: DecisionOutcome[] = [];
  for (const decision of decisions) {
    const comment = comments.get(decision.commentId);
    const settled =
      comment === undefined ? ({ ok: false, problem: "not-found" } as const) : settle(decision, comment);
    if (comment !== undefined && settled === "change") {
      const change = changeOf(decision, comment.status, comment.revision);
      changes.push(change);
      // A second decision on the same comment in one call must see the first.
      comments.set(comment.id, {
        ...comment,
        status: decision.status,
        revision: change.revision,
        decidedBy: decision.by.kind,
      });
      outcomes.push(changedOutcome(change));
    } else if (settled !== "change") {
      outcomes.push(await namedOutcome(tx, decision, settled));
    }
  }
  const endpointIds = new Set<string>();
  const isDeletion = ({ status }: Change) => status === "deleted";
  for (const group of [changes.filter(isDeletion), changes.filter((change) => !isDeletion(change))]) {
    if (group.length === 0) continue;
    const written = await writeChanges(tx, group);
    if (written.changedIds.length !== group.length) {
      throw new Error(
        `${group.length} comments were locked for a decision but ${written.changedIds.length} were changed`,
      );
    }
    for (const id of written.endpointIds) endpointIds.add(id);
  }
  return { outcomes, endpointIds: [...endpointIds] };
}

const changeOf = (decision: Decision, previousStatus: CommentStatus, seenRevision: number): Change => ({
  ...decision,
  decisionId: uuidv7(),
  eventId: uuidv7(),
  previousStatus,
  revision: seenRevision + 1,
});

const changedOutcome = ({ commentId, decisionId, status, revision }: Change): DecisionOutcome => ({
  commentId,
  ok: true,
  changed: true,
  decisionId,
  status,
  revision,
});

type Settled =
  | "change"
  | { ok: true; status: CommentStatus; revision: number }
  | { ok: false; problem: "not-found" }
  | { ok: false; problem: "conflict" | "not-allowed"; comment: LockedComment };

function settle(decision: Decision, comment: LockedComment): Settled {
  const seen = decision.expectedRevision === null || decision.expectedRevision === comment.revision;
  if (!seen) return { ok: false, problem: "conflict", comment };
  if (decision.status === comment.status)
    return { ok: true, status: comment.status, revision: comment.revision };
  if (!canMove(comment.status, decision.by.kind)) return { ok: false, problem: "not-allowed", comment };
  return "change";
}

async function namedOutcome(
  tx: Tx,
  { commentId }: Decision,
  settled: Exclude<Settled, "change">,
): Promise<DecisionOutcome> {
  if (settled.ok) {
    const { status, revision } = settled;
    return { commentId, ok: true, changed: false, decisionId: null, status, revision };
  }
  if (settled.problem === "not-found") return { commentId, ok: false, problem: "not-found" };
  const { status, revision, decidedAt } = settled.comment;
  const current = {
    status,
    revision,
    decidedBy: await deciderName(tx, commentId),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
  return { commentId, ok: false, problem: settled.problem, current };
}

async function lockComments(tx: Tx, ids: string[]): Promise<Map<string, LockedComment>> {
  const { rows } = await tx.query<LockedComment>({
    name: "lock-comments",
    text: `SELECT id, status, revision, decided_by AS "decidedBy", decided_at AS "decidedAt"
           FROM comments WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

async function deciderName(tx: Tx, commentId: string): Promise<string | null> {
  const { rows } = await tx.query<{ name: string | null }>(
    `SELECT coalesce(decided_by_name, decided_by) AS name FROM decisions
     WHERE comment_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1`,
    [commentId],
  );
  return rows[0]?.name ?? null;
}

const changeColumns: readonly (readonly [name: string, type: string, of: (change: Change) => unknown])[] = [
  ["commentId", "uuid", (change) => change.commentId],
  ["decisionId", "uuid", (change) => change.decisionId],
  ["eventId", "uuid", (change) => change.eventId],
  ["batchId", "uuid", (change) => change.batchId],
  ["status", "text", (change) => change.status],
  ["previousStatus", "text", (change) => change.previousStatus],
  ["revision", "integer", (change) => change.revision],
  ["decidedBy", "text", ({ by }) => by.kind],
  ["userId", "uuid", ({ by }) => (by.kind === "moderator" ? by.userId : null)],
  ["apiKeyId", "uuid", ({ by }) => (by.kind === "moderator" ? by.apiKeyId : null)],
  ["deciderName", "text", ({ by }) => (by.kind === "moderator" ? by.name : null)],
  ["reasons", "json", (change) => JSON.stringify(change.reasons)],
  ["note", "text", (change) => change.note],
  ["publicReason", "text", (change) => change.publicReason],
  ["score", "real", ({ judgement }) => judgement?.score],
  ["facts", "jsonb", ({ judgement }) => jsonOrNull(judgement?.facts)],
  ["rulesRevision", "integer", ({ judgement }) => judgement?.rulesRevision],
  ["undoes", "uuid", (change) => change.undoes],
  ["blind", "jsonb", ({ judgement }) => jsonOrNull(judgement?.blind)],
  [
    "sketch",
    `bit(${sketchBits})`,
    ({ judgement }) => (judgement?.sketch == null ? null : storedBits(judgement.sketch)),
  ],
  ...bands.map(
    (band, index) => [band, "integer", (change: Change) => change.judgement?.sketch?.bands[index]] as const,
  ),
];

const jsonOrNull = (value: object | null | undefined) => (value == null ? null : JSON.stringify(value));

/** What goes with a text that is deleted: everything that repeats it, and who wrote it. */
const erased = `
  , body = '', author_name = '', author_email = NULL, author_url = NULL, author_key = 'deleted', author_ip = NULL,
  author_network = NULL, user_agent = NULL, referrer = NULL`;
const erasing = `
), forgotten AS (
  DELETE FROM text_sketches USING changed
  WHERE text_sketches.site_id = changed.site_id AND text_sketches.comment_id = changed.id
), unquoted AS (
  UPDATE findings SET matched = NULL, explanation = ''
  FROM changed WHERE findings.site_id = changed.site_id AND findings.comment_id = changed.id
), unsaid AS (
  UPDATE decisions SET reasons = '{}', note = NULL WHERE comment_id IN (SELECT id FROM changed)
), blanked AS (
  UPDATE events SET data = jsonb_set(jsonb_set(data, '{comment,body}', '""'), '{comment,authorName}', '""')
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
const teaching = `
), taught AS (
  INSERT INTO lessons (site_id, comment_id, decision_id, refused)
  SELECT site_id, id, "decisionId",
         CASE CASE WHEN undoes IS NULL THEN status ELSE (
                SELECT earlier.status FROM decisions undone
                JOIN decisions earlier ON earlier.comment_id = undone.comment_id AND earlier.revision = undone.revision - 1
                WHERE undone.id = changed.undoes AND earlier.decided_by = 'moderator' AND earlier.undoes IS NULL
                LIMIT 1) END
         WHEN 'approved' THEN false WHEN 'rejected' THEN true WHEN 'spam' THEN true END
  FROM changed WHERE decided_by = 'moderator'
  ON CONFLICT (site_id, comment_id) DO UPDATE SET decision_id = excluded.decision_id, refused = excluded.refused`;

// The WHERE on status and revision repeats what a lock already guarantees, and stands for it where there is none: no row
// is ever decided twice. The ids besides the join keep PostgreSQL from reading the whole table. Endpoints are those of the moment of the decision; the payload is stored, so that delivery never
// reads comments back. What only a moderator's decision or a deletion needs is left out elsewhere.
const writeStatement = (by: DecidedBy, isDeletion: boolean) => ({
  name: `write-decisions-by-${by}${isDeletion ? "-deleting" : ""}`,
  text: `
WITH input AS (
  SELECT * FROM unnest(${changeColumns.map(([, type], index) => `$${index + 2}::${type}[]`).join(", ")})
    AS t (${changeColumns.map(([name]) => `"${name}"`).join(", ")})
), changed AS (
  UPDATE comments c
  SET status = input.status, revision = input.revision, decided_by = input."decidedBy", decided_at = now(),
      public_reason = input."publicReason", score = coalesce(input.score, c.score), last_error = NULL${isDeletion ? erased : ""}
  FROM input
  WHERE c.id = ANY($2::uuid[]) AND c.id = input."commentId" AND c.status = input."previousStatus" AND c.revision = input.revision - 1
  RETURNING c.site_id, c.id, c.external_id, c.page_url, c.parent_id, c.author_name, c.body, c.status, c.revision, c.decided_by,
            input."previousStatus", input."decisionId", input."eventId", input."batchId", input."userId", input."apiKeyId",
            input."deciderName", input.reasons, input.note, input.facts, input."rulesRevision", input.undoes, input.blind, input.score,
            c.created_at, input.sketch, ${bands.map((band) => `input.${band}`).join(", ")}
), written AS (
  INSERT INTO decisions (site_id, id, comment_id, batch_id, status, previous_status, revision, decided_by, user_id, api_key_id,
                         decided_by_name, reasons, note, score, facts, rules_revision, undoes, blind)
  SELECT site_id, "decisionId", id, "batchId", status, "previousStatus", revision, decided_by, "userId", "apiKeyId",
         "deciderName", ARRAY(SELECT json_array_elements_text(reasons)), note, score, facts, "rulesRevision", undoes, blind
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
  JOIN changed ON changed."decisionId" = f."decisionId"${by === "moderator" ? teaching : sketching}${isDeletion ? erasing : ""}
), told AS (
  INSERT INTO events (id, site_id, comment_id, type, data)
  SELECT changed."eventId", changed.site_id, changed.id, 'comment.' || changed.status,
    jsonb_build_object(
      'comment', jsonb_build_object(
        'id', changed.id, 'externalId', changed.external_id, 'siteKey', sites.key, 'pageUrl', changed.page_url,
        'parentId', changed.parent_id, 'status', changed.status, 'previousStatus', changed."previousStatus",
        'revision', changed.revision, 'authorName', changed.author_name, 'body', changed.body),
      'decision', jsonb_build_object('by', changed.decided_by, 'reasons', changed.reasons))
  FROM changed JOIN sites ON sites.id = changed.site_id
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
    'id', changed.id, 'siteId', site_id, 'siteKey', sites.key, 'status', status, 'previousStatus', "previousStatus", 'revision', revision,
    'decidedBy', coalesce("deciderName", decided_by))::text)
  FROM changed JOIN sites ON sites.id = changed.site_id
)
SELECT ARRAY(SELECT id FROM changed) AS "changedIds",
       (SELECT count(*)::integer FROM notified) AS notified,
       ARRAY(SELECT DISTINCT endpoint_id FROM sent) AS "endpointIds"`,
});

/** All at once, deletions apart, in the order of the comments' ids, so that two writers lock them in the same order. */
async function writeChanges(
  db: Queryable,
  changes: Change[],
): Promise<{ changedIds: string[]; endpointIds: string[] }> {
  const sorted = changes.toSorted((a, b) => (a.commentId < b.commentId ? -1 : 1));
  const by = changes.some((change) => change.by.kind === "moderator") ? "moderator" : "rules";
  const isDeletion = changes[0]?.status === "deleted";
  const { rows } = await db.query<{ changedIds: string[]; endpointIds: string[] }>({
    ...writeStatement(by, isDeletion),
    values: [
      JSON.stringify(sorted.flatMap(findingRows)),
      ...changeColumns.map(([, , of]) => sorted.map((change) => of(change) ?? null)),
    ],
  });
  return rows[0]!;
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

function countDecisions(deps: Deps, decisions: Decision[], outcomes: DecisionOutcome[]): void {
  outcomes.forEach((outcome, index) => {
    const by = decisions[index]?.by.kind;
    if (by !== undefined && outcome.ok && outcome.changed)
      deps.metrics.decisions.inc({ status: outcome.status, by });
  });
}

/** An edited text goes back to the rules: the one change of status that is no decision. False where it was changed meanwhile. */
export async function requeueEdited(
  db: Queryable,
  edit: { siteId: string; id: string; body: string; bodyHash: Buffer; expectedRevision: number },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE comments
     SET body = $3, body_hash = $4, status = 'queued', revision = revision + 1, decided_by = NULL, decided_at = NULL,
         public_reason = NULL, attempts = 0, sweeps = 0, lease_until = now() + interval '15 seconds'
     WHERE site_id = $1 AND id = $2 AND status <> 'deleted' AND revision = $5`,
    [edit.siteId, edit.id, edit.body, edit.bodyHash, edit.expectedRevision],
  );
  return rowCount === 1;
}
