// Sends what was decided, and makes of the answers what the screen shows.
import * as api from "../api.ts";
import type { Comment, DecisionStatus, Given } from "../api.ts";
import { t } from "../language.ts";
import { user } from "../session.ts";
import { closePanel } from "./card-state.ts";
import { forgetDetails } from "./comment-details.ts";
import { changeCounts } from "./counts.ts";
import { withConfirmed, withoutExpected } from "./counts-state.ts";
import { noteOfConflict } from "./queue-decisions.ts";
import type { DecisionTaken } from "./queue-state.ts";
import { mayShow } from "../routes.ts";
import { dispatch, leftAt, queue, refresh, revisionOf, tellProblem } from "./queue-store.ts";
import { forgetGiven } from "./given-drafts.ts";
import { keepReplyDraft } from "./card-drafts.ts";
import { noteSentence } from "./sentences.ts";
import { answered, keepDecision, keepUndo, trying, whenConnected } from "./unsent-store.ts";

/** By key: of a decision its id, of decisions taken together their batch's. */
const decisionIds = new Map<number, string>();
/** By the same key, under what the server knows the request. */
const requestKeys = new Map<number, string>();

/** Before it is its turn, so that a page that is closed meanwhile has not lost it. */
export function keepToSend(
  sentAs: number,
  comments: readonly Comment[],
  { to, given, isTogether }: { to: DecisionStatus; given: Given; isTogether: boolean },
): void {
  const { reasonCode } = given;
  const items = comments.map((comment) => ({ id: comment.id, expectedRevision: revisionOf(comment) }));
  const said = reasonCode === undefined ? {} : { reasonCode };
  const isKept = given.note === undefined && given.reply === undefined;
  requestKeys.set(sentAs, keepDecision({ items, to, isTogether, ...said }, { isKept }));
}

export function keepUndoToSend(sentAs: number, ids: string[]): string {
  return keepUndo({ ids, ofKey: requestKeys.get(sentAs) ?? "", decisionId: decisionIds.get(sentAs) ?? null });
}

export async function sendDecision(
  key: number,
  comment: Comment,
  { to, given }: { to: DecisionStatus; given: Given },
): Promise<void> {
  const { id } = comment;
  const requestKey = requestKeys.get(key)!;
  try {
    const expectedRevision = revisionOf(comment);
    trying(requestKey, [{ id, expectedRevision }]);
    const { revision, decisionId } = await sendOne(id, { to, given, expectedRevision, requestKey });
    if (decisionId) decisionIds.set(key, decisionId);
    answered(requestKey, decisionId);
    store({ key, comment }, { revision, undoable: decisionId !== null });
  } catch (error) {
    answered(requestKey, null);
    const current = error instanceof api.ApiError ? error.problem.current : undefined;
    const problem = bringBack({ key, comment, to }, current ?? api.sentenceOf(error));
    if (problem) tellProblem(problem);
  }
}

/** `decisionId` is what an undo names: with a reply, of both acts together. */
async function sendOne(
  id: string,
  {
    to,
    given,
    expectedRevision,
    requestKey,
  }: { to: DecisionStatus; given: Given; expectedRevision: number; requestKey: string },
): Promise<{ revision: number; decisionId: string | null }> {
  const { reply, ...said } = given;
  if (!reply) {
    return whenConnected(() => api.decide(id, { status: to, expectedRevision, ...said }, requestKey));
  }
  const { parent, batchId } = await api.replyTo(id, reply, { approve: true, expectedRevision });
  keepReplyDraft(id, "");
  closePanel(id, "reply");
  forgetDetails(id);
  return { revision: parent.revision, decisionId: batchId };
}

export async function sendTogether(
  group: number,
  decisions: readonly Sent[],
  { to, given, draft }: { to: DecisionStatus; given: Given; draft: string },
): Promise<void> {
  const items = decisions.map(({ comment }) => ({ id: comment.id, expectedRevision: revisionOf(comment) }));
  const requestKey = requestKeys.get(group)!;
  try {
    trying(requestKey, items);
    const { batchId, results } = await whenConnected(() =>
      api.decideMany({ items, status: to, ...given }, requestKey),
    );
    decisionIds.set(group, batchId);
    answered(requestKey, batchId);
    forgetGiven(draft);
    const problems = decisions.flatMap((decision) => settle(decision, to, results) ?? []);
    tellProblems(
      problems,
      t(
        "{count, number} of {all, plural, one {# comment} other {# comments}} were not {to, select, approved {approved} rejected {rejected} spam {marked as spam} other {held}}. Their cards are back and say why.",
        { count: problems.length, all: decisions.length, to },
      ),
    );
  } catch (error) {
    answered(requestKey, null);
    const problems = decisions.flatMap(
      (decision) => bringBack({ ...decision, to }, api.sentenceOf(error)) ?? [],
    );
    tellProblems(
      problems,
      t(
        "Could not {to, select, approved {approve} rejected {reject} spam {mark as spam} other {put back}} these: {reason} Their cards are back and say why.",
        { to, reason: api.sentenceOf(error) },
      ),
    );
  }
}

/** One of several: the sentence of its problem, if it has one. */
function settle(decision: Sent, to: DecisionStatus, results: readonly api.DecisionResult[]): string | null {
  const result = results.find(({ id }) => id === decision.comment.id);
  if (!result?.ok || result.revision === null)
    return bringBack({ ...decision, to }, result?.problem?.current ?? result?.problem?.detail ?? "");
  store(decision, { revision: result.revision, undoable: typeof result.decisionId === "string" });
  return null;
}

interface Sent {
  key: number;
  comment: Comment;
}

