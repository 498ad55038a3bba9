// What was decided and is not answered, as this browser keeps it over a reload: no word of anybody.
import type { DecisionStatus } from "../api.ts";

interface Kept {
  /** Sent as the Idempotency-Key: however often, it is done once. */
  key: string;
  takenAt: number;
  turn: number;
}

export interface UnsentDecision extends Kept {
  kind: "decision";
  items: { id: string; expectedRevision: number }[];
  to: DecisionStatus;
  reasonCode?: string;
  isTogether: boolean;
  /** Once sent, a key stands for these very revisions; before, they may still grow by what is sent earlier. */
  isTried: boolean;
}

export interface UnsentUndo extends Kept {
  kind: "undo";
  ids: string[];
  /** The key of the decision that it takes back, until that has an id. */
  ofKey: string;
  decisionId: string | null;
}

export type Unsent = UnsentDecision | UnsentUndo;

/** As long as the server knows a key: what is older was decided on another day's queue. */
const KEPT_MS = 24 * 3_600_000;

/** In the order in which it was decided; what nobody could have kept is left out. */
export function readUnsent(texts: readonly string[], nowMs: number): Unsent[] {
  const kept = texts.flatMap((text) => parsed(text) ?? []).filter(({ takenAt }) => nowMs - takenAt < KEPT_MS);
  const keys = new Set(kept.map(({ key }) => key));
  return kept
    .filter((one) => one.kind === "decision" || one.decisionId !== null || keys.has(one.ofKey))
    .sort((a, b) => a.takenAt - b.takenAt || a.turn - b.turn);
}

/** After the answer to one of them; null = it did nothing, so there is nothing to take back either. */
export function withAnswer(unsent: readonly Unsent[], key: string, decisionId: string | null): Unsent[] {
  return unsent.flatMap((one) => {
    if (one.key === key) return [];
    if (one.kind === "decision" || one.ofKey !== key || one.decisionId !== null) return [one];
    return decisionId === null ? [] : [{ ...one, decisionId }];
  });
}

function parsed(text: string): Unsent | null {
  try {
    const value = JSON.parse(text) as Partial<Record<string, unknown>> | null;
    const isKept = typeof value?.key === "string" && typeof value.takenAt === "number";
    const isWhole = Array.isArray(value?.kind === "undo" ? value.ids : value?.items);
    return isKept && isWhole ? (value as unknown as Unsent) : null;
  } catch {
    return null;
  }
}
