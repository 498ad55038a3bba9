import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { jest } from "@jest/globals";
import { createPostgresBackend, Queue, runMigrations } from "bullmq";
import pg from "pg";
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbeddedPostgres } from "../../src/db/embedded.ts";

const isRoot = process.getuid?.() === 0;
const testAsRoot = isRoot ? test : test.skip;
const testOnLinux = process.platform === "linux" ? test : test.skip;

const folders = new Set<string>();
const running = new Set<EmbeddedPostgres>();

/** A folder that every account may enter, so that only what a test closes is closed. */
async function givenFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "moderato-embedded-"));
  await chmod(folder, 0o755);
  folders.add(folder);
  return folder;
}

async function givenDataDir(): Promise<string> {
  return path.join(await givenFolder(), "data");
}

async function start(dataDir: string, more: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const systemDir = path.join(path.dirname(dataDir), "system");
  const postgres = await startEmbeddedPostgres({ dataDir, systemDir, say: () => undefined, ...more });
  running.add(postgres);
  return postgres;
}

async function ask<Row extends pg.QueryResultRow>(connectionString: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function until<Found>(look: () => Promise<Found>): Promise<NonNullable<Found>> {
  for (const limit = performance.now() + 60_000; performance.now() < limit; await wait(20)) {
    const found = await look().catch(() => null);
    if (found !== null && found !== undefined && found !== false) return found;
  }
  throw new Error("it did not happen within a minute");
}

const keepNote = (postgres: EmbeddedPostgres, text: string) =>
  ask(postgres.connectionString, `CREATE TABLE note AS SELECT '${text}' AS text`);

const readNote = async (postgres: EmbeddedPostgres) =>
  (await ask<{ text: string }>(postgres.connectionString, "SELECT text FROM note"))[0]?.text;

const hasNote = async (postgres: EmbeddedPostgres) =>
  (await ask(postgres.connectionString, "SELECT 1 FROM pg_tables WHERE tablename = 'note'")).length > 0;

const serverPid = async (folder: string) =>
  Number((await readFile(path.join(folder, "postmaster.pid"), "utf8")).split("\n")[0]);

const locationOf = async (dataDir: string) =>
  (await readFile(path.join(dataDir, "postgres-location"), "utf8")).trim();

afterEach(async () => {
  await Promise.all([...running].map((postgres) => postgres.stop()));
  running.clear();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  folders.clear();
});

describe("a start with nothing installed", () => {
  test("gives an empty database that keeps every script as UTF-8 and every commit on disk", async () => {
    const postgres = await start(await givenDataDir());

    const [row] = await ask(
      postgres.connectionString,
      `SELECT current_database() AS database, current_user AS "user", upper('éдλ') AS upper,
              current_setting('server_encoding') AS encoding, datlocprovider AS provider, datlocale AS locale,
              current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              current_setting('data_checksums') AS checksums, current_setting('autovacuum') AS autovacuum
         FROM pg_database WHERE datname = current_database()`,
    );

    expect(row).toEqual({
      database: "moderato",
      user: "moderato",
      upper: "ÉДΛ",
      encoding: "UTF8",
      provider: "b",
      locale: "C.UTF-8",
      fsync: "on",
      commit: "on",
      checksums: "on",
      autovacuum: "on",
    });
  });

  test("is reachable on the loopback address alone, with the password alone", async () => {
    const postgres = await start(await givenDataDir());
    const wrong = postgres.connectionString.replace(/:[0-9a-f]{48}@/, ":guessed@");

    const [row] = await ask(
      postgres.connectionString,
      `SELECT current_setting('listen_addresses') AS tcp, current_setting('unix_socket_directories') AS sockets`,
    );

    expect(row).toEqual({ tcp: "127.0.0.1", sockets: "" });
    await expect(ask(wrong, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  });

  test("keeps its password in a file that only its owner may read", async () => {
    const dataDir = await givenDataDir();

    const postgres = await start(dataDir);

    const file = path.join(dataDir, "postgres-password");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(new URL(postgres.connectionString).password).toBe((await readFile(file, "utf8")).trim());
  });

  test("serves the job queue as well", async () => {
    const { connectionString } = await start(await givenDataDir());
    const client = new pg.Client({ connectionString });
    await client.connect();
    await runMigrations(client);
    await client.end();
    const queue = new Queue(
      "moderation",
      { connection: { connectionString, max: 2 } },
      createPostgresBackend,
    );

    await queue.add("moderate-comments", { commentIds: ["one"] });

    expect(await queue.getJobCounts("waiting")).toEqual({ waiting: 1 });
    await queue.close();
  });

  test("takes further settings", async () => {
    const postgres = await start(await givenDataDir(), { settings: { work_mem: "7MB" } });

    expect(await ask(postgres.connectionString, "SHOW work_mem")).toEqual([{ work_mem: "7MB" }]);
  });

  test("two with different folders never meet", async () => {
    const [one, other] = await Promise.all([start(await givenDataDir()), start(await givenDataDir())]);
    await keepNote(one, "only here");

    expect(await hasNote(other)).toBe(false);
    expect(new URL(one.connectionString).port).not.toBe(new URL(other.connectionString).port);
    expect(new URL(one.connectionString).password).not.toBe(new URL(other.connectionString).password);
  });
});

describe("stop and start", () => {
  test("what was stored is there after the next start", async () => {
    const dataDir = await givenDataDir();
    const first = await start(dataDir);
    await keepNote(first, "kept");
    await first.stop();

    const second = await start(dataDir);

    expect(await readNote(second)).toBe("kept");
  });

  test("a stop ends open connections, leaves no process, no lock, and may be repeated", async () => {
    const dataDir = await givenDataDir();
    const postgres = await start(dataDir);
    const idle = new pg.Client(postgres.connectionString);
    const broken = new Promise((resolve) => idle.on("error", resolve));
    await idle.connect();

    await Promise.all([postgres.stop(), postgres.stop()]);

    expect((await broken) as Error).toBeInstanceOf(Error);
    await expect(ask(postgres.connectionString, "SELECT 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect((await readdir(dataDir)).filter((name) => name.startsWith("lock"))).toEqual([]);
  });

  test("a second Moderato on the same folder is refused with a sentence and the first goes on", async () => {
    const dataDir = await givenDataDir();
    const first = await start(dataDir);

    await expect(start(dataDir)).rejects.toThrow(
      `${dataDir} is already used by another Moderato (process ${process.pid}). Stop that one first`,
    );
    expect(await ask(first.connectionString, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("leftovers of an interrupted first start are removed and the database is made", async () => {
    const dataDir = await givenDataDir();
    await mkdir(path.join(dataDir, "initialising-0a0b0c0d/data/base"), { recursive: true });
    await writeFile(path.join(dataDir, "initialising-0a0b0c0d/data/PG_VERSION"), "18\n");
    await mkdir(path.join(dataDir, "postgres"));
    await chmod(dataDir, 0o755);

    const postgres = await start(dataDir);

    expect(await ask(postgres.connectionString, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect((await readdir(dataDir)).filter((name) => name.startsWith("initialising"))).toEqual([]);
  });

  testOnLinux(
    "a lock file of PostgreSQL whose process id was given to another does not block, and that one lives on",
    async () => {
      const dataDir = await givenDataDir();
      await (await start(dataDir)).stop();
      const folder = path.join(dataDir, "postgres");
      const { uid, gid } = await stat(folder);
      const bystander = spawn("sleep", ["300"], { stdio: "ignore", ...(isRoot ? { uid, gid } : {}) });
      await once(bystander, "spawn");
      const lines = [bystander.pid, folder, 1, 54_321, "", "127.0.0.1", "1 1", "ready"];
      await writeFile(path.join(folder, "postmaster.pid"), `${lines.join("\n")}\n`);

      const postgres = await start(dataDir);

      expect(await ask(postgres.connectionString, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
      expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
      bystander.kill("SIGKILL");
    },
  );

  test("an empty lock file of PostgreSQL, as a power cut leaves it, does not block", async () => {
    const dataDir = await givenDataDir();
    await (await start(dataDir)).stop();
    await writeFile(path.join(dataDir, "postgres/postmaster.pid"), "");

    const postgres = await start(dataDir);

    expect(await ask(postgres.connectionString, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});

describe("PostgreSQL dies by itself", () => {
  test("it is back on the same connection string, with what was committed, though a long statement was running", async () => {
    const dataDir = await givenDataDir();
    const said: string[] = [];
    const postgres = await start(dataDir, { say: (sentence) => said.push(sentence) });
    await keepNote(postgres, "committed");
    const busy = ask(
      postgres.connectionString,
      "SELECT sum(n) FROM generate_series(1, 3000000000) AS n",
    ).catch(() => "cut off");
    await until(
      async () =>
        (
          await ask(
            postgres.connectionString,
            "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT sum%'",
          )
        ).length,
    );

    process.kill(await serverPid(path.join(dataDir, "postgres")), "SIGKILL");

    expect(await until(() => readNote(postgres))).toBe("committed");
    expect(await busy).toBe("cut off");
    expect(said).toContain("PostgreSQL stopped by itself (SIGKILL); starting it again.");
    await until(() => Promise.resolve(said.includes("PostgreSQL is back.")));
  });

  test("when it keeps dying, Moderato is told and no longer tries", async () => {
    const dataDir = await givenDataDir();
    const gone: Error[] = [];
    const pidFile = path.join(dataDir, "postgres");
    // Processes are killed here, not the machine; without it, each start after that would write every file to the disk.
    const settings = { fsync: "off" };
    const postgres = await start(dataDir, { onGone: (error) => gone.push(error), settings });
    // However long a slow machine takes for five starts, they lie within a minute.
    const now = Date.now();
    const clock = jest.spyOn(Date, "now").mockImplementation(() => now);

    const killed = new Set<number>();
    await until(async () => {
      if (gone.length > 0) return true;
      await ask(postgres.connectionString, "SELECT 1");
      const pid = await serverPid(pidFile);
      if (!killed.has(pid)) process.kill(pid, "SIGKILL");
      killed.add(pid);
      return false;
    }).finally(() => clock.mockRestore());

    expect(gone.map((error) => error.message)).toEqual([
      "PostgreSQL stopped by itself and could not be started again: it stopped 5 times within a minute.",
    ]);
    expect(killed.size).toBe(6);
  });

  test("a stop in the middle of a restart leaves nothing running", async () => {
    const dataDir = await givenDataDir();
    const said: string[] = [];
    const postgres = await start(dataDir, { say: (sentence) => said.push(sentence) });
    process.kill(await serverPid(path.join(dataDir, "postgres")), "SIGKILL");
    await until(() => Promise.resolve(said.some((sentence) => sentence.includes("starting it again"))));

    await postgres.stop();

    await expect(ask(postgres.connectionString, "SELECT 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await start(dataDir);
  });
});

describe("a folder that cannot be used gives one clear sentence and is left alone", () => {
  test("something else lies where the database belongs", async () => {
    const dataDir = await givenDataDir();
    await mkdir(path.join(dataDir, "postgres"), { recursive: true });
    await writeFile(path.join(dataDir, "postgres/holiday.txt"), "sun");

    await expect(start(dataDir)).rejects.toThrow(
      `${dataDir}/postgres holds something that is not a database of Moderato; it was left as it is. Choose another DATA_DIR.`,
    );
    expect(await readFile(path.join(dataDir, "postgres/holiday.txt"), "utf8")).toBe("sun");
    expect((await readdir(dataDir)).filter((name) => name.startsWith("lock"))).toEqual([]);
  });

  test("the database is of another major version", async () => {
    const dataDir = await givenDataDir();
    await (await start(dataDir)).stop();
    await writeFile(path.join(dataDir, "postgres/PG_VERSION"), "17\n");

    await expect(start(dataDir)).rejects.toThrow(
      "was made by PostgreSQL 17, but this Moderato brings PostgreSQL 18.",
    );
  });

  test("DATA_DIR is a file, or another PostgreSQL's own folder", async () => {
    const folder = await givenFolder();
    await writeFile(path.join(folder, "file"), "");
    await writeFile(path.join(folder, "PG_VERSION"), "18\n");

    await expect(start(path.join(folder, "file"))).rejects.toThrow("is not a folder.");
    await expect(start(path.join(folder, "file/data"))).rejects.toThrow("is not a folder.");
    await expect(start(folder)).rejects.toThrow("is itself a PostgreSQL database folder");
  });

  test("the password is missing or of another database", async () => {
    const dataDir = await givenDataDir();
    const file = path.join(dataDir, "postgres-password");
    await (await start(dataDir)).stop();
    const right = await readFile(file, "utf8");

    await rm(file);
    await expect(start(dataDir)).rejects.toThrow(`${file} with the password of the database`);
    await writeFile(file, "0".repeat(48));
    await expect(start(dataDir)).rejects.toThrow("Bring the right file postgres-password back.");
    await writeFile(file, right);
    await start(dataDir);
  });

  test("PostgreSQL refuses a setting", async () => {
    await expect(start(await givenDataDir(), { settings: { shared_buffers: "much" } })).rejects.toThrow(
      /PostgreSQL did not start: invalid value for parameter "shared_buffers": "much"/,
    );
  });
});

describe("started by root", () => {
  testAsRoot("PostgreSQL runs as another account, in DATA_DIR where that account may enter", async () => {
    const dataDir = await givenDataDir();

    await start(dataDir);

    const pid = await serverPid(path.join(dataDir, "postgres"));
    expect((await stat(`/proc/${pid}`)).uid).not.toBe(0);
    expect(await readlink(`/proc/${pid}/cwd`)).toBe(path.join(dataDir, "postgres"));
  });

  testAsRoot(
    "a DATA_DIR that is closed to others stays closed; the database lies elsewhere and is found again",
    async () => {
      const dataDir = await givenDataDir();
      await mkdir(dataDir, { mode: 0o700 });
      const said: string[] = [];
      const first = await start(dataDir, { say: (sentence) => said.push(sentence) });
      await keepNote(first, "elsewhere");
      await first.stop();

      const second = await start(dataDir);

      expect(await readNote(second)).toBe("elsewhere");
      expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
      expect(said[0]).toMatch(
        new RegExp(
          `^PostgreSQL does not run as root but as \\w+, which may not enter ${dataDir}: the database lies in`,
        ),
      );
    },
  );

  testAsRoot("a DATA_DIR below a private folder works and wiping it means an empty database", async () => {
    const home = path.join(await givenFolder(), "home");
    await mkdir(home, { mode: 0o700 });
    const dataDir = path.join(home, "checkout/.data");
    const systemDir = path.join(path.dirname(home), "system");
    const first = await start(dataDir, { systemDir });
    await keepNote(first, "before");
    await first.stop();
    await rm(dataDir, { recursive: true });

    const second = await start(dataDir, { systemDir });

    expect(await hasNote(second)).toBe(false);
    expect((await stat(home)).mode & 0o777).toBe(0o700);
  });

  testAsRoot(
    "a copied DATA_DIR never gets at the original's database; a moved one keeps its own",
    async () => {
      const dataDir = await givenDataDir();
      await mkdir(dataDir, { mode: 0o700 });
      const original = await start(dataDir);
      await keepNote(original, "original");
      const copyDir = `${dataDir}-copy`;
      await cp(dataDir, copyDir, { recursive: true });
      await chmod(copyDir, 0o700);

      const copy = await start(copyDir);
      expect(await hasNote(copy)).toBe(false);
      expect(await readNote(original)).toBe("original");

      await original.stop();
      await rename(dataDir, `${dataDir}-moved`);
      const moved = await start(`${dataDir}-moved`);
      expect(await readNote(moved)).toBe("original");
    },
  );

  testAsRoot(
    "when the database that lay elsewhere is gone, it is not silently replaced by an empty one",
    async () => {
      const dataDir = await givenDataDir();
      await mkdir(dataDir, { mode: 0o700 });
      await (await start(dataDir)).stop();
      const location = await locationOf(dataDir);
      await rm(location, { recursive: true });

      await expect(start(dataDir)).rejects.toThrow(
        `The database of ${dataDir} lay in ${location} and is gone.`,
      );
    },
  );

  testAsRoot("a pointer to a foreign folder is not followed", async () => {
    const dataDir = await givenDataDir();
    await mkdir(dataDir, { mode: 0o700 });
    await writeFile(path.join(dataDir, "postgres-location"), "/etc\n");

    await expect(start(dataDir)).rejects.toThrow("does not name a database folder of Moderato");
  });

  testAsRoot("a database put back from a backup by root is taken over again", async () => {
    const dataDir = await givenDataDir();
    const first = await start(dataDir);
    await keepNote(first, "from the backup");
    await first.stop();
    const restored = path.join(await givenFolder(), "data");
    await cp(dataDir, restored, { recursive: true });
    await chmod(restored, 0o755);
    await chmod(path.join(restored, "postgres"), 0o755);

    const second = await start(restored);

    expect(await readNote(second)).toBe("from the backup");
  });

  testAsRoot("a folder that was closed after the database was made is named", async () => {
    const dataDir = await givenDataDir();
    await (await start(dataDir)).stop();
    await chmod(dataDir, 0o700);

    await expect(start(dataDir)).rejects.toThrow(`Allow it (chmod o+x ${dataDir})`);
  });
});
