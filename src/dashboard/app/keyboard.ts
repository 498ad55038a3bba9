// The one list of keys: what they do, what the help says, and when they are off.

export type Action =
  | "next"
  | "previous"
  | "approve"
  | "reject"
  | "spam"
  | "hold"
  | "undo"
  | "rule"
  | "showNew"
  | "expand"
  | "search"
  | "filters"
  | "nextList"
  | "previousList"
  | "help";

export interface Binding {
  action: Action;
  keys: readonly string[];
  label: string;
  /** Holding the key down repeats it. Never for decisions: a stuck key must not empty the queue. */
  repeats: boolean;
}

export const BINDINGS: readonly Binding[] = [
  { action: "next", keys: ["j", "ArrowDown"], label: "Next comment", repeats: true },
  { action: "previous", keys: ["k", "ArrowUp"], label: "Previous comment", repeats: true },
  { action: "approve", keys: ["a"], label: "Approve", repeats: false },
  { action: "reject", keys: ["d"], label: "Reject", repeats: false },
  { action: "spam", keys: ["s"], label: "Mark as spam", repeats: false },
  { action: "hold", keys: ["h"], label: "Put back into the held queue", repeats: false },
  { action: "undo", keys: ["z"], label: "Undo the last decision, and the one before", repeats: false },
  { action: "rule", keys: ["r"], label: "Make a rule from the comment", repeats: false },
  { action: "showNew", keys: ["."], label: "Show new comments and go to the top", repeats: false },
  { action: "expand", keys: ["o"], label: "Show all of a long text, or less", repeats: false },
  { action: "search", keys: ["/"], label: "Search", repeats: false },
  { action: "filters", keys: ["f"], label: "Filters", repeats: false },
  { action: "nextList", keys: ["]"], label: "Next list", repeats: false },
  { action: "previousList", keys: ["["], label: "Previous list", repeats: false },
  { action: "help", keys: ["?"], label: "This list", repeats: false },
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
export function actionFor(press: KeyPress): Action | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing || isTypedInto(press.target)) {
    return null;
  }
  const isLetter = /^[a-z]$/i.test(press.key);
  if (isLetter && press.shiftKey) return null;
  // Caps Lock gives "A" without shift.
  const key = isLetter ? press.key.toLowerCase() : press.key;
  const binding = BINDINGS.find((candidate) => candidate.keys.includes(key));
  if (!binding || (press.repeat && !binding.repeats)) return null;
  return binding.action;
}

export const keyFor = (action: Action): string =>
  BINDINGS.find((binding) => binding.action === action)?.keys[0] ?? "";

const KEY_SIGNS: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑" };
export const keySign = (key: string): string => KEY_SIGNS[key] ?? key;

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
