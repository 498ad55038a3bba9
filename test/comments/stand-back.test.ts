import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { spareTime, standBack } from "../../src/comments/stand-back.ts";

const givenPool = (busy: number) => ({ waitingCount: 0, totalCount: 4, idleCount: 4 - busy });

async function isOver(standing: Promise<void>): Promise<boolean> {
  let over = false;
  void standing.then(() => (over = true));
  await nextTurn();
  return over;
}

describe("work in the background", () => {
  // The clock stands still until it is told to go on: on a busy machine any time may pass between two lines.
  let now: number;
  beforeEach(() => {
    now = 0;
    jest.spyOn(performance, "now").mockImplementation(() => now);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test("goes on at once while no comment is under way", async () => {
    expect(await isOver(standBack(givenPool(0)))).toBe(true);
  });

  test.each([
    ["a statement is under way", givenPool(1)],
    ["a comment waits for a connection", { ...givenPool(0), waitingCount: 1 }],
  ])("stands back while %s, and goes on afterwards", async (_, pool) => {
    const standing = standBack(pool);

    const wasOver = await isOver(standing);
    Object.assign(pool, givenPool(0));
    await standing;

    expect(wasOver).toBe(false);
  });

  test("is not held up for good by a flood", async () => {
    const standing = standBack(givenPool(4));

    expect(await isOver(standing)).toBe(false);
    now = 20;
    await standing;
  });

  test("has time for another step until its time is over, and stands back before each", async () => {
    expect(await spareTime(givenPool(0), 60_000)()).toBe(true);
    expect(await spareTime(givenPool(0), 0)()).toBe(false);
    expect(await isOver(spareTime(givenPool(1), 60_000)().then(() => undefined))).toBe(false);
  });
});
