// Sketches of texts by which near-duplicates are found: made when the rules look at a comment, so that taking one in
// costs nothing, and counted as of the comment's own moment.
import { createHash } from "node:crypto";
import type { Queryable } from "../db/transaction.ts";
import {
  maxSimilar,
  type SimilarFact,
  type SimilarKind,
  similarKinds,
  type SimilarNeed,
} from "../rules/facts.ts";
import { bandCount, distanceFor, similarityAt, sketchBits, sketchOf } from "../text/similarity.ts";

// Comments that came before and wait in another batch count, too. More than a few batches are hardly ever under way.
const maxEarlier = 300;
/** A day more than the longest window of a rule. */
const keptDays = 31;
const daySeconds = 86_400;
const droppedAtOnce = 10_000;
const bands = Array.from({ length: bandCount }, (_, index) => `band${index + 1}`);

type SimilarRow = { id: string } & { [Column in `${number}_whole`]?: boolean } & {
  [Column in `${number}_${SimilarKind}` | `${number}_${SimilarKind}_closest`]?: number | null;
};

export interface SketchedText {
  id: string;
  revision: number;
  createdAt: Date;
  body: string;
}

/** By comment id, as of each comment's moment. The sketches of `ids` are there already. */
export async function gatherSimilar(
  db: Queryable,
  siteId: string,
  { ids, needs }: { ids: string[]; needs: readonly SimilarNeed[] },
): Promise<Map<string, SimilarFact[]>> {
  const { rows } = await db.query<SimilarRow>({ ...statementFor(needs), values: [siteId, ids] });
  const counted = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    ids.map((id) => [id, needs.map((need, index) => similarFact(counted.get(id) ?? null, need, index))]),
  );
}

/**
 * Queued comments that came before the newest of `ids` and have no sketch yet: those of batches that another worker has
 * taken, or that come later.
 */
export async function findUnsketchedBefore(
  db: Queryable,
  siteId: string,
  ids: string[],
): Promise<SketchedText[]> {
  const { rows } = await db.query<SketchedText>({
    name: "unsketched-before",
    // OFFSET 0 keeps PostgreSQL from reading all sketches, and by the index on the status the whole backlog, at once.
    text: `
      SELECT c.id, c.revision, c.created_at AS "createdAt", c.body
      FROM (SELECT created_at, id FROM comments WHERE site_id = $1 AND id = ANY($2::uuid[])
            ORDER BY created_at DESC, id DESC LIMIT 1) newest
      CROSS JOIN LATERAL (
        SELECT e.id FROM comments e
        WHERE e.site_id = $1 AND e.status = 'queued' AND (e.created_at, e.id) < (newest.created_at, newest.id)
        ORDER BY e.created_at DESC, e.id DESC LIMIT ${maxEarlier}
      ) earlier
      LEFT JOIN LATERAL (
        SELECT s.comment_id FROM text_sketches s WHERE s.site_id = $1 AND s.comment_id = earlier.id OFFSET 0
      ) known ON true
      CROSS JOIN LATERAL (SELECT * FROM comments WHERE site_id = $1 AND id = earlier.id OFFSET 0) c
      WHERE known.comment_id IS NULL AND earlier.id <> ALL($2::uuid[])`,
    values: [siteId, ids],
  });
  return rows;
}

/** An edited text is sketched again, any other once. */
export async function sketchTexts(
  db: Queryable,
  siteId: string,
  texts: readonly SketchedText[],
): Promise<void> {
  if (texts.length === 0) return;
  const sketches = texts.map(({ body }) => sketchOf(body));
  await db.query({
    name: "write-sketches",
    // In the order of their ids, since another worker may be writing some of the same.
    text: `
      INSERT INTO text_sketches (site_id, comment_id, created_at, revision, sketch, ${bands.join(", ")})
      SELECT $1, id, created_at, revision, bits::bit(${sketchBits}), ${bands.join(", ")}
      FROM unnest($2::uuid[], $3::timestamptz[], $4::integer[], $5::text[], ${bands.map((_, index) => `$${index + 6}::integer[]`).join(", ")})
        AS t (id, created_at, revision, bits, ${bands.join(", ")})
      ORDER BY id
      ON CONFLICT (site_id, comment_id) DO UPDATE
      SET revision = excluded.revision, sketch = excluded.sketch, ${bands.map((band) => `${band} = excluded.${band}`).join(", ")}
      WHERE text_sketches.revision < excluded.revision`,
    values: [
      siteId,
      texts.map(({ id }) => id),
      texts.map(({ createdAt }) => createdAt),
      texts.map(({ revision }) => revision),
      sketches.map(({ bits }) => bits),
      ...bands.map((_, index) => sketches.map((sketch) => sketch.bands[index] ?? null)),
    ],
  });
}

