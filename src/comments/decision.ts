// What is asked of a decision, and what becomes of it.
import type { Finding } from "../rules/verdict.ts";
import type { TextSketch } from "../text/similarity.ts";
import type { CommentStatus, DecidedStatus } from "./comment.ts";

export interface Decision {
  commentId: string;
  status: DecidedStatus | "deleted";
  /** The revision the decider saw; null = whatever it is now. */
  expectedRevision: number | null;
  by: Decider;
  reasons: string[];
  note?: string | null;
  publicReason?: string | null;
  batchId?: string | null;
  /** The decision this one takes back. */
  undoes?: string | null;
  judgement?: Judgement;
}

export type Decider =
  { kind: "rules" } | { kind: "moderator"; userId: string | null; apiKeyId: string | null; name: string };

/** What the rules saw and found; kept with the decision so that it can be explained and replayed. */
export interface Judgement {
  score: number;
  findings: Finding[];
  facts: object;
  rulesRevision: number;
  /** What the rules would have done, where a human decides instead without being told. */
  blind: object | null;
  /** Of the text that was judged, for those after it to be compared with. */
  sketch: TextSketch | null;
}

export type DecisionOutcome =
  | {
      commentId: string;
      ok: true;
      changed: boolean;
      decisionId: string | null;
      status: CommentStatus;
      revision: number;
    }
  | { commentId: string; ok: false; problem: "not-found" }
  | { commentId: string; ok: false; problem: "conflict" | "not-allowed"; current: CurrentStatus };

export interface CurrentStatus {
  status: CommentStatus;
  revision: number;
  decidedBy: string | null;
  decidedAt: string | null;
}
