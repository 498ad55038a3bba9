import type { Arena } from "./arena.ts";
import { median, medianRatio, type Options } from "./benchmark.ts";
import { type Contestant, countComments, nameOf } from "./contestants.ts";
import { flood } from "./flood.ts";
import { inTurns, type PartResult } from "./part.ts";
import { table } from "./table.ts";
import { type Measured, targets } from "./targets.ts";

// By number: code is compiled by how often it ran, and on a busy machine two seconds may be few requests.
const warmUpRequests = 6_000;

/** Intake while one worker process decides. */
export async function measureBesideWorker(
  arena: Arena,
  contestants: readonly Contestant[],
  options: Options,
): Promise<PartResult> {
  const rounds = await inTurns(arena, contestants, {
    options,
    async measure(contestant, ground) {
      const api = await contestant.startApi(ground);
      const worker = await contestant.startWorker(ground);
      await flood(arena, api, { amount: warmUpRequests });
      const before = await countComments(contestant, ground);
      const startedAt = performance.now();
      const result = await flood(arena, api, { seconds: options.seconds });
      const after = await countComments(contestant, ground);
      const seconds = (performance.now() - startedAt) / 1000;
      await Promise.all([api.stop(), worker.stop()]);
      return {
        ...result,
        decisionsPerSecond: (after.decided - before.decided) / seconds,
        backlog: after.stored - after.decided,
      };
    },
  });
  const results = [...rounds].map(([name, all]) => ({
    name,
    perSecond: median(all.map((one) => one.perSecond)),
    decisionsPerSecond: median(all.map((one) => one.decisionsPerSecond)),
    p50: median(all.map((one) => one.p50)),
    p99: median(all.map((one) => one.p99)),
    backlog: median(all.map((one) => one.backlog)),
    failed: all.reduce((sum, one) => sum + one.failed, 0),
    rounds: all,
  }));
  const find = (name: string) => results.find((result) => result.name === name)!;
  type Rounds = (typeof results)[number]["rounds"];
  const intakeTo = (rounds: Rounds, naive: Rounds) => medianRatio(rounds, naive, (one) => one.perSecond);
  const decisionsTo = (rounds: Rounds, naive: Rounds) =>
    medianRatio(rounds, naive, (one) => one.decisionsPerSecond);
  const naiveOf = (name: string) => find(name.replace("moderato", "naive"));
  return {
    table: table(
      [
        "with a worker beside",
        "req/s",
        "decisions/s",
        "p50 ms",
        "p99 ms",
        "backlog",
        "× naive intake",
        "× naive decisions",
      ],
      results.map((one) => [
        one.name,
        one.perSecond,
        one.decisionsPerSecond,
        one.p50,
        one.p99,
        one.backlog,
        intakeTo(one.rounds, naiveOf(one.name).rounds),
        decisionsTo(one.rounds, naiveOf(one.name).rounds),
      ]),
    ),
    results,
    measured: arena.backends.flatMap((backend): Measured[] => {
      const [ours, naive] = [find(nameOf("moderato", backend)), find(nameOf("naive", backend))];
      const where = `queue on ${backend}`;
      return [
        { target: targets.besideIntake, where, value: intakeTo(ours.rounds, naive.rounds) },
        { target: targets.besideDecisions, where, value: decisionsTo(ours.rounds, naive.rounds) },
      ];
    }),
  };
}
