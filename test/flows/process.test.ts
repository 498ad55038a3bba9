// What whoever runs it meets: start, wrong settings, a taken port, signals.
import { execFile } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterEach, expect, test } from "@jest/globals";
import { createTestDatabase } from "../support/database.ts";
import { addressOf, killTree, type MainProcess, startMain, temporaryFolder } from "../support/process.ts";
import { adminKey } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

const run = promisify(execFile);
const started: MainProcess[] = [];
const start = (role: string, env: Record<string, string>) => {
  const main = startMain(role, env);
  started.push(main);
  return main;
};
afterEach(() => {
  for (const { child } of started.splice(0)) {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killTree(child.pid);
  }
});

test("a first start shows what it does, then the addresses and a set-up link that works once; a second keeps the data", async () => {
  const folder = await temporaryFolder();
  const first = start("all", { DATA_DIR: folder.path });
  const url = await addressOf(first);
  // The lines come in pieces: only with the last of them is all said.
  const link = (await eventually("the set-up link", () => /Set it up +(http\S+)\s/.exec(first.output())))[1]!;
  expect(first.output()).toMatch(/Sample article +http:\/\/localhost:\d+\/demo/);
  const { token } = Object.fromEntries(new URL(link).searchParams);
  const session = await fetch(`${url}/v1/session`);
  const { csrfToken } = (await session.json()) as { csrfToken: string };
  const setUp = () =>
    fetch(`${url}/v1/setup`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-csrf-token": csrfToken,
        cookie: session.headers.get("set-cookie")!.split(";")[0]!,
      },
      body: JSON.stringify({ token, email: "ada@example.org", password: "correct horse battery" }),
    });
  expect([(await setUp()).status, (await setUp()).status]).toEqual([201, 403]);
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);

  const second = start("all", { DATA_DIR: folder.path });
  const again = await fetch(`${await addressOf(second)}/v1/session`);

  expect(await again.json()).toMatchObject({ setupNeeded: false });
  second.child.kill("SIGINT");
  expect(await second.ended).toBe(0);
  expect(second.output()).not.toContain("Set it up");
  await folder.remove();
});

test.each([
  ["PORT", { PORT: "http" }],
  ["DATABASE_URL", { DATABASE_URL: "mysql://x" }],
  ["ADMIN_PASSWORD", { ADMIN_EMAIL: "a@example.org" }],
  ["TRUST_PROXY", { TRUST_PROXY: "yes" }],
  ["WEBHOOK_ALLOWED_CIDRS", { WEBHOOK_ALLOWED_CIDRS: "10.0.0.0" }],
])("a wrong %s stops the start with one line that names it", async (name, env) => {
  const main = start("all", env);

  expect(await main.ended).toBe(1);
  expect(main.output().trim().split("\n")).toHaveLength(1);
  expect(main.output()).toContain(name);
});

test.each([
  ["worker", "DATABASE_URL is needed"],
  ["baker", "Unknown role"],
])("the role %s without a database is refused in one line", async (role, sentence) => {
  const main = start(role, {});

  expect(await main.ended).toBe(1);
  expect(main.output()).toContain(sentence);
});

test("a taken port is named in one sentence, and the database is stopped again", async () => {
  const database = await createTestDatabase();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const main = start("all", {
    DATABASE_URL: database.connectionString,
    HOST: "127.0.0.1",
    PORT: String(port),
  });

  expect(await main.ended).toBe(1);
  expect(main.output()).toContain("Set PORT");
  expect(main.output()).not.toMatch(/\n\s+at /);
  server.close();
  await database.drop();
});

test("a second Moderato on the same data folder is refused with a sentence", async () => {
  const folder = await temporaryFolder();
  const first = start("all", { DATA_DIR: folder.path });
  await addressOf(first);

  const second = start("all", { DATA_DIR: folder.path });

  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/in use|running|already/i);
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  await folder.remove();
});

test("SIGTERM lets requests in hand end, answers new ones 503 or not at all, and ends within seconds", async () => {
  const database = await createTestDatabase();
  const main = start("all", { DATABASE_URL: database.connectionString, HOST: "127.0.0.1", DEMO: "on" });
  const url = await addressOf(main);
  const accepted: string[] = [];
  const others = new Set<number>();
  let isSending = true;
  const send = async () => {
    while (isSending) {
      const response = await fetch(`${url}/v1/comments`, {
        method: "POST",
        headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
        body: JSON.stringify({
          siteKey: "demo",
          pageUrl: "https://news.example/",
          authorName: "Jo",
          body: "x",
        }),
      });
      if (response.status === 202) accepted.push(((await response.json()) as { id: string }).id);
      else others.add(response.status);
    }
  };
  const senders = Promise.allSettled(Array.from({ length: 20 }, send));
  await eventually("some comments", () => accepted.length > 50);

  const stoppedAt = Date.now();
  main.child.kill("SIGTERM");
  main.child.kill("SIGINT");
  const code = await main.ended;
  isSending = false;
  await senders;

  expect(code).toBe(0);
  others.delete(503);
  expect([...others]).toEqual([]);
  expect(Date.now() - stoppedAt).toBeLessThan(25_000);
  const { rows } = await database.pool.query<{ id: string }>("SELECT id FROM comments");
  const stored = new Set(rows.map((row) => row.id));
  expect(accepted.filter((id) => !stored.has(id))).toEqual([]);
  await database.drop();
});

test("five processes that start at once on an empty database migrate it once", async () => {
  const database = await createTestDatabase({ empty: true });

  const runs = Array.from({ length: 5 }, () => start("migrate", { DATABASE_URL: database.connectionString }));

  expect(await Promise.all(runs.map((run) => run.ended))).toEqual([0, 0, 0, 0, 0]);
  expect(runs.filter((run) => run.output().includes("0001-first-schema"))).toHaveLength(1);
  await database.drop();
});

test("a database that is not migrated, or not there, is named in one sentence", async () => {
  const database = await createTestDatabase({ empty: true });

  const unmigrated = start("api", { DATABASE_URL: database.connectionString });
  const nowhere = start("worker", { DATABASE_URL: "postgres://postgres@127.0.0.1:9/none" });

  expect([await unmigrated.ended, await nowhere.ended]).toEqual([1, 1]);
  expect(unmigrated.output()).toContain('the role "migrate" first');
  expect(nowhere.output()).toContain("Is DATABASE_URL right");
  expect(unmigrated.output() + nowhere.output()).not.toMatch(/\n\s+at /);
  await database.drop();
});

test("no library leaves strings slow to read: each text is read unit by unit, many times", async () => {
  const queues = pathToFileURL(path.resolve(import.meta.dirname, "../../.build/src/queues.js")).href;
  const program = `
    const show = () => process.stdout.write(%HasFastProperties(String.prototype) ? "fast " : "slow ");
    globalThis.Shouted = class extends String {};
    show();
    await import(${JSON.stringify(queues)});
    show();
  `;
  const options = ["--allow-natives-syntax", "--input-type=module", "--eval", program];

  expect((await run(process.execPath, options)).stdout).toBe("slow fast ");
});
