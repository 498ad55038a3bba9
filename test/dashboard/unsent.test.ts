import { expect, test } from "@jest/globals";
import type { Unsent, UnsentDecision, UnsentUndo } from "../../src/dashboard/app/queue/unsent.ts";
import { readUnsent, withAnswer } from "../../src/dashboard/app/queue/unsent.ts";

const noon = Date.UTC(2026, 0, 1, 12);

const decision = (key: string, rest: Partial<UnsentDecision> = {}): UnsentDecision => ({
  ...{ kind: "decision", key, takenAt: noon, turn: 0, to: "approved", isTogether: false, isTried: false },
  items: [{ id: `comment of ${key}`, expectedRevision: 1 }],
  ...rest,
});
const undo = (key: string, ofKey: string, decisionId: string | null = null): UnsentUndo => ({
  ...{ kind: "undo", key, takenAt: noon, turn: 9, ofKey, decisionId },
  ids: [`comment of ${ofKey}`],
});
const kept = (unsent: readonly Unsent[]): string[] => unsent.map((one) => JSON.stringify(one));
const keys = (unsent: readonly Unsent[]): string[] => unsent.map(({ key }) => key);

test("what was kept is read in the order in which it was decided", () => {
  const all = [decision("c", { takenAt: noon + 1 }), decision("b", { turn: 1 }), decision("a")];

  expect(keys(readUnsent(kept(all), noon))).toEqual(["a", "b", "c"]);
});

test.each(["", "null", "7", "{}", "[", '{"key":"a","takenAt":1,"kind":"undo"}', '{"key":7,"items":[]}'])(
  "what nobody could have kept is left out: %j",
  (text) => {
    expect(readUnsent([text], noon)).toEqual([]);
  },
);

test("a decision of the day before is not sent any more, nor its undo", () => {
  const old = [decision("a"), undo("z", "a")];

  expect(keys(readUnsent(kept(old), noon + 23 * 3_600_000))).toEqual(["a", "z"]);
  expect(readUnsent(kept(old), noon + 24 * 3_600_000)).toEqual([]);
});

test("an undo of what was not kept is left out, unless it knows what to take back", () => {
  expect(keys(readUnsent(kept([undo("y", "a"), undo("z", "a", "dec_1")]), noon))).toEqual(["z"]);
});

test("the answer to a decision tells its undo what to take back", () => {
  const after = withAnswer([decision("a"), undo("z", "a"), undo("y", "b")], "a", "dec_1");

  expect(after).toEqual([undo("z", "a", "dec_1"), undo("y", "b")]);
});

test("of a decision that was refused nothing is taken back", () => {
  expect(keys(withAnswer([decision("a"), undo("z", "a"), decision("b")], "a", null))).toEqual(["b"]);
});
