// Lists of comments, keyset page by page: a cursor stays right while others decide, because it names values and not a
// position.
import { z } from "zod";
import type { Queryable } from "../db/transaction.ts";
import { decodeCursor, encodeCursor, type Page } from "../http/paging.ts";
import { type CommentStatus, commentStatuses } from "./comment.ts";
import {
  columns,
  type CommentOrder,
  type CommentRow,
  type DatabaseRow,
  toComment,
} from "./comment-queries.ts";
import { isAsked } from "./second-opinion-queries.ts";

export interface CommentFilter {
  /** null = every site */
  siteIds: string[] | null;
  statuses?: CommentStatus[] | undefined;
  author?: string | undefined;
  ruleId?: string | undefined;
  pageUrl?: string | undefined;
  /** Published by the rules although some gave it points. */
  flagged?: boolean | undefined;
  /** Whether another moderator's opinion is asked for. */
  secondOpinion?: boolean | undefined;
  /** Who wrote it, on the one site. */
  authorKey?: string | undefined;
  /** Only these. */
  ids?: readonly string[] | undefined;
}

export interface ListWanted {
  order: CommentOrder;
  limit: number;
  cursor?: string | undefined;
}

/** Where a comment stands in a list. */
export interface ListPlace {
  id: string;
  createdAt: Date;
  score: number;
}

const timeCursor = z.tuple([z.iso.datetime(), z.uuid()]);
const riskCursor = z.tuple([z.number(), z.iso.datetime(), z.uuid()]);

export function placeIn(order: CommentOrder, cursor: string): ListPlace {
  if (order === "risk") {
    const [score, createdAt, id] = decodeCursor(cursor, riskCursor);
    return { score, createdAt: new Date(createdAt), id };
  }
  const [createdAt, id] = decodeCursor(cursor, timeCursor);
  return { score: 0, createdAt: new Date(createdAt), id };
}

export const cursorOf = (order: CommentOrder, { score, createdAt, id }: ListPlace): string =>
  encodeCursor(order === "risk" ? [score, createdAt.toISOString(), id] : [createdAt.toISOString(), id]);

export async function listComments(
  db: Queryable,
  filter: CommentFilter,
  wanted: ListWanted,
): Promise<Page<CommentRow>> {
  const { text, values } = listStatement(filter, wanted);
  const { rows } = await db.query<DatabaseRow>(text, values);
  const shown = rows.slice(0, wanted.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toComment),
    nextCursor:
      rows.length > wanted.limit && last !== undefined
        ? cursorOf(wanted.order, { score: last.score, createdAt: last.created_at, id: last.id })
        : null,
  };
}

/**
 * Every site and status has its own place in the index: the first of each are read, then the first of all. So a page
 * over all sites reads a page of each, however many comments there are.
 */
export function listStatement(
  filter: CommentFilter,
  { order, limit, cursor }: ListWanted,
): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const bound = bind(limit + 1);
  const where = conditions(filter, bind);
  if (cursor !== undefined) where.push(afterPlace(order, placeIn(order, cursor), bind));
  const statuses = filter.statuses ?? commentStatuses;
  const one = (status: CommentStatus) => `
    (SELECT ${placeOf(order)} FROM comments c
     WHERE ${[`c.site_id = site.id`, `c.status = '${status}'`, ...where].join(" AND ")}
     ORDER BY ${orderBy("c", order)} LIMIT ${bound})`;
  const sites =
    filter.siteIds === null ? "sites site" : `unnest(${bind(filter.siteIds)}::uuid[]) AS site (id)`;
  const places =
    filter.secondOpinion === true
      ? `${sites} CROSS JOIN LATERAL (${askedAbout(order, statuses, where)}) place`
      : `${sites} CROSS JOIN LATERAL (${[...new Set(statuses)].map(one).join(" UNION ALL ")}) place`;
  const text = `
    WITH page AS MATERIALIZED (
      SELECT place.* FROM ${places}
      ORDER BY ${orderBy("place", order)} LIMIT ${bound}
    )
    SELECT ${columns} FROM page
    CROSS JOIN LATERAL (SELECT * FROM comments WHERE id = page.id AND site_id = page.site_id OFFSET 0) c
    JOIN sites s ON s.id = c.site_id
    ORDER BY ${orderBy("page", order)}`;
  return { text, values };
}

