/**
 * Where the embedded database lies and who runs it. PostgreSQL refuses to run as root, so root hands it to another
 * account; whatever that account cannot enter is moved to /var/lib/moderato, never opened up with chmod.
 */
import { randomBytes } from "node:crypto";
import {
  access,
  chmod,
  constants,
  lstat,
  mkdir,
  readFile,
  realpath,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
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

export interface Surroundings {
  dataDir: string;
  systemDir: string;
  say: (sentence: string) => void;
}

const POINTER = "postgres-location";
const CLAIM = "data-dir";
export const WAY_OUT = "Set DATABASE_URL to use a PostgreSQL of your own.";
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
export async function findBlocked(account: Account, folder: string): Promise<string | null> {
  const parent = path.dirname(folder);
  const above = parent === folder ? null : await findBlocked(account, parent);
  return above ?? ((await may(account, folder, 0o1)) ? null : folder);
}

export async function may(account: Account, file: string, wanted: number): Promise<boolean> {
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

export async function openSystemDir(systemDir: string, account: Account): Promise<void> {
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
