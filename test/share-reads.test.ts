import { expect, jest, test } from "@jest/globals";
import { shareReads } from "../src/share-reads.ts";

/** Readings that end when they are told to. */
function given() {
  const begun: { key: string; end: (value: string) => void; fail: () => void }[] = [];
  const read = shareReads(
    (key: string) => key,
    (key) =>
      new Promise<string>((resolve, reject) => {
        begun.push({ key, end: resolve, fail: () => reject(new Error("down")) });
      }),
  );
  return { read, begun };
}
const settled = () => new Promise(setImmediate);

test("a crowd that asks during one reading shares the next, which begins after they asked", async () => {
  const { read, begun } = given();
  const first = read("a");
  const crowd = Array.from({ length: 100 }, () => read("a"));
  expect(begun).toHaveLength(1);

  begun[0]!.end("old");
  await settled();
  const late = read("a");
  begun[1]!.end("new");
  await settled();
  begun[2]!.end("newest");

  expect(await first).toBe("old");
  expect(new Set(await Promise.all(crowd))).toEqual(new Set(["new"]));
  expect(await late).toBe("newest");
  expect(begun).toHaveLength(3);
});

test("what is read one after the other, or under another key, waits for nobody", async () => {
  const { read, begun } = given();

  const one = read("a");
  const other = read("b");
  expect(begun.map(({ key }) => key)).toEqual(["a", "b"]);
  begun.forEach(({ end }) => end("read"));
  await Promise.all([one, other]);
  void read("a");

  expect(begun).toHaveLength(3);
});

test("a reading that fails fails those who waited for it alone", async () => {
  const { read, begun } = given();
  const first = read("a");
  const next = read("a");

  begun[0]!.fail();
  await expect(first).rejects.toThrow("down");
  await settled();
  begun[1]!.end("read");

  expect(await next).toBe("read");
});

test("a reading that never ends is given up, and the next one begins", async () => {
  jest.useFakeTimers({ doNotFake: ["setImmediate"] });
  try {
    const { read, begun } = given();
    const lost = read("a");
    const next = read("a");

    const refused = expect(lost).rejects.toMatchObject({ status: 503 });
    jest.advanceTimersByTime(20_000);
    await refused;
    await settled();
    begun[1]!.end("read");

    expect(await next).toBe("read");
  } finally {
    jest.useRealTimers();
  }
});
