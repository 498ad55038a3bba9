/**
 * The PostgreSQL inside `npm start`: real server programs from npm, started, watched and stopped by us. Nothing here
 * listens for signals or for our own exit: who started us first lets the work in hand end, then calls `stop`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer, Socket } from "node:net";
import os from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { findBinaries, programPath, runAs } from "./embedded-binaries.ts";
import {
  clearLeftovers,
  type Cluster,
  DATABASE,
  endStraySessions,
  openCluster,
  ROLE,
  signalServer,
} from "./embedded-cluster.ts";
import { lockDataDir } from "./embedded-lock.ts";
import { choosePlace, EmbeddedPostgresError, openDataDir } from "./embedded-place.ts";

export { EmbeddedPostgresError };

export interface EmbeddedPostgres {
  connectionString: string;
  /** Fast shutdown, bounded: killed if it does not stop. Harmless when repeated. */
  stop: () => Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  /** Progress for a human, one sentence at a time. */
  say: (sentence: string) => void;
  /** PostgreSQL died by itself and could not be started again. */
  onGone?: (error: Error) => void;
  /** More PostgreSQL settings, as with `-c`. */
  settings?: Record<string, string>;
  /** Where root keeps what the database account cannot reach in its own place. */
  systemDir?: string;
}

interface Server {
  cluster: Cluster;
  port: number;
  settings: Record<string, string>;
  say: (sentence: string) => void;
  onGone: (error: Error) => void;
  child: ChildProcess | null;
  stopping: AbortController;
  restarting: Promise<void>;
  recentRestarts: number[];
}

const MB = 1_048_576;

// PostgreSQL takes it as the database grows into it. A long past that is read from its own memory is searched twice as fast.
function sharedBuffersMb(): number {
  const memory = Math.min(os.totalmem(), process.constrainedMemory() || Infinity);
  return Math.min(Math.max(Math.floor(memory / MB / 16), 128), 1_024);
}

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  cluster_name: "moderato",
  max_connections: "100",
  shared_buffers: `${sharedBuffersMb()}MB`,
  huge_pages: "off",
  // Files in the database folder: containers give /dev/shm 64 MB, and systemd empties it when a user logs out.
  dynamic_shared_memory_type: "mmap",
  // No replicas, so the log need not serve any.
  wal_level: "minimal",
  max_wal_senders: "0",
  timezone: "UTC",
  log_timezone: "UTC",
  // What visitors wrote stays out of the messages.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};
const SLOW_START_MS = 5_000;
const MAX_START_MS = 10 * 60_000; // replaying the log of a busy database takes its time
const MEMORY_WAIT_MS = 30_000;
const STOP_STEPS = [
  { signal: "SIGINT", limitMs: 15_000 },
  { signal: "SIGQUIT", limitMs: 5_000 },
] as const;
const RESTART_DELAYS_MS = [0, 250, 500, 1_000, 2_000, 4_000, 8_000];
const MAX_RESTARTS_PER_MINUTE = 5;
const LOG_TAIL = 8_192;

/** Throws EmbeddedPostgresError; nothing is left running or locked then. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = await openDataDir(options.dataDir);
  const lock = await lockDataDir(dataDir).catch((error: unknown) => {
    throw forOperator(error, dataDir);
  });
  if (!lock.held) {
    throw new EmbeddedPostgresError(
      `${dataDir} is already used by another Moderato (process ${lock.pid}). Stop that one first, or give this one a DATA_DIR of its own.`,
    );
  }
  let server: Server | null = null;
  try {
    server = await prepareServer(options, dataDir);
    await startOnFreePort(server);
    await createDatabase(server);
    watch(server);
  } catch (error) {
    if (server?.child) await stopProcess(server.child, server.cluster);
    await lock.release();
    throw forOperator(error, dataDir);
  }
  const started = server;
  let stopped: Promise<void> | null = null;
  return {
    connectionString: connectionString(started, DATABASE),
    stop: () => (stopped ??= stopServer(started).finally(() => lock.release())),
  };
}

async function prepareServer(options: EmbeddedOptions, dataDir: string): Promise<Server> {
  const { say, onGone, settings, systemDir = "/var/lib/moderato" } = options;
  const around = { dataDir, systemDir, say };
  const place = await choosePlace(around);
  const binaries = await findBinaries(around, place.account);
  return {
    cluster: await openCluster({ dataDir, place, binaries, say }),
    port: 0,
    settings: { ...SETTINGS, ...settings },
    say,
    onGone: onGone ?? ((error) => say(error.message)),
    child: null,
    stopping: new AbortController(),
    restarting: Promise.resolve(),
    recentRestarts: [],
  };
}

async function startOnFreePort(server: Server): Promise<void> {
  let log = "";
  for (let attempt = 0; attempt < 5; attempt++) {
    server.port = await findFreePort();
    const launched = await launchOnceMemoryIsFree(server);
    if (launched.ready) return;
    log = launched.log;
    if (!isPortTaken(log)) break;
  }
  throw new EmbeddedPostgresError(`PostgreSQL did not start: ${reasonIn(log)}.`);
}

/** What a killed server shared with its sessions is freed only when the last of them is gone. */
async function launchOnceMemoryIsFree(server: Server): Promise<{ ready: boolean; log: string }> {
  for (const until = Date.now() + MEMORY_WAIT_MS; ; await wait(250)) {
    await clearLeftovers(server.cluster, server.say);
    const launched = await launch(server);
    const isHeld = /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(
      launched.log,
    );
    if (launched.ready || !isHeld || isStopping(server) || Date.now() > until) return launched;
    await endStraySessions(server.cluster);
  }
}

