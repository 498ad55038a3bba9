import { afterEach, describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { finish, finishInTurns, mapInTurns, type Slices, sortInSlices } from "../../src/text/in-slices.ts";

test("sorts by code units as sorting at once does", () => {
  const strings = fc.array(fc.string({ unit: "binary", maxLength: 4 }), { maxLength: 60 });

  fc.assert(
    fc.property(strings, fc.integer({ min: 1, max: 9 }), (given, sliceLength) => {
      expect(finish(sortInSlices(given, sliceLength))).toEqual([...given].sort());
    }),
  );
});

test("no slice is longer than it was asked to be", () => {
  const given = Array.from({ length: 1_000 }, (_, index) => String((index * 7919) % 1_000));

  let slices = 0;
  for (const sorting = sortInSlices(given, 10); sorting.next().done !== true;) slices++;

  // Seven rounds of merging a hundred runs, each passing all strings.
  expect(slices).toBeGreaterThan(100 + 7 * 50);
});

describe("work in turns", () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test("lets others have theirs, however many slices it has", async () => {
    let now = 0;
    jest.spyOn(performance, "now").mockImplementation(() => now);
    const turns: string[] = [];
    function* slices(): Slices<string> {
      for (; now < 100; now++) yield;
      return "made";
    }

    const made = finishInTurns(slices()).then((value) => turns.push(value));
    const other = new Promise((resolve) => setImmediate(resolve)).then(() => turns.push("another's turn"));

    await Promise.all([made, other]);
    expect(turns).toEqual(["another's turn", "made"]);
  });

  test("makes one of each, in their order", async () => {
    let now = 0;
    jest.spyOn(performance, "now").mockImplementation(() => (now += 2));

    expect(await mapInTurns([1, 2, 3, 4], (item) => item * 10)).toEqual([10, 20, 30, 40]);
    expect(await mapInTurns([], String)).toEqual([]);
  });
});
