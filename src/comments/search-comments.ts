import type { Pool } from "pg";
import type { Queryable } from "../db/transaction.ts";
import type { Page } from "../http/paging.ts";
import { mapInTurns } from "../text/in-slices.ts";
import type { SearchPart } from "../text/search-query.ts";
import { networkOf } from "./author.ts";
import type { CommentRow } from "./comment-queries.ts";
import { readSearchable, unindexedIds } from "./index-queries.ts";
import {
  type CommentFilter,
  cursorOf,
  findCommentsOf,
  type ListPlace,
  type ListWanted,
  placeIn,
} from "./list-queries.ts";
import { anyOf, isFound, searchConditions, searchDocument, type SearchTerm } from "./search-document.ts";
import { commentsByAuthor, commentsFromAddress, mostPlaces, searchIndex } from "./search-queries.ts";

/**
 * One keyset page of what a search finds among the comments of a filter. What changed in the last seconds is not in the
 * index yet and is looked at directly.
 */
export async function searchComments(
  pool: Pool,
  filter: CommentFilter,
  wanted: ListWanted & { parts: readonly SearchPart[]; now: Date },
): Promise<Page<CommentRow>> {
  const { order, limit } = wanted;
  const { places, goesOnAfter } = await searchPlaces(pool, filter, wanted);
  const shown = places.slice(0, limit);
  const last = places.length > limit ? shown.at(-1)! : goesOnAfter;
  return {
    items: await findCommentsOf(pool, filter, shown),
    nextCursor: last === null ? null : cursorOf(order, last),
  };
}

interface FoundPlaces {
  /** What is looked up besides the index is more than is read, so that some may be missing. */
  isCut: boolean;
  /** One more than `limit` where there are more. */
  places: ListPlace[];
  /** Where there was not the time to look at what comes after this place; by risk it is all or nothing. */
  goesOnAfter: ListPlace | null;
}

async function searchPlaces(
  pool: Pool,
  filter: CommentFilter,
  wanted: ListWanted & { parts: readonly SearchPart[]; now: Date; isForAll?: boolean },
): Promise<FoundPlaces> {
  if (filter.siteIds?.length === 0) return { places: [], goesOnAfter: null, isCut: false };
  const { order, limit } = wanted;
  const conditions = searchConditions(wanted.parts, wanted.now);
  const terms = [...conditions.terms, ...termsOf(filter)];
  const cursor = wanted.cursor === undefined ? null : placeIn(order, wanted.cursor);
  const [unindexed, ...places] = await Promise.all([
    unindexedIds(pool),
    fromAddresses(pool, conditions.ips, filter.siteIds),
    byOneAuthor(pool, filter),
  ]);
  // Looked at directly, too: an old comment may not be in the index yet.
  const direct = [...new Set([...unindexed, ...conditions.ids])];
  const among = inEach([...places, conditions.ids.length > 0 ? conditions.ids : null, filter.ids ?? null]);
  const [indexed, fresh] = await Promise.all([
    searchIndex(pool, {
      terms,
      ids: among === null ? null : [...among],
      except: direct,
      before: conditions.before,
      after: conditions.after,
      order,
      cursor,
      limit: limit + 1,
      isForAll: wanted.isForAll === true,
    }),
    readSearchable(pool, direct),
  ]);
  const { goesOnAfter } = indexed;
  const isOnPage = (place: ListPlace) =>
    (cursor === null || comesBefore(order, cursor, place)) &&
    (goesOnAfter === null || comesBefore(order, place, goesOnAfter));
  const { siteIds, statuses } = filter;
  const possible = fresh.filter(
    (comment) =>
      isOnPage(comment) &&
      (siteIds === null || siteIds.includes(comment.siteId)) &&
      (statuses === undefined || statuses.some((status) => status === comment.status)) &&
      (conditions.before === null || comment.createdAt < conditions.before) &&
      (conditions.after === null || comment.createdAt >= conditions.after) &&
      (among === null || among.has(comment.id)),
  );
  // In a flood they are many, and long.
  const isThere = await mapInTurns(possible, (comment) => isFound(searchDocument(comment), terms));
  const found = possible.filter((_, at) => isThere[at]);
  const all = [...indexed.rows, ...found].sort((a, b) => (comesBefore(order, a, b) ? -1 : 1));
  const isCut = places.some((list) => list !== null && list.length >= mostPlaces);
  return { places: all.slice(0, limit + 1), goesOnAfter, isCut };
}

/**
 * Ids of all comments that a search finds, or of one more than are decided together; `isCut` where some of them may be
 * missing. The filter is still to be asked what is not in the index.
 */
export async function searchIds(
  pool: Pool,
  filter: CommentFilter,
  wanted: { parts: readonly SearchPart[]; now: Date },
): Promise<{ ids: string[]; isCut: boolean }> {
  // By risk everything is read at once; the other orders walk along the time for the sake of a first page.
  const { places, isCut } = await searchPlaces(pool, filter, {
    ...wanted,
    ...{ order: "risk", limit: mostPlaces - 1, isForAll: true },
  });
  return { ids: places.map(({ id }) => id), isCut: isCut || places.length === mostPlaces };
}

function termsOf({ siteIds, statuses, flagged, ruleId, pageUrl }: CommentFilter): SearchTerm[] {
  return [
    ...(siteIds === null ? [] : [anyOf(siteIds.map((id) => `s=${id}`))]),
    ...(statuses === undefined ? [] : [anyOf(statuses.map((status) => `is=${status}`))]),
    ...(flagged === true ? [anyOf(["is=flagged"])] : []),
    ...(ruleId === undefined ? [] : [anyOf([`r=${ruleId}`])]),
    ...(pageUrl === undefined ? [] : [anyOf([`p=${pageUrl}`])]),
  ];
}

async function fromAddresses(
  db: Queryable,
  ips: readonly string[],
  siteIds: string[] | null,
): Promise<string[] | null> {
  if (ips.length === 0) return null;
  const found = await Promise.all(
    ips.map((address) =>
      commentsFromAddress(db, { address, network: networkOf(address) ?? address, siteIds }),
    ),
  );
  return found.flat();
}

const byOneAuthor = async (db: Queryable, { siteIds, authorKey }: CommentFilter): Promise<string[] | null> =>
  authorKey === undefined ? null : commentsByAuthor(db, { siteIds, authorKey });

/** What is in all of the lists; null = in every one there is, for want of any. */
function inEach(lists: readonly (readonly string[] | null)[]): ReadonlySet<string> | null {
  const [first, ...others] = lists.filter((list) => list !== null).map((list) => new Set(list));
  if (first === undefined) return null;
  return new Set([...first].filter((id) => others.every((other) => other.has(id))));
}

function comesBefore(order: ListWanted["order"], one: ListPlace, other: ListPlace): boolean {
  if (order === "risk" && one.score !== other.score) return one.score > other.score;
  const isEarlier = +one.createdAt === +other.createdAt ? one.id < other.id : one.createdAt < other.createdAt;
  return order === "newest" ? !isEarlier && one.id !== other.id : isEarlier;
}
