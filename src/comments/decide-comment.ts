// Every change of a comment's status goes through here, by rules and moderators alike, so that comment, decision,
// findings, event and deliveries can never disagree. The queue and the network come after the commit.
import type { Pool } from "pg";
import { uuidv7 } from "uuidv7";
import { inTransaction, retryingConflicts, type Tx } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { canMove, type CommentStatus, type DecidedBy } from "./comment.ts";
import type { Decision, DecisionOutcome } from "./decision.ts";
import { closeOpinions } from "./second-opinion-queries.ts";
import { type Change, writeChanges } from "./write-decisions.ts";

interface LockedComment {
  id: string;
  status: CommentStatus;
  revision: number;
  decidedBy: DecidedBy | null;
  decidedAt: Date | null;
}

interface Written {
  outcomes: DecisionOutcome[];
  /** The webhook endpoints that now have something due. */
  endpointIds: string[];
}

/** Decides any number of comments in one transaction (40P01 and 40001 are tried again), then wakes the webhook workers. */
export async function decideComments(deps: Deps, decisions: Decision[]): Promise<DecisionOutcome[]> {
  return settleAll(deps, decisions, () =>
    inTransaction(deps.pool, (tx) => decideInTransaction(tx, decisions)),
  );
}

/**
 * Decides what `prepare` names after it has written what it needs, all in one transaction: what `check` throws undoes
 * everything.
 */
export async function decideTogether(
  deps: Deps,
  prepare: (tx: Tx) => Promise<Decision[]>,
  check: (outcomes: DecisionOutcome[]) => void,
): Promise<DecisionOutcome[]> {
  let decisions: Decision[] = [];
  const written = await inTransaction(deps.pool, async (tx) => {
    decisions = await prepare(tx);
    const decided = await decideInTransaction(tx, decisions);
    check(decided.outcomes);
    return decided;
  });
  return tell(deps, decisions, written);
}

/** The rules' decisions on comments that were queued when the rules looked, each at a known revision. */
export async function decideQueued(
  deps: Deps,
  decisions: (Decision & { expectedRevision: number })[],
): Promise<DecisionOutcome[]> {
  return settleAll(deps, decisions, () => writeWhereQueued(deps.pool, decisions));
}

async function settleAll(
  deps: Deps,
  decisions: Decision[],
  write: () => Promise<Written>,
): Promise<DecisionOutcome[]> {
  return decisions.length === 0 ? [] : tell(deps, decisions, await write());
}

/** After the commit: counts, and wakes the webhook workers. */
async function tell(
  deps: Deps,
  decisions: Decision[],
  { outcomes, endpointIds }: Written,
): Promise<DecisionOutcome[]> {
  countDecisions(deps, decisions, outcomes);
  if (endpointIds.length > 0) {
    try {
      await deps.queues.enqueueDeliveries(endpointIds);
    } catch (error) {
      deps.metrics.enqueueFailures.inc();
      deps.log.warn(
        { err: String(error) },
        "the queue took no delivery job; the sweep will bring these deliveries back",
      );
    }
  }
  return outcomes;
}

/** The statement itself leaves alone what is no longer queued at that revision: it needs no lock beforehand. */
async function writeWhereQueued(
  pool: Pool,
  decisions: (Decision & { expectedRevision: number })[],
): Promise<Written> {
  const changes = decisions.map((decision) => changeOf(decision, "queued", decision.expectedRevision));
  const { changedIds, endpointIds } = await retryingConflicts(() => writeChanges(pool, changes));
  const changed = new Set(changedIds);
  const missed = decisions.filter(({ commentId }) => !changed.has(commentId));
  const others =
    missed.length === 0 ? null : await inTransaction(pool, (tx) => decideInTransaction(tx, missed));
  const outcomeOfOthers = new Map(others?.outcomes.map((outcome) => [outcome.commentId, outcome]));
  return {
    outcomes: changes.map((change) => outcomeOfOthers.get(change.commentId) ?? changedOutcome(change)),
    endpointIds: [...new Set([...endpointIds, ...(others?.endpointIds ?? [])])],
  };
}

