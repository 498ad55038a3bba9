// The batches that this person has begun, here or elsewhere: how far they have come, also after the page was loaded anew.
import { computed, signal } from "@preact/signals";
import type { Comment, CommentEvent, DecisionStatus } from "../api.ts";
import { sentenceOf } from "../api.ts";
import { announce } from "../frame/announcer.tsx";
import type { View } from "../routes.ts";
import { t } from "../language.ts";
import { addressOf } from "../routes.ts";
import { user } from "../session.ts";
import { addToList, readList } from "../stored-list.ts";
import type { Batch, WantedBatch } from "./bulk-api.ts";
import * as bulkApi from "./bulk-api.ts";
import { batchSentence, skippedSentence } from "./bulk-words.ts";

/** What somebody is about to decide together. */
export type BulkSubject =
  { kind: "matching"; view: View; to: DecisionStatus } | { kind: "author" | "alike"; comment: Comment };

export const bulkSubject = signal<BulkSubject | null>(null);

const CLOSED = "moderato-closed-batches";

const batches = signal<readonly Batch[]>([]);
const closed = signal<ReadonlySet<string>>(new Set(readList(CLOSED)));

export const emptying = signal<{ batchId: string; address: string } | null>(null);
export const batchProblem = signal<string | null>(null);

const LOOK_AGAIN_MS = 700;
// Those that ended since are shown once more after a reload, for their undo.
const SHOWN_AFTER_END_MS = 3_600_000;
// What the stream tells may come a little later than the end.
const ECHOES_MS = 10_000;

let timer = 0;
let whenEnded: (emptied: string | null) => void = () => undefined;
/** The latest one begun on this page, and after how many decisions. */
let latest: { batchId: string; after: number } | null = null;

export const isUnfinished = ({ state }: Batch): boolean =>
  ["waiting", "running", "cancelling"].includes(state);

export const shownBatches = computed(() => {
  const since = Date.now() - SHOWN_AFTER_END_MS;
  const undone = new Set(
    batches.value.flatMap(({ undoes, state }) =>
      state === "cancelled" || state === "failed" ? [] : (undoes ?? []),
    ),
  );
  return batches.value.filter(
    (batch) =>
      isUnfinished(batch) ||
      (!closed.value.has(batch.batchId) &&
        !undone.has(batch.batchId) &&
        batch.undoneBy === null &&
        batch.matched > 0 &&
        Date.parse(batch.finishedAt ?? "") > since),
  );
});

/** Called when a batch has ended that emptied a list, by its address, or gave comments back. */
export function onBatchEnd(listener: (emptied: string | null) => void): void {
  whenEnded = listener;
}

export async function loadBatches(): Promise<void> {
  clearTimeout(timer);
  const answer = await bulkApi.fetchOwnBatches().catch(() => null);
  if (answer) take(answer.items);
  if (batches.value.some(isUnfinished)) timer = window.setTimeout(() => void loadBatches(), LOOK_AGAIN_MS);
}

function take(items: readonly Batch[]): void {
  const running = new Set(batches.value.filter(isUnfinished).map(({ batchId }) => batchId));
  const ended = items.filter((batch) => running.has(batch.batchId) && !isUnfinished(batch));
  batches.value = items;
  for (const batch of ended) announce(batchSentence(batch));
  const { batchId: emptyingId, address: emptied = null } = emptying.value ?? {};
  const isEmptied = ended.some(({ batchId }) => batchId === emptyingId);
  if (isEmptied) emptying.value = null;
  if (isEmptied || ended.some(({ undoes }) => undoes !== null)) whenEnded(isEmptied ? emptied : null);
}

export async function begin(
  wanted: WantedBatch,
  { view, after }: { view: View | null; after: number },
): Promise<void> {
  const batch = await bulkApi.startBatch(wanted);
  latest = { batchId: batch.batchId, after };
  batches.value = [batch, ...batches.value];
  announce(batchSentence(batch));
  if (isUnfinished(batch) && view !== null)
    emptying.value = { batchId: batch.batchId, address: addressOf(view) };
  void loadBatches();
}

export const cancel = (batchId: string): Promise<void> => attempt(() => bulkApi.cancelBatch(batchId));

export const undo = (batchId: string): Promise<void> =>
  attempt(async () => {
    const answer = await bulkApi.undoBatch(batchId);
    latest = latest?.batchId === batchId ? null : latest;
    if (!("results" in answer)) {
      batches.value = [answer, ...batches.value];
      announce(batchSentence(answer));
      return;
    }
    const left = answer.results.filter(({ ok }) => !ok).length;
    announce(left > 0 ? `${t("Taken back.")} ${skippedSentence(left)}` : t("Taken back."));
    whenEnded(null);
  });

async function attempt(task: () => Promise<void>): Promise<void> {
  batchProblem.value = null;
  try {
    await task();
  } catch (error) {
    batchProblem.value = sentenceOf(error);
    announce(batchProblem.value);
  }
  await loadBatches();
}

/** True where the latest act was a batch, so that it is what is to be taken back. */
export function undoLatest(lastAct: number): boolean {
  if (latest === null || lastAct >= latest.after) return false;
  const batch = batches.value.find(({ batchId }) => batchId === latest?.batchId);
  if (batch && isUnfinished(batch)) announce(t("That is still under way: cancel it first."));
  else void undo(latest.batchId);
  return true;
}

export function close(batchId: string): void {
  closed.value = new Set(addToList(CLOSED, batchId));
}

/** What one's own batch does is no surprise. */
export const isOwnBatch = ({ status, decidedBy }: CommentEvent): boolean =>
  decidedBy === user.value?.name &&
  batches.value.some(
    (batch) =>
      batch.status === status &&
      (isUnfinished(batch) || Date.now() - Date.parse(batch.finishedAt ?? "") < ECHOES_MS),
  );
