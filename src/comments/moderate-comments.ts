import type { Deps } from "../deps.ts";
import { isDatabaseDown } from "../db/transaction.ts";
import { type Answers, askServices } from "../outside/ask-services.ts";
import type { IdsBySite } from "../queues.ts";
import { heldForReview, isDecidedByRules, isDrawnForReview } from "../rules/blind-review.ts";
import { evaluate } from "../rules/evaluate.ts";
import { packFacts } from "../rules/kept-facts.ts";
import type { Circumstances } from "../rules/replay.ts";
import type { RuleCosts } from "../rules/rule-costs.ts";
import { loadRuleset, type Ruleset } from "../rules/ruleset.ts";
import type { Verdict } from "../rules/verdict.ts";
import { nextTurn } from "../text/in-slices.ts";
import { decideComments, decideQueued } from "./decide-comment.ts";
import type { Decision } from "./decision.ts";
import { factsToKeep, gatherFacts, type QueuedComment } from "./gather-facts.ts";
import { readJudgingSite, recordFailure } from "./queued-comments.ts";
import { dropNetworksOf } from "./retention-queries.ts";

// After so many failures a human decides; with the backoff of recordFailure that is about five minutes.
const maxAttempts = 5;
const maxBusyMs = 10;

/**
 * Judges the comments of one job: facts, rules, verdict, decide. Those decided meanwhile are skipped, so running a job
 * twice is harmless. A comment that fails leaves the batch, is tried again alone and at last held for a human. Those that
 * other services are to be asked about go into a line of their own (`answers`: it is their turn, and this was answered).
 */
export async function moderateComments(
  deps: Deps,
  comments: IdsBySite,
  answers: Answers | null = null,
): Promise<void> {
  for (const [siteId, ids] of Object.entries(comments)) {
    try {
      await moderateOfSite(deps, { siteId, ids }, answers);
    } catch (error) {
      if (isDatabaseDown(error)) throw error;
      if (ids.length > 1) {
        deps.log.warn(
          { err: error, comments: ids.length },
          "a batch could not be moderated; each comment goes alone",
        );
        for (const id of ids) await moderateComments(deps, { [siteId]: [id] }, answers);
      } else {
        await giveBack(deps, ids[0]!, error);
      }
    }
  }
}

async function moderateOfSite(
  deps: Deps,
  { siteId, ids }: { siteId: string; ids: readonly string[] },
  answers: Answers | null,
): Promise<void> {
  const judging = await readJudgingSite(deps.pool, siteId);
  if (judging === null) return;
  const { site, model } = judging;
  const ruleset = timed(await loadRuleset(deps.pool, site), deps.ruleCosts);
  const { needs } = ruleset.compiled;
  if (needs.outside !== undefined && answers === null) {
    deps.askingLine.stand(siteId, ids, (turn) => moderateInTurn(deps, siteId, turn));
    return;
  }
  let gathered = await gatherFacts(deps.pool, ruleset.site, { ids, needs, model });
  if (gathered.some(({ networkInKey }) => networkInKey)) {
    // Taken in by a process of before migration 0032: what is known of the author is known by another key now.
    await dropNetworksOf(deps.pool, deps.serverKey, ids);
    gathered = await gatherFacts(deps.pool, ruleset.site, { ids, needs, model });
  }
  const comments =
    needs.outside === undefined || answers === null
      ? gathered
      : await askServices(deps, { site: ruleset.site, needs: needs.outside, answers }, gathered);
  const decisions: ReturnType<typeof judge>[] = [];
  let busySince = Date.now();
  for (const comment of comments) {
    try {
      decisions.push(judge(comment, ruleset));
    } catch (error) {
      await giveBack(deps, comment.id, error);
    }
    if (Date.now() - busySince > maxBusyMs) {
      // Judging is pure computation: let requests and lock renewals through.
      await nextTurn();
      busySince = Date.now();
    }
  }
  await decideQueued(deps, decisions);
}

async function moderateInTurn(deps: Deps, siteId: string, ids: string[]): Promise<void> {
  try {
    await moderateComments(deps, { [siteId]: ids }, new Map());
  } catch (error) {
    deps.log.warn(
      { err: error, comments: ids.length },
      "comments in line were not judged; the sweep brings them back",
    );
  }
}

const timed = (ruleset: Ruleset, { timer }: RuleCosts): Ruleset => ({
  ...ruleset,
  compiled: { ...ruleset.compiled, timer },
});

function judge(comment: QueuedComment, ruleset: Ruleset): Decision & { expectedRevision: number } {
  const ofRules = afterHuman(evaluate(ruleset.compiled, comment.facts, ruleset.settings), comment);
  const isBlind =
    isDecidedByRules(ofRules) && isDrawnForReview(comment.id, ruleset.site.settings.blindReviewShare);
  const { verdict, blind } = isBlind ? heldForReview(ofRules) : { verdict: ofRules, blind: null };
  return {
    commentId: comment.id,
    status: verdict.verdict,
    expectedRevision: comment.revision,
    by: { kind: "rules" },
    reasons: verdict.reasons,
    publicReason: verdict.verdict === "rejected" || verdict.verdict === "spam" ? verdict.publicReason : null,
    judgement: {
      score: verdict.points,
      findings: verdict.findings,
      facts: packFacts({ ...factsToKeep(comment.facts), ...circumstances(comment, verdict) }),
      rulesRevision: ruleset.site.rulesRevision,
      blind,
      sketch: comment.sketch,
    },
  };
}

/** What settled the verdict beside facts and findings, kept so that a backtest can settle it again. */
function circumstances({ moderatedBefore }: QueuedComment, { unknown }: Verdict): Circumstances {
  // What was silent without holding the comment settled nothing.
  const unanswered = unknown.filter(({ holds }) => holds);
  return {
    ...(unanswered.length > 0 ? { unanswered } : {}),
    ...(moderatedBefore ? { moderatedBefore } : {}),
  };
}

/** A human has judged an earlier text of this comment: the rules may not have the last word on the new one. */
function afterHuman(verdict: Verdict, comment: QueuedComment): Verdict {
  if (!comment.moderatedBefore || verdict.verdict === "held") return verdict;
  return {
    ...verdict,
    verdict: "held",
    reasons: ["Edited after a moderator's decision.", ...verdict.reasons],
  };
}

async function giveBack(deps: Deps, commentId: string, error: unknown): Promise<void> {
  deps.metrics.moderationFailures.inc();
  const message = error instanceof Error ? error.message : String(error);
  deps.log.error({ err: error, commentId }, "a comment could not be moderated and is tried again alone");
  const failure = await recordFailure(deps.pool, commentId, message);
  if (failure !== null && failure.attempts >= maxAttempts) {
    await holdForHuman(deps, commentId, `The automatic checks failed ${failure.attempts} times: ${message}`);
  }
}

/** The last resort for a comment that cannot be judged: never published, never binned, a human looks. */
export async function holdForHuman(deps: Deps, commentId: string, reason: string): Promise<void> {
  await decideComments(deps, [
    { commentId, status: "held", expectedRevision: null, by: { kind: "rules" }, reasons: [reason] },
  ]);
}
