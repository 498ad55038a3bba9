import { actionFor, BINDINGS } from "../../src/dashboard/app/keyboard.ts";
import type { KeyPress } from "../../src/dashboard/app/keyboard.ts";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  target: { tagName: "BODY" },
  ...more,
});

test.each([
  ["j", "next"],
  ["ArrowDown", "next"],
  ["k", "previous"],
  ["ArrowUp", "previous"],
  ["a", "approve"],
  ["d", "reject"],
  ["s", "spam"],
  ["z", "undo"],
  [".", "showNew"],
])("%s means %s", (key, action) => {
  expect(actionFor(press(key))).toBe(action);
});

test("the question mark opens the help although it needs shift", () => {
  expect(actionFor(press("?", { shiftKey: true }))).toBe("help");
});

test("Caps Lock does not switch the keys off, shift does", () => {
  expect(actionFor(press("A"))).toBe("approve");
  expect(actionFor(press("A", { shiftKey: true }))).toBeNull();
});

test.each(["INPUT", "TEXTAREA", "SELECT"])("typing in a field (%s) decides nothing", (tagName) => {
  expect(actionFor(press("a", { target: { tagName } }))).toBeNull();
});

test("typing in editable text or composing a character decides nothing", () => {
  expect(actionFor(press("a", { target: { tagName: "DIV", isContentEditable: true } }))).toBeNull();
  expect(actionFor(press("a", { isComposing: true }))).toBeNull();
});

test("a tick box is not a text field", () => {
  expect(actionFor(press("a", { target: { tagName: "INPUT", type: "checkbox" } }))).toBe("approve");
});

test("the browser's own shortcuts stay the browser's", () => {
  expect(actionFor(press("a", { ctrlKey: true }))).toBeNull();
  expect(actionFor(press("s", { metaKey: true }))).toBeNull();
  expect(actionFor(press("d", { altKey: true }))).toBeNull();
});

test("a key held down moves on, but decides only once", () => {
  expect(actionFor(press("j", { repeat: true }))).toBe("next");
  expect(actionFor(press("a", { repeat: true }))).toBeNull();
  expect(actionFor(press("z", { repeat: true }))).toBeNull();
});

test("no key means two things", () => {
  const keys = BINDINGS.flatMap((binding) => binding.keys);

  expect(new Set(keys).size).toBe(keys.length);
});
