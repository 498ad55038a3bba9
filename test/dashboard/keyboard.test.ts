import {
  actionFor,
  BINDINGS,
  bindingsWith,
  changesIn,
  isJumpKey,
  listFor,
  rebound,
} from "../../src/dashboard/app/keyboard.ts";
import type { Action, Binding, KeyPress } from "../../src/dashboard/app/keyboard.ts";

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

test("Caps Lock does not switch the keys off; with shift a letter is for all that is selected, or for nothing", () => {
  expect(actionFor(press("A"))).toBe("approve");
  expect(actionFor(press("A", { shiftKey: true }))).toBe("approveSelected");
  expect(actionFor(press("J", { shiftKey: true }))).toBeNull();
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

test.each<[string, Partial<KeyPress>, string, boolean]>([
  ["Ctrl+K", { ctrlKey: true }, "Linux x86_64", true],
  ["⌘K", { metaKey: true }, "MacIntel", true],
  ["Ctrl+K, which deletes there,", { ctrlKey: true }, "MacIntel", false],
  ["k alone", {}, "Linux x86_64", false],
  ["Ctrl+Shift+K", { ctrlKey: true, shiftKey: true }, "Win32", false],
  ["AltGr+K", { ctrlKey: true, altKey: true }, "Win32", false],
])("%s with %j on %s asks where to go: %s", (_name, more, platform, asks) => {
  expect(isJumpKey(press("k", more), platform)).toBe(asks);
});

test("the browser's own shortcuts stay the browser's", () => {
  expect(actionFor(press("a", { ctrlKey: true }))).toBeNull();
  expect(actionFor(press("s", { metaKey: true }))).toBeNull();
  expect(actionFor(press("d", { altKey: true }))).toBeNull();
});

test.each([
  ["AltGr of Windows", { ctrlKey: true, altKey: true }],
  ["Option of a Mac", { altKey: true }],
])("brackets are typed with %s on a German keyboard", (_, held) => {
  expect(actionFor(press("]", held))).toBe("nextList");
  expect(actionFor(press("[", held))).toBe("previousList");
  expect(actionFor(press("]", { ctrlKey: true }))).toBeNull();
  expect(actionFor(press("]", { ...held, metaKey: true }))).toBeNull();
});

test("after the key for it, a letter names a list, and no other key does", () => {
  expect(actionFor(press("g"))).toBe("goToList");
  expect(listFor(press("p"))).toBe("held");
  expect(listFor(press("L", { shiftKey: false }))).toBe("all");
  expect(listFor(press("d"))).toBeNull();
  expect(listFor(press("a", { ctrlKey: true }))).toBeNull();
  expect(listFor(press("toString"))).toBeNull();
  expect(listFor(press("p", { target: { tagName: "TEXTAREA" } }))).toBeNull();
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

describe("keys of one's own", () => {
  const changed = (
    action: Action,
    chord: string,
    from: readonly Binding[] = BINDINGS,
  ): readonly Binding[] => {
    const bindings = rebound(from, action, chord);
    if ("conflict" in bindings) throw new Error(bindings.conflict);
    return bindings;
  };

  test("another key takes the place of the usual ones", () => {
    const bindings = changed("approve", "y");

    expect(actionFor(press("y"), bindings)).toBe("approve");
    expect(actionFor(press("a"), bindings)).toBeNull();
  });

  test("a key that means something else is refused with what it means, and a freed one is not", () => {
    expect(rebound(BINDINGS, "approve", "s")).toEqual({
      conflict: "“s” means “Mark as spam” already. Choose another key, or change that one first.",
    });
    expect(actionFor(press("s"), changed("approve", "s", changed("spam", "w")))).toBe("approve");
  });

  test("the key that it has already is no conflict", () => {
    expect(rebound(BINDINGS, "approve", "a")).not.toHaveProperty("conflict");
  });

  test.each(["Tab", "Enter", " ", "Escape", "F5", "Delete"])("“%s” cannot be taken", (key) => {
    expect(rebound(BINDINGS, "approve", key)).toHaveProperty("conflict");
  });

  test("what was stored comes back, and what makes no sense is left out", () => {
    const bindings = changed("hold", "Shift+H", changed("approve", "y"));

    expect(bindingsWith(changesIn(bindings))).toEqual(bindings);
    expect(changesIn(BINDINGS)).toEqual({});
    for (const nonsense of [
      null,
      7,
      "x",
      { approve: 3 },
      { approve: "s" },
      { unknown: "y" },
      { approve: "" },
    ])
      expect(bindingsWith(nonsense)).toEqual(BINDINGS);
  });

  test("letters of every alphabet can be keys", () => {
    expect(actionFor(press("Ф"), changed("approve", "ф"))).toBe("approve");
  });
});
