import type { Arena } from "./arena.ts";
import { median, medianRatio, type Options } from "./benchmark.ts";
import { bareExpress, type Contestant, countComments, nameOf } from "./contestants.ts";
import { flood, unaccounted } from "./flood.ts";
import { inTurns, type PartResult } from "./part.ts";
import { table } from "./table.ts";
import { type Measured, targets } from "./targets.ts";

// By number: code is compiled by how often it ran, and on a busy machine two seconds may be few requests.
const warmUpRequests = 6_000;
// Measured once on the same machine as a naive service that took 2,234 a second.
const wordPressToNaive = 140 / 2234;
const walineToNaive = 208 / 2234;

/** Intake alone: 64 connections, no worker. */
export async function measureFlood(
  arena: Arena,
  contestants: readonly Contestant[],
  options: Options,
): Promise<PartResult> {
  const rounds = await inTurns(arena, [...contestants, bareExpress], {
    options,
    async measure(contestant, ground) {
      const api = await contestant.startApi(ground);
      const warmUp = await flood(arena, api, { amount: warmUpRequests });
      const result = await flood(arena, api, { seconds: options.seconds });
      await api.stop();
      const { stored } = await countComments(contestant, ground);
      const lost = contestant === bareExpress ? null : unaccounted(warmUp.accepted + result.accepted, stored);
      return { ...result, lost };
    },
  });
  const results = [...rounds].map(([name, all]) => ({
    name,
    perSecond: median(all.map((one) => one.perSecond)),
    p50: median(all.map((one) => one.p50)),
    p99: median(all.map((one) => one.p99)),
    apiMicroseconds: median(all.map((one) => one.apiMicroseconds ?? NaN)),
    databaseMicroseconds: median(all.map((one) => one.databaseMicroseconds ?? NaN)),
    failed: all.reduce((sum, one) => sum + one.failed, 0),
    lost: all.reduce((sum, one) => sum + (one.lost ?? 0), 0),
    rounds: all,
  }));
  const find = (name: string) => results.find((result) => result.name === name)!;
  const bare = find(bareExpress.name);
  const naiveFirst = find(nameOf("naive", arena.backends[0]!));
  type Rounds = (typeof results)[number]["rounds"];
  const rateTo = (rounds: Rounds, others: Rounds) => medianRatio(rounds, others, (one) => one.perSecond);
  const measured = arena.backends.flatMap((backend): Measured[] => {
    const [ours, naive] = [find(nameOf("moderato", backend)), find(nameOf("naive", backend))];
    const toFirst = rateTo(ours.rounds, naiveFirst.rounds);
    const where = `queue on ${backend}`;
    return [
      { target: targets.intakeToNaive, where, value: rateTo(ours.rounds, naive.rounds) },
      { target: targets.intakeToBare, where, value: rateTo(ours.rounds, bare.rounds) },
      {
        target: targets.saturatedP99,
        where,
        value: medianRatio(ours.rounds, naive.rounds, (one) => one.p99),
      },
      { target: targets.wordPress, where, value: toFirst / wordPressToNaive },
      { target: targets.waline, where, value: toFirst / walineToNaive },
    ];
  });
  return {
    table: table(
      [
        "intake",
        "req/s",
        "p50 ms",
        "p99 ms",
        "× naive",
        "× bare",
        "API µs",
        "PostgreSQL µs",
        "no 202",
        "not in the table",
      ],
      results.map((one) => [
        one.name,
        one.perSecond,
        one.p50,
        one.p99,
        rateTo(one.rounds, (find(one.name.replace("moderato", "naive")) ?? naiveFirst).rounds),
        rateTo(one.rounds, bare.rounds),
        one.apiMicroseconds,
        one.databaseMicroseconds,
        String(one.failed),
        one.name === bareExpress.name ? null : String(one.lost),
      ]),
    ),
    results,
    measured,
  };
}
