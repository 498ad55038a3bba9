/**
 * One Moderato per DATA_DIR. Locks are numbered (`lock.1`, `lock.2`, …): whoever finds only dead ones creates the
 * next number, which the file system grants to exactly one, so a dead lock is never removed to make room for a new
 * one (two starters could then remove each other's).
 */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { link, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";

export type DataDirLock = { held: true; release(): Promise<void> } | { held: false; pid: number };

interface Owner {
  token: string;
  pid: number;
  birth: string;
  /** Identity of the locked folder: a lock copied along with its folder means nothing in the copy. */
  folder: string;
}

interface LockFile {
  file: string;
  number: number;
  owner: Owner | null;
}

const LOCK_NAME = /^lock\.(\d+)$/;
const MAX_ATTEMPTS = 20;

export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const folder = await folderIdentity(dataDir);
  const birth = (await processBirth(process.pid)) ?? "";
  const owner: Owner = { token: randomUUID(), pid: process.pid, birth, folder };
  const draft = path.join(dataDir, `lock-draft.${owner.token}`);
  await writeFile(draft, JSON.stringify(owner), { mode: 0o644, flag: "wx" });
  try {
    return await takeNextLock({ dataDir, draft, owner });
  } finally {
    await rm(draft, { force: true });
  }
}

/** Stays the same when a folder is moved, differs in a copy. */
export async function folderIdentity(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder, { bigint: true });
  return `${dev}:${ino}`;
}

/** Tells a process from a later one with the same id; null when there is none, "" when it cannot be told. */
export async function processBirth(pid: number): Promise<string | null> {
  if (!exists(pid)) return null;
  if (process.platform === "linux") return birthOnLinux(pid);
  if (process.platform === "win32") return "";
  const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => ({
    stdout: "",
  }));
  return stdout.trim();
}

async function takeNextLock(given: { dataDir: string; draft: string; owner: Owner }): Promise<DataDirLock> {
  const { dataDir, draft, owner } = given;
  let seenPid = 0;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const before = await listLocks(dataDir);
    const holder = await findLiving(before, owner);
    if (holder) return { held: false, pid: holder.pid };

    const file = path.join(dataDir, `lock.${Math.max(0, ...before.map((lock) => lock.number)) + 1}`);
    if (!(await linkUnlessThere(draft, file))) continue;

    // Only now: whoever linked later sees the earlier lock here, so two can never both believe to hold it.
    const after = await listLocks(dataDir);
    const rival = await findLiving(after, owner);
    const stillMine = after.some((lock) => lock.owner?.token === owner.token);
    if (!rival && stillMine) {
      for (const lock of before) await rm(lock.file, { force: true });
      return { held: true, release: () => rm(file, { force: true }) };
    }
    if (stillMine) await rm(file, { force: true });
    seenPid = rival?.pid ?? seenPid;
    await wait(10 + Math.random() * 100);
  }
  return { held: false, pid: seenPid };
}

async function listLocks(dataDir: string): Promise<LockFile[]> {
  const found: LockFile[] = [];
  for (const name of await readdir(dataDir)) {
    const number = LOCK_NAME.exec(name)?.[1];
    if (number === undefined) continue;
    const file = path.join(dataDir, name);
    const text = await readFile(file, "utf8").catch(() => null);
    if (text !== null) found.push({ file, number: Number(number), owner: parseOwner(text) });
  }
  return found;
}

function parseOwner(text: string): Owner | null {
  try {
    const { token, pid, birth, folder } = JSON.parse(text) as Partial<Owner>;
    if (typeof token !== "string" || typeof birth !== "string" || typeof folder !== "string") return null;
    return Number.isInteger(pid) && pid !== undefined && pid > 0 ? { token, pid, birth, folder } : null;
  } catch {
    return null; // torn by a power cut: nobody of this boot wrote it
  }
}

async function findLiving(locks: LockFile[], self: Owner): Promise<Owner | null> {
  for (const { owner } of locks) {
    if (!owner || owner.token === self.token || owner.folder !== self.folder) continue;
    const birth = await processBirth(owner.pid);
    if (birth !== null && (birth === "" || owner.birth === "" || birth === owner.birth)) return owner;
  }
  return null;
}

async function linkUnlessThere(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function birthOnLinux(pid: number): Promise<string | null> {
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (status === null) return exists(pid) ? "" : null;
  // The name in parentheses may hold anything; behind it come state (3rd field) … start time in ticks (22nd).
  const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
  const isDead = fields[0] === "Z" || fields[0] === "X";
  if (isDead) return null;
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  return `${boot.trim()} ${fields[19] ?? ""}`;
}
