// What moderators decide and take back: shown at once, sent behind.
import { computed } from "@preact/signals";
import * as api from "../api.ts";
import type { Comment, DecisionStatus, Given } from "../api.ts";
import { bulkSubject, undoLatest } from "../bulk/batches.ts";
import { canSelectMatching, matchingView } from "../bulk/matching.ts";
import { announce } from "../frame/announcer.tsx";
import { t } from "../language.ts";
import { statusOf } from "../routes.ts";
import { canDecide, canDecideAny, loadSites, sites } from "../session.ts";
import { keyOfAct, latestAct, takeLatestActBack } from "./acts.ts";
import { cardDialog, selected, toggleSelected, unselect } from "./card-state.ts";
import { changeCounts } from "./counts.ts";
import { withExpected } from "./counts-state.ts";
import { draftOf } from "./given-drafts.ts";
import type { DecisionTaken } from "./queue-state.ts";
import { entryOf, openEntries } from "./queue-state.ts";
import { announceDone, dispatch, queue, toast } from "./queue-store.ts";
import { reasonsFor } from "./refusal-reasons.ts";
import { refuse } from "./refuse.ts";
import {
  keepToSend,
  keepUndoToSend,
  sendDecision,
  sendTakeBack,
  sendTogether,
  sendUndo,
  tellProblems,
} from "./send-decisions.ts";
import { createInOrder } from "./send-in-order.ts";
import { DECISION_DONE, noteSentence } from "./sentences.ts";
import { keepUndo } from "./unsent-store.ts";

const inOrder = createInOrder();
/** The group of a decision that was taken together with others. */
const groups = new Map<number, number>();

export function decideActive(to: DecisionStatus): void {
  const entry = entryOf(queue.value, queue.value.activeId);
  if (!entry) return refuse(t("There is no comment to decide."));
  const { comment, phase, note } = entry;
  if (phase === "overtaken" && note) return passOver(comment.id, noteSentence(note, Date.now()));
  if (!mayDecide(comment, to) || !isKnownWhatIsWanted([comment], to)) return;
  if (wantReason([comment], to)) return askForReason([comment], to);
  decideWith(comment, to, {});
}

/** As after a decision that came too late: said, and on to the next, or keys would do nothing until somebody walks on. */
function passOver(id: string, sentence: string): void {
  dispatch({ type: "passedOver", id });
  const hasMoved = queue.value.activeId !== id;
  announce(hasMoved ? `${sentence} ${whatIsNext()}` : sentence);
}

export function decideWith(comment: Comment, to: DecisionStatus, given: Given): void {
  if (!mayDecide(comment, to)) return;
  const key = take(comment, to);
  keepToSend(key, [comment], { to, given, isTogether: false });
  void inOrder([comment.id], () => sendDecision(key, comment, { to, given }));
  toast.value = { kind: "decision", key };
  announce(`${DECISION_DONE[to]}: ${comment.authorName}. ${whatIsNext()}`);
}

/** What is shown, of sites that this person may decide on. */
export const decidableHere = computed(() =>
  openEntries(queue.value)
    .map(({ comment }) => comment)
    .filter(({ siteKey }) => canDecide(siteKey)),
);

export const selectedHere = computed(() => decidableHere.value.filter(({ id }) => selected.value.has(id)));

export function toggleActiveSelected(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return refuse(t("There is no comment to decide."));
  if (!canDecide(comment.siteKey))
    return refuse(t("You may read this site's comments, but not decide them."));
  toggleSelected(comment.id);
}

/** Not only what is shown. */
export function selectMatching(): void {
  const { view } = queue.value;
  if (!canDecideAny.value) return refuse(t("Decisions are for moderators."));
  if (!canSelectMatching(view)) return refuse(t("Search for something first, or choose another list."));
  matchingView.value = view;
  announce(t("All that match are selected. Decide, and you will see what they are."));
}

export function toggleAllSelected(): void {
  const ids = decidableHere.value.map(({ id }) => id);
  if (ids.length === 0 && openEntries(queue.value).length > 0)
    return refuse(t("You may read this site's comments, but not decide them."));
  matchingView.value = null;
  const isAll = ids.every((id) => selected.value.has(id));
  selected.value = new Set(isAll ? [] : ids);
  announce(
    isAll
      ? t("Nothing is selected.")
      : t("{count, plural, one {# comment} other {# comments}} selected.", { count: ids.length }),
  );
}

