// `reset-password` as whoever is locked out runs it at the server's command line.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { createTestDatabase, databaseUrlOf } from "../support/database.ts";
import { addressOf, killTree, type MainProcess, startMain, temporaryFolder } from "../support/process.ts";
import { admin, callApi, type Service, startService } from "../support/service.ts";
import { startVisit } from "../support/visitor.ts";

const newPassword = "a brand new password";
const publicUrl = "https://comments.example.org";

const started: MainProcess[] = [];
const start = (role: string, env: Record<string, string>, ...words: string[]) => {
  const main = startMain(role, env, ...words);
  started.push(main);
  return main;
};
afterEach(() => {
  for (const { child } of started.splice(0)) {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killTree(child.pid);
  }
});

const resetPassword = async (env: Record<string, string>, ...words: string[]) => {
  const main = start("reset-password", { PUBLIC_URL: publicUrl, ...env }, ...words);
  const code = await main.ended;
  return { code, lines: main.output().trim().split("\n") };
};
/** The link stands alone on the last line, so that it can be copied. */
const tokenIn = (lines: string[]) =>
  new RegExp(`^${publicUrl}/[^#\\s]*#(\\S+)$`).exec(lines.at(-1) ?? "")?.[1];
const visitTo = (url: string) =>
  startVisit({ call: (method, path, call) => callApi(url + path, method, call) });

describe("with a database of its own", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({ workers: false });
  });
  afterAll(() => service.stop());

  test("a locked-out admin gets a link, and with it a new password that signs in and ends the old sessions", async () => {
    const before = startVisit(service);
    expect((await before.signIn(admin)).status).toBe(201);

    const { code, lines } = await resetPassword(
      { DATABASE_URL: service.database.connectionString },
      admin.email.toUpperCase(),
    );
    expect({ code, lines }).toEqual({
      code: 0,
      lines: [
        expect.stringMatching(/^Open this link to choose a new password\. It works once, until \d{4}-\S+Z:$/),
        expect.stringContaining("#"),
      ],
    });
    const token = tokenIn(lines);
    // Until it is used, nothing has changed for whoever still knows the password.
    expect((await before.call("GET", "/v1/account")).status).toBe(200);
    const use = () =>
      startVisit(service).call("POST", "/v1/one-time-links/use", { token, password: newPassword });
    expect([(await use()).status, (await use()).status]).toEqual([201, 410]);

    expect((await before.call("GET", "/v1/account")).status).toBe(401);
    expect((await startVisit(service).signIn(admin)).status).toBe(401);
    expect((await startVisit(service).signIn({ ...admin, password: newPassword })).status).toBe(201);
    const audit = await service.call<{ items: { action: string; by: object }[] }>("GET", "/v1/audit");
    expect(audit.body.items).toContainEqual(expect.objectContaining({ action: "user.password-link" }));
  });

  test.each<[string, string[], string]>([
    [
      "an address that nobody has",
      ["nobody@example.org"],
      'There is no user with the e-mail address "nobody@example.org".',
    ],
    ["no address", [], "Whose password? Use: reset-password E-MAIL"],
  ])("%s is answered with one sentence, and nothing is made", async (_what, words, sentence) => {
    const links = "SELECT count(*) AS count FROM one_time_links";
    const before = await service.deps.pool.query(links);

    const answer = await resetPassword({ DATABASE_URL: service.database.connectionString }, ...words);

    expect(answer).toEqual({ code: 1, lines: [sentence] });
    expect((await service.deps.pool.query(links)).rows).toEqual(before.rows);
  });
});

const withPassword = (connectionString: string, password: string) =>
  Object.assign(new URL(connectionString), { password }).href;

test.each<[string, () => Promise<string> | string, RegExp]>([
  [
    "at which nothing listens",
    () => "postgres://postgres@127.0.0.1:9/moderato",
    /^The database cannot be reached \(.+\)\. Is DATABASE_URL right/,
  ],
  [
    "on a machine that there is not",
    () => "postgres://postgres@nowhere.invalid/moderato",
    /^The database cannot be reached \(.+\)\. Is DATABASE_URL right/,
  ],
  [
    "of a database that there is not",
    () => databaseUrlOf("no_such_database"),
    /^The database refuses: .*no_such_database.*Is DATABASE_URL right/,
  ],
  [
    "with a wrong password",
    () => withPassword(databaseUrlOf("postgres"), "wrong"),
    /^The database refuses: .*password.*Is DATABASE_URL right/,
  ],
  ["that is none", () => "mysql://localhost/moderato", /DATABASE_URL/],
])("a DATABASE_URL %s is named in one sentence", async (_what, url, sentence) => {
  const answer = await resetPassword({ DATABASE_URL: await url() }, admin.email);

  expect(answer).toEqual({ code: 1, lines: [expect.stringMatching(sentence)] });
});

test("a database that nobody has set up yet is named in one sentence", async () => {
  const database = await createTestDatabase({ empty: true });

  const answer = await resetPassword({ DATABASE_URL: database.connectionString }, admin.email);

  expect(answer).toEqual({ code: 1, lines: [expect.stringContaining('the role "migrate" first')] });
  await database.drop();
});

test("where Moderato runs its own PostgreSQL, it is refused beside it and works once that is stopped", async () => {
  const folder = await temporaryFolder();
  const env = { DATA_DIR: `${folder.path}/data`, ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password };
  const first = start("all", env);
  await addressOf(first);

  const beside = await resetPassword(env, admin.email);
  expect(beside).toEqual({ code: 1, lines: [expect.stringMatching(/in use|running|already/i)] });
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  const unknown = await resetPassword(env, "nobody@example.org");
  const { code, lines } = await resetPassword(env, admin.email);

  expect(unknown.code).toBe(1);
  expect(unknown.lines.at(-1)).toContain("There is no user");
  expect(code).toBe(0);
  const token = tokenIn(lines);
  const second = start("all", env);
  const url = await addressOf(second);
  const used = await visitTo(url).call("POST", "/v1/one-time-links/use", { token, password: newPassword });
  expect(used.status).toBe(201);
  expect((await visitTo(url).signIn(admin)).status).toBe(401);
  expect((await visitTo(url).signIn({ ...admin, password: newPassword })).status).toBe(201);
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);
  await folder.remove();
}, 120_000);
