// Everything the rules may ask of the database, for a whole batch in one query and as of each comment's own moment:
// every accepted comment with a smaller (created_at, id) counts, of any status, batch-mates included, so that a wave
// of a hundred copies in one batch is not blind to itself.
import { createHash } from "node:crypto";
import { plainArray, readPlainArray } from "../db/array-literal.ts";
import type { Queryable } from "../db/transaction.ts";
import { type CommentFacts, type FactNeeds, type VelocityKey, velocityKeys } from "../rules/facts.ts";
import type { LearnedModel } from "../rules/learned-model.ts";
import { withoutWords } from "../rules/outside-fact.ts";
import { scoreComments } from "../rules/score-comments.ts";
import { isPageClosed, ownHosts, type Site } from "../sites/site.ts";
import type { TextSketch } from "../text/similarity.ts";
import { hasNetwork } from "./author.ts";
import { holdsAt } from "./author-queries.ts";
import { commentsOf } from "./queued-comments.ts";
import { gatherSimilar, sketchText, unsketchedBefore } from "./text-sketches.ts";

export interface QueuedComment {
  id: string;
  revision: number;
  /** A human has decided an earlier text of this comment. */
  moderatedBefore: boolean;
  /** As in keys of before migration 0032. */
  networkInKey: boolean;
  /** To be stored with the decision; null where no rule compares texts. */
  sketch: TextSketch | null;
  facts: CommentFacts;
}

// Counting stops here: no rule asks for more, and a flood must not make each comment dearer than the one before.
const countLimit = 1000;

type Window = {
  [Counts in `v${number}_${"count" | "unique"}` | `d${number}_${"same" | "other" | "rejected"}`]?: number;
};

type FactsRow = Window & {
  id: string;
  revision: number;
  page_url: string;
  page_title: string | null;
  parent_id: string | null;
  author_key: string;
  author_name: string;
  author_email: string | null;
  author_url: string | null;
  body: string;
  author_ip: string | null;
  user_agent: string | null;
  referrer: string | null;
  created_at: Date;
  honeypot_filled: boolean | null;
  written_in_ms: number | null;
  approved: number;
  rejected: number;
  held: number;
  first_seen: Date | null;
  page_first_seen: Date | null;
  page_closed: Date | null;
  trusted: boolean;
  banned: boolean;
  moderated_before: boolean;
  /** Only in the first row, and only of queued comments: see `unsketchedBefore`. */
  unsketched?: string | null;
};

const statusesOf = {
  queued: ["queued"],
  /** Long decided: counted is still what came before each of them, but by what has become of it since. */
  judged: ["held", "approved", "rejected", "spam"],
};

/** SQL: what moderators say of an author counts for what waits to be judged, too, not only for what comes later. */
const saidBy: Record<keyof typeof statusesOf, string> = { queued: "now()", judged: "c.created_at" };

interface FactsWanted {
  ids: readonly string[];
  needs: FactNeeds;
  of?: keyof typeof statusesOf;
  /** What the site's model has learnt from; null = it has none. */
  model: LearnedModel | null;
}

/** The comments among `ids` that are still queued on this site (or judged already), with all facts that the rules need. */
export async function gatherFacts(
  db: Queryable,
  site: Site,
  { ids, needs, of = "queued", model }: FactsWanted,
): Promise<QueuedComment[]> {
  const { rows } = await db.query<FactsRow>({
    ...statementFor(needs, of),
    values: [site.id, plainArray(ids), statusesOf[of]],
  });
  if (rows.length === 0) return [];
  const comments = rows.map((row) => toFacts(row, site, needs));
  const unsketched = rows[0]?.unsketched ?? null;
  const texts = needs.similar === undefined ? [] : rows.map(textOf);
  const [similar, scores] = await Promise.all([
    needs.similar === undefined
      ? null
      : gatherSimilar(db, site.id, {
          texts,
          needs: needs.similar,
          unsketched: unsketched === null ? null : readPlainArray(unsketched),
        }),
    needs.learned === true
      ? scoreComments(
          db,
          { siteId: site.id, model },
          comments.map(({ comment }) => comment),
        )
      : null,
  ]);
  return rows.map((row, index) => ({
    id: row.id,
    revision: row.revision,
    moderatedBefore: row.moderated_before,
    networkInKey: hasNetwork(row.author_key),
    sketch: texts[index]?.sketch ?? null,
    facts: Object.assign(
      comments[index]!,
      similar === null ? null : { similar: similar.get(row.id) ?? [] },
      scores === null ? null : { learned: scores[index] ?? null },
    ),
  }));
}