function store({ key, comment: { id } }: Sent, stored: { revision: number; undoable: boolean }): void {
  leftAt(id, stored.revision);
  forgetGiven(id);
  changeCounts((counts) => withConfirmed(counts, key, stored.revision));
  dispatch({ type: "stored", key, id, ...stored });
}

/** What it has become instead, or why it could not be sent; the answer is a sentence, where there is something to say. */
function bringBack(
  { key, comment, to }: Sent & { to: DecisionStatus },
  current: api.CurrentStatus | string,
): string | null {
  const { id } = comment;
  changeCounts((counts) => withoutExpected(counts, key));
  if (typeof current === "string") {
    const reason = t(
      "Could not {to, select, approved {approve} rejected {reject} spam {mark as spam} other {put back}} this: {reason}",
      { to, reason: current },
    );
    dispatch({ type: "failed", key, id, reason });
    return `${reason} ${t("The comment by {name} is back in its place.", { name: comment.authorName })}`;
  }
  // Our own earlier attempt was stored, only its answer was lost.
  if (current.status === to && current.decidedBy !== null && current.decidedBy === user.value?.name) {
    leftAt(id, current.revision);
    forgetGiven(id);
    dispatch({ type: "stored", key, id, revision: current.revision, undoable: false });
    return null;
  }
  dispatch({ type: "conflicted", key, id, current });
  if (current.status === comment.status) void refresh(id);
  return `${comment.authorName}: ${noteSentence(noteOfConflict(comment, current), Date.now())}`;
}

/** Several are told as one; each card says its own. */
export function tellProblems(problems: readonly string[], together: string): void {
  if (problems.length === 1) tellProblem(problems[0]!);
  if (problems.length > 1) tellProblem(together);
}

/** Of one decision, or of all that were sent together; `keys`: by which of them the counts know each. */
export async function sendUndo(
  sentAs: number,
  { requestKey, keys }: { requestKey: string; keys: ReadonlyMap<DecisionTaken, number> },
): Promise<void> {
  const decisionId = decisionIds.get(sentAs);
  // Undo waits in line behind its decision; if that one failed, there is nothing to take back.
  if (!decisionId) {
    answered(requestKey, null);
    for (const [decision, key] of keys) nothingToUndo(key, decision);
    return;
  }
  try {
    const { results } = await whenConnected(() => api.undoDecision(decisionId, requestKey));
    const refused: UndoLeft[] = [];
    for (const [decision, key] of keys) {
      const result = results.find(({ id }) => id === decision.comment.id);
      if (!result) nothingToUndo(key, decision);
      else if (result.ok || result.status !== null) settleUndo(key, decision, result);
      else refused.push({ key, decision, reason: result.problem?.detail ?? "" });
    }
    answered(requestKey, null);
    leaveDecided(refused);
  } catch (error) {
    answered(requestKey, null);
    const reason = api.sentenceOf(error);
    leaveDecided([...keys].map(([decision, key]) => ({ key, decision, reason })));
  }
}

interface UndoLeft {
  key: number;
  decision: DecisionTaken;
  reason: string;
}

function leaveDecided(undos: readonly UndoLeft[]): void {
  for (const { key, decision, reason } of [...undos].reverse()) {
    changeCounts((counts) => withoutExpected(counts, key));
    dispatch({ type: "undoFailed", decision, reason });
  }
  const [first] = undos;
  if (first) tellProblem(t("Could not undo: {reason}", { reason: first.reason }));
}

/** What anybody decided, whenever it was: for the screen a decision like any other, and not taken back in its turn. */
export async function sendTakeBack(
  { key, comment, to }: Sent & { to: DecisionStatus },
  { requestKey, decisionId }: { requestKey: string; decisionId: string },
): Promise<string | null> {
  try {
    const { results } = await whenConnected(() => api.undoDecision(decisionId, requestKey));
    const result = results.find(({ id }) => id === comment.id);
    if (!result?.ok || result.revision === null)
      return bringBack({ key, comment, to }, result?.problem?.current ?? result?.problem?.detail ?? "");
    store({ key, comment }, { revision: result.revision, undoable: false });
    return null;
  } catch (error) {
    return bringBack({ key, comment, to }, api.sentenceOf(error));
  } finally {
    answered(requestKey, null);
  }
}

function nothingToUndo(key: number, { comment, from }: DecisionTaken): void {
  changeCounts((counts) => withoutExpected(counts, key));
  const revision = revisionOf(comment);
  dispatch({ type: "undoStored", id: comment.id, status: from, revision });
}

function settleUndo(key: number, decision: DecisionTaken, result: api.DecisionResult): void {
  const { id } = decision.comment;
  const { status, revision } = { status: result.status ?? "deleted", revision: result.revision ?? 0 };
  leftAt(id, revision);
  if (!result.ok) {
    changeCounts((counts) => withoutExpected(counts, key));
    dispatch({ type: "undoRefused", id, current: { status, revision, decidedBy: null, decidedAt: null } });
    return tellProblem(
      t(
        "Could not undo: the comment by {name} was changed since, and is {status, select, queued {being checked} held {held} approved {approved} rejected {rejected} spam {spam} other {deleted}} now.",
        { name: decision.comment.authorName, status },
      ),
    );
  }
  changeCounts((counts) => withConfirmed(counts, key, revision));
  dispatch({ type: "undoStored", id, status, revision });
  // The list may have been loaded anew before the server had the comment back in it.
  const { view } = queue.value;
  const belongsHere =
    mayShow(view.list, status) && (view.siteKey ?? decision.comment.siteKey) === decision.comment.siteKey;
  if (belongsHere) dispatch({ type: "missed", ids: [id] });
}
