import { expect, test } from "@jest/globals";
import { createAskingLine } from "../../src/outside/asking-line.ts";
import { eventually } from "../support/wait.ts";

/** Judges when told to, one batch after another. */
function givenJudge() {
  const batches: string[][] = [];
  const finish: (() => void)[] = [];
  return {
    batches,
    judge: (ids: string[]) =>
      new Promise<void>((resolve) => {
        batches.push(ids);
        finish.push(resolve);
      }),
    finishNext: () => finish.shift()?.(),
  };
}

const ids = (from: number, count: number) => Array.from({ length: count }, (_, index) => `c${from + index}`);

test("a site has one batch of up to a hundred in hand; what comes meanwhile shares the next, and nobody stands twice", async () => {
  const line = createAskingLine();
  const { batches, judge, finishNext } = givenJudge();

  line.stand("s1", ids(0, 1), judge);
  for (let from = 1; from <= 120; from += 3) line.stand("s1", ids(from, 3), judge);
  line.stand("s1", ids(5, 50), judge);
  expect(batches).toEqual([["c0"]]);
  for (let nth = 2; nth <= 3; nth++) {
    finishNext();
    await eventually("the next batch", () => batches.length === nth);
  }
  finishNext();

  expect(batches.map(({ length }) => length)).toEqual([1, 100, 20]);
  expect(new Set(batches.flat()).size).toBe(121);
});

test("a comment that is edited while it is asked about stands in line again", async () => {
  const line = createAskingLine();
  const { batches, judge, finishNext } = givenJudge();

  line.stand("s1", ["c1"], judge);
  line.stand("s1", ["c1"], judge);
  finishNext();
  await eventually("the second turn", () => batches.length === 2);
  finishNext();

  expect(batches).toEqual([["c1"], ["c1"]]);
});

test("a site whose service is slow holds up no other site", () => {
  const line = createAskingLine();
  const slow = givenJudge();
  const fast = givenJudge();

  line.stand("slow", ["c1"], slow.judge);
  line.stand("fast", ["c2"], fast.judge);

  expect(fast.batches).toEqual([["c2"]]);
});

test("an endless flood is forgotten beyond five thousand: the sweep knows it", async () => {
  const line = createAskingLine();
  const { batches, judge, finishNext } = givenJudge();

  line.stand("s1", ["first"], judge);
  line.stand("s1", ids(0, 6_000), judge);
  while (batches.flat().length < 5_001) {
    const { length } = batches;
    finishNext();
    await eventually("the next batch", () => batches.length > length);
  }
  finishNext();
  await line.close();

  expect(batches.flat()).toHaveLength(5_001);
});

test("closing waits for the batch in hand, and takes no other", async () => {
  const line = createAskingLine();
  const { batches, judge, finishNext } = givenJudge();
  line.stand("s1", ["c1"], judge);
  line.stand("s1", ["c2"], judge);
  let isClosed = false;

  const closing = line.close().then(() => (isClosed = true));
  line.stand("s2", ["c3"], judge);
  await new Promise((resume) => setImmediate(resume));
  expect(isClosed).toBe(false);
  finishNext();
  await closing;

  expect(batches).toEqual([["c1"]]);
});
