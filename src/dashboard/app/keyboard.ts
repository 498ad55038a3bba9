// The one list of keys: what they do, what the help says, and when they are off.
import type { Message } from "./catalogues/german.ts";
import { t } from "./language.ts";
import type { ListName } from "./routes.ts";

export type Action =
  | "next"
  | "previous"
  | "approve"
  | "reject"
  | "spam"
  | "hold"
  | "undo"
  | "decideWith"
  | "reply"
  | "edit"
  | "ban"
  | "decideAuthor"
  | "trust"
  | "ask"
  | "author"
  | "context"
  | "related"
  | "select"
  | "selectAll"
  | "selectMatching"
  | "approveSelected"
  | "rejectSelected"
  | "spamSelected"
  | "undoSelected"
  | "decideSelectedWith"
  | "focus"
  | "rule"
  | "showNew"
  | "expand"
  | "search"
  | "filters"
  | "nextList"
  | "previousList"
  | "goToList"
  | "help";

export interface Binding {
  action: Action;
  keys: readonly string[];
  label: string;
  /** Holding the key down repeats it. Never for decisions: a stuck key must not empty the queue. */
  repeats: boolean;
}

const once = (action: Action, key: string, label: string): Binding => ({
  action,
  keys: [key],
  label,
  repeats: false,
});

export const BINDINGS: readonly Binding[] = [
  { action: "next", keys: ["j", "ArrowDown"], label: t("Next comment"), repeats: true },
  { action: "previous", keys: ["k", "ArrowUp"], label: t("Previous comment"), repeats: true },
  once("approve", "a", t("Approve")),
  once("reject", "d", t("Reject")),
  once("spam", "s", t("Mark as spam")),
  once("hold", "h", t("Put back into the held queue")),
  once("decideWith", "n", t("Decide with a reason or a note")),
  once("reply", "r", t("Write a reply as the newsroom")),
  once("edit", "e", t("Edit the text")),
  once("undo", "z", t("Undo what was last decided, asked or edited, then before")),
  once("ask", "!", t("Ask for a second opinion")),
  once("author", "i", t("About the author")),
  once("ban", "b", t("Ban the author, or lift the ban")),
  once("decideAuthor", "Shift+B", t("Decide all by the author")),
  once("trust", "t", t("Trust the author, or no more")),
  once("context", "c", t("The conversation around it")),
  once("related", "l", t("Look-alikes and related comments")),
  once("rule", "m", t("Make a rule from the comment")),
  once("select", "x", t("Select, or no more")),
  once("selectAll", "Shift+X", t("Select all that are shown, or none")),
  once("selectMatching", "Shift+M", t("Select all that match, also what is not shown")),
  once("approveSelected", "Shift+A", t("Approve the selected")),
  once("rejectSelected", "Shift+D", t("Reject the selected")),
  once("spamSelected", "Shift+S", t("Mark the selected as spam")),
  once("decideSelectedWith", "Shift+N", t("Decide the selected with a reason or a note")),
  once("undoSelected", "Shift+Z", t("Take back the last decisions on the selected")),
  once("focus", "Shift+F", t("One comment at a time, or the list")),
  once("expand", "o", t("Show all of a long text, or less")),
  once("showNew", ".", t("Show new comments and go to the top")),
  once("search", "/", t("Search")),
  once("filters", "f", t("Filters")),
  once("nextList", "]", t("Next list")),
  once("previousList", "[", t("Previous list")),
  once("goToList", "g", t("Go to a list: then p, e, f, a, r, s or l, in the order of the tabs")),
  once("help", "?", t("This list")),
];

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
  isComposing: boolean;
  target: unknown;
}

const TYPING_TAGS = new Set(["INPUT", "TEXTAREA", "SELECT"]);
const NOT_TYPED_INTO = new Set(["checkbox", "radio", "button", "submit"]);

/** What a key press asks for; null while somebody types or presses a shortcut of the browser. */
export function actionFor(press: KeyPress, bindings: readonly Binding[] = BINDINGS): Action | null {
  if (isTypedInto(press.target)) return null;
  const chord = chordOf(press);
  const binding = bindings.find((candidate) => chord !== null && candidate.keys.includes(chord));
  if (!binding || (press.repeat && !binding.repeats)) return null;
  return binding.action;
}

const LIST_KEYS: Readonly<Record<string, ListName>> = {
  // pending and escalated: what other dashboards call them
  p: "held",
  e: "asked",
  f: "flagged",
  a: "approved",
  r: "rejected",
  s: "spam",
  l: "all",
};

