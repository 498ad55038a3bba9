/** The life of a comment. `deleted` is a tombstone: nothing leaves it. */
export const commentStatuses = ["queued", "held", "approved", "rejected", "spam", "deleted"] as const;
export type CommentStatus = (typeof commentStatuses)[number];

/** What a decision may set. */
export const decidedStatuses = ["held", "approved", "rejected", "spam"] as const;
export type DecidedStatus = (typeof decidedStatuses)[number];

export type DecidedBy = "rules" | "moderator";

/**
 * Rules decide a queued comment once; a human may decide a queued one too and move freely among the last four.
 * So automation can never change what a human has set.
 */
export function canMove(from: CommentStatus, by: DecidedBy): boolean {
  switch (from) {
    case "queued":
      return true;
    case "held":
    case "approved":
    case "rejected":
    case "spam":
      return by === "moderator";
    case "deleted":
      return false;
  }
}

/** The comment as the API shows it: flat, see DESIGN section 3. */
export interface Comment {
  id: string;
  siteKey: string;
  externalId: string | null;
  pageUrl: string;
  pageTitle: string | null;
  parentId: string | null;
  authorName: string;
  authorEmail: string | null;
  authorUrl: string | null;
  /** A moderator's reply in the name of the site. */
  isNewsroom: boolean;
  body: string;
  status: CommentStatus;
  revision: number;
  score: number;
  createdAt: string;
}

/** What the author sees at the status address: never why a rule hit, only whether it is published. */
export type PublicStatus = "waiting" | "published" | "refused";

export function publicStatusOf(status: CommentStatus): PublicStatus {
  switch (status) {
    case "queued":
    case "held":
      return "waiting";
    case "approved":
      return "published";
    case "rejected":
    case "spam":
    case "deleted":
      return "refused";
  }
}
