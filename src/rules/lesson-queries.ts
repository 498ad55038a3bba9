import type { Queryable, Tx } from "../db/transaction.ts";
import type { Counts, LearnedModel } from "./learned-model.ts";

/** What a moderator's decision teaches, beside what the model has learnt of the same comment before. */
export interface Lesson {
  commentId: string;
  decisionId: string;
  /** null: nothing, any more. */
  refused: boolean | null;
  learntRefused: boolean | null;
  learntFeatures: number[];
  /** How sure the model was before it learnt of it, as a bin; null = it was not asked. */
  foretold: number | null;
  body: string;
  authorName: string;
  authorEmail: string | null;
}

/** A site whose moderators have decided what its model does not know yet. */
export async function findSiteToTeach(db: Queryable): Promise<string | null> {
  const { rows } = await db.query<{ site_id: string }>(
    `SELECT site_id FROM lessons WHERE learnt_decision_id IS DISTINCT FROM decision_id ORDER BY decision_id LIMIT 1`,
  );
  return rows[0]?.site_id ?? null;
}

export interface LockedModel extends LearnedModel {
  /** How many approvals were foretold with so much evidence against them: see `binOf`. */
  approvedAt: number[];
}

/** Makes the model where there is none; the lock keeps a second learner out until the end of the transaction. */
export async function lockModel(tx: Tx, siteId: string): Promise<LockedModel> {
  await tx.query("INSERT INTO learned_models (site_id) VALUES ($1) ON CONFLICT DO NOTHING", [siteId]);
  const { rows } = await tx.query<LockedModel>(
    `SELECT version, refused, approved, hold_from AS "holdFrom", approved_at AS "approvedAt"
     FROM learned_models WHERE site_id = $1 FOR UPDATE`,
    [siteId],
  );
  return rows[0]!;
}

/** Oldest decision first, with the text that it was about, whatever replaced that since. A moderator who is deciding about one of them just now is not waited for. */
export async function takeLessons(tx: Tx, siteId: string, limit: number): Promise<Lesson[]> {
  const { rows } = await tx.query<Lesson>(
    `SELECT l.comment_id AS "commentId", l.decision_id AS "decisionId", l.refused, l.learnt_refused AS "learntRefused",
            l.features AS "learntFeatures", l.foretold, coalesce(decided_on.body, c.body, '') AS body,
            coalesce(c.author_name, '') AS "authorName", c.author_email AS "authorEmail"
     FROM lessons l
     LEFT JOIN LATERAL (
       SELECT e.body FROM decisions d JOIN earlier_texts e ON e.comment_id = d.comment_id AND e.revision >= d.revision
       WHERE d.comment_id = l.comment_id AND d.id = l.decision_id ORDER BY e.revision LIMIT 1
     ) decided_on ON true
     LEFT JOIN comments c ON c.site_id = l.site_id AND c.id = l.comment_id
     WHERE l.site_id = $1 AND l.learnt_decision_id IS DISTINCT FROM l.decision_id
     ORDER BY l.decision_id LIMIT $2 FOR UPDATE OF l SKIP LOCKED`,
    [siteId, limit],
  );
  return rows.map((row) => ({ ...row, learntFeatures: row.learntFeatures.map(Number) }));
}

export interface LearntLesson {
  commentId: string;
  decisionId: string;
  refused: boolean | null;
  features: number[];
  foretold: number | null;
}

/** A lesson that says nothing any more leaves nothing behind. */
export async function writeLessons(tx: Tx, siteId: string, learnt: readonly LearntLesson[]): Promise<void> {
  await tx.query("DELETE FROM lessons WHERE site_id = $1 AND comment_id = ANY($2::uuid[])", [
    siteId,
    learnt.filter(({ refused }) => refused === null).map(({ commentId }) => commentId),
  ]);
  await tx.query(
    `UPDATE lessons l SET learnt_decision_id = t."decisionId", learnt_refused = t.refused, foretold = t.foretold,
            features = ARRAY(SELECT value::bigint FROM json_array_elements_text(t.features) AS value)
     FROM json_to_recordset($2::json) AS t ("commentId" uuid, "decisionId" uuid, refused boolean, foretold smallint, features json)
     WHERE l.site_id = $1 AND l.comment_id = t."commentId"`,
    [siteId, JSON.stringify(learnt.filter(({ refused }) => refused !== null))],
  );
}