const textOf = (row: FactsRow) =>
  sketchText({ id: row.id, authorKey: row.author_key, createdAt: row.created_at, body: row.body });

// Planning takes longer than running it, so each distinct statement has a name under which connections keep its plan.
const statements = new WeakMap<FactNeeds, { name: string; text: string }>();

function statementFor(needs: FactNeeds, of: keyof typeof statusesOf): { name: string; text: string } {
  const known = statements.get(needs);
  if (known !== undefined) return known;
  const text = factsQuery(needs, of);
  const statement = {
    name: `gather-facts-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`,
    text,
  };
  statements.set(needs, statement);
  return statement;
}

function factsQuery(needs: FactNeeds, of: keyof typeof statusesOf): string {
  const windows = velocityKeys.flatMap((key) => windowsOver(key, needs) ?? []);
  return `
    SELECT c.id, c.revision, c.page_url, c.page_title, c.parent_id, c.author_key, c.author_name, c.author_email, c.author_url, c.body,
           host(c.author_ip) AS author_ip, c.user_agent, c.referrer, c.created_at, c.honeypot_filled, c.written_in_ms,
           history.approved, history.rejected, history.held,
           CASE WHEN history.seen < ${countLimit} THEN history.first_seen ELSE (
             SELECT e.created_at FROM comments e
             WHERE e.site_id = c.site_id AND e.author_key = c.author_key AND (e.created_at, e.id) < (c.created_at, c.id)
             ORDER BY e.created_at, e.id LIMIT 1) END AS first_seen,
           page.first_seen_at AS page_first_seen, page.closed_at AS page_closed,
           coalesce(standing.trusted_at <= ${saidBy[of]}, false) AS trusted,
           coalesce(${holdsAt("standing", saidBy[of])}, false) AS banned,
           c.revision > 1 AND EXISTS (SELECT 1 FROM decisions d WHERE d.comment_id = c.id AND d.decided_by = 'moderator' OFFSET 0) AS moderated_before
           ${windows.map((window) => `, ${window.columns}`).join("")}
           ${needs.similar !== undefined && of === "queued" ? `, CASE WHEN row_number() OVER () = 1 THEN ARRAY(${unsketchedBefore})::text END AS unsketched` : ""}
    FROM ${commentsOf("$2")} c
    LEFT JOIN LATERAL (SELECT p.first_seen_at, p.closed_at FROM pages p
                       WHERE p.site_id = c.site_id AND p.url = c.page_url LIMIT 1) page ON true
    LEFT JOIN LATERAL (SELECT a.trusted_at, a.banned_at, a.banned_until FROM authors a
                       WHERE a.site_id = c.site_id AND a.author_key = c.author_key LIMIT 1) standing ON true
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE status = 'approved') AS approved,
             count(*) FILTER (WHERE status IN ('rejected', 'spam')) AS rejected,
             count(*) FILTER (WHERE status = 'held') AS held,
             count(*) AS seen, min(created_at) AS first_seen
      FROM (SELECT e.status, e.created_at FROM comments e
            WHERE e.site_id = c.site_id AND e.author_key = c.author_key AND (e.created_at, e.id) < (c.created_at, c.id)
            ORDER BY e.created_at DESC, e.id DESC LIMIT ${countLimit}) earlier
    ) history
    ${windows.map((window) => window.join).join("\n")}
    WHERE c.site_id = $1 AND c.status = ANY($3::text[])`;
}

const sameKey: Record<VelocityKey, string> = {
  ip: "e.author_network = c.author_network",
  // The author key of someone with an e-mail address is that address.
  email: "c.author_email IS NOT NULL AND e.author_key = c.author_key",
  author: "e.author_key = c.author_key",
  body: "e.body_hash = c.body_hash",
};

/**
 * All windows over one key are counted in one look at the longest of them, latest comments first, so that the limit cuts
 * each of them where it would cut it alone. Null where no rule asks for the key.
 */