export function decideSelected(to: DecisionStatus): void {
  if (matchingView.value) {
    bulkSubject.value = { kind: "matching", view: matchingView.value, to };
    return;
  }
  if (selectedHere.value.length === 0) return refuse(t("Nothing is selected."));
  const others = selectedHere.value.filter(({ status }) => status !== to);
  if (others.length === 0) {
    return refuse(
      t(
        "These comments are {to, select, approved {approved} rejected {rejected} spam {spam} other {held}} already.",
        { to },
      ),
    );
  }
  if (!isKnownWhatIsWanted(others, to)) return;
  if (wantReason(others, to)) return askForReason(others, to);
  unselect([...selected.value]);
  decideAll(others, to, {});
}

function askForReason(comments: readonly Comment[], to: DecisionStatus): void {
  cardDialog.value = { kind: "decide", comments, to, mustGiveReason: true };
}

/** Asks for a reason or a note before the selected are decided. */
export function askWithSelected(): void {
  if (matchingView.value)
    return decideSelected(statusOf(matchingView.value.list) === "rejected" ? "approved" : "rejected");
  const comments = selectedHere.value;
  if (comments.length === 0) return refuse(t("Nothing is selected."));
  const to = comments.every(({ status }) => status === "rejected") ? "approved" : "rejected";
  cardDialog.value = { kind: "decide", comments, to, mustGiveReason: false };
}

/** Sent and taken back together; what somebody else has decided meanwhile is left out. */
export function decideAll(asked: readonly Comment[], to: DecisionStatus, given: Given): void {
  const comments = asked.flatMap(({ id }) => {
    const entry = entryOf(queue.value, id);
    return entry?.phase === "open" && entry.comment.status !== to ? entry.comment : [];
  });
  unselect(asked.map(({ id }) => id));
  if (comments.length === 0) return refuse(t("These comments are no longer to be decided here."));
  let group = 0;
  for (let start = 0; start < comments.length; start += api.MOST_AT_ONCE) {
    const ofGroup = (group = keyOfAct());
    const together = comments.slice(start, start + api.MOST_AT_ONCE).map((comment) => {
      const key = take(comment, to);
      groups.set(key, ofGroup);
      return { key, comment };
    });
    keepToSend(
      ofGroup,
      together.map(({ comment }) => comment),
      { to, given, isTogether: true },
    );
    void inOrder(idsOf(together), () =>
      sendTogether(ofGroup, together, { to, given, draft: draftOf(asked) }),
    );
  }
  toast.value = { kind: "decisions", group, count: comments.length, to };
  const count = t("{count, plural, one {# comment} other {# comments}}", { count: comments.length });
  announce(`${DECISION_DONE[to]}: ${count}. ${whatIsNext()}`);
}

const idsOf = (decisions: readonly { comment: Comment }[]): string[] =>
  decisions.map(({ comment }) => comment.id);

export const takenIn = (group: number): DecisionTaken[] =>
  queue.value.taken.filter(({ key }) => groups.get(key) === group);

export function mayDecide(comment: Comment, to: DecisionStatus): boolean {
  const entry = entryOf(queue.value, comment.id);
  const no = (text: string): false => {
    refuse(text);
    return false;
  };
  if (!entry) return no(t("The comment is no longer in this list."));
  if (!canDecide(comment.siteKey)) return no(t("You may read this site's comments, but not decide them."));
  if (entry.phase !== "open") return no(entry.note ? noteSentence(entry.note, Date.now()) : "");
  return to === entry.comment.status
    ? no(
        t(
          "This comment is {to, select, approved {approved} rejected {rejected} spam {spam} other {held}} already.",
          { to },
        ),
      )
    : true;
}

/** Not of a site that is newer than this page, or where the sites could not be loaded with the list. */
function isKnownWhatIsWanted(comments: readonly Comment[], to: DecisionStatus): boolean {
  const known = new Set(sites.value.map(({ key }) => key));
  if (to !== "rejected" || comments.every(({ siteKey }) => known.has(siteKey))) return true;
  void loadSites().catch(() => undefined);
  refuse(t("One moment: the site’s settings are still being loaded."));
  return false;
}

