// Decisions on all that match: what the server knows of them.
import { get, send } from "../api.ts";
import type { CommentStatus, DecidedTogether, DecisionStatus, FlatComment, Page } from "../api.ts";
import type { Filter } from "../list-filter.ts";

export interface Preview {
  count: number;
  isMore: boolean;
  /** null where more match than can be decided at once. */
  authors: number | null;
  pages: number | null;
  sites: number | null;
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
