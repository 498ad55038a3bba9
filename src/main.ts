// The composition root: roles `all` (default), `api`, `worker`, `migrate`, and two for admins at the command line:
// `reset-password` for who is locked out, `rebuild-rollups` for who doubts the numbers.
import process from "node:process";
import { startWorkers } from "../workers/main.ts";
import { type Config, ConfigError, readConfig } from "./config.ts";
import { EmbeddedPostgresError, startEmbeddedPostgres } from "./db/embedded.ts";
import { migrate } from "./db/migrate.ts";
import { isDatabaseDown } from "./db/transaction.ts";
import { createSetupToken, ensureAdmin, ensureDemoSite } from "./first-start.ts";
import { resetPassword } from "./people/reset-password.ts";
import { openDeps, startServer } from "./process.ts";
import { migrateQueueSchema } from "./queues.ts";
import { rebuildRollups } from "./stats/check-hours.ts";

const roles = ["all", "api", "worker", "migrate", "reset-password", "rebuild-rollups"] as const;
type Role = (typeof roles)[number];

const say = (sentence: string) => process.stdout.write(`${sentence}\n`);
const stops: (() => Promise<void>)[] = [];
let stopping: Promise<void> | null = null;
let firstSignalAt = 0;
const signalGraceMs = 2_000;
const shutdownLimitMs = 25_000;

process.on("SIGTERM", onSignal);
process.on("SIGINT", onSignal);

try {
  await start(roleOf(process.argv[2]), readConfig(process.env));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  await stopAll();
  process.exit(1);
}

function roleOf(argument: string | undefined): Role {
  const role = roles.find((known) => known === (argument ?? "all"));
  if (role === undefined) throw new ConfigError(`Unknown role "${argument}": use ${roles.join(", ")}.`);
  return role;
}

async function start(role: Role, config: Config): Promise<void> {
  const databaseUrl = config.databaseUrl ?? (await startDatabase(role, config));
  if (role === "migrate" || role === "all") {
    const applied = await migrate(databaseUrl);
    if (config.redisUrl === null) await migrateQueueSchema(databaseUrl);
    if (applied.length > 0) say(`Database brought up to date: ${applied.join(", ")}`);
  }
  if (role === "migrate") {
    await stopAll();
    return;
  }
  const opened = await openDeps(config, { databaseUrl });
  stops.unshift(opened.close);
  if (role === "reset-password") {
    say(await resetPassword(opened.deps, process.argv[3]));
    await stopAll();
    return;
  }
  if (role === "rebuild-rollups") {
    say(await rebuildRollups(opened.deps));
    await stopAll();
    return;
  }
  if (role !== "worker") {
    await ensureAdmin(opened.deps);
    await ensureDemoSite(opened.deps);
    const server = await startServer(opened.deps, databaseUrl);
    stops.unshift(server.stop);
    await announce(server.url, opened.deps);
  }
  if (role !== "api") stops.unshift(startWorkers(opened.deps).stop);
  if (role === "worker") say("Moderato's workers are running.");
}

async function startDatabase(role: Role, config: Config): Promise<string> {
  if (role === "api" || role === "worker")
    throw new ConfigError(`DATABASE_URL is needed for the role "${role}".`);
  const database = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    say,
    onGone: (error) => {
      process.stderr.write(`${sentenceOf(error)}\n`);
      void stopAll().finally(() => process.exit(1));
    },
  });
  stops.unshift(database.stop);
  return database.connectionString;
}

async function announce(url: string, deps: Parameters<typeof createSetupToken>[0]): Promise<void> {
  say(`\nModerato is running.\n  Dashboard       ${url}/`);
  if (deps.config.demo) say(`  Sample article  ${url}/demo`);
  const token = await createSetupToken(deps);
  if (token !== null) say(`  Set it up       ${url}/setup?token=${token}   (works once)`);
  if (!/^(https:|http:\/\/(localhost|127\.))/.test(url)) {
    deps.log.warn(
      "PUBLIC_URL is not https: sessions are sent unprotected, and cookies go without the __Host- prefix",
    );
  }
}

/** npm and the terminal both signal us: within two seconds that counts once; a later second signal means "now". */
function onSignal(): void {
  const now = Date.now();
  if (stopping !== null) {
    if (now - firstSignalAt > signalGraceMs) process.exit(1);
    return;
  }
  firstSignalAt = now;
  setTimeout(() => process.exit(1), shutdownLimitMs).unref();
  void stopAll().then(() => process.exit(0));
}

function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const stop of stops.splice(0)) {
      await stop().catch((error: unknown) => void process.stderr.write(`${sentenceOf(error)}\n`));
    }
  })();
  return stopping;
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof EmbeddedPostgresError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: string };
  if (isDatabaseDown(error))
    return `The database cannot be reached (${error.message || code}). Is DATABASE_URL right, and does PostgreSQL run?`;
  if (code === "42P01")
    return `The database is not up to date (${error.message}). Run Moderato with the role "migrate" first.`;
  if (code === "28P01" || code === "3D000")
    return `The database refuses: ${error.message}. Is DATABASE_URL right?`;
  if (code === "EADDRINUSE") return "The port is taken by another program. Set PORT to a free one.";
  if (code === "EACCES")
    return "This port needs more rights than this account has. Set PORT to one above 1023.";
  return error.stack ?? error.message;
}