async function decideInTransaction(tx: Tx, decisions: Decision[]): Promise<Written> {
  const comments = await lockComments(
    tx,
    decisions.map((decision) => decision.commentId),
  );
  const changes: Change[] = [];
  const moves: (Change | Unmoved)[] = [];
  for (const decision of decisions) {
    const comment = comments.get(decision.commentId);
    const settled =
      comment === undefined ? ({ ok: false, problem: "not-found" } as const) : settle(decision, comment);
    if (comment !== undefined && settled === "change") {
      const change = changeOf(decision, comment.status, comment.revision);
      changes.push(change);
      // A second decision on the same comment in one call must see the first.
      comments.set(comment.id, {
        ...comment,
        status: decision.status,
        revision: change.revision,
        decidedBy: decision.by.kind,
      });
      moves.push(change);
    } else if (settled !== "change") {
      moves.push({ decision, settled });
    }
  }
  const endpointIds = new Set<string>();
  const isDeletion = ({ status }: Change) => status === "deleted";
  for (const group of [changes.filter(isDeletion), changes.filter((change) => !isDeletion(change))]) {
    if (group.length === 0) continue;
    const written = await writeChanges(tx, group);
    if (written.changedIds.length !== group.length) {
      throw new Error(
        `${group.length} comments were locked for a decision but ${written.changedIds.length} were changed`,
      );
    }
    for (const id of written.endpointIds) endpointIds.add(id);
  }
  const unmoved = moves.filter((move) => "settled" in move);
  const agreed = unmoved.filter(({ decision: { by }, settled }) => settled.ok && by.kind === "moderator");
  await closeOpinions(
    tx,
    agreed.map(({ decision }) => decision.commentId),
  );
  const refused = unmoved.filter(({ settled }) => !settled.ok && settled.problem !== "not-found");
  const names = await deciderNames(
    tx,
    refused.map(({ decision }) => decision.commentId),
  );
  const outcomes = moves.map((move) =>
    "settled" in move ? unchangedOutcome(move, names) : changedOutcome(move),
  );
  return { outcomes, endpointIds: [...endpointIds] };
}

interface Unmoved {
  decision: Decision;
  settled: Exclude<Settled, "change">;
}

const changeOf = (decision: Decision, previousStatus: CommentStatus, seenRevision: number): Change => ({
  decisionId: uuidv7(),
  eventId: uuidv7(),
  previousStatus,
  revision: seenRevision + 1,
  ...decision,
});

const changedOutcome = ({ commentId, decisionId, status, revision }: Change): DecisionOutcome => ({
  commentId,
  ok: true,
  changed: true,
  decisionId,
  status,
  revision,
});

type Settled =
  | "change"
  | { ok: true; status: CommentStatus; revision: number }
  | { ok: false; problem: "not-found" }
  | { ok: false; problem: "conflict" | "not-allowed"; comment: LockedComment };

function settle(decision: Decision, comment: LockedComment): Settled {
  const seen = decision.expectedRevision === null || decision.expectedRevision === comment.revision;
  if (!seen) return { ok: false, problem: "conflict", comment };
  if (decision.status === comment.status)
    return { ok: true, status: comment.status, revision: comment.revision };
  if (!canMove(comment.status, decision.by.kind)) return { ok: false, problem: "not-allowed", comment };
  return "change";
}

function unchangedOutcome(
  { decision: { commentId }, settled }: Unmoved,
  names: ReadonlyMap<string, string>,
): DecisionOutcome {
  if (settled.ok) {
    const { status, revision } = settled;
    return { commentId, ok: true, changed: false, decisionId: null, status, revision };
  }
  if (settled.problem === "not-found") return { commentId, ok: false, problem: "not-found" };
  const { status, revision, decidedBy, decidedAt } = settled.comment;
  const current = {
    status,
    revision,
    // After an edit nobody has decided what is there now.
    decidedBy: decidedBy === null ? null : (names.get(commentId) ?? null),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
  return { commentId, ok: false, problem: settled.problem, current };
}

async function lockComments(tx: Tx, ids: string[]): Promise<Map<string, LockedComment>> {
  const { rows } = await tx.query<LockedComment>({
    name: "lock-comments",
    text: `SELECT id, status, revision, decided_by AS "decidedBy", decided_at AS "decidedAt"
           FROM comments WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Of the latest decision on each comment. */
async function deciderNames(tx: Tx, commentIds: string[]): Promise<Map<string, string>> {
  if (commentIds.length === 0) return new Map();
  const { rows } = await tx.query<{ commentId: string; name: string }>(
    `SELECT DISTINCT ON (comment_id) comment_id AS "commentId", coalesce(decided_by_name, decided_by) AS name
     FROM decisions WHERE comment_id = ANY($1::uuid[]) ORDER BY comment_id, created_at DESC, id DESC`,
    [commentIds],
  );
  return new Map(rows.map(({ commentId, name }) => [commentId, name]));
}

function countDecisions(deps: Deps, decisions: Decision[], outcomes: DecisionOutcome[]): void {
  outcomes.forEach((outcome, index) => {
    const by = decisions[index]?.by.kind;
    if (by !== undefined && outcome.ok && outcome.changed)
      deps.metrics.decisions.inc({ status: outcome.status, by });
  });
}
