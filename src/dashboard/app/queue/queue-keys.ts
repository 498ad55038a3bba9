// What each key does in the queue.
import { bulkSubject } from "../bulk/batches.ts";
import { announce } from "../frame/announcer.tsx";
import { helpOpen } from "../frame/help-dialog.tsx";
import { bindings, keysOn } from "../key-settings.ts";
import { type Action, actionFor, listFor } from "../keyboard.ts";
import { navigate, screen } from "../router.ts";
import { addressOf, type ListName, LISTS, viewFor } from "../routes.ts";
import {
  askAboutAuthor,
  askColleagues,
  askWithActive,
  decideAuthor,
  editActive,
  makeRuleOfActive,
  replyToActive,
} from "./ask-about-active.ts";
import { cardDialog, type PanelName, switchOneAtATime, togglePanel } from "./card-state.ts";
import { entryOf } from "./queue-state.ts";
import { move, queue, showNew, toggleExpanded } from "./queue-store.ts";
import { LIST_TITLES } from "./sentences.ts";
import {
  askWithSelected,
  decideActive,
  decideSelected,
  selectMatching,
  toggleActiveSelected,
  toggleAllSelected,
  undoLast,
  undoSelected,
} from "./take-decisions.ts";
import { isVeiled, look } from "./veil.ts";

const RUN: Record<Action, () => void> = {
  next: () => move(1),
  previous: () => move(-1),
  approve: () => decideActive("approved"),
  reject: () => decideActive("rejected"),
  spam: () => decideActive("spam"),
  hold: () => decideActive("held"),
  undo: undoLast,
  decideWith: askWithActive,
  reply: replyToActive,
  edit: editActive,
  ban: () => askAboutAuthor("ban"),
  decideAuthor,
  trust: () => askAboutAuthor("trust"),
  ask: askColleagues,
  author: () => toggleActivePanel("author"),
  context: () => toggleActivePanel("context"),
  related: () => toggleActivePanel("related"),
  select: toggleActiveSelected,
  selectAll: toggleAllSelected,
  selectMatching,
  approveSelected: () => decideSelected("approved"),
  rejectSelected: () => decideSelected("rejected"),
  spamSelected: () => decideSelected("spam"),
  decideSelectedWith: askWithSelected,
  undoSelected,
  focus: switchOneAtATime,
  rule: makeRuleOfActive,
  showNew,
  expand: lookOrExpand,
  search: () => document.querySelector<HTMLInputElement>("#search")?.focus(),
  filters: () => document.querySelector<HTMLButtonElement>("#filters")?.click(),
  nextList: () => goToList(1),
  previousList: () => goToList(-1),
  goToList: () => (listAwaitedUntil = performance.now() + listKeyMs),
  help: () => (helpOpen.value = true),
};

const listKeyMs = 2_000;
let listAwaitedUntil = 0;

/** The site stays, the search does not: as with the tabs. */
function goToList(by: 1 | -1): void {
  // By the address: the queue follows it only with the next frame, and a second key may be faster.
  const list = screen.value.name === "comments" ? screen.value.list : queue.value.view.list;
  showList(LISTS[(LISTS.indexOf(list) + by + LISTS.length) % LISTS.length]!);
}

function showList(list: ListName): void {
  navigate(addressOf({ ...viewFor(list, ""), siteKey: queue.value.view.siteKey }));
  scrollTo({ top: 0 });
  announce(`${LIST_TITLES[list]}.`);
}

function lookOrExpand(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return;
  if (isVeiled(comment)) look(comment.id);
  else toggleExpanded(comment.id);
}

function toggleActivePanel(name: PanelName): void {
  const { activeId } = queue.value;
  if (!activeId) return;
  togglePanel(activeId, name);
  // A panel that goes takes the focus with it, and the keyboard would begin anew at the top of the page.
  const left = document.activeElement?.closest(".card-panel");
  left?.closest<HTMLElement>(".card")?.focus();
}

export function pressKey(event: KeyboardEvent): void {
  if (!keysOn.value || event.defaultPrevented || isDialogWanted()) return;
  if (takeListKey(event)) return;
  const action = actionFor(event, bindings.value);
  if (!action) return;
  event.preventDefault();
  RUN[action]();
}

/** Also one that was asked for and is not on the screen yet: what is pressed meanwhile is not for the cards. */
const isDialogWanted = (): boolean =>
  cardDialog.value !== null ||
  bulkSubject.value !== null ||
  helpOpen.value ||
  document.querySelector("dialog[open]") !== null;

/**
 * The key after the one that goes to a list. One that would do something else does nothing: it was not meant to decide.
 * Shift alone, the browser's shortcuts and what somebody types pass by.
 */
function takeListKey(event: KeyboardEvent): boolean {
  if (performance.now() > listAwaitedUntil) return false;
  const list = listFor(event);
  if (!list && !actionFor(event, bindings.value)) return false;
  listAwaitedUntil = 0;
  event.preventDefault();
  if (list) showList(list);
  return true;
}
