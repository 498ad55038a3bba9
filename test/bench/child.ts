import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { packageRoot } from "../../src/package-root.ts";
import { eventually } from "../support/wait.ts";
import { stopAtEnd } from "./ending.ts";

export interface Child {
  process: ChildProcess;
  output: () => string;
  /** SIGTERM, and waits for its end. */
  stop: () => Promise<void>;
}

export const programs = {
  moderato: path.join(packageRoot, ".build/src/main.js"),
  naiveApi: path.join(import.meta.dirname, "peers/naive-api.js"),
  naiveWorker: path.join(import.meta.dirname, "peers/naive-worker.js"),
  bareApi: path.join(import.meta.dirname, "peers/bare-api.js"),
};

export interface Start {
  args?: string[];
  env: Record<string, string>;
  /** What it prints once it is ready. */
  ready: RegExp;
  nodeOptions?: string[];
}

// After a million rows were stored, the disk is busy for a while.
const startLimit = { withinMs: 120_000 };

/** A Node process of its own, ready for work. */
export async function startChild(program: string, start: Start): Promise<Child> {
  const child = spawn(process.execPath, [...(start.nodeOptions ?? []), program, ...(start.args ?? [])], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", ...start.env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  atEnd(child);
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  // It may have a PostgreSQL of its own, which it takes with it.
  stopAtEnd(stop);
  await eventually(
    `${path.basename(program)} to be ready`,
    () => {
      if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}:\n${output}`);
      return start.ready.test(output);
    },
    startLimit,
  );
  return {
    process: child,
    output: () => output,
    stop,
  };
}

const running = new Set<ChildProcess>();

/** Also where the benchmark itself is stopped or fails. */
export function atEnd(child: ChildProcess): void {
  running.add(child);
  child.once("exit", () => running.delete(child));
}

process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** The port of an address in what a child printed. */
export const portOf = (child: Child) => Number(/http:\/\/[^\s/]+:(\d+)/.exec(child.output())![1]);
