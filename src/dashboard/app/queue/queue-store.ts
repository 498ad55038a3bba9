// One list of comments as it is on the screen: loaded, moved in, kept up with what is heard.
import { computed, signal } from "@preact/signals";
import * as api from "../api.ts";
import type { Comment, CommentEvent, CommentStatus, DecisionStatus } from "../api.ts";
import { emptying, isOwnBatch } from "../bulk/batches.ts";
import { matchingView } from "../bulk/matching.ts";
import { announce } from "../frame/announcer.tsx";
import { t } from "../language.ts";
import type { OpinionEvent } from "../live.ts";
import type { View } from "../routes.ts";
import { addressOf, mayShow } from "../routes.ts";
import { askForSites } from "../session.ts";
import { panels, selected } from "./card-state.ts";
import { listSentence } from "./sentences.ts";
import { eventOf } from "./queue-news.ts";
import { type QueueEvent, queueReducer } from "./queue-reducer.ts";
import type { Entry, QueueState } from "./queue-state.ts";
import { emptyQueue, entryOf, neededLoad, savingCount, shownEntries } from "./queue-state.ts";

export type Toast =
  | { kind: "decision"; key: number }
  | { kind: "decisions"; group: number; count: number; to: DecisionStatus }
  | { kind: "told"; text: string; canUndo: boolean }
  | { kind: "problem"; text: string };

export const queue = signal<QueueState>(
  emptyQueue({ list: "held", order: "risk", siteKey: null, search: "" }),
);
export const shown = computed(() => shownEntries(queue.value));
export const saving = computed(() => savingCount(queue.value));
export const toast = signal<Toast | null>(null);
export const expanded = signal<ReadonlySet<string>>(new Set());
export const lastArrivalAt = signal<string | null>(null);

interface Place {
  id: string;
  depth: number;
}

let loadTurn = 0;
let lastLoad: Promise<void> = Promise.resolve();
let newestSeen = "";
/** The revision that each comment was last seen or left at, on whatever screen. */
const revisions = new Map<string, number>();
/** Decided on an earlier page: not listed again at an older revision than this. */
export const unlisted = new Map<string, number>();

/** Where somebody was in a list when leaving it, by its address: at which card, so many from the top. */
const places = new Map<string, Place>();
/** The card at which somebody is again, until it has been brought into sight. */
export const returnedTo = signal<string | null>(null);

export function leaveView(): void {
  const { view, activeId } = queue.value;
  // Left again before the list had come: where it was before still holds.
  if (activeId === null) return;
  const depth = shown.value.findIndex(({ comment }) => comment.id === activeId) + 1;
  places.set(addressOf(view), { id: activeId, depth });
}

export function openView(view: View, { isReturn = false } = {}): void {
  dispatch({ type: "opened", view });
  expanded.value = new Set();
  selected.value = new Set();
  matchingView.value = null;
  panels.value = new Map();
  if (isReturn) scrollTo({ top: 0 });
  if (!isEmptying()) load(null, isReturn ? places.get(addressOf(view)) : undefined);
}

/** Resolves when nothing of the list is being read. */
export async function listIsRead(): Promise<void> {
  for (let load; load !== lastLoad;) await (load = lastLoad);
}

/** All of the list is being decided: what is not yet decided is no more to be shown. */
const isEmptying = (): boolean => emptying.value?.address === addressOf(queue.value.view);

export function showNew(): void {
  scrollTo({ top: 0 });
  dispatch({ type: "loadStarted", loading: "reload" });
  load(null);
}

/** The load that failed, whichever it was. */
export function tryAgain(): void {
  const { failedLoad, view } = queue.value;
  if (failedLoad === "reload") return showNew();
  if (failedLoad === "more") return loadMore();
  openView(view);
}

/** Nobody asked for it now: what is being read stays, and the new ones wait behind their button. */
export function tryAgainUnasked(): void {
  if (!queue.value.loadError) return;
  if (failedToShowNew.value) dispatch({ type: "problemPassed" });
  else tryAgain();
}

/** Nobody asked for it now: who looks at a card goes on looking at it. */
export async function readAgainUnasked(): Promise<void> {
  const { activeId, loading } = queue.value;
  if (loading !== "first") {
    dispatch({ type: "loadStarted", loading: "reload" });
    load(null);
  }
  await listIsRead();
  if (loading !== "first" && activeId) activate(activeId);
}

/** New comments could not be shown, and the list is still there. */
export const failedToShowNew = computed(() => queue.value.failedLoad === "reload" && shown.value.length > 0);