/** The list that a key names after the one that goes to a list; null where it names none. */
export function listFor(press: KeyPress): ListName | null {
  const chord = isTypedInto(press.target) ? null : chordOf(press);
  return chord !== null && Object.hasOwn(LIST_KEYS, chord) ? LIST_KEYS[chord]! : null;
}

// On many keyboards typed with AltGr, which Windows reports as Ctrl and Alt, or with Option on a Mac.
const NEEDS_ALT = new Set("[]{}|@\\~#");

/** The key as bindings name it: letters small, with Shift+ before them; other signs as they are typed. */
export function chordOf(press: Omit<KeyPress, "target" | "repeat">): string | null {
  if (press.metaKey || press.isComposing) return null;
  const isTypedWithAlt = press.altKey && NEEDS_ALT.has(press.key);
  if ((press.ctrlKey || press.altKey) && !isTypedWithAlt) return null;
  if (!/^\p{L}$/u.test(press.key)) return press.key;
  // Caps Lock gives "A" without shift.
  return press.shiftKey ? `Shift+${press.key.toUpperCase()}` : press.key.toLowerCase();
}

/** Ctrl+K, or ⌘K where Ctrl+K deletes to the end of a line. Works while somebody types, too, since it types nothing. */
export function isJumpKey(press: Omit<KeyPress, "target">, platform: string): boolean {
  const [wanted, other] = isMac(platform) ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  return wanted && !other && !press.altKey && !press.shiftKey && press.key.toLowerCase() === "k";
}

export const isMac = (platform: string): boolean => /mac|iphone|ipad/i.test(platform);

const RESERVED: Readonly<Record<string, Message>> = {
  Tab: "“{key}” moves from button to button: it cannot be taken.",
  Enter: "“{key}” presses the button it is on: it cannot be taken.",
  " ": "“{key}” presses the button it is on, or scrolls: it cannot be taken.",
  Escape: "“{key}” closes dialogs: it cannot be taken.",
};

/** The bindings with this key for the action, or why it cannot be. */
export function rebound(
  bindings: readonly Binding[],
  action: Action,
  chord: string,
): readonly Binding[] | { conflict: string } {
  const key = keySign(chord);
  if (RESERVED[chord]) return { conflict: t(RESERVED[chord], { key }) };
  if (/^F\d+$/.test(chord) || (chord.length > 1 && !/^(Shift\+|Arrow|Page|Home$|End$)/.test(chord)))
    return { conflict: t("“{key}” belongs to the browser or the keyboard itself.", { key }) };
  const other = bindings.find((binding) => binding.action !== action && binding.keys.includes(chord));
  if (other)
    return {
      conflict: t("“{key}” means “{other}” already. Choose another key, or change that one first.", {
        key,
        other: other.label,
      }),
    };
  return bindings.map((binding) => (binding.action === action ? { ...binding, keys: [chord] } : binding));
}

/** What differs from the bindings that everyone starts with. */
export const changesIn = (bindings: readonly Binding[]): Partial<Record<Action, string>> =>
  Object.fromEntries(
    bindings.flatMap(({ action, keys }) => {
      const usual = BINDINGS.find((binding) => binding.action === action)?.keys ?? [];
      return keys[0] === usual[0] && keys.length === usual.length ? [] : [[action, keys[0]]];
    }),
  );

/** Whatever was stored: changes that make no sense (any more) are left out. */
export function bindingsWith(changes: unknown): readonly Binding[] {
  if (typeof changes !== "object" || changes === null) return BINDINGS;
  const wanted = changes as Record<string, unknown>;
  const changed = BINDINGS.map((binding) => {
    const chord = Object.hasOwn(wanted, binding.action) ? wanted[binding.action] : undefined;
    return typeof chord === "string" && chord ? { ...binding, keys: [chord] } : binding;
  });
  const keys = changed.flatMap((binding) => binding.keys);
  return new Set(keys).size === keys.length ? changed : BINDINGS;
}

const KEY_SIGNS: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑", " ": t("Space") };
export const keySign = (key = ""): string => KEY_SIGNS[key] ?? key.replace("Shift+", "⇧ ");

function isTypedInto(target: unknown): boolean {
  if (typeof target !== "object" || target === null) return false;
  const { tagName, type, isContentEditable } = target as {
    tagName?: string;
    type?: string;
    isContentEditable?: boolean;
  };
  if (isContentEditable) return true;
  return TYPING_TAGS.has(tagName ?? "") && !NOT_TYPED_INTO.has(type ?? "");
}