const wantReason = (comments: readonly Comment[], to: DecisionStatus): boolean =>
  reasonsFor(
    comments.map(({ siteKey }) => siteKey),
    to,
    sites.value,
  ).isWanted;

/** On the screen alone. */
function take(comment: Comment, to: DecisionStatus, type: "decided" | "takenBack" = "decided"): number {
  const key = keyOfAct();
  const { id, status } = comment;
  dispatch({ type, key, id, to });
  changeCounts((counts) => withExpected(counts, { key, id, from: status, to }));
  return key;
}

export function undoLast(): void {
  const decision = queue.value.taken.filter(({ isTakingBack }) => !isTakingBack).at(-1);
  const decided = decision?.key ?? 0;
  if (undoLatest(Math.max(decided, latestAct()))) return;
  if (latestAct() > decided) return void takeLatestActBack();
  if (!decision) return refuse(t("There is nothing to undo."));
  const group = groups.get(decision.key);
  const together = group === undefined ? [decision] : takenIn(group).reverse();
  const keys = new Map(together.map((one) => [one, giveBack(one)]));
  const isElsewhere = together.some((one) => !entryOf(queue.value, one.comment.id));
  const sentAs = group ?? decision.key;
  const requestKey = keepUndoToSend(sentAs, idsOf(together));
  void inOrder(idsOf(together), () => sendUndo(sentAs, { requestKey, keys }));
  const { comment, from } = decision;
  const sentence =
    together.length === 1
      ? t(
          "Undone: the comment by {name} is {from, select, approved {approved} rejected {rejected} spam {spam} other {held}} again.",
          {
            name: comment.authorName,
            from,
          },
        )
      : t(
          "Undone: {count, plural, one {# comment is} other {# comments are}} {from, select, approved {approved} rejected {rejected} spam {spam} other {held}} again.",
          { count: together.length, from },
        );
  toast.value = isElsewhere || together.length > 1 ? { kind: "told", text: sentence, canUndo: false } : null;
  announce(sentence);
}

/** The last decision on each of the selected, whoever took it and wherever; the rules' own stay. */
export function undoSelected(): void {
  if (matchingView.value) return refuse(t("Select single comments to take their last decisions back."));
  if (selectedHere.value.length === 0) return refuse(t("Nothing is selected."));
  const comments = selectedHere.value.filter(({ undoable }) => undoable);
  const left = selectedHere.value.length - comments.length;
  if (comments.length === 0) return refuse(t("No moderator's decision is there to take back."));
  const sent = comments.map((comment) => {
    const { decisionId, status: to } = comment.undoable!;
    const key = take(comment, to, "takenBack");
    const requestKey = keepUndo({ ids: [comment.id], ofKey: "", decisionId });
    return inOrder([comment.id], async () => {
      const problem = await sendTakeBack({ key, comment, to }, { requestKey, decisionId });
      if (problem) problems.push(problem);
    });
  });
  const problems: string[] = [];
  void Promise.all(sent).then(() =>
    tellProblems(
      problems,
      t("{count, number} of {all, number} could not be taken back. Their cards are back and say why.", {
        count: problems.length,
        all: comments.length,
      }),
    ),
  );
  selected.value = new Set();
  announceDone(
    t(
      "Taken back: the last {count, plural, one {decision on # comment} other {decisions on # comments}}.{left, plural, =0 {} one { On # more no moderator has decided.} other { On # more no moderator has decided.}}",
      { count: comments.length, left },
    ),
  );
}

/** On the screen alone. */
function giveBack({ key: decided, comment, from, to }: DecisionTaken): number {
  const key = keyOfAct();
  dispatch({ type: "undone", key: decided });
  changeCounts((counts) => withExpected(counts, { key, id: comment.id, from: to, to: from }));
  return key;
}

function whatIsNext(): string {
  const next = entryOf(queue.value, queue.value.activeId);
  if (!next) return t("No comment is left.");
  const left = openEntries(queue.value).length;
  return t(
    "Next: {name}; {isMore, select, true {more than } other {}}{left, plural, one {# comment} other {# comments}} left.",
    { name: next.comment.authorName, isMore: String(queue.value.nextCursor !== null), left },
  );
}