function windowsOver(key: VelocityKey, needs: FactNeeds): { columns: string; join: string } | null {
  const velocity = needs.velocity.flatMap(({ by, windowSeconds }, index) => {
    const within = withinWindow(windowSeconds);
    return by === key
      ? [
          { name: `v${index}_count`, windowSeconds, sql: `count(*) FILTER (WHERE ${within})` },
          {
            name: `v${index}_unique`,
            windowSeconds,
            sql: `count(DISTINCT author_key) FILTER (WHERE author_key <> c.author_key AND ${within})`,
          },
        ]
      : [];
  });
  const duplicates = (key === "body" ? needs.duplicates : []).flatMap(({ windowSeconds }, index) =>
    Object.entries({
      same: "author_key = c.author_key",
      other: "author_key <> c.author_key",
      rejected: "status IN ('rejected', 'spam')",
    }).map(([kind, isOfKind]) => ({
      name: `d${index}_${kind}`,
      windowSeconds,
      sql: `count(*) FILTER (WHERE ${isOfKind} AND ${withinWindow(windowSeconds)})`,
    })),
  );
  const counts = [...velocity, ...duplicates];
  if (counts.length === 0) return null;
  const longest = Math.max(...counts.map(({ windowSeconds }) => windowSeconds));
  return {
    columns: counts.map(({ name }) => `by_${key}.${name}`).join(", "),
    join: `CROSS JOIN LATERAL (
      SELECT ${counts.map(({ name, sql }) => `${sql} AS ${name}`).join(", ")}
      FROM (SELECT e.author_key, e.status, e.created_at FROM comments e
            WHERE e.site_id = c.site_id AND ${sameKey[key]} AND e.${withinWindow(longest)}
              AND (e.created_at, e.id) < (c.created_at, c.id)
            ORDER BY e.created_at DESC LIMIT ${countLimit}) earlier
    ) by_${key}`,
  };
}

// A number that the rule's schema has checked; it never comes from outside as text.
const withinWindow = (seconds: number) =>
  `created_at >= c.created_at - interval '${Number(seconds)} seconds'`;

function toFacts(row: FactsRow, site: Site, needs: FactNeeds): CommentFacts {
  const throughForm = row.honeypot_filled !== null || row.written_in_ms !== null;
  return {
    comment: {
      id: row.id,
      siteKey: site.key,
      pageUrl: row.page_url,
      pageTitle: row.page_title,
      parentId: row.parent_id,
      authorName: row.author_name,
      authorEmail: row.author_email,
      authorUrl: row.author_url,
      body: row.body,
      ip: row.author_ip,
      userAgent: row.user_agent,
      referrer: row.referrer,
      createdAt: row.created_at.toISOString(),
    },
    site: { hosts: ownHosts(site) },
    author: {
      approvedCount: row.approved,
      rejectedCount: row.rejected,
      heldCount: row.held,
      firstSeenAt: row.first_seen?.toISOString() ?? null,
      trusted: row.trusted,
      banned: row.banned,
    },
    page: {
      firstSeenAt: row.page_first_seen?.toISOString() ?? null,
      closed: isPageClosed(
        site,
        { closedAt: row.page_closed, firstSeenAt: row.page_first_seen },
        row.created_at,
      ),
    },
    form: throughForm ? { honeypotFilled: row.honeypot_filled, writtenInMs: row.written_in_ms } : null,
    velocity: needs.velocity.map((need, index) => {
      const known = need.by !== "ip" || row.author_ip !== null;
      return {
        by: need.by,
        windowSeconds: need.windowSeconds,
        count: known ? (row[`v${index}_count`] ?? null) : null,
        uniqueAuthors: known ? (row[`v${index}_unique`] ?? null) : null,
      };
    }),
    duplicates: needs.duplicates.map(({ windowSeconds }, index) => ({
      windowSeconds,
      sameAuthor: row[`d${index}_same`] ?? null,
      otherAuthors: row[`d${index}_other`] ?? null,
      rejected: row[`d${index}_rejected`] ?? null,
    })),
  };
}

/** The part of the facts that cannot be read again from the comment itself: what is kept with the decision. */
export const factsToKeep = ({
  author,
  page,
  form,
  velocity,
  duplicates,
  similar,
  learned,
  outside,
}: CommentFacts) => ({
  author,
  page,
  form,
  velocity,
  duplicates,
  ...(similar === undefined ? {} : { similar }),
  ...(learned === undefined ? {} : { learned }),
  ...(outside === undefined ? {} : { outside: withoutWords(outside) }),
});
