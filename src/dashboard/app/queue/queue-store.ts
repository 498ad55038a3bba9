// Joins the pure queue state to the server: every decision is shown first and sent behind.
import { computed, signal } from "@preact/signals";
import * as api from "../api.ts";
import type { Comment, CommentEvent, DecisionStatus, Given } from "../api.ts";
import { bulkSubject, emptying, isOwnBatch, undoLatest } from "../bulk/batches.ts";
import { canSelectMatching, matchingView } from "../bulk/matching.ts";
import { announce } from "../frame/announcer.tsx";
import type { OpinionEvent } from "../live.ts";
import { navigate } from "../router.ts";
import type { View } from "../routes.ts";
import { addressOf, mayShow, ruleFromCommentAddress } from "../routes.ts";
import { canAdminister, canDecide, canDecideAny, sites, user } from "../session.ts";
import { cardDialog, closePanel, panels, selected, togglePanel } from "./card-state.ts";
import { forgetDetails } from "./comment-details.ts";
import { changeCounts } from "./counts.ts";
import { withConfirmed, withExpected, withoutExpected } from "./counts-state.ts";
import type { DecisionTaken, QueueEvent, QueueState } from "./queue-state.ts";
import {
  emptyQueue,
  entryOf,
  neededLoad,
  openEntries,
  queueReducer,
  savingCount,
  shownEntries,
} from "./queue-state.ts";
import { keepDraft } from "./reply-drafts.ts";
import { createInOrder } from "./send-in-order.ts";
import { DECISION_DONE, DECISION_VERBS, noteSentence, plural } from "./sentences.ts";

export type Toast =
  | { kind: "decision"; key: number }
  | { kind: "decisions"; group: number; count: number; to: DecisionStatus }
  | { kind: "told" | "problem"; text: string };

export const queue = signal<QueueState>(
  emptyQueue({ list: "held", order: "risk", siteKey: null, search: "" }),
);
export const shown = computed(() => shownEntries(queue.value));
export const saving = computed(() => savingCount(queue.value));
export const toast = signal<Toast | null>(null);
export const expanded = signal<ReadonlySet<string>>(new Set());
export const lastArrivalAt = signal<string | null>(null);

const LONGEST_SELECTION = 200;

const inOrder = createInOrder();
/** The revision that each comment was last seen or left at, on whatever screen. */
const revisions = new Map<string, number>();
/** By key: of a decision its id, of decisions taken together their batch's. */
const decisionIds = new Map<number, string>();
/** The group of a decision that was taken together with others. */
const groups = new Map<number, number>();
let nextKey = 1;
let loadTurn = 0;
let newestSeen = "";

export function openView(view: View): void {
  dispatch({ type: "opened", view });
  expanded.value = new Set();
  selected.value = new Set();
  matchingView.value = null;
  panels.value = new Map();
  if (!isEmptying()) void load(null);
}

/** All of the list is being decided: what is not yet decided is no more to be shown. */
const isEmptying = (): boolean => emptying.value?.address === addressOf(queue.value.view);

/** Every decision from now on has a higher key. */
export const decisionsSoFar = (): number => nextKey;

export function showNew(): void {
  scrollTo({ top: 0 });
  dispatch({ type: "loadStarted", loading: "reload" });
  void load(null);
}

export function tryAgain(): void {
  const hasList = queue.value.entries.length > 0 && queue.value.nextCursor;
  if (!hasList) return openView(queue.value.view);
  loadMore();
}

export function move(by: 1 | -1): void {
  const before = queue.value.activeId;
  dispatch({ type: "moved", by });
  if (queue.value.activeId === before && before) {
    announce(by === 1 ? "This is the last comment." : "This is the first comment.");
  }
}

export const activate = (id: string): void => {
  if (queue.value.activeId !== id) dispatch({ type: "activated", id });
};

export const dismiss = (id: string): void => dispatch({ type: "dismissed", id });

export function toggleExpanded(id: string): void {
  const next = new Set(expanded.value);
  if (!next.delete(id)) next.add(id);
  expanded.value = next;
}

