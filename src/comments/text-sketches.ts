// Sketches of texts by which near-duplicates are found: made when the rules look at a comment, so that taking one in
// costs nothing, stored with the decision, and counted as of the comment's own moment.
import { createHash } from "node:crypto";
import { plainArray } from "../db/array-literal.ts";
import type { Queryable } from "../db/transaction.ts";
import {
  maxSimilar,
  type SimilarFact,
  type SimilarKind,
  similarKinds,
  type SimilarNeed,
} from "../rules/facts.ts";
import {
  bandCount,
  distanceBetween,
  distanceFor,
  similarityAt,
  sketchBits,
  sketchOf,
  type TextSketch,
} from "../text/similarity.ts";
import { commentsOf } from "./queued-comments.ts";

// Comments that came before and wait in another batch count, too. Batches are as large as the queue is long, and more
// than two are hardly ever under way.
const maxEarlier = "40 + 2 * cardinality($2::uuid[])";
/** A day more than the longest window of a rule. */
const keptDays = 31;
const daySeconds = 86_400;
const droppedAtOnce = 10_000;
export const bands = Array.from({ length: bandCount }, (_, index) => `band${index + 1}`);

type SimilarRow = { id: string } & { [Column in `${number}_whole`]?: boolean } & {
  [Column in `${number}_${SimilarKind}` | `${number}_${SimilarKind}_closest`]?: number | null;
};

/** A text as it is compared: it counts for those that came after it. */
export interface SketchedText {
  id: string;
  authorKey: string;
  createdAt: Date;
  sketch: TextSketch;
}

/** As PostgreSQL reads a bit string: hexadecimal after an x. */
export const storedBits = ({ bits }: TextSketch): string => `x${Buffer.from(bits).toString("hex")}`;

interface SketchableText {
  id: string;
  authorKey: string;
  createdAt: Date;
  body: string;
}

export const sketchText = ({ id, authorKey, createdAt, body }: SketchableText): SketchedText => ({
  id,
  authorKey,
  createdAt,
  sketch: sketchOf(body),
});

export interface SimilarWanted {
  texts: readonly SketchedText[];
  needs: readonly SimilarNeed[];
  /**
   * Queued comments without a stored sketch that came before (see `unsketchedBefore`); null = comments that are decided
   * already, of which only those are known that were sketched in their time.
   */
  unsketched: readonly string[] | null;
}

/** By comment id, as of each comment's moment. */
export async function gatherSimilar(
  db: Queryable,
  siteId: string,
  { texts, needs, unsketched }: SimilarWanted,
): Promise<Map<string, SimilarFact[]>> {
  const mates = unsketched === null ? [] : [...texts, ...(await readUnsketched(db, siteId, unsketched))];
  for (const mate of mates) remember(mate);
  const { rows } = await db.query<SimilarRow>({
    ...statementFor(needs, unsketched === null ? "judged" : "queued"),
    values: [
      siteId,
      plainArray(texts.map(({ id }) => id)),
      plainArray(texts.map(({ createdAt }) => createdAt.toISOString())),
      texts.map(({ authorKey }) => authorKey),
      plainArray(texts.map(({ sketch }) => storedBits(sketch))),
      ...bands.map((_, band) => plainArray(texts.map(({ sketch }) => sketch.bands[band]))),
      plainArray(mates.map(({ id }) => id)),
    ],
  });
  const stored = new Map(rows.map((row) => [row.id, row]));
  const near = nearAmong(texts, mates);
  return new Map(
    texts.map((text, at) => [
      text.id,
      needs.map((need, index) =>
        withMates(similarFact(stored.get(text.id) ?? null, need, index), { text, near: near[at]!, need }),
      ),
    ]),
  );
}

/**
 * SQL: the ids of queued comments that came before the last of `$2` and have no stored sketch yet, since sketches are
 * stored with the decision: those of batches that are under way elsewhere, or come later. Ids are in the order of their
 * coming; by the index on the status, PostgreSQL would go through all that was queued lately.
 */
export const unsketchedBefore = `
  SELECT earlier.id
  FROM (SELECT id, site_id, status FROM comments
        WHERE id < (SELECT given.id FROM unnest($2::uuid[]) AS given (id) ORDER BY given.id DESC LIMIT 1)
        ORDER BY id DESC LIMIT ${maxEarlier}) earlier
  WHERE earlier.site_id = $1 AND earlier.status = 'queued' AND earlier.id <> ALL($2::uuid[])
    AND NOT EXISTS (SELECT FROM text_sketches s WHERE s.site_id = $1 AND s.comment_id = earlier.id OFFSET 0)`;