// Planning takes longer than running it, so each distinct statement has a name under which connections keep its plan.
const statements = new WeakMap<readonly SimilarNeed[], { name: string; text: string }>();

function statementFor(needs: readonly SimilarNeed[]): { name: string; text: string } {
  const known = statements.get(needs);
  if (known !== undefined) return known;
  const text = similarQuery(needs);
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const statement = { name: `count-similar-${hash}`, text };
  statements.set(needs, statement);
  return statement;
}

const isOfKind: Record<SimilarKind, string> = {
  sameAuthor: "e.author_key = c.author_key",
  otherAuthors: "e.author_key <> c.author_key",
  rejected: "e.status IN ('rejected', 'spam')",
};

// Windows and distances are numbers that the rule's schema has checked; they never come from outside as text.
function similarQuery(needs: readonly SimilarNeed[]): string {
  const longestSeconds = Math.max(...needs.map(({ windowSeconds }) => windowSeconds));
  const greatestDistance = Math.max(...needs.map(({ similarity }) => distanceFor(similarity)));
  const columns = needs.flatMap(({ windowSeconds, similarity }, index) =>
    similarKinds.flatMap((kind) => {
      const those = `FILTER (WHERE ${isOfKind[kind]} AND near.distance <= ${distanceFor(similarity)}
        AND near.created_at >= mine.created_at - interval '${Number(windowSeconds)} seconds')`;
      return [
        `count(*) ${those} AS "${index}_${kind}"`,
        `min(near.distance) ${those} AS "${index}_${kind}_closest"`,
      ];
    }),
  );
  const whole = needs.map(
    ({ windowSeconds }, index) =>
      `mine.created_at > now() - interval '${keptDays * daySeconds - Number(windowSeconds)} seconds' AS "${index}_whole"`,
  );
  const branches = bands.map(
    (band) => `
      (SELECT s.comment_id, s.created_at, s.sketch FROM text_sketches s
       WHERE s.site_id = mine.site_id AND s.${band} = mine.${band}
         AND s.created_at >= mine.created_at - interval '${Number(longestSeconds)} seconds'
         AND s.created_at <= mine.created_at AND (s.created_at, s.comment_id) < (mine.created_at, mine.comment_id)
       ORDER BY s.created_at DESC LIMIT ${maxSimilar})`,
  );
  return `
    SELECT mine.comment_id AS id, counted.*, ${whole.join(", ")}
    FROM text_sketches mine JOIN comments c ON c.site_id = mine.site_id AND c.id = mine.comment_id
    CROSS JOIN LATERAL (
      SELECT ${columns.join(", ")}
      FROM (SELECT found.comment_id, found.created_at, bit_count(found.sketch # mine.sketch) AS distance
            FROM (${branches.join(" UNION ")}) found) near
      JOIN comments e ON e.site_id = mine.site_id AND e.id = near.comment_id
      WHERE near.distance <= ${greatestDistance}
    ) counted
    WHERE mine.site_id = $1 AND mine.comment_id = ANY($2::uuid[])`;
}

/** Nothing is known of a comment without a sketch, nor where the window reaches beyond the oldest ones kept. */
function similarFact(row: SimilarRow | null, need: SimilarNeed, index: number): SimilarFact {
  if (row === null || row[`${index}_whole`] !== true) {
    return { ...need, sameAuthor: null, otherAuthors: null, rejected: null };
  }
  const of = (kind: SimilarKind) => {
    const closest = row[`${index}_${kind}_closest`] ?? null;
    return {
      count: Math.min(row[`${index}_${kind}`] ?? 0, maxSimilar),
      closest: closest === null ? null : Math.round(similarityAt(closest) * 100) / 100,
    };
  };
  return {
    ...need,
    sameAuthor: of("sameAuthor"),
    otherAuthors: of("otherAuthors"),
    rejected: of("rejected"),
  };
}

/** Drops what no window reaches any more. */
export async function dropOldSketches(db: Queryable): Promise<void> {
  let dropped: number;
  do {
    const { rowCount } = await db.query(
      `DELETE FROM text_sketches WHERE (site_id, comment_id) IN (
         SELECT site_id, comment_id FROM text_sketches WHERE created_at < now() - make_interval(days => $1) LIMIT $2)`,
      [keptDays, droppedAtOnce],
    );
    dropped = rowCount ?? 0;
  } while (dropped === droppedAtOnce);
}
