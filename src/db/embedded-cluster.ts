/**
 * The database folder: made whole or not at all, recognised before it is touched, and freed from what an earlier
 * run left behind (a PostgreSQL that outlived its Moderato, a lock file of a process that is gone).
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, constants, lchown, lstat, mkdir, open, readdir, readFile } from "node:fs/promises";
import { readlink, realpath, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { processBirth } from "./embedded-lock.ts";
import { type Binaries, programPath, runAs } from "./embedded-binaries.ts";
import {
  type Account,
  DATABASE_FOLDER,
  EmbeddedPostgresError,
  isThere,
  type Place,
} from "./embedded-place.ts";

export interface Cluster {
  folder: string;
  account: Account | null;
  programs: string;
  password: string;
}

interface Given {
  dataDir: string;
  place: Place;
  binaries: Binaries;
  say: (sentence: string) => void;
}

export const ROLE = "moderato";
export const DATABASE = "moderato";
const DRAFT = "initialising-";
const FAST_STOP_MS = 15_000;
const IMMEDIATE_STOP_MS = 5_000;

export async function openCluster(given: Given): Promise<Cluster> {
  const { dataDir, place, binaries, say } = given;
  const folder = path.join(place.home, DATABASE_FOLDER);
  await removeDrafts(place.home);
  const isNew = await isMissingOrEmpty(folder);
  if (!isNew) await checkVersion(folder, binaries.majorVersion);
  const password = await openPassword({ file: path.join(dataDir, "postgres-password"), folder, isNew });
  const cluster = { folder, account: place.account, programs: binaries.folder, password };
  if (isNew) {
    say(`Making a new database in ${folder}.`);
    await initialise(cluster, place.home);
  } else {
    await restoreOwnership(cluster);
  }
  return cluster;
}

/** Afterwards nothing of an earlier run keeps a PostgreSQL from starting on this folder. */
export async function clearLeftovers(cluster: Cluster, say: (sentence: string) => void): Promise<void> {
  const pidFile = path.join(cluster.folder, "postmaster.pid");
  const lines = await readPidFile(pidFile);
  if (lines === null) return;
  const pid = Number(lines[0]);
  if (await isServerOf(cluster, { pid, port: Number(lines[3]) })) {
    say(`A PostgreSQL of an earlier run is still at work (process ${pid}); stopping it.`);
    await stopServer(pid, cluster);
  }
  await disownPidFile(pidFile);
}

/** Sessions outlive a killed PostgreSQL until their statement is done, and hold its shared memory as long. */
export async function endStraySessions(cluster: Cluster): Promise<void> {
  const names = await readdir("/proc").catch(() => []);
  for (const pid of names.map(Number).filter((number) => Number.isInteger(number) && number > 0)) {
    if (await isPostgresIn(cluster.folder, pid)) sendSignal(pid, "SIGKILL");
  }
}

export async function signalServer(
  pid: number,
  signal: "SIGINT" | "SIGQUIT",
  cluster: Cluster,
): Promise<void> {
  if (process.platform !== "win32") return sendSignal(pid, signal);
  // There Node can only end a process; pg_ctl reaches PostgreSQL's own emulation of signals.
  await promisify(execFile)(programPath(cluster.programs, "pg_ctl"), [
    "kill",
    signal.slice(3),
    String(pid),
  ]).catch(() => undefined);
}

async function removeDrafts(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith(DRAFT)) continue;
    // An initdb that outlived its Moderato may still be writing there.
    await rm(path.join(home, name), { recursive: true, force: true, maxRetries: 10 });
  }
}

async function isMissingOrEmpty(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw notOurs(folder, error);
  });
  if (names.length === 0) return true;
  if (!names.includes("PG_VERSION")) throw notOurs(folder);
  return false;
}

const notOurs = (folder: string, cause?: unknown) =>
  new EmbeddedPostgresError(
    `${folder} holds something that is not a database of Moderato; it was left as it is. Choose another DATA_DIR.`,
    { cause },
  );

async function checkVersion(folder: string, majorVersion: string): Promise<void> {
  const found = (await readFile(path.join(folder, "PG_VERSION"), "utf8")).trim();
  if (found === majorVersion) return;
  throw new EmbeddedPostgresError(
    `The database in ${folder} was made by PostgreSQL ${found}, but this Moderato brings PostgreSQL ${majorVersion}. Start the Moderato that made it, export, and import into a new DATA_DIR.`,
  );
}

async function openPassword(given: { file: string; folder: string; isNew: boolean }): Promise<string> {
  const { file, folder, isNew } = given;
  const kept = (
    await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    })
  ).trim();
  if (/^[0-9a-f]{48}$/.test(kept)) return kept;
  if (!isNew) {
    throw new EmbeddedPostgresError(
      `${file} with the password of the database in ${folder} is missing or damaged. Bring it back, or move ${folder} away to start with an empty database.`,
    );
  }
  const password = randomBytes(24).toString("hex");
  const draft = `${file}.${randomBytes(4).toString("hex")}`;
  await writeFile(draft, `${password}\n`, { mode: 0o600, flag: "wx", flush: true });
  await rename(draft, file);
  return password;
}