export function decideActive(to: DecisionStatus): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return announce("There is no comment to decide.");
  if (to === "rejected" && wantsReason(comment) && mayDecide(comment, to)) {
    cardDialog.value = { kind: "decide", comment, to, mustGiveReason: true };
    return;
  }
  decideWith(comment, to, {});
}

export function decideWith(comment: Comment, to: DecisionStatus, given: Given): void {
  if (!mayDecide(comment, to)) return;
  const key = take(comment, to);
  void inOrder([comment.id], () => sendDecision(key, comment, { to, given }));
  toast.value = { kind: "decision", key };
  announce(`${DECISION_DONE[to]}: ${comment.authorName}. ${whatIsNext()}`);
}

/** Asks for a reason or a note before the active comment is decided. */
export function askWithActive(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return announce("There is no comment to decide.");
  const to = comment.status === "rejected" ? "approved" : "rejected";
  if (mayDecide(comment, to)) cardDialog.value = { kind: "decide", comment, to, mustGiveReason: false };
}

export function replyToActive(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return announce("There is no comment to answer.");
  if (!canDecide(comment.siteKey)) return announce("Replies are for moderators of the site.");
  togglePanel(comment.id, "reply");
}

/** Trust and bans are asked about before they are stored. */
export function askAboutAuthor(kind: "ban" | "trust"): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return announce("There is no comment, and no author.");
  if (!canDecide(comment.siteKey)) return announce("Trust and bans are for moderators of the site.");
  if (comment.isNewsroom) return announce("The newsroom itself is neither trusted nor banned.");
  cardDialog.value = { kind, comment };
}

/** The active comment goes to whoever is surer of it. */
export function askColleagues(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return announce("There is no comment to ask about.");
  if (!canDecide(comment.siteKey)) return announce("Questions are for moderators of the site.");
  if (comment.secondOpinion) return announce(`${comment.secondOpinion.askedBy} asks about it already.`);
  cardDialog.value = { kind: "ask", comment };
}

export const selectedHere = computed(() =>
  openEntries(queue.value)
    .map(({ comment }) => comment)
    .filter(({ id, siteKey }) => selected.value.has(id) && canDecide(siteKey)),
);

/** Not only what is shown. */
export function selectMatching(): void {
  const { view } = queue.value;
  if (!canDecideAny.value) return announce("Decisions are for moderators.");
  if (!canSelectMatching(view)) return announce("Search for something first, or choose another list.");
  matchingView.value = view;
  announce("All that match are selected. Decide, and you will see what they are.");
}

export function toggleAllSelected(): void {
  matchingView.value = null;
  const ids = openEntries(queue.value).map(({ comment }) => comment.id);
  const isAll = ids.every((id) => selected.value.has(id));
  selected.value = new Set(isAll ? [] : ids);
  announce(isAll ? "Nothing is selected." : `${plural(ids.length, "comment")} selected.`);
}

export function decideSelected(to: DecisionStatus): void {
  if (matchingView.value) {
    bulkSubject.value = { kind: "matching", view: matchingView.value, to };
    return;
  }
  if (selectedHere.value.length === 0) return announce("Nothing is selected.");
  const others = selectedHere.value.filter(({ status }) => status !== to);
  if (others.length === 0) return announce(`These comments are ${to} already.`);
  decideAll(
    others.map(({ id }) => id),
    to,
  );
  selected.value = new Set();
}

/** Sent and taken back together. */
export function decideAll(ids: readonly string[], to: DecisionStatus): void {
  const comments = ids.flatMap((id) => entryOf(queue.value, id)?.comment ?? []);
  let group = 0;
  for (let start = 0; start < comments.length; start += api.MOST_AT_ONCE) {
    const ofGroup = (group = nextKey++);
    const together = comments.slice(start, start + api.MOST_AT_ONCE).map((comment) => {
      const key = take(comment, to);
      groups.set(key, ofGroup);
      return { key, comment };
    });
    void inOrder(idsOf(together), () => sendTogether(ofGroup, together, to));
  }
  toast.value = { kind: "decisions", group, count: comments.length, to };
  announce(`${DECISION_DONE[to]}: ${plural(comments.length, "comment")}. ${whatIsNext()}`);
}

const idsOf = (decisions: readonly { comment: Comment }[]): string[] =>
  decisions.map(({ comment }) => comment.id);

