import { setTimeout as pause } from "node:timers/promises";
import type { Arena, Ground } from "./arena.ts";
import { median, medianRatio, type Options } from "./benchmark.ts";
import { type Contestant, nameOf } from "./contestants.ts";
import { cpuSecondsOf } from "./cpu-time.ts";
import { flood } from "./flood.ts";
import { inTurns, type PartResult } from "./part.ts";
import { table } from "./table.ts";
import { type Measured, targets } from "./targets.ts";

const defaultComments = 20_000;
// The naive rate does not depend on the length of its queue, and filling it takes long.
const naiveShare = 1 / 4;
const pollMs = 200;

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
      const cpuSeconds = () => [cpuSecondsOf(worker.process.pid!), arena.databaseCpuSeconds()] as const;
      const before = cpuSeconds();
      const decisionsPerSecond = await timeDecisions(contestant, ground);
      const after = cpuSeconds();
      await worker.stop();
      const microseconds = (index: 0 | 1) =>
        after[index] === null ? NaN : ((after[index] - before[index]!) * 1e6) / amount;
      return {
        decisionsPerSecond,
        workerMicroseconds: microseconds(0),
        databaseMicroseconds: microseconds(1),
      };
    },
  });
  const results = [...rounds].map(([name, all]) => ({
    name,
    decisionsPerSecond: median(all.map((one) => one.decisionsPerSecond)),
    workerMicroseconds: median(all.map((one) => one.workerMicroseconds)),
    databaseMicroseconds: median(all.map((one) => one.databaseMicroseconds)),
    rounds: all,
  }));
  const find = (name: string) => results.find((result) => result.name === name)!;
  type Rounds = (typeof results)[number]["rounds"];
  const toNaive = (rounds: Rounds, naive: Rounds) =>
    medianRatio(rounds, naive, (one) => one.decisionsPerSecond);
  return {
    table: table(
      ["full queue", "decisions/s", "× naive", "worker µs", "PostgreSQL µs"],
      results.map((one) => [
        one.name,
        one.decisionsPerSecond,
        toNaive(one.rounds, find(one.name.replace("moderato", "naive")).rounds),
        one.workerMicroseconds,
        one.databaseMicroseconds,
      ]),
    ),
    results,
    measured: arena.backends.map((backend): Measured => {
      const [ours, naive] = [find(nameOf("moderato", backend)), find(nameOf("naive", backend))];
      return {
        target: backend === "redis" ? targets.drainRedis : targets.drainPostgres,
        where: `queue on ${backend}`,
        value: toNaive(ours.rounds, naive.rounds),
      };
    }),
  };
}

/** From the first decision to the last, by their own times: counting while they are made would slow them down. */
async function timeDecisions({ table }: Contestant, { pool }: Ground): Promise<number> {
  const isQueued = `SELECT EXISTS (SELECT FROM ${table} WHERE status = 'queued') AS queued`;
  while ((await pool.query<{ queued: boolean }>(isQueued)).rows[0]!.queued) await pause(pollMs);
  const { rows } = await pool.query<{ perSecond: number }>(`
    SELECT count(*) FILTER (WHERE decided_at > first) / extract(epoch FROM max(decided_at) - first)::float8 AS "perSecond"
    FROM ${table}, (SELECT min(decided_at) AS first FROM ${table}) began GROUP BY first`);
  return rows[0]!.perSecond;
}
