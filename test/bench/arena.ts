// One PostgreSQL and, where it is installed, one Redis for the whole run; every measurement gets an empty database of its own.
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";
import { migrateQueueSchema } from "../../src/queues.ts";
import type { Options } from "./benchmark.ts";
import { cpuSecondsOf } from "./cpu-time.ts";
import { portOf, programs, startChild } from "./child.ts";
import { stopAtEnd } from "./ending.ts";
import { naiveTable } from "./peers/naive-queue.ts";
import { startRedisServer } from "./redis-server.ts";

export type Backend = "postgres" | "redis";

export interface Arena {
  backends: Backend[];
  site: { key: string; apiKey: string };
  /** CPU seconds of PostgreSQL so far. */
  databaseCpuSeconds: () => number | null;
  /** A fresh database, and an empty Redis where `backend` is Redis. */
  open(backend: Backend): Promise<Ground>;
  close(): Promise<void>;
}

export interface Ground {
  pool: pg.Pool;
  /** DATABASE_URL and, on Redis, REDIS_URL. */
  env: Record<string, string>;
  close(): Promise<void>;
}

const templateName = "bench_template";
const adminKey = "bench-admin-key-0123456789-abcdefghijkl";

export async function openArena(options: Options): Promise<Arena> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "moderato-bench-"));
  // Where root starts it, PostgreSQL runs as another account.
  await chmod(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({
    dataDir,
    say: () => undefined,
    settings: { track_commit_timestamp: "on" },
  });
  stopAtEnd(postgres.stop);
  const redis =
    hasRedisServer() && options.backends?.includes("redis") !== false ? await startRedisServer() : null;
  const urlOf = (name: string) => {
    const url = new URL(postgres.connectionString);
    url.pathname = `/${name}`;
    return url.href;
  };
  const admin = new pg.Pool({ connectionString: postgres.connectionString, max: 1 });
  admin.on("error", () => undefined);
  await admin.query(`CREATE DATABASE ${templateName}`);
  const site = await prepareTemplate(urlOf(templateName));
  let opened = 0;
  const backends = (["redis", "postgres"] as const).filter(
    (backend) => (backend === "postgres" || redis !== null) && options.backends?.includes(backend) !== false,
  );
  if (!hasRedisServer()) options.say("There is no redis-server here: only the Postgres queue is measured.");
  const postmaster = await postmasterOf(dataDir);
  return {
    backends,
    site,
    databaseCpuSeconds: () => cpuSecondsOf(postmaster),
    async open(backend) {
      const name = `bench_${++opened}`;
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${templateName}`);
      if (backend === "redis") await redis!.empty();
      // Planned once: with its partial indexes, our table takes the planner longer than the answer.
      const options = "-c plan_cache_mode=force_generic_plan";
      const pool = new pg.Pool({ connectionString: urlOf(name), max: 4, options });
      pool.on("error", () => undefined);
      return {
        pool,
        env: { DATABASE_URL: urlOf(name), ...(backend === "redis" ? { REDIS_URL: redis!.url } : {}) },
        async close() {
          await pool.end();
          await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
        },
      };
    },
    async close() {
      await admin.end();
      await redis?.stop();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function postmasterOf(dataDir: string): Promise<number> {
  const files = await readdir(dataDir, { recursive: true });
  const file = files.find((name) => path.basename(name) === "postmaster.pid");
  return file === undefined ? 0 : Number((await readFile(path.join(dataDir, file), "utf8")).split("\n")[0]);
}

const hasRedisServer = () =>
  (process.env.PATH ?? "")
    .split(path.delimiter)
    .some((folder) => existsSync(path.join(folder, "redis-server")));

/** Our schema with a site as a newcomer gets it and a key that may only submit; the naive table beside it. */
async function prepareTemplate(databaseUrl: string): Promise<Arena["site"]> {
  await migrate(databaseUrl);
  await migrateQueueSchema(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(naiveTable);
  await client.end();
  const api = await startChild(programs.moderato, {
    args: ["api"],
    env: { PORT: "0", DATABASE_URL: databaseUrl, ADMIN_API_KEY: adminKey, LOG_LEVEL: "warn" },
    ready: /Dashboard +http/,
  });
  const create = async (what: string, body: object) => {
    const answer = await fetch(`http://127.0.0.1:${portOf(api)}/v1/${what}`, {
      method: "POST",
      headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`POST /v1/${what}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { key: string };
  };
  await create("sites", {
    key: "bench",
    name: "Bench",
    allowedOrigins: ["https://news.example"],
    mode: "flagged",
  });
  const { key: apiKey } = await create("api-keys", { siteKey: "bench", name: "bench", scopes: ["submit"] });
  await api.stop();
  return { key: "bench", apiKey };
}