// What this process has sketched lately: the batch under way beside this one is among it.
const remembered = new Map<string, SketchedText>();
const maxRemembered = 1_000;

function remember(text: SketchedText): void {
  remembered.delete(text.id);
  remembered.set(text.id, text);
  if (remembered.size > maxRemembered) remembered.delete(remembered.keys().next().value!);
}

async function readUnsketched(
  db: Queryable,
  siteId: string,
  ids: readonly string[],
): Promise<SketchedText[]> {
  const known = ids.flatMap((id) => remembered.get(id) ?? []);
  const unknown = ids.filter((id) => !remembered.has(id));
  if (unknown.length === 0) return known;
  const { rows } = await db.query<SketchableText>({
    name: "texts-to-sketch",
    text: `SELECT c.id, author_key AS "authorKey", created_at AS "createdAt", body FROM ${commentsOf("$2")} c
           WHERE site_id = $1`,
    values: [siteId, unknown],
  });
  return [...known, ...rows.map(sketchText)];
}

interface Near {
  mate: SketchedText;
  distance: number;
}

/** For each text, those among `mates` that came before it and share a band with it. */
function nearAmong(texts: readonly SketchedText[], mates: readonly SketchedText[]): Near[][] {
  const byBand = bands.map((_, band) => groupedBy(mates, ({ sketch }) => sketch.bands[band] ?? null));
  return texts.map((text) => {
    const candidates = new Set(
      text.sketch.bands.flatMap((value, band) => (value === null ? [] : (byBand[band]?.get(value) ?? []))),
    );
    return [...candidates]
      .filter((mate) => cameBefore(mate, text))
      .map((mate) => ({ mate, distance: distanceBetween(mate.sketch, text.sketch) }));
  });
}

function groupedBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

const cameBefore = (one: SketchedText, other: SketchedText) =>
  one.createdAt < other.createdAt || (+one.createdAt === +other.createdAt && one.id < other.id);

/** None of them is refused yet. */
function withMates(
  fact: SimilarFact,
  { text, near, need }: { text: SketchedText; near: readonly Near[]; need: SimilarNeed },
): SimilarFact {
  const since = +text.createdAt - need.windowSeconds * 1000;
  const counted = near.filter(
    ({ mate, distance }) => distance <= distanceFor(need.similarity) && +mate.createdAt >= since,
  );
  if (counted.length === 0) return fact;
  const isSame = ({ mate }: Near) => mate.authorKey === text.authorKey;
  return {
    ...fact,
    sameAuthor: together(fact.sameAuthor, counted.filter(isSame)),
    otherAuthors: together(
      fact.otherAuthors,
      counted.filter((one) => !isSame(one)),
    ),
  };
}

function together(stored: SimilarFact["sameAuthor"], near: readonly Near[]): SimilarFact["sameAuthor"] {
  if (stored === null || near.length === 0) return stored;
  const closest = shownSimilarity(Math.min(...near.map(({ distance }) => distance)));
  return {
    count: Math.min(stored.count + near.length, maxSimilar),
    closest: Math.max(stored.closest ?? 0, closest),
  };
}

const shownSimilarity = (distance: number) => Math.round(similarityAt(distance) * 100) / 100;

// Planning takes longer than running it, so each distinct statement has a name under which connections keep its plan.
const statements = new WeakMap<readonly SimilarNeed[], Map<string, { name: string; text: string }>>();

function statementFor(
  needs: readonly SimilarNeed[],
  of: "queued" | "judged",
): { name: string; text: string } {
  const ofNeeds = statements.get(needs) ?? new Map<string, { name: string; text: string }>();
  statements.set(needs, ofNeeds);
  const known = ofNeeds.get(of);
  if (known !== undefined) return known;
  const text = similarQuery(needs, of);
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const statement = { name: `count-similar-${hash}`, text };
  ofNeeds.set(of, statement);
  return statement;
}

const isOfKind: Record<SimilarKind, string> = {
  sameAuthor: "e.author_key = mine.author_key",
  otherAuthors: "e.author_key <> mine.author_key",
  rejected: "e.status IN ('rejected', 'spam')",
};

