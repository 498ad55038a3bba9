import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { adminKey } from "./service.ts";
import { eventually } from "./wait.ts";

const root = path.resolve(import.meta.dirname, "../..");

export interface MainProcess {
  child: ChildProcess;
  /** What it has printed so far, both streams. */
  output: () => string;
  /** Resolves with the exit code, once all that it printed has been read; null where a signal ended it. */
  ended: Promise<number | null>;
}

/** The built program as `npm start` runs it, in a process group of its own. */
export function startMain(role: string, env: Record<string, string>, ...words: string[]): MainProcess {
  const child = spawn(process.execPath, [path.join(root, ".build/src/main.js"), role, ...words], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "", ADMIN_API_KEY: adminKey, LOG_LEVEL: "warn", PORT: "0", ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  return {
    child,
    output: () => output,
    ended: new Promise((resolve) => child.once("close", (code) => resolve(code))),
  };
}

/** The address that the start prints; fails with the output where the process ends before. */
export async function addressOf({ child, output }: MainProcess): Promise<string> {
  await eventually(
    "the address of the dashboard",
    () => {
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${output()}`);
      return /Dashboard +http\S+\s/.test(output());
    },
    { withinMs: 60_000 },
  );
  const { port } = new URL(/Dashboard +(http\S+)/.exec(output())![1]!);
  return `http://127.0.0.1:${port}`;
}

/** kill -9 for a process and everything it has started, PostgreSQL's own children included. */
export function killTree(pid: number): void {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const parents = new Map(rows.map((row) => row.trim().split(/\s+/).map(Number) as [number, number]));
  const isInTree = (id: number | undefined): boolean =>
    id !== undefined && id > 1 && (id === pid || isInTree(parents.get(id)));
  for (const id of [...parents.keys()].filter(isInTree)) {
    try {
      process.kill(id, "SIGKILL");
    } catch {
      // It ended with its parent.
    }
  }
}

export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "moderato-flow-"));
  // Below a folder that only root may enter, root's Moderato would keep its database elsewhere, for good.
  await chmod(folder, 0o755);
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** The PostgreSQL that a Moderato in embedded mode has started. */
export async function postmasterOf(dataDir: string): Promise<number> {
  const found = await findFile(dataDir, "postmaster.pid");
  return Number((await readFile(found, "utf8")).split("\n")[0]);
}

async function findFile(folder: string, name: string): Promise<string> {
  const files = await readdir(folder, { recursive: true });
  const found = files.find((file) => path.basename(file) === name);
  if (found === undefined) throw new Error(`There is no ${name} in ${folder}.`);
  return path.join(folder, found);
}
