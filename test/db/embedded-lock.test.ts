import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { lockDataDir, processBirth } from "../../src/db/embedded-lock.ts";

const folders = new Set<string>();

async function givenFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "moderato-lock-"));
  folders.add(folder);
  return folder;
}

async function givenLockOf(owner: { pid: number; birth: string }): Promise<string> {
  const folder = await givenFolder();
  const lock = await lockDataDir(folder);
  const file = path.join(folder, "lock.1");
  const content = JSON.parse(await readFile(file, "utf8")) as object;
  if (lock.held) await lock.release();
  await writeFile(file, JSON.stringify({ ...content, token: "of-another", ...owner }));
  return folder;
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  return child.pid ?? 0;
}

afterEach(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  folders.clear();
});

describe("the lock on DATA_DIR", () => {
  test("a second Moderato is refused and told which process holds the folder", async () => {
    const folder = await givenFolder();
    await lockDataDir(folder);

    const second = await lockDataDir(folder);

    expect(second).toEqual({ held: false, pid: process.pid });
  });

  test("a released folder can be taken again and no lock file stays behind", async () => {
    const folder = await givenFolder();
    const first = await lockDataDir(folder);
    if (first.held) await first.release();

    const second = await lockDataDir(folder);
    if (second.held) await second.release();

    expect(second.held).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  test.each(["free", "left locked by a dead process"])(
    "of many at the same instant exactly one gets a folder that is %s",
    async (state) => {
      const folder =
        state === "free" ? await givenFolder() : await givenLockOf({ pid: await deadPid(), birth: "gone" });

      const locks = await Promise.all(Array.from({ length: 40 }, () => lockDataDir(folder)));

      expect(locks.filter((lock) => lock.held)).toHaveLength(1);
    },
  );

  test("a lock of a living process holds", async () => {
    const folder = await givenLockOf({ pid: process.ppid, birth: (await processBirth(process.ppid)) ?? "" });

    expect(await lockDataDir(folder)).toEqual({ held: false, pid: process.ppid });
  });

  test("a lock whose process id now belongs to a later process does not block", async () => {
    const folder = await givenLockOf({ pid: process.ppid, birth: "an-earlier-boot 1" });

    expect(await lockDataDir(folder)).toMatchObject({ held: true });
    expect(await readdir(folder)).toEqual(["lock.2"]);
  });

  test("a lock torn by a power cut does not block", async () => {
    const folder = await givenFolder();
    await writeFile(path.join(folder, "lock.7"), '{"token":"a","pi');

    expect(await lockDataDir(folder)).toMatchObject({ held: true });
  });

  test("a lock copied along with its folder does not block the copy", async () => {
    const folder = await givenFolder();
    await lockDataDir(folder);
    const copy = await givenFolder();
    await cp(folder, copy, { recursive: true });

    expect(await lockDataDir(copy)).toMatchObject({ held: true });
  });
});