/** What the order asks for and no more: by time, the index alone knows it. */
const placeOf = (order: CommentOrder): string =>
  `c.id, c.site_id, c.created_at${order === "risk" ? ", c.score" : ""}`;

/** Those are few, and found by who asks, whatever their status. */
const askedAbout = (order: CommentOrder, statuses: readonly CommentStatus[], where: readonly string[]) => `
  SELECT ${placeOf(order)} FROM second_opinions asked
  CROSS JOIN LATERAL (SELECT * FROM comments WHERE id = asked.comment_id OFFSET 0) c
  WHERE ${[
    "asked.site_id = site.id AND asked.answered_by IS NULL",
    `c.status IN (${statuses.map((status) => `'${status}'`).join(", ")})`,
    ...where,
  ].join(" AND ")}`;

function orderBy(table: string, order: CommentOrder): string {
  if (order === "newest") return `${table}.created_at DESC, ${table}.id DESC`;
  const byTime = `${table}.created_at, ${table}.id`;
  // Among equals the one that waits longest comes first.
  return order === "oldest" ? byTime : `${table}.score DESC, ${byTime}`;
}

function afterPlace(order: CommentOrder, place: ListPlace, bind: (value: unknown) => string): string {
  const time = `(${bind(place.createdAt)}::timestamptz, ${bind(place.id)}::uuid)`;
  if (order !== "risk") return `(c.created_at, c.id) ${order === "newest" ? "<" : ">"} ${time}`;
  const score = `${bind(place.score)}::real`;
  // The first half is what the index can go by.
  return `c.score <= ${score} AND (c.score < ${score} OR (c.created_at, c.id) > ${time})`;
}

export function conditions(filter: CommentFilter, bind: (value: unknown) => string): string[] {
  const where: string[] = [];
  if (filter.author !== undefined) {
    const name = bind(filter.author.trim().toLowerCase());
    where.push(`(lower(c.author_name) = ${name} OR lower(c.author_email) = ${name})`);
  }
  if (filter.ruleId !== undefined) {
    // Nobody is told what an enforcing rule found in a comment under blind review: see mayBeTold.
    where.push(
      `EXISTS (SELECT 1 FROM findings f WHERE f.site_id = c.site_id AND f.comment_id = c.id AND f.rule_id = ${bind(filter.ruleId)}
               AND (c.decided_by = 'moderator' OR f.stage <> 'enforce' OR NOT EXISTS (
                 SELECT FROM decisions d WHERE d.comment_id = c.id AND d.id = f.decision_id AND d.blind IS NOT NULL)))`,
    );
  }
  if (filter.pageUrl !== undefined) where.push(`c.page_url = ${bind(filter.pageUrl)}`);
  if (filter.authorKey !== undefined) where.push(`c.author_key = ${bind(filter.authorKey)}`);
  if (filter.ids !== undefined) where.push(`c.id = ANY(${bind(filter.ids)}::uuid[])`);
  // As the index on these is written.
  if (filter.flagged === true) where.push("c.status = 'approved' AND c.decided_by = 'rules' AND c.score > 0");
  if (filter.secondOpinion !== undefined) where.push(`${filter.secondOpinion ? "" : "NOT "}${isAsked("c")}`);
  return where;
}

/** The comments at these places, in their order; what has left the filter meanwhile is left out. */
export async function findCommentsOf(
  db: Queryable,
  filter: CommentFilter,
  places: readonly ListPlace[],
): Promise<CommentRow[]> {
  if (places.length === 0) return [];
  const values: unknown[] = [places.map(({ id }) => id)];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const where = conditions(filter, bind);
  where.push(
    filter.statuses === undefined ? "c.status <> 'deleted'" : `c.status = ANY(${bind(filter.statuses)})`,
  );
  if (filter.siteIds !== null) where.push(`c.site_id = ANY(${bind(filter.siteIds)}::uuid[])`);
  const { rows } = await db.query<DatabaseRow>(
    `SELECT ${columns} FROM unnest($1::uuid[]) WITH ORDINALITY AS place (id, at)
     CROSS JOIN LATERAL (SELECT * FROM comments WHERE id = place.id OFFSET 0) c
     JOIN sites s ON s.id = c.site_id
     WHERE ${where.join(" AND ")} ORDER BY place.at`,
    values,
  );
  return rows.map(toComment);
}
