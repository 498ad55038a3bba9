// How fast comments come in and are decided, beside the naive way and bare Express, in one run.
import { openArena } from "./arena.ts";
import { type Benchmark, wants } from "./benchmark.ts";
import { createContestants } from "./contestants.ts";
import { measureBesideWorker } from "./measure-beside-worker.ts";
import { measureDrain } from "./measure-drain.ts";
import { measureFlood } from "./measure-flood.ts";
import { measureSteady } from "./measure-steady.ts";
import { type Measured, verdictLine } from "./targets.ts";

const parts = {
  flood: measureFlood,
  beside: measureBesideWorker,
  drain: measureDrain,
  steady: measureSteady,
};

export const intake: Benchmark = async (options) => {
  const arena = await openArena(options);
  try {
    const contestants = createContestants(arena, options);
    const results: Record<string, unknown> = {};
    const measured: Measured[] = [];
    for (const [name, measure] of Object.entries(parts)) {
      if (!wants(options, name)) continue;
      const part = await measure(arena, contestants, options);
      results[name] = part.results;
      measured.push(...part.measured);
      options.say(`\n${part.table}`);
    }
    options.say(`\n${measured.map(verdictLine).join("\n")}`);
    return { ...results, targets: measured };
  } finally {
    await arena.close();
  }
};