export const takenIn = (group: number): DecisionTaken[] =>
  queue.value.taken.filter(({ key }) => groups.get(key) === group);

export function announceDone(text: string): void {
  toast.value = { kind: "told", text };
  announce(text);
}

function mayDecide(comment: Comment, to: DecisionStatus): boolean {
  const entry = entryOf(queue.value, comment.id);
  const refuse = (text: string): false => {
    announce(text);
    return false;
  };
  if (!entry) return refuse("The comment is no longer in this list.");
  if (!canDecide(comment.siteKey)) return refuse("You may read this site's comments, but not decide them.");
  if (entry.phase !== "open") return refuse(entry.note ? noteSentence(entry.note, Date.now()) : "");
  return to === entry.comment.status ? refuse(`This comment is ${to} already.`) : true;
}

function wantsReason({ siteKey }: Comment): boolean {
  const site = sites.value.find(({ key }) => key === siteKey);
  return (site?.refusalReasonRequired ?? false) && (site?.refusalReasons ?? []).length > 0;
}

/** On the screen alone. */
function take(comment: Comment, to: DecisionStatus): number {
  const key = nextKey++;
  const { id, status } = comment;
  dispatch({ type: "decided", key, id, to });
  changeCounts((counts) => withExpected(counts, { key, id, from: status, to }));
  return key;
}

/** Of the comment, and of what is selected in it. */
export function makeRuleOfActive(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return announce("There is no comment to make a rule from.");
  if (!canAdminister(comment.siteKey)) return announce("Rules are for admins of the site.");
  const selected = getSelection()?.toString() ?? "";
  const isOfComment = selected.length <= LONGEST_SELECTION && comment.body.includes(selected.trim());
  navigate(ruleFromCommentAddress(comment.id, isOfComment ? selected.trim() : ""));
  scrollTo({ top: 0 });
}

/** All by the author of the active comment. */
export function decideAuthor(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return announce("There is no comment, and no author.");
  if (!canDecide(comment.siteKey)) return announce("Decisions are for moderators of the site.");
  bulkSubject.value = { kind: "author", comment };
}

export function undoLast(): void {
  const decision = queue.value.taken.at(-1);
  if (undoLatest(decision?.key)) return;
  if (!decision) return announce("There is nothing to undo.");
  const group = groups.get(decision.key);
  const together = group === undefined ? [decision] : takenIn(group).reverse();
  const keys = new Map(together.map((one) => [one, giveBack(one)]));
  const isElsewhere = together.some((one) => !entryOf(queue.value, one.comment.id));
  void inOrder(idsOf(together), () => sendUndo(group ?? decision.key, keys));
  const { comment, from } = decision;
  const sentence =
    together.length === 1
      ? `Undone: the comment by ${comment.authorName} is ${from} again.`
      : `Undone: ${plural(together.length, "comment")} are ${from} again.`;
  toast.value = isElsewhere || together.length > 1 ? { kind: "told", text: sentence } : null;
  announce(sentence);
}

/** On the screen alone. */
function giveBack({ key: decided, comment, from, to }: DecisionTaken): number {
  const key = nextKey++;
  dispatch({ type: "undone", key: decided });
  changeCounts((counts) => withExpected(counts, { key, id: comment.id, from: to, to: from }));
  return key;
}

export function hearComment(event: CommentEvent): void {
  const known = entryOf(queue.value, event.id);
  const hasGone = known?.phase === "open" && !mayShow(queue.value.view.list, event.status);
  if (hasGone && isOwnBatch(event)) return dispatch({ type: "dismissed", id: event.id });
  dispatch({ type: "heard", event, at: new Date().toISOString() });
  const isEdited =
    known?.phase === "open" &&
    event.status === known.comment.status &&
    event.revision > known.comment.revision &&
    !queue.value.busy[event.id];
  if (isEdited) void refresh(event.id);
}

/** Own questions take the comment out of the queue at once; of others' the card tells, where it stands. */
export function hearOpinion(
  { id, siteKey, secondOpinion }: OpinionEvent,
  { isOwn = false }: { isOwn?: boolean } = {},
): void {
  const { list, siteKey: wanted } = queue.value.view;
  const known = entryOf(queue.value, id);
  if (isOwn && list === "held") return dispatch({ type: "dismissed", id });
  if (known) return dispatch({ type: "asked", id, secondOpinion });
  const belongsHere = list === "asked" ? secondOpinion !== null : list === "held" && secondOpinion === null;
  if (belongsHere && (wanted === null || wanted === siteKey)) dispatch({ type: "missed", ids: [id] });
}