async function initialise(cluster: Cluster, home: string): Promise<void> {
  const { folder, account, programs, password } = cluster;
  const draft = path.join(home, `${DRAFT}${randomBytes(4).toString("hex")}`);
  const passwordFile = path.join(draft, "password");
  await mkdir(draft, { mode: 0o700 });
  try {
    await writeFile(passwordFile, password, { mode: 0o600, flag: "wx" });
    if (account) for (const file of [passwordFile, draft]) await chown(file, account.uid, account.gid);
    await runInitdb({ programs, account, target: path.join(draft, "data"), passwordFile });
    await rm(folder, { recursive: true, force: true }); // missing or empty, as checked
    await rename(path.join(draft, "data"), folder);
    await syncFolder(home);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function runInitdb(given: {
  programs: string;
  account: Account | null;
  target: string;
  passwordFile: string;
}) {
  // Neither the locale of the machine nor its ICU decides how text is stored and sorted.
  const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const access = [`--username=${ROLE}`, "--auth=scram-sha-256", `--pwfile=${given.passwordFile}`];
  const command = [`--pgdata=${given.target}`, ...access, ...locale, "--no-instructions"];
  try {
    // Its own process group (detached), as for the server: Ctrl-C in the terminal is meant for Moderato.
    const options = { ...runAs(given.account), detached: true };
    await promisify(execFile)(programPath(given.programs, "initdb"), command, options);
  } catch (error) {
    const said = (error as { stderr?: string }).stderr ?? "";
    const reason = /^initdb: error: (.*)$/m.exec(said)?.[1] ?? /(?:FATAL|PANIC): +(.*)/.exec(said)?.[1];
    throw new EmbeddedPostgresError(
      `The database could not be made: ${reason ?? (error as Error).message}.`,
      { cause: error },
    );
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A folder copied back from a backup by root belongs to root, often open to all; PostgreSQL refuses either. */
async function restoreOwnership({ folder, account }: Cluster): Promise<void> {
  const info = await lstat(folder);
  if (account && info.uid === 0) await chownAll(folder, account);
  if (process.platform !== "win32" && (info.mode & 0o077) !== 0) await chmod(folder, 0o700);
}

async function chownAll(file: string, account: Account): Promise<void> {
  const info = await lstat(file);
  if (info.isDirectory())
    for (const name of await readdir(file)) await chownAll(path.join(file, name), account);
  await lchown(file, account.uid, account.gid);
}

async function readPidFile(pidFile: string): Promise<string[] | null> {
  const text = await readFile(pidFile, "utf8").catch(() => null);
  if (text === null) return null;
  if (text.trim() !== "") return text.split("\n");
  await rm(pidFile, { force: true }); // left by a power cut; PostgreSQL would refuse to judge it
  return null;
}

async function isServerOf(cluster: Cluster, found: { pid: number; port: number }): Promise<boolean> {
  if (!Number.isInteger(found.pid) || found.pid <= 1) return false;
  if ((await processBirth(found.pid)) === null) return false;
  if (await isThere("/proc/self/cwd")) return isPostgresIn(cluster.folder, found.pid);
  const settings = { host: "127.0.0.1", port: found.port, user: ROLE, password: cluster.password };
  const client = new pg.Client({ ...settings, database: "postgres", connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(
      `SELECT current_setting('data_directory') AS folder`,
    );
    return (await realpath(rows[0]?.folder ?? "")) === (await realpath(cluster.folder));
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function isPostgresIn(folder: string, pid: number): Promise<boolean> {
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => "");
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
  return cwd === folder && name.trim() === "postgres";
}

async function stopServer(pid: number, cluster: Cluster): Promise<void> {
  await signalServer(pid, "SIGINT", cluster);
  if (await isGoneWithin(pid, FAST_STOP_MS)) return;
  await signalServer(pid, "SIGQUIT", cluster);
  if (await isGoneWithin(pid, IMMEDIATE_STOP_MS)) return;
  sendSignal(pid, "SIGKILL");
  if (await isGoneWithin(pid, IMMEDIATE_STOP_MS)) return;
  throw new EmbeddedPostgresError(
    `A PostgreSQL of an earlier run (process ${pid}) uses ${cluster.folder} and does not stop.`,
  );
}

async function isGoneWithin(pid: number, limitMs: number): Promise<boolean> {
  for (const until = Date.now() + limitMs; Date.now() < until; await wait(50)) {
    if ((await processBirth(pid)) === null) return true;
  }
  return false;
}

/**
 * The process named in the file is not ours: its id was given to another. PostgreSQL would believe it alive, but takes
 * its own parent for none; the rest of the file stays, so that it still checks for shared memory in use.
 */
async function disownPidFile(pidFile: string): Promise<void> {
  if (process.platform === "win32") return;
  const text = await readFile(pidFile, "utf8").catch(() => null);
  if (text === null) return;
  const handle = await open(pidFile, constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW);
  try {
    await handle.writeFile([String(process.pid), ...text.split("\n").slice(1)].join("\n"));
  } finally {
    await handle.close();
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone, which is what was wanted.
  }
}
