import { uuidv7 } from "uuidv7";
import type { Deps } from "../deps.ts";
import { decideComments } from "./decide-comment.ts";
import type { Decider } from "./decision.ts";
import {
  countDecidedByRule,
  listDecidedByRule,
  type RuleDecisionCounts,
  type RuleDecisionSearch,
} from "./rule-decision-queries.ts";

const decidedAtOnce = 500;
/** What one request does at most; the rest is for the next one. */
export const maxUndonePerRequest = 5_000;

export interface UndoneRule {
  /** Takes all of it back by /v1/decisions/{batchId}/undo; null where nothing was undone. */
  batchId: string | null;
  results: { undone: number; changedMeanwhile: number; from: RuleDecisionCounts };
  remaining: number;
}

/**
 * Gives to a human what this rule has decided and no human has touched since. A comment that somebody decides at the
 * same moment keeps that decision: each goes by the revision that was found.
 */
export async function undoRule(
  deps: Deps,
  search: RuleDecisionSearch,
  { by, reason, limit }: { by: Decider; reason: string; limit: number },
): Promise<UndoneRule> {
  const batchId = uuidv7();
  const found = await listDecidedByRule(deps.pool, search, limit);
  const from: RuleDecisionCounts = { approved: 0, rejected: 0, spam: 0 };
  let undone = 0;
  for (let start = 0; start < found.length; start += decidedAtOnce) {
    const batch = found.slice(start, start + decidedAtOnce);
    const outcomes = await decideComments(
      deps,
      batch.map(({ id, revision }) => ({
        commentId: id,
        status: "held" as const,
        expectedRevision: revision,
        by,
        reasons: [reason],
        batchId,
      })),
    );
    outcomes.forEach((outcome, index) => {
      if (!outcome.ok || !outcome.changed) return;
      undone += 1;
      from[batch[index]!.status as keyof RuleDecisionCounts] += 1;
    });
  }
  const left = await countDecidedByRule(deps.pool, search);
  return {
    batchId: undone === 0 ? null : batchId,
    results: { undone, changedMeanwhile: found.length - undone, from },
    remaining: left.approved + left.rejected + left.spam,
  };
}
