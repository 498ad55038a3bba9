// Decisions on all that match: what the server knows of them.
import { get, send } from "../api.ts";
import type { CommentStatus, DecidedTogether, DecisionStatus, FlatComment, Page } from "../api.ts";
import type { View } from "../routes.ts";
import { statusOf } from "../routes.ts";

/** As in a list of comments. */
export interface Filter {
  siteKey?: string;
  status?: string;
  q?: string;
  flagged?: "true";
  secondOpinion?: "true" | "false";
  /** A comment whose author, or whose text, is meant. */
  authorOf?: string;
  alikeTo?: string;
}

export interface Preview {
  count: number;
  isMore: boolean;
  authors: number;
  pages: number;
  sites: number;
  byStatus: Partial<Record<CommentStatus, number>>;
  decidedByModerators: Partial<Record<CommentStatus, number>>;
  leftOut: number;
  asOf: string;
  samples: FlatComment[];
}

export interface Batch {
  batchId: string;
  /** null: an undo */
  status: DecisionStatus | null;
  undoes: string | null;
  undoneBy: string | null;
  siteKeys: string[];
  state: "waiting" | "running" | "cancelling" | "done" | "cancelled" | "failed";
  matched: number;
  done: number;
  skipped: number;
  error: string | null;
  createdAt: string;
  finishedAt: string | null;
}

/** What a list shows, and all of it. In the list of all, what moderators have settled is left out. */
export const filterOf = ({ list, siteKey, search }: View): Filter => {
  const status = statusOf(list);
  return {
    ...(status === null ? {} : { status }),
    ...(list === "flagged" ? { flagged: "true" as const } : {}),
    ...(list === "asked" ? { secondOpinion: "true" as const } : {}),
    // They stand in a list of their own, and not in this one.
    ...(list === "held" ? { secondOpinion: "false" as const } : {}),
    ...(siteKey === null ? {} : { siteKey }),
    ...(search === "" ? {} : { q: search }),
  };
};

export const fetchPreview = (filter: Filter, status?: DecisionStatus): Promise<Preview> =>
  send("POST", "/v1/decisions/preview", { filter, ...(status === undefined ? {} : { status }) });

export interface WantedBatch {
  filter: Filter;
  status: DecisionStatus;
  asOf: string;
  reasonCode?: string;
}

export const startBatch = (wanted: WantedBatch): Promise<Batch> => send("POST", "/v1/decisions", wanted);

const SHOWN = "20";

export const fetchOwnBatches = (): Promise<Page<Batch>> =>
  get("/v1/decisions", { mine: "true", limit: SHOWN });

export const cancelBatch = (batchId: string): Promise<void> => send("DELETE", `/v1/decisions/${batchId}`);

/** A small one is taken back at once, a large one in the background. */
export const undoBatch = (batchId: string): Promise<DecidedTogether | Batch> =>
  send("POST", `/v1/decisions/${batchId}/undo`);
