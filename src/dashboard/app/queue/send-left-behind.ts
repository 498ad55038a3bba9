// What a page that was closed left unsent is sent by the next page of the same person.
import * as api from "../api.ts";
import { t } from "../language.ts";
import { user } from "../session.ts";
import { loadCounts } from "./counts.ts";
import {
  announceDone,
  dispatch,
  leftAt,
  readAgainUnasked,
  revisionOf,
  tellProblem,
  unlisted,
} from "./queue-store.ts";
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
  const { outcomes, kept } = await sendInTurn(left);
  leftToSend.value = 0;
  isSending = false;
  void loadCounts();
  const problems = refusals(outcomes);
  // Signed out, the screen waits as it is, and all is sent once somebody has signed in.
  if (kept.length > 0 && !kept.some(({ status }) => status === 401))
    problems.push(keptSentence(await showKept(), [...new Set(kept.map(({ message }) => message))].join(" ")));
  tell(sum(outcomes.map(({ done }) => done)), problems);
}

interface Outcome {
  done: number;
  /** Somebody else decided, the text was changed, or the comment is gone. */
  overtaken: number;
  /** Why each of the others could not be stored. */
  failed: string[];
}

/** `kept`: why what could not be stored now waits for another time. */
async function sendInTurn(
  left: readonly Unsent[],
): Promise<{ outcomes: Outcome[]; kept: readonly api.ApiError[] }> {
  const outcomes: Outcome[] = [];
  const kept: api.ApiError[] = [];
  /** What was decided later on the same comment builds on what is kept. */
  const heldUp = new Set<string>();
  for (const { key } of left) {
    // Read anew: the answer to a decision tells its undo what to name.
    const unsent = leftBehind().find((one) => one.key === key);
    if (!unsent) continue;
    const ids = idsOf(unsent);
    const answer = ids.some((id) => heldUp.has(id)) ? null : await outcomeOf(unsent);
    if (answer instanceof api.ApiError) {
      kept.push(answer);
      // The others would be answered alike.
      if (answer.status < 500) break;
    } else if (answer) outcomes.push(answer);
    if (!answer || answer instanceof api.ApiError) ids.forEach((id) => heldUp.add(id));
    leftToSend.value -= ids.length;
  }
  return { outcomes, kept };
}

/** An error where it waits for another time. */
const outcomeOf = (unsent: Unsent): Promise<Outcome | api.ApiError> =>
  sendOne(unsent).catch((error: unknown) => (mayPass(error) ? error : giveUp(unsent, error)));

/** It says nothing of the decision, which may be stored another time. */
const mayPass = (error: unknown): error is api.ApiError =>
  error instanceof api.ApiError && (error.status === 401 || error.status === 429 || error.status >= 500);

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
  return { done: 1, overtaken: 0, failed: [] };
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
  const problems = results.flatMap(({ ok, problem }) => (ok || isByOneself(problem) ? [] : [problem]));
  const failed = problems.flatMap((problem) => (problem?.status === 403 ? [problem.detail ?? ""] : []));
  return { done, overtaken: problems.length - failed.length, failed };
}

function giveUp(unsent: Unsent, error: unknown): Outcome {
  answered(unsent.key, null);
  const ids = idsOf(unsent);
  for (const id of ids) showAgain(id);
  const { status, problem } = error instanceof api.ApiError ? error : { status: 0, problem: undefined };
  if (isByOneself(problem)) return { done: 0, overtaken: 0, failed: [] };
  if (status === 404 || status === 409) return { done: 0, overtaken: ids.length, failed: [] };
  return { done: 0, overtaken: 0, failed: ids.map(() => api.sentenceOf(error)) };
}

/** A comment whose decision was kept is shown, and may have been decided anew since. */
const isByOneself = (problem: api.Problem | undefined): boolean =>
  typeof problem?.current?.decidedBy === "string" && problem.current.decidedBy === user.value?.name;

/** How many comments it is about. */
async function showKept(): Promise<number> {
  const ids = new Set(leftBehind().flatMap(idsOf));
  for (const id of ids) unlisted.delete(id);
  await readAgainUnasked();
  return ids.size;
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

function tell(done: number, problems: readonly string[]): void {
  if (problems.length > 0) tellProblem(problems.join(" "));
  else if (done > 0)
    announceDone(
      t("{count, plural, one {# decision from before is} other {# decisions from before are}} stored.", {
        count: done,
      }),
    );
}

function refusals(outcomes: readonly Outcome[]): string[] {
  const overtaken = sum(outcomes.map((outcome) => outcome.overtaken));
  const failed = outcomes.flatMap((outcome) => outcome.failed);
  const sentences: string[] = [];
  if (overtaken > 0)
    sentences.push(
      t(
        "{count, plural, one {# decision} other {# decisions}} from before could not be stored: somebody else decided, or the text was changed.",
        { count: overtaken },
      ),
    );
  if (failed.length > 0)
    sentences.push(
      t("{count, plural, one {# decision} other {# decisions}} from before could not be stored: {reason}", {
        count: failed.length,
        reason: [...new Set(failed)].join(" "),
      }),
    );
  return sentences;
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

const keptSentence = (count: number, reason: string): string =>
  t(
    "{count, plural, one {# decision from before is} other {# decisions from before are}} not stored yet: {reason} {count, plural, one {It is kept and sent} other {They are kept and sent}} when this page is opened again.",
    { count, reason },
  );