/** After a broken line: what came in meanwhile is missing from the list. */
export async function catchUp(): Promise<void> {
  const { view } = queue.value;
  const page = await api.fetchComments({ ...view, cursor: null }).catch(() => null);
  if (!page || view !== queue.value.view) return;
  // While pages are left to load, an unknown comment may just be one of them: ids grow with time.
  const missed = page.items.filter(({ id }) => !queue.value.nextCursor || id > newestSeen);
  dispatch({ type: "missed", ids: missed.map(({ id }) => id) });
}

function dispatch(event: QueueEvent): void {
  queue.value = queueReducer(queue.value, event);
  const needed = isEmptying() ? null : neededLoad(queue.value);
  if (needed === "more") loadMore();
  if (needed === "reload") {
    queue.value = queueReducer(queue.value, { type: "loadStarted", loading: "reload" });
    void load(null);
  }
}

function loadMore(): void {
  queue.value = queueReducer(queue.value, { type: "loadStarted", loading: "more" });
  void load(queue.value.nextCursor);
}

async function load(cursor: string | null): Promise<void> {
  const turn = ++loadTurn;
  const { view } = queue.value;
  try {
    const page = await api.fetchComments({ ...view, cursor });
    if (turn !== loadTurn) return;
    for (const comment of page.items) see(comment);
    dispatch({ type: "loaded", items: page.items, nextCursor: page.nextCursor });
    if (page.items.length === 0) void findLastArrival(view.siteKey);
  } catch (error) {
    if (turn === loadTurn) dispatch({ type: "loadFailed", reason: api.sentenceOf(error) });
  }
}

async function findLastArrival(siteKey: string | null): Promise<void> {
  const page = await api.fetchNewestComment(siteKey).catch(() => null);
  lastArrivalAt.value = page?.items[0]?.createdAt ?? null;
}

async function refresh(id: string): Promise<void> {
  const details = await api.fetchComment(id).catch(() => null);
  const entry = entryOf(queue.value, id);
  if (!details || entry?.phase !== "open" || !mayShow(queue.value.view.list, details.status)) return;
  see(details);
  dispatch({ type: "refreshed", comment: { ...entry.comment, ...details } });
}

async function sendDecision(
  key: number,
  comment: Comment,
  { to, given }: { to: DecisionStatus; given: Given },
): Promise<void> {
  const { id } = comment;
  try {
    const expectedRevision = revisions.get(id) ?? comment.revision;
    const { revision, decisionId } = await sendOne(id, { to, given, expectedRevision });
    if (decisionId) decisionIds.set(key, decisionId);
    store({ key, comment }, { revision, undoable: decisionId !== null });
  } catch (error) {
    const current = error instanceof api.ApiError ? error.problem.current : undefined;
    const problem = bringBack({ key, comment, to }, current ?? api.sentenceOf(error));
    if (problem) tellProblem(problem);
  }
}

/** `decisionId` is what an undo names: with a reply, of both acts together. */
async function sendOne(
  id: string,
  { to, given, expectedRevision }: { to: DecisionStatus; given: Given; expectedRevision: number },
): Promise<{ revision: number; decisionId: string | null }> {
  const { reply, ...said } = given;
  if (!reply) return api.decide(id, { status: to, expectedRevision, ...said });
  const { parent, batchId } = await api.replyTo(id, reply, { approve: true, expectedRevision });
  keepDraft(id, "");
  closePanel(id, "reply");
  forgetDetails(id);
  return { revision: parent.revision, decisionId: batchId };
}