// Windows and distances are numbers that the rule's schema has checked; they never come from outside as text.
function similarQuery(needs: readonly SimilarNeed[], of: "queued" | "judged"): string {
  const longestSeconds = Math.max(...needs.map(({ windowSeconds }) => windowSeconds));
  const greatestDistance = Math.max(...needs.map(({ similarity }) => distanceFor(similarity)));
  const columns = needs.flatMap(({ windowSeconds, similarity }, index) =>
    similarKinds.flatMap((kind) => {
      const { count, closest } = columnsOf(index)[kind];
      const those = `FILTER (WHERE ${isOfKind[kind]} AND near.distance <= ${distanceFor(similarity)}
        AND near.created_at >= mine.created_at - interval '${Number(windowSeconds)} seconds')`;
      return [`count(*) ${those} AS "${count}"`, `min(near.distance) ${those} AS "${closest}"`];
    }),
  );
  const whole = needs.map(
    ({ windowSeconds }, index) =>
      `mine.created_at > now() - interval '${keptDays * daySeconds - Number(windowSeconds)} seconds' AS "${columnsOf(index).whole}"`,
  );
  const branches = bands.map(
    (band) => `
      (SELECT s.comment_id, s.created_at, s.sketch FROM text_sketches s
       WHERE s.site_id = $1 AND s.${band} = mine.${band}
         AND s.created_at >= mine.created_at - interval '${Number(longestSeconds)} seconds'
         AND s.created_at <= mine.created_at AND (s.created_at, s.comment_id) < (mine.created_at, mine.id)
       ORDER BY s.created_at DESC LIMIT ${maxSimilar})`,
  );
  const isKnown =
    of === "queued"
      ? ""
      : "WHERE EXISTS (SELECT FROM text_sketches s WHERE s.site_id = $1 AND s.comment_id = mine.id)";
  return `
    SELECT mine.id, counted.*, ${whole.join(", ")}
    FROM unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::bit(${sketchBits})[], ${bands.map((_, index) => `$${index + 6}::integer[]`).join(", ")})
      AS mine (id, created_at, author_key, bits, ${bands.join(", ")})
    CROSS JOIN LATERAL (
      SELECT ${columns.join(", ")}
      FROM (SELECT found.comment_id, found.created_at,
                   bit_count(found.sketch # mine.bits) AS distance
            FROM (${branches.join(" UNION ")}) found) near
      -- One at a time, by its id alone: with its site, too, another index might seem as good, and all of the site is read.
      CROSS JOIN LATERAL (SELECT c.status, c.author_key FROM comments c WHERE c.id = near.comment_id LIMIT 1) e
      WHERE near.distance <= ${greatestDistance} AND near.comment_id <> ALL($${bands.length + 6}::uuid[])
    ) counted
    ${isKnown}`;
}

/** Nothing is known where there is no row, nor where the window reaches beyond the oldest ones kept. */
function similarFact(row: SimilarRow | null, need: SimilarNeed, index: number): SimilarFact {
  const columns = columnsOf(index);
  if (row === null || row[columns.whole] !== true) {
    return { sameAuthor: null, otherAuthors: null, rejected: null, ...need };
  }
  const of = ({ count, closest }: CountColumns) => {
    const distance = row[closest] ?? null;
    return {
      count: Math.min(row[count] ?? 0, maxSimilar),
      closest: distance === null ? null : shownSimilarity(distance),
    };
  };
  return {
    sameAuthor: of(columns.sameAuthor),
    otherAuthors: of(columns.otherAuthors),
    rejected: of(columns.rejected),
    ...need,
  };
}

interface CountColumns {
  count: `${number}_${SimilarKind}`;
  closest: `${number}_${SimilarKind}_closest`;
}

// Names made for each comment would be a good part of what a comment costs.
const knownColumns: (Record<SimilarKind, CountColumns> & { whole: `${number}_whole` })[] = [];

/** The columns of one need, by its place among the needs. */
function columnsOf(index: number): (typeof knownColumns)[number] {
  const of = (kind: SimilarKind): CountColumns => ({
    count: `${index}_${kind}`,
    closest: `${index}_${kind}_closest`,
  });
  return (knownColumns[index] ??= {
    whole: `${index}_whole`,
    sameAuthor: of("sameAuthor"),
    otherAuthors: of("otherAuthors"),
    rejected: of("rejected"),
  });
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
