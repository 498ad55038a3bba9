import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import { atEnd } from "./child.ts";
import { freePort } from "./free-port.ts";
import { eventually } from "../support/wait.ts";

export interface BenchRedis {
  url: string;
  empty: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Durable as in production: an append-only file, flushed each second. */
export async function startRedisServer(): Promise<BenchRedis> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "moderato-bench-redis-"));
  const port = await freePort();
  const child = spawn(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "yes"],
    { stdio: "ignore" },
  );
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  atEnd(child);
  const client = new Redis(port, "127.0.0.1", { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on("error", () => undefined);
  await eventually("redis-server to answer", () => client.ping());
  return {
    url: `redis://127.0.0.1:${port}`,
    empty: async () => void (await client.flushall()),
    async stop() {
      client.disconnect();
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
