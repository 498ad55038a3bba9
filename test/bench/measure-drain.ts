import { setTimeout as pause } from "node:timers/promises";
import type { Arena, Ground } from "./arena.ts";
import { median, type Options } from "./benchmark.ts";
import { type Contestant, countComments, nameOf } from "./contestants.ts";
import { flood } from "./flood.ts";
import { inTurns, type PartResult } from "./part.ts";
import { table } from "./table.ts";
import { type Measured, targets } from "./targets.ts";

const defaultComments = 20_000;
// The naive rate does not depend on the length of its queue, and filling it takes long.
const naiveShare = 1 / 4;
const pollMs = 100;

/** A queue as a flood through the API leaves it, emptied by one worker process. */
export async function measureDrain(
  arena: Arena,
  contestants: readonly Contestant[],
  options: Options,
): Promise<PartResult> {
  const comments = options.comments ?? defaultComments;
  const rounds = await inTurns(arena, contestants, {
    options,
    async measure(contestant, ground) {
      const amount = contestant.name.startsWith("naive") ? comments * naiveShare : comments;
      const api = await contestant.startApi(ground);
      await flood(arena, api, { amount });
      await api.stop();
      const worker = await contestant.startWorker(ground);
      const decisionsPerSecond = await timeDecisions(contestant, ground);
      await worker.stop();
      return { decisionsPerSecond };
    },
  });
  const results = [...rounds].map(([name, all]) => ({
    name,
    decisionsPerSecond: median(all.map((one) => one.decisionsPerSecond)),
    rounds: all,
  }));
  const find = (name: string) => results.find((result) => result.name === name)!;
  return {
    table: table(
      ["full queue", "decisions/s", "× naive"],
      results.map((one) => [
        one.name,
        one.decisionsPerSecond,
        one.decisionsPerSecond / find(one.name.replace("moderato", "naive")).decisionsPerSecond,
      ]),
    ),
    results,
    measured: arena.backends.map((backend): Measured => {
      const [ours, naive] = [find(nameOf("moderato", backend)), find(nameOf("naive", backend))];
      return {
        target: backend === "redis" ? targets.drainRedis : targets.drainPostgres,
        where: `queue on ${backend}`,
        value: ours.decisionsPerSecond / naive.decisionsPerSecond,
      };
    }),
  };
}

/** From the first decision seen to the last. */
async function timeDecisions(contestant: Contestant, ground: Ground): Promise<number> {
  let first: { at: number; decided: number } | null = null;
  for (;;) {
    const { stored, decided } = await countComments(contestant, ground);
    const at = performance.now();
    if (first === null && decided > 0) first = { at, decided };
    if (first !== null && decided === stored) return ((decided - first.decided) / (at - first.at)) * 1000;
    await pause(pollMs);
  }
}
