// Joins the pure queue state to the server: every decision is shown first and sent behind.
import { computed, signal } from "@preact/signals";
import * as api from "../api.ts";
import type { Comment, CommentEvent, DecisionStatus, Given } from "../api.ts";
import { announce } from "../frame/announcer.tsx";
import type { OpinionEvent } from "../live.ts";
import { navigate } from "../router.ts";
import type { View } from "../routes.ts";
import { mayShow, ruleFromCommentAddress } from "../routes.ts";
import { canAdminister, canDecide, sites, user } from "../session.ts";
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
const decisionIds = new Map<number, string>();
/** Decisions taken together, by the keys of each. */
const groups = new Map<number, number>();
let nextKey = 1;
let loadTurn = 0;
let newestSeen = "";

export function openView(view: View): void {
  dispatch({ type: "opened", view });
  expanded.value = new Set();
  selected.value = new Set();
  panels.value = new Map();
  void load(null);
}

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
  const key = take(comment.id, to, given);
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

export function toggleAllSelected(): void {
  const ids = openEntries(queue.value).map(({ comment }) => comment.id);
  const isAll = ids.every((id) => selected.value.has(id));
  selected.value = new Set(isAll ? [] : ids);
  announce(isAll ? "Nothing is selected." : `${plural(ids.length, "comment")} selected.`);
}

export function decideSelected(to: DecisionStatus): void {
  if (selectedHere.value.length === 0) return announce("Nothing is selected.");
  const others = selectedHere.value.filter(({ status }) => status !== to);
  if (others.length === 0) return announce(`These comments are ${to} already.`);
  decideAll(
    others.map(({ id }) => id),
    to,
  );
  selected.value = new Set();
}

/** Each on its own feet, and taken back together. */
export function decideAll(ids: readonly string[], to: DecisionStatus): void {
  const group = nextKey++;
  for (const id of ids) groups.set(take(id, to, {}), group);
  toast.value = { kind: "decisions", group, count: ids.length, to };
  announce(`${DECISION_DONE[to]}: ${plural(ids.length, "comment")}. ${whatIsNext()}`);
}

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

function take(id: string, to: DecisionStatus, given: Given): number {
  const key = nextKey++;
  const comment = entryOf(queue.value, id)?.comment;
  if (!comment) return key;
  dispatch({ type: "decided", key, id, to });
  changeCounts((counts) => withExpected(counts, { key, id, from: comment.status, to }));
  void inOrder(id, () => sendDecision(key, comment, { to, given }));
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

export function undoLast(): void {
  const decision = queue.value.taken.at(-1);
  if (!decision) return announce("There is nothing to undo.");
  const group = groups.get(decision.key);
  const together = group === undefined ? [decision] : takenIn(group).reverse();
  const isElsewhere = together.map(undo).includes(true);
  const { comment, from } = decision;
  const sentence =
    together.length === 1
      ? `Undone: the comment by ${comment.authorName} is ${from} again.`
      : `Undone: ${plural(together.length, "comment")} are ${from} again.`;
  toast.value = isElsewhere || together.length > 1 ? { kind: "told", text: sentence } : null;
  announce(sentence);
}

/** Whether the comment belongs to another list than the one on the screen. */
function undo(decision: DecisionTaken): boolean {
  const key = nextKey++;
  const { comment, from, to } = decision;
  dispatch({ type: "undone", key: decision.key });
  changeCounts((counts) => withExpected(counts, { key, id: comment.id, from: to, to: from }));
  const isElsewhere = !entryOf(queue.value, comment.id);
  void inOrder(comment.id, () => sendUndo(key, decision));
  return isElsewhere;
}

export function hearComment(event: CommentEvent): void {
  const known = entryOf(queue.value, event.id);
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
  const needed = neededLoad(queue.value);
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
    const { revision, decisionId } = await store(id, { to, given, expectedRevision });
    revisions.set(id, revision);
    if (decisionId) decisionIds.set(key, decisionId);
    changeCounts((counts) => withConfirmed(counts, key, revision));
    dispatch({ type: "stored", key, id, revision, undoable: decisionId !== null });
  } catch (error) {
    changeCounts((counts) => withoutExpected(counts, key));
    bringBack({ key, comment, to }, error);
  }
}

/** `decisionId` is what an undo names: with a reply, of both acts together. */
async function store(
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

function bringBack(
  { key, comment, to }: { key: number; comment: Comment; to: DecisionStatus },
  error: unknown,
): void {
  const { id } = comment;
  const current = error instanceof api.ApiError ? error.problem.current : undefined;
  if (!current) {
    const reason = `Could not ${DECISION_VERBS[to]} this: ${api.sentenceOf(error)}`;
    dispatch({ type: "failed", key, id, reason });
    return tellProblem(`${reason} The comment by ${comment.authorName} is back in its place.`);
  }
  // Our own earlier attempt was stored, only its answer was lost.
  if (current.status === to && current.decidedBy !== null && current.decidedBy === user.value?.name) {
    revisions.set(id, current.revision);
    return dispatch({ type: "stored", key, id, revision: current.revision, undoable: false });
  }
  dispatch({ type: "conflicted", key, id, current });
  if (current.status === comment.status) void refresh(id);
  const note = {
    kind: "overtaken" as const,
    status: current.status,
    by: current.decidedBy,
    at: current.decidedAt,
  };
  tellProblem(`${comment.authorName}: ${noteSentence(note, Date.now())}`);
}

async function sendUndo(key: number, decision: DecisionTaken): Promise<void> {
  const { id } = decision.comment;
  // Undo waits in line behind its decision; if that one failed, there is nothing to take back.
  const decisionId = decisionIds.get(decision.key);
  if (!decisionId) {
    changeCounts((counts) => withoutExpected(counts, key));
    const revision = revisions.get(id) ?? decision.comment.revision;
    return dispatch({ type: "undoStored", id, status: decision.from, revision });
  }
  try {
    const { results } = await api.undoDecision(decisionId);
    const result = results.find((candidate) => candidate.id === id);
    if (result) settleUndo(key, decision, result);
  } catch (error) {
    changeCounts((counts) => withoutExpected(counts, key));
    dispatch({ type: "undoFailed", decision, reason: api.sentenceOf(error) });
    tellProblem(`Could not undo: ${api.sentenceOf(error)}`);
  }
}

function settleUndo(key: number, decision: DecisionTaken, result: api.UndoResult): void {
  const { id, status, revision } = result;
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