/** By how much each count changes; a trait that was dropped as rare meanwhile does not fall below nothing. */
export async function writeModel(
  tx: Tx,
  siteId: string,
  { model, changes }: { model: LockedModel; changes: ReadonlyMap<number, Counts> },
): Promise<void> {
  const values = [
    siteId,
    model.version,
    [...changes.keys()],
    [...changes.values()].map(({ refused }) => refused),
    [...changes.values()].map(({ approved }) => approved),
  ];
  const change = "unnest($3::bigint[], $4::integer[], $5::integer[]) AS change (feature, refused, approved)";
  await tx.query(
    `UPDATE learned_features f SET version = $2, refused = greatest(0, f.refused + change.refused),
            approved = greatest(0, f.approved + change.approved)
     FROM ${change} WHERE f.site_id = $1 AND f.feature = change.feature`,
    values,
  );
  await tx.query(
    `INSERT INTO learned_features (site_id, feature, version, refused, approved)
     SELECT $1, feature, $2, greatest(0, refused), greatest(0, approved) FROM ${change}
     WHERE refused > 0 OR approved > 0 ON CONFLICT DO NOTHING`,
    values,
  );
  await tx.query(
    "DELETE FROM learned_features WHERE site_id = $1 AND feature = ANY($2::bigint[]) AND refused = 0 AND approved = 0",
    [siteId, values[2]],
  );
  await tx.query(
    `UPDATE learned_models SET version = $2, refused = $3, approved = $4, hold_from = $5, approved_at = $6
     WHERE site_id = $1`,
    [siteId, model.version, model.refused, model.approved, model.holdFrom, model.approvedAt],
  );
}

/** Keeps a model to so many traits: the rarest go first, and of those the ones not seen for longest. */
export async function pruneModel(tx: Tx, siteId: string, maxFeatures: number): Promise<void> {
  await tx.query(
    `DELETE FROM learned_features WHERE site_id = $1 AND feature IN (
       SELECT feature FROM learned_features WHERE site_id = $1
       ORDER BY refused + approved DESC, version DESC, feature OFFSET $2)`,
    [siteId, maxFeatures],
  );
}

export async function findModel(db: Queryable, siteId: string): Promise<LearnedModel | null> {
  const { rows } = await db.query<LearnedModel>({
    name: "find-learned-model",
    text: `SELECT version, refused, approved, hold_from AS "holdFrom" FROM learned_models WHERE site_id = $1`,
    values: [siteId],
  });
  return rows[0] ?? null;
}

/** What is known of these traits. */
export async function readCounts(
  db: Queryable,
  siteId: string,
  features: number[],
): Promise<Map<number, Counts>> {
  const { rows } = await db.query<Counts & { feature: number }>(
    "SELECT feature, refused, approved FROM learned_features WHERE site_id = $1 AND feature = ANY($2::bigint[])",
    [siteId, features],
  );
  return new Map(rows.map(({ feature, refused, approved }) => [feature, { refused, approved }]));
}

/** The model and what it knows of these features, of one moment. */
export async function readModel(
  db: Queryable,
  siteId: string,
  features: number[],
): Promise<{ model: LearnedModel; counts: Map<number, Counts> } | null> {
  const { rows } = await db.query<
    LearnedModel & { feature: number | null; inRefused: number; inApproved: number }
  >({
    name: "read-learned-model",
    text: `SELECT m.version, m.refused, m.approved, m.hold_from AS "holdFrom", f.feature, f.refused AS "inRefused", f.approved AS "inApproved"
             FROM learned_models m LEFT JOIN learned_features f ON f.site_id = m.site_id AND f.feature = ANY($2::bigint[])
             WHERE m.site_id = $1`,
    values: [siteId, features],
  });
  const [first] = rows;
  if (first === undefined) return null;
  const { version, refused, approved, holdFrom } = first;
  const counts = new Map<number, Counts>();
  for (const { feature, inRefused, inApproved } of rows) {
    if (feature !== null) counts.set(feature, { refused: inRefused, approved: inApproved });
  }
  return { model: { version, refused, approved, holdFrom }, counts };
}