function launch(server: Server): Promise<{ ready: boolean; log: string }> {
  const { cluster, port, settings } = server;
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(
    programPath(cluster.programs, "postgres"),
    ["-D", cluster.folder, "-p", String(port), ...flags],
    {
      ...runAs(cluster.account),
      // Its own process group: Ctrl-C reaches only us, so that the work in hand can end before the database does.
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  server.child = child;
  return new Promise((resolve) => {
    let log = "";
    const slow = setTimeout(
      () => server.say("PostgreSQL is still starting; it may be recovering."),
      SLOW_START_MS,
    );
    const limit = setTimeout(() => child.kill("SIGQUIT"), MAX_START_MS);
    const settle = (ready: boolean) => {
      clearTimeout(slow);
      clearTimeout(limit);
      resolve({ ready, log });
    };
    child.stderr.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-LOG_TAIL);
      if (log.includes("ready to accept connections")) settle(true);
    });
    child.once("error", (error) => {
      log += `FATAL:  ${error.message}\n`;
      settle(false);
    });
    child.once("close", () => settle(false));
  });
}

/** Supervises without keeping Node alive: what uses the database does that. */
function watch(server: Server): void {
  const { child } = server;
  if (!child) return;
  child.unref();
  if (child.stderr instanceof Socket) child.stderr.unref();
  const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
    if (!isStopping(server)) server.restarting = restart(server, signal ?? `exit code ${code}`);
  };
  if (hasEnded(child)) onExit(child.exitCode, child.signalCode);
  else child.once("exit", onExit);
}

/** On the same port, so that every connection string stays true. */
async function restart(server: Server, ending: string): Promise<void> {
  server.say(`PostgreSQL stopped by itself (${ending}); starting it again.`);
  let reason = `it stopped ${MAX_RESTARTS_PER_MINUTE} times within a minute`;
  try {
    server.recentRestarts = [...server.recentRestarts.filter((at) => at > Date.now() - 60_000), Date.now()];
    const delaysMs = server.recentRestarts.length > MAX_RESTARTS_PER_MINUTE ? [] : RESTART_DELAYS_MS;
    for (const delayMs of delaysMs) {
      await wait(delayMs, undefined, { signal: server.stopping.signal }).catch(() => undefined);
      if (isStopping(server)) return;
      const launched = await launchOnceMemoryIsFree(server);
      if (isStopping(server)) return;
      if (launched.ready) {
        server.say("PostgreSQL is back.");
        watch(server);
        return;
      }
      reason = reasonIn(launched.log);
    }
  } catch (error) {
    reason = (error as Error).message;
  }
  server.onGone(
    new EmbeddedPostgresError(`PostgreSQL stopped by itself and could not be started again: ${reason}.`),
  );
}

async function stopServer(server: Server): Promise<void> {
  server.stopping.abort();
  // A restart under way ends at its next step; the process it may have started meanwhile is the second one.
  if (server.child) await stopProcess(server.child, server.cluster);
  await server.restarting;
  if (server.child) await stopProcess(server.child, server.cluster);
}

async function stopProcess(child: ChildProcess, cluster: Cluster): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return;
  child.ref();
  const ended = new Promise<true>((resolve) => child.once("exit", () => resolve(true)));
  for (const { signal, limitMs } of STOP_STEPS) {
    await signalServer(child.pid, signal, cluster);
    const timer = new AbortController();
    const tooLate = wait(limitMs, false, { signal: timer.signal }).catch(() => false);
    const inTime = await Promise.race([ended, tooLate]);
    timer.abort();
    if (inTime) return;
  }
  child.kill("SIGKILL");
  await ended;
}

const isStopping = ({ stopping }: Server) => stopping.signal.aborted;

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function createDatabase(server: Server): Promise<void> {
  const here = await connect(server, DATABASE).catch((error: { code?: string; message: string }) => {
    if (error.code === "3D000") return null;
    if (error.code !== "28P01") throw error as Error;
    throw new EmbeddedPostgresError(
      `The password in DATA_DIR is not that of the database in ${server.cluster.folder}. Bring the right file postgres-password back.`,
    );
  });
  const client = here ?? (await connect(server, "postgres"));
  if (!here) await client.query(`CREATE DATABASE ${DATABASE}`);
  await client.end();
}

async function connect(server: Server, database: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: connectionString(server, database),
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  return client;
}

const connectionString = ({ cluster, port }: Server, database: string) =>
  `postgresql://${ROLE}:${cluster.password}@127.0.0.1:${port}/${database}`;

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

const isPortTaken = (log: string) => log.includes("could not bind");

function reasonIn(log: string): string {
  const fatal = [...log.matchAll(/(?:FATAL|PANIC): +(.*)/g)].at(-1)?.[1];
  return (fatal ?? log.trim().split("\n").at(-1) ?? "").replace(/\.$/, "") || "it said nothing";
}

function forOperator(error: unknown, dataDir: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const { code, path: file, message } = error as NodeJS.ErrnoException;
  const isAboutWriting = code !== undefined && ["EACCES", "EPERM", "EROFS", "ENOSPC"].includes(code);
  const what = isAboutWriting ? `${file ?? dataDir} cannot be used (${code})` : message;
  return new EmbeddedPostgresError(`The database in ${dataDir} could not be started: ${what}.`, {
    cause: error,
  });
}
