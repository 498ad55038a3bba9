import { expect, test } from "@jest/globals";
import { createPatientLine, pauseMs } from "../../src/dashboard/app/queue/patient-line.ts";

const lost = new Error("no connection");

/** A line whose pauses end when the test says so. */
function givenLine() {
  const pauses: number[] = [];
  const told: boolean[] = [];
  const line = createPatientLine({
    isLost: (error) => error === lost,
    pause: async (ms, woken) => {
      pauses.push(ms);
      await woken;
    },
    onWaiting: (isWaiting) => told.push(isWaiting),
  });
  return { line, pauses, told };
}

const failing = (times: number, then: () => string) => (): Promise<string> =>
  times-- > 0 ? Promise.reject(lost) : Promise.resolve(then());

/** Until nothing moves on by itself. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("what finds a connection is answered at once, and a refusal is a refusal", async () => {
  const { line, told } = givenLine();

  await expect(line.send(() => Promise.resolve("stored"))).resolves.toBe("stored");
  await expect(line.send(() => Promise.reject(new Error("forbidden")))).rejects.toThrow("forbidden");

  expect(told).toEqual([]);
});

test("what finds none is sent when the connection is back, in the order in which it was decided", async () => {
  const { line, told } = givenLine();
  const sent: string[] = [];
  const decide = (name: string, failures: number): Promise<string> =>
    line.send(failing(failures, () => (sent.push(name), name)));

  const decisions = [decide("one", 2), decide("two", 1)];
  await settled();
  decisions.push(decide("three", 0));
  await settled();
  expect(sent).toEqual([]);
  line.wake();
  await settled();
  line.wake();
  await Promise.all(decisions);
  await settled();

  expect(sent).toEqual(["one", "two", "three"]);
  expect(told).toEqual([true, false]);
});

test("a refusal in line is answered and holds nobody up", async () => {
  const { line } = givenLine();
  let tries = 0;

  const refused = line.send(() => Promise.reject(tries++ === 0 ? lost : new Error("somebody was faster")));
  const next = line.send(failing(1, () => "stored"));
  await settled();
  line.wake();

  await expect(refused).rejects.toThrow("somebody was faster");
  await expect(next).resolves.toBe("stored");
});

test("pauses grow while the connection stays away, to half a minute", async () => {
  const { line, pauses } = givenLine();
  const sent = line.send(failing(4, () => "stored"));
  for (let woken = 0; woken < 4; woken++) {
    await settled();
    line.wake();
  }

  await expect(sent).resolves.toBe("stored");
  expect(pauses).toEqual([1000, 2000, 4000, 8000]);
  expect([pauseMs(6), pauseMs(60)]).toEqual([30_000, 30_000]);
});