export function move(by: 1 | -1): void {
  const before = queue.value.activeId;
  dispatch({ type: "moved", by });
  if (queue.value.activeId === before && before) {
    announce(by === 1 ? t("This is the last comment.") : t("This is the first comment."));
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

export function hearComment(event: CommentEvent): void {
  const known = entryOf(queue.value, event.id);
  if (hasGone(known, event.status) && isOwnBatch(event)) return dispatch({ type: "dismissed", id: event.id });
  dispatch({ type: "heard", event, at: new Date().toISOString() });
  const isEdited =
    known?.phase === "open" &&
    event.status === known.comment.status &&
    event.revision > known.comment.revision &&
    !queue.value.busy[event.id];
  const isPutBack = known?.phase === "overtaken" && entryOf(queue.value, event.id)?.phase === "open";
  if (isEdited || isPutBack) void refresh(event.id);
}

const hasGone = (known: Entry | undefined, status: CommentStatus): boolean =>
  known?.phase === "open" && !mayShow(queue.value.view.list, status);

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

/** Read after a gap in what is heard, on a page of the list or by itself. */
export function hearFound(comment: Comment): void {
  const { id } = comment;
  const { waiting, nextCursor, busy } = queue.value;
  const known = entryOf(queue.value, id);
  if (hasGone(known, comment.status) && isOwnBatch(eventOf(comment)))
    return dispatch({ type: "dismissed", id });
  if (known || waiting.includes(id)) {
    if (known && known.phase !== "hidden" && !busy[id]) see(comment);
    return dispatch({ type: "found", comment });
  }
  // While pages are left to load, an unknown comment may just be one of them: ids grow with time.
  if (!nextCursor || id > newestSeen) dispatch({ type: "missed", ids: [id] });
}

export function dispatch(event: QueueEvent): void {
  const waitedBefore = queue.value.waiting.length > 0;
  queue.value = queueReducer(queue.value, event);
  const needed = isEmptying() ? null : neededLoad(queue.value);
  if (needed === "more") loadMore();
  if (needed === "reload") {
    queue.value = queueReducer(queue.value, { type: "loadStarted", loading: "reload" });
    load(null);
  }
  // Of the first alone: in a flood nothing else would be heard any more.
  const count = queue.value.waiting.length;
  if (event.type !== "loadFailed" && !waitedBefore && count > 0 && queue.value.loading !== "first")
    announce(t("{count, number} new", { count }));
}

function loadMore(): void {
  queue.value = queueReducer(queue.value, { type: "loadStarted", loading: "more" });
  load(queue.value.nextCursor);
}

function load(cursor: string | null, place?: Place): void {
  lastLoad = read(cursor, place);
}

async function read(cursor: string | null, place?: Place): Promise<void> {
  const turn = ++loadTurn;
  const { view } = queue.value;
  try {
    // What a site asks of a decision is known before a key can take one.
    const [page] = await Promise.all([
      api.fetchComments({ ...view, cursor, atLeast: place?.depth }),
      askForSites(),
    ]);
    if (turn !== loadTurn) return;
    for (const comment of page.items) see(comment);
    const items = page.items.filter(({ id, revision }) => revision >= (unlisted.get(id) ?? 0));
    const isFirstPart = queue.value.loading !== "more" || queue.value.entries.length === 0;
    dispatch({ type: "loaded", items, nextCursor: page.nextCursor });
    if (place && entryOf(queue.value, place.id)?.phase === "open") {
      activate(place.id);
      returnedTo.value = place.id;
    }
    if (isFirstPart) announceList();
    if (page.items.length === 0) void findLastArrival(view.siteKey);
  } catch (error) {
    if (turn === loadTurn) dispatch({ type: "loadFailed", reason: api.sentenceOf(error) });
  }
}

/** Not while an empty answer of a search is followed by the next. */
function announceList(): void {
  const { view, loading, nextCursor } = queue.value;
  const count = shown.value.length;
  if (count > 0 || loading === null) announce(listSentence(view, { count, isMore: nextCursor !== null }));
}

async function findLastArrival(siteKey: string | null): Promise<void> {
  const page = await api.fetchNewestComment(siteKey).catch(() => null);
  lastArrivalAt.value = page?.items[0]?.createdAt ?? null;
}

export async function refresh(id: string): Promise<void> {
  const details = await api.fetchComment(id).catch(() => null);
  const entry = entryOf(queue.value, id);
  if (!details || entry?.phase !== "open" || !mayShow(queue.value.view.list, details.status)) return;
  see(details);
  dispatch({ type: "refreshed", comment: { ...entry.comment, ...details } });
}

/** What was written here, as it is stored now. */
export function hearEdited(details: Comment): void {
  const entry = entryOf(queue.value, details.id);
  see(details);
  if (entry) dispatch({ type: "edited", comment: { ...entry.comment, ...details } });
}

export const revisionOf = ({ id, revision }: { id: string; revision: number }): number =>
  revisions.get(id) ?? revision;

export const leftAt = (id: string, revision: number): void => void revisions.set(id, revision);

const see = ({ id, revision }: Comment): void => {
  revisions.set(id, Math.max(revision, revisions.get(id) ?? 0));
  if (id > newestSeen) newestSeen = id;
};

export function tellProblem(text: string): void {
  toast.value = { kind: "problem", text };
  announce(text);
}

export function announceDone(text: string, { canUndo = false } = {}): void {
  toast.value = { kind: "told", text, canUndo };
  announce(text);
}
