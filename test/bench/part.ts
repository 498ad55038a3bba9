import type { Arena, Ground } from "./arena.ts";
import type { Options } from "./benchmark.ts";
import type { Contestant } from "./contestants.ts";
import type { Measured } from "./targets.ts";

export interface PartResult {
  table: string;
  results: object;
  measured: Measured[];
}

/** Each contestant in turn, round after round, on a fresh database each time. */
export async function inTurns<Result>(
  arena: Arena,
  contestants: readonly Contestant[],
  {
    options,
    measure,
  }: { options: Options; measure: (contestant: Contestant, ground: Ground) => Promise<Result> },
): Promise<Map<string, Result[]>> {
  const results = new Map<string, Result[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 1; round <= options.rounds; round++) {
    for (const contestant of contestants) {
      const ground = await arena.open(contestant.backend);
      const result = await measure(contestant, ground);
      await ground.close();
      results.get(contestant.name)!.push(result);
      options.say(`round ${round}, ${contestant.name}: ${JSON.stringify(result, rounded)}`);
    }
  }
  return results;
}

const rounded = (_key: string, value: unknown) =>
  typeof value === "number" ? Number(value.toFixed(1)) : value;
