import type { PublicStatus } from "../comments/comment.ts";

/** A comment as readers see it; the public thread nests replies. */
export interface ThreadComment {
  id: string;
  parentId: string | null;
  authorName: string;
  authorUrl: string | null;
  /** A reply of the website itself. */
  isNewsroom: boolean;
  body: string;
  createdAt: string;
  editedAt: string | null;
  replies: ThreadComment[];
}

export interface Thread {
  items: ThreadComment[];
  closed: boolean;
}

/** A comment that only its author sees yet, known by the receipt. */
export interface OwnComment {
  id: string;
  parentId: string | null;
  authorName: string;
  body: string;
  createdAt: string;
  status: PublicStatus;
  publicReason: string | null;
  receipt: string;
}

/** One line of the thread as it is shown: flat, so that no depth of replies can exhaust a stack or a parser. */
export interface PlacedComment {
  comment: ThreadComment;
  /** 0 to `MAX_DEPTH`; deeper replies stay at that indentation and name whom they answer. */
  depth: number;
  replyTo: string | null;
  own: OwnComment | null;
}

const MAX_DEPTH = 4;

/** Parents before replies; the author's own unpublished comments stand where they will appear. */
export function inReadingOrder(
  items: readonly ThreadComment[],
  own: readonly OwnComment[] = [],
): PlacedComment[] {
  const publishedIds = idsOf(items);
  const mine = own.filter((comment) => !publishedIds.has(comment.id));
  const hasNoParentHere = (comment: OwnComment) => !comment.parentId || !publishedIds.has(comment.parentId);
  const placed: PlacedComment[] = [];
  const stack = [
    ...items.map((comment) => place(comment, null)),
    ...mine.filter(hasNoParentHere).map((comment) => placeOwn(comment, null)),
  ].reverse();
  for (let next = stack.pop(); next; next = stack.pop()) {
    const parent = next;
    placed.push(parent);
    const replies = [
      ...parent.comment.replies.map((reply) => place(reply, parent)),
      ...mine
        .filter(({ parentId }) => parentId === parent.comment.id)
        .map((reply) => placeOwn(reply, parent)),
    ];
    stack.push(...replies.reverse());
  }
  return placed;
}

export const countComments = (items: readonly ThreadComment[]) => idsOf(items).size;

/** Whatever is no http(s) address (`javascript:` and the like) is not linked. */
export function webAddress(url: string | null | undefined): string | null {
  if (!url || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : null;
}

function place(comment: ThreadComment, parent: PlacedComment | null): PlacedComment {
  return {
    comment,
    depth: parent ? Math.min(parent.depth + 1, MAX_DEPTH) : 0,
    replyTo: parent?.comment.authorName ?? null,
    own: null,
  };
}

const placeOwn = (own: OwnComment, parent: PlacedComment | null): PlacedComment => ({
  ...place({ ...own, authorUrl: null, isNewsroom: false, editedAt: null, replies: [] }, parent),
  own,
});

function idsOf(items: readonly ThreadComment[]): Set<string> {
  const ids = new Set<string>();
  const open = [...items];
  for (let comment = open.pop(); comment; comment = open.pop()) {
    ids.add(comment.id);
    open.push(...comment.replies);
  }
  return ids;
}
