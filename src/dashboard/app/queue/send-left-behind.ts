// What a page that was closed left unsent is sent by the next page of the same person.
import * as api from "../api.ts";
import { t } from "../language.ts";
import { announceDone, dispatch, leftAt, revisionOf, tellProblem, unlisted } from "./queue-store.ts";
import { loadCounts } from "./counts.ts";
import type { Unsent, UnsentDecision, UnsentUndo } from "./unsent.ts";
import { answered, clearStale, leftBehind, leftToSend, trying, whenConnected } from "./unsent-store.ts";

let isSending = false;

export async function sendLeftBehind(): Promise<void> {
  clearStale();
  const left = leftBehind();
  if (isSending || left.length === 0) return;
  isSending = true;
  for (const id of left.flatMap(idsOf)) unlisted.set(id, Infinity);
  leftToSend.value = left.flatMap(idsOf).length;
  let done = 0;
  let refused = 0;
  for (const { key } of left) {
    // Read anew: the answer to a decision tells its undo what to name.
    const unsent = leftBehind().find((one) => one.key === key);
    if (!unsent) continue;
    const outcome = await sendOne(unsent).catch((error: unknown) => sorted(error, unsent));
    if (outcome === "signed out") break;
    done += outcome.done;
    refused += outcome.refused;
    leftToSend.value -= idsOf(unsent).length;
  }
  leftToSend.value = 0;
  isSending = false;
  void loadCounts();
  tell(done, refused);
}

interface Outcome {
  done: number;
  refused: number;
}

const idsOf = (unsent: Unsent): string[] =>
  unsent.kind === "undo" ? unsent.ids : unsent.items.map(({ id }) => id);

const sendOne = (unsent: Unsent): Promise<Outcome> =>
  unsent.kind === "undo" ? undo(unsent) : unsent.isTogether ? decideMany(unsent) : decide(unsent);

async function decide(unsent: UnsentDecision): Promise<Outcome> {
  const [item] = itemsToSend(unsent);
  const { id, expectedRevision } = item!;
  const { key, to: status } = unsent;
  const { revision, decisionId } = await whenConnected(() =>
    api.decide(id, { status, expectedRevision, ...reasonOf(unsent) }, key),
  );
  leave(id, revision);
  answered(key, decisionId);
  return { done: 1, refused: 0 };
}

async function decideMany(unsent: UnsentDecision): Promise<Outcome> {
  const items = itemsToSend(unsent);
  const { key, to: status } = unsent;
  const { batchId, results } = await whenConnected(() =>
    api.decideMany({ items, status, ...reasonOf(unsent) }, key),
  );
  answered(key, batchId);
  return settle(results);
}

const reasonOf = ({ reasonCode }: UnsentDecision): api.Given =>
  reasonCode === undefined ? {} : { reasonCode };

async function undo({ key, decisionId }: UnsentUndo): Promise<Outcome> {
  const { results } = await whenConnected(() => api.undoDecision(decisionId!, key));
  answered(key, null);
  for (const { id } of results) unlisted.delete(id);
  dispatch({ type: "missed", ids: results.map(({ id }) => id) });
  return { ...settle(results), done: 0 };
}

function itemsToSend({ key, items, isTried }: UnsentDecision): UnsentDecision["items"] {
  const now = isTried
    ? items
    : items.map(({ id, expectedRevision: revision }) => ({
        id,
        expectedRevision: revisionOf({ id, revision }),
      }));
  trying(key, now);
  return now;
}

function settle(results: readonly api.DecisionResult[]): Outcome {
  for (const { id, ok, revision } of results) {
    if (ok && revision !== null) leave(id, revision);
    else showAgain(id);
  }
  const done = results.filter(({ ok }) => ok).length;
  return { done, refused: results.length - done };
}

function sorted(error: unknown, unsent: Unsent): Outcome | "signed out" {
  if (error instanceof api.ApiError && error.status === 401) return "signed out";
  answered(unsent.key, null);
  for (const id of idsOf(unsent)) showAgain(id);
  return { done: 0, refused: idsOf(unsent).length };
}

/** A page of the list that was read before still has it. */
function leave(id: string, revision: number): void {
  leftAt(id, revision);
  if (unlisted.has(id)) unlisted.set(id, revision);
}

function showAgain(id: string): void {
  unlisted.delete(id);
  dispatch({ type: "missed", ids: [id] });
}

function tell(done: number, refused: number): void {
  if (refused > 0) {
    tellProblem(
      t(
        "{count, plural, one {# decision} other {# decisions}} from before could not be stored: somebody else decided, or the text was changed.",
        { count: refused },
      ),
    );
  } else if (done > 0)
    announceDone(
      t("{count, plural, one {# decision from before is} other {# decisions from before are}} stored.", {
        count: done,
      }),
    );
}
