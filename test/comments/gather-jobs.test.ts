import { expect, jest, test } from "@jest/globals";
import { gatherJobs } from "../../src/comments/gather-jobs.ts";
import type { IdsBySite } from "../../src/queues.ts";

const job = (id: string, siteId = "s") => ({ bySite: { [siteId]: [id] } });
const idsOf = (comments: IdsBySite) => Object.values(comments).flat();
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

/** The clock stands still until it is told to go on: on a busy machine 5 ms pass between any two lines. */
async function withStillClock(work: () => Promise<void>): Promise<void> {
  jest.useFakeTimers({ doNotFake: ["setImmediate", "clearImmediate", "nextTick", "queueMicrotask"] });
  try {
    await work();
  } finally {
    jest.useRealTimers();
  }
}

test("jobs that arrive while a batch is under way are judged together in the next one", async () => {
  const batches: string[][] = [];
  const handle = gatherJobs(async (comments) => {
    batches.push(idsOf(comments));
    await turn();
  });

  const first = handle(job("a"));
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([first, handle(job("b")), handle(job("c"))]);

  expect(batches).toEqual([["a"], ["b", "c"]]);
});

test("behind a batch that takes long the next one does not wait for its end, but a third does", () =>
  withStillClock(async () => {
    const batches: string[][] = [];
    const ends: (() => void)[] = [];
    const handle = gatherJobs(async (comments) => {
      batches.push(idsOf(comments));
      await new Promise<void>((end) => ends.push(end));
    });
    const stepBy = async (ms: number) => {
      jest.advanceTimersByTime(ms);
      await new Promise(setImmediate);
      return [...batches];
    };
    const jobs = [handle(job("a"))];
    await stepBy(0);
    jobs.push(handle(job("b")));
    await stepBy(0);

    const soon = await stepBy(14);
    const later = await stepBy(2);
    jobs.push(handle(job("c")));
    await stepBy(0);
    const meanwhile = await stepBy(60_000);
    ends.forEach((end) => end());
    await stepBy(0);
    await stepBy(0);
    ends.forEach((end) => end());
    await Promise.all(jobs);

    expect(soon).toEqual([["a"]]);
    expect(later).toEqual([["a"], ["b"]]);
    expect(meanwhile).toEqual([["a"], ["b"]]);
    expect(batches).toEqual([["a"], ["b"], ["c"]]);
  }));

test("a comment to be judged alone shares its batch with none", async () => {
  const batches: string[][] = [];
  const handle = gatherJobs((comments) => {
    batches.push(idsOf(comments));
    return Promise.resolve();
  });

  await Promise.all([handle(job("a")), handle({ ...job("b"), alone: true }), handle(job("c"))]);

  expect(batches).toEqual([["a"], ["b"], ["c"]]);
});

test("no batch is larger than four hundred comments, and none is left out", async () => {
  const batches: string[][] = [];
  const handle = gatherJobs(async (comments) => {
    batches.push(idsOf(comments));
    await turn();
  });
  const jobs = Array.from({ length: 60 }, (_, number) => ({
    bySite: { s: Array.from({ length: 9 }, (_, index) => `${number}.${index}`) },
  }));

  await Promise.all(jobs.map(handle));

  expect(batches.flat().sort()).toEqual(jobs.flatMap(({ bySite }) => bySite.s).sort());
  expect(Math.max(...batches.map((batch) => batch.length))).toBe(396);
});

test("a batch that fails fails each of its jobs, and the next one is judged", async () => {
  let calls = 0;
  const handle = gatherJobs(() => (++calls === 1 ? Promise.reject(new Error("down")) : Promise.resolve()));

  const failed = await Promise.allSettled([handle(job("a")), handle(job("b"))]);
  await handle(job("c"));

  expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

test("the first comment after a pause waits for nothing, those on its heels wait for each other", () =>
  withStillClock(async () => {
    const batches: string[][] = [];
    const handle = gatherJobs((comments) => {
      batches.push(idsOf(comments));
      return Promise.resolve();
    });

    await handle(job("a"));
    const following = [handle(job("b"))];
    await new Promise(setImmediate);
    jest.advanceTimersByTime(4);
    following.push(handle(job("c")));
    await new Promise(setImmediate);
    const meanwhile = [...batches];
    jest.advanceTimersByTime(2);
    await Promise.all(following);

    expect(meanwhile).toEqual([["a"]]);
    expect(batches).toEqual([["a"], ["b", "c"]]);
  }));

test("comments are parted by their sites, and one that stands in two jobs is judged once", async () => {
  const batches: IdsBySite[] = [];
  const handle = gatherJobs((comments) => {
    batches.push(comments);
    return Promise.resolve();
  });

  await Promise.all([
    handle({ bySite: { s: ["a", "b"], other: ["c"] } }),
    handle(job("b")),
    handle(job("d", "other")),
  ]);

  expect(batches).toEqual([{ s: ["a", "b"], other: ["c", "d"] }]);
});
