import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
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

/** A Redis of its own on a free port, so that a test may flush or kill it. Nothing is written to disk. */
export async function startRedis(port?: number): Promise<TestRedis> {
  if (program === undefined) throw new Error("There is no redis-server on this machine.");
  const onPort = port ?? (await freePort());
  const child = spawn(
    program,
    ["--port", String(onPort), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    {
      stdio: "ignore",
    },
  );
  const client = new Redis(onPort, "127.0.0.1", { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on("error", () => undefined);
  await eventually("redis-server to answer", () => client.ping());
  return {
    url: `redis://127.0.0.1:${onPort}`,
    client,
    kill: () => void child.kill("SIGKILL"),
    async stop() {
      client.disconnect();
      await ended(child);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
