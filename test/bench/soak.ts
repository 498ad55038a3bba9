// Whether the embedded default stays healthy: 50,000 comments through one process with its queue on Postgres, then what
// has grown: rows of the queue, dead rows of the catalogue and the queue, memory, and the cost of doing nothing.
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { eventually } from "../support/wait.ts";
import type { Benchmark } from "./benchmark.ts";
import { type Child, programs, startChild } from "./child.ts";
import { cpuSecondsOf } from "./cpu-time.ts";
import { flood } from "./flood.ts";
import { table } from "./table.ts";

const defaultComments = 50_000;
const samples = 10;
// Autovacuum and the checkpoint tidy up after the flood; that is no idleness yet. It looks once a minute.
const quietSeconds = 70;
const settleLimitMs = 600_000;
const idleSeconds = 30;
const adminKey = "bench-admin-key-0123456789-abcdefghijkl";

const bounds = {
  /** BullMQ keeps some events of each queue, and a row or two of its own. */
  queueRows: 1_000,
  deadCatalogueRows: 2_000,
  /** Autovacuum comes once a fifth of a table is dead, or fifty rows, and looks once a minute. */
  deadQueueRows: 20_000,
  /** Between the middle and the end, when everything is compiled and cached. */
  memoryGrowth: 1.15,
  idleNodeCpuPercent: 1,
  idlePostgresCpuPercent: 1,
};

interface Sample {
  decided: number;
  nodeMegabytes: number;
  queueRows: number;
  deadCatalogueRows: number;
  deadQueueRows: number;
}

export const soak: Benchmark = async (options) => {
  const comments = options.comments ?? defaultComments;
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "moderato-soak-"));
  await chmod(dataDir, 0o755);
  const service = await startChild(programs.moderato, {
    env: { PORT: "0", DATA_DIR: dataDir, ADMIN_API_KEY: adminKey, LOG_LEVEL: "warn", DEMO: "on" },
    ready: /Dashboard +http/,
  });
  try {
    const database = await openDatabase(dataDir);
    const taken = [await sample(service, database)];
    for (let round = 1; round <= samples; round++) {
      const amount = Math.ceil(comments / samples);
      await flood({ site: { key: "demo", apiKey: adminKey } }, service, { amount });
      await eventually("all comments to be decided", async () => (await undecided(database)) === 0, {
        withinMs: 300_000,
      });
      taken.push(await sample(service, database));
      options.say(`${round}: ${JSON.stringify(taken.at(-1))}`);
    }
    await settled(database);
    const postmaster = await postmasterOf(dataDir);
    const nodeAlone = (pid: number) => (cpuSecondsOf(pid) ?? NaN) - (cpuSecondsOf(postmaster) ?? NaN);
    const node = service.process.pid!;
    const before = [nodeAlone(node), cpuSecondsOf(postmaster) ?? NaN] as const;
    await pause(idleSeconds * 1000);
    const idle = {
      nodePercent: ((nodeAlone(node) - before[0]) / idleSeconds) * 100,
      postgresPercent: (((cpuSecondsOf(postmaster) ?? NaN) - before[1]) / idleSeconds) * 100,
    };
    const last = await sample(service, database);
    await database.end();
    const middle = taken[samples / 2]!;
    const rows = [
      ["rows of the queue", taken[0]!.queueRows, last.queueRows, bounds.queueRows],
      [
        "dead rows of the catalogue",
        taken[0]!.deadCatalogueRows,
        last.deadCatalogueRows,
        bounds.deadCatalogueRows,
      ],
      ["dead rows of the queue", taken[0]!.deadQueueRows, last.deadQueueRows, bounds.deadQueueRows],
      [
        "memory of Node, MB (from the middle)",
        middle.nodeMegabytes,
        last.nodeMegabytes,
        middle.nodeMegabytes * bounds.memoryGrowth,
      ],
      ["CPU of Node when idle, %", null, idle.nodePercent, bounds.idleNodeCpuPercent],
      ["CPU of PostgreSQL when idle, %", null, idle.postgresPercent, bounds.idlePostgresCpuPercent],
    ] as const;
    options.say(
      `\n${table(
        [`${comments.toLocaleString("en")} comments`, "before", "after", "bound", ""],
        rows.map(([what, first, now, bound]) => [what, first, now, bound, now <= bound ? "ok" : "TOO MUCH"]),
      )}`,
    );
    return { samples: [...taken, last], idle, bounds };
  } finally {
    await service.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
};

async function openDatabase(dataDir: string): Promise<pg.Pool> {
  const postmaster = await readFile(await findFile(dataDir, "postmaster.pid"), "utf8");
  const password = (await readFile(path.join(dataDir, "postgres-password"), "utf8")).trim();
  const pool = new pg.Pool({
    host: "127.0.0.1",
    port: Number(postmaster.split("\n")[3]),
    user: "moderato",
    password,
    database: "moderato",
    max: 1,
  });
  pool.on("error", () => undefined);
  return pool;
}

const postmasterOf = async (dataDir: string) =>
  Number((await readFile(await findFile(dataDir, "postmaster.pid"), "utf8")).split("\n")[0]);

async function findFile(folder: string, name: string): Promise<string> {
  const found = (await readdir(folder, { recursive: true })).find((file) => path.basename(file) === name);
  if (found === undefined) throw new Error(`There is no ${name} in ${folder}.`);
  return path.join(folder, found);
}

/** Nothing is left to write and autovacuum has found nothing to do for a whole round of its own. */
async function settled(database: pg.Pool): Promise<void> {
  await database.query("CHECKPOINT");
  let busyAt = Date.now();
  await eventually(
    "autovacuum to come to an end",
    async () => {
      const { rows } = await database.query(
        "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'",
      );
      if (rows.length > 0) busyAt = Date.now();
      else await pause(100);
      return Date.now() - busyAt > quietSeconds * 1000;
    },
    { withinMs: settleLimitMs },
  );
}

async function undecided(database: pg.Pool): Promise<number> {
  const { rows } = await database.query<{ count: string }>(
    "SELECT count(*) FROM comments WHERE status = 'queued'",
  );
  return Number(rows[0]!.count);
}

async function sample(service: Child, database: pg.Pool): Promise<Sample> {
  const { rows } = await database.query<Record<"decided" | "catalogue" | "queue", string>>(`
    SELECT (SELECT count(*) FROM comments WHERE status <> 'queued') AS decided,
           (SELECT sum(n_dead_tup) FROM pg_stat_sys_tables
            WHERE relname IN ('pg_class', 'pg_attribute', 'pg_type', 'pg_depend')) AS catalogue,
           (SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE schemaname = 'bullmq') AS queue`);
  const { decided, catalogue, queue } = rows[0]!;
  return {
    decided: Number(decided),
    nodeMegabytes: await residentMegabytes(service.process.pid!),
    queueRows: await rowsOfQueue(database),
    deadCatalogueRows: Number(catalogue),
    deadQueueRows: Number(queue),
  };
}

async function rowsOfQueue(database: pg.Pool): Promise<number> {
  const { rows: tables } = await database.query<{ name: string }>(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq'",
  );
  let sum = 0;
  for (const { name } of tables) {
    const { rows } = await database.query<{ count: string }>(`SELECT count(*) FROM bullmq.${name}`);
    sum += Number(rows[0]!.count);
  }
  return sum;
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024;
}
