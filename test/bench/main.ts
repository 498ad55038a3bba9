// npm run bench -- NAME [--json FILE] [--seconds 8] [--rounds 3] [--comments 20000] [--only part,part] [--backend redis,postgres]
import { writeFile } from "node:fs/promises";
import process from "node:process";
import { parseArgs } from "node:util";
import type { Benchmark, Options } from "./benchmark.ts";
import { backtest } from "./backtest.ts";
import { dashboard } from "./dashboard.ts";
import { end, endWhenBrokenOff } from "./ending.ts";
import { intake } from "./intake.ts";
import { keys } from "./keys.ts";
import { rules } from "./rules.ts";
import { soak } from "./soak.ts";
import { spam } from "./spam.ts";

const benchmarks: Record<string, Benchmark> = { backtest, dashboard, intake, keys, rules, soak, spam };

const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);

function refuse(sentence: string): never {
  say(sentence);
  process.exit(2);
}

const { values, positionals } = readArguments();
const benchmark =
  benchmarks[positionals[0] ?? ""] ?? refuse(`Name a benchmark: ${Object.keys(benchmarks).join(", ")}.`);

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: "string" },
        seconds: { type: "string", default: "8" },
        rounds: { type: "string", default: "3" },
        comments: { type: "string" },
        only: { type: "string" },
        backend: { type: "string" },
        /** A folder for CPU profiles of our own processes. */
        profile: { type: "string" },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const list = (value: string | undefined) => value?.split(",") ?? null;
const options: Options = {
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  comments: values.comments === undefined ? null : Number(values.comments),
  only: list(values.only),
  backends: list(values.backend),
  profileFolder: values.profile ?? null,
  say,
};
endWhenBrokenOff();
const results = await benchmark(options);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
await end(0);
