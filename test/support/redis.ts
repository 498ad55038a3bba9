import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { Redis } from "ioredis";
import { eventually } from "./wait.ts";

const program = (process.env.PATH ?? "")
  .split(path.delimiter)
  .map((folder) => path.join(folder, "redis-server"))
  .find((file) => existsSync(file));

/** Redis comes from the system, never from npm: without one, its half of the tests is skipped (in CI that is a failure). */
export const hasRedis = program !== undefined;

export interface TestRedis {
  url: string;
  client: Redis;
  kill: () => void;
  stop: () => Promise<void>;
}

const attempts = 5;

/**
 * A Redis of its own, so that a test may flush or kill it; on the port of one that was killed, or one that is free.
 * Nothing is written to disk.
 */
export async function startRedis(port?: number): Promise<TestRedis> {
  for (let attempt = 1; ; attempt++) {
    const redis = await tryPort(port ?? somePort());
    if (redis !== null) return redis;
    if (attempt === attempts) throw new Error("No redis-server could be started.");
  }
}

/** Null where the port is somebody else's. */
async function tryPort(port: number): Promise<TestRedis | null> {
  if (program === undefined) throw new Error("There is no redis-server on this machine.");
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const child = spawn(program, options, { stdio: ["ignore", "pipe", "ignore"] });
  const isReady = await new Promise<boolean>((resolve) => {
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Ready to accept connections")) resolve(true);
    });
    child.once("exit", () => resolve(false));
  });
  if (!isReady) return null;
  const client = new Redis(port, "127.0.0.1", { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on("error", () => undefined);
  await eventually("redis-server to answer", () => client.ping());
  return {
    url: `redis://127.0.0.1:${port}`,
    client,
    kill: () => void child.kill("SIGKILL"),
    async stop() {
      client.disconnect();
      await ended(child);
    },
  };
}

/** Below those that the system gives to connections, so that none has it while a test's Redis is down. */
const somePort = (): number => 10_000 + Math.floor(Math.random() * 20_000);

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  await exit;
}