async function sendTogether(group: number, decisions: readonly Sent[], to: DecisionStatus): Promise<void> {
  const items = decisions.map(({ comment: { id, revision } }) => ({
    id,
    expectedRevision: revisions.get(id) ?? revision,
  }));
  try {
    const { batchId, results } = await api.decideMany({ items, status: to });
    decisionIds.set(group, batchId);
    const problems = decisions.flatMap((decision) => settle(decision, to, results) ?? []);
    tellProblems(problems, `${problems.length} of ${plural(decisions.length, "comment")} were not ${to}`);
  } catch (error) {
    const problems = decisions.flatMap(
      (decision) => bringBack({ ...decision, to }, api.sentenceOf(error)) ?? [],
    );
    tellProblems(problems, `Could not ${DECISION_VERBS[to]} these: ${api.sentenceOf(error)}`);
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
  revisions.set(id, stored.revision);
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
    const reason = `Could not ${DECISION_VERBS[to]} this: ${current}`;
    dispatch({ type: "failed", key, id, reason });
    return `${reason} The comment by ${comment.authorName} is back in its place.`;
  }
  // Our own earlier attempt was stored, only its answer was lost.
  if (current.status === to && current.decidedBy !== null && current.decidedBy === user.value?.name) {
    revisions.set(id, current.revision);
    dispatch({ type: "stored", key, id, revision: current.revision, undoable: false });
    return null;
  }
  dispatch({ type: "conflicted", key, id, current });
  if (current.status === comment.status) void refresh(id);
  const note = {
    kind: "overtaken" as const,
    status: current.status,
    by: current.decidedBy,
    at: current.decidedAt,
  };
  return `${comment.authorName}: ${noteSentence(note, Date.now())}`;
}

/** Several are told as one; each card says its own. */
function tellProblems(problems: readonly string[], together: string): void {
  if (problems.length === 1) tellProblem(problems[0]!);
  if (problems.length > 1) tellProblem(`${together.replace(/[.]?$/, ".")} Their cards are back and say why.`);
}

/** Of one decision, or of all that were sent together; `keys`: by which of them the counts know each. */
async function sendUndo(sentAs: number, keys: ReadonlyMap<DecisionTaken, number>): Promise<void> {
  const decisionId = decisionIds.get(sentAs);
  // Undo waits in line behind its decision; if that one failed, there is nothing to take back.
  if (!decisionId) {
    for (const [decision, key] of keys) nothingToUndo(key, decision);
    return;
  }
  try {
    const { results } = await api.undoDecision(decisionId);
    for (const [decision, key] of keys) {
      const result = results.find(({ id }) => id === decision.comment.id);
      if (result) settleUndo(key, decision, result);
      else nothingToUndo(key, decision);
    }
  } catch (error) {
    for (const [decision, key] of [...keys].reverse()) {
      changeCounts((counts) => withoutExpected(counts, key));
      dispatch({ type: "undoFailed", decision, reason: api.sentenceOf(error) });
    }
    tellProblem(`Could not undo: ${api.sentenceOf(error)}`);
  }
}

function nothingToUndo(key: number, { comment, from }: DecisionTaken): void {
  changeCounts((counts) => withoutExpected(counts, key));
  const revision = revisions.get(comment.id) ?? comment.revision;
  dispatch({ type: "undoStored", id: comment.id, status: from, revision });
}

function settleUndo(key: number, decision: DecisionTaken, result: api.DecisionResult): void {
  const { id } = decision.comment;
  const { status, revision } = { status: result.status ?? "deleted", revision: result.revision ?? 0 };
  revisions.set(id, revision);
  if (!result.ok) {
    changeCounts((counts) => withoutExpected(counts, key));
    dispatch({ type: "undoRefused", id, current: { status, revision, decidedBy: null, decidedAt: null } });
    return tellProblem(
      `Could not undo: the comment by ${decision.comment.authorName} was changed since, and is ${status} now.`,
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

const see = ({ id, revision }: Comment): void => {
  revisions.set(id, Math.max(revision, revisions.get(id) ?? 0));
  if (id > newestSeen) newestSeen = id;
};

function tellProblem(text: string): void {
  toast.value = { kind: "problem", text };
  announce(text);
}

function whatIsNext(): string {
  const next = entryOf(queue.value, queue.value.activeId);
  if (!next) return "No comment is left.";
  const left = openEntries(queue.value).length;
  const more = queue.value.nextCursor ? "more than " : "";
  return `Next: ${next.comment.authorName}; ${more}${plural(left, "comment")} left.`;
}
