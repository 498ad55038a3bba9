import { setTimeout as pause } from "node:timers/promises";

type Falsy = false | null | undefined | 0 | "";

const limitMs = 20_000;
const stepMs = 20;

/** Asks again until the answer is truthy; fails with `what` when it never is. Tests wait on conditions, never on durations. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T> | T,
  { withinMs = limitMs }: { withinMs?: number } = {},
): Promise<Exclude<T, Falsy>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as Exclude<T, Falsy>;
    if (Date.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain for ${what}.`);
    await pause(stepMs);
  }
}
