// Two people save the same thing in the same moment: what one has changed is not undone by what the other left alone.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Answer, Service } from "../support/service.ts";
import { admin, startService } from "../support/service.ts";
import { givenHeldComment } from "../support/givens.ts";
import { startVisit } from "../support/visitor.ts";
import { eventually } from "../support/wait.ts";

let service: Service;
beforeAll(async () => {
  // Nobody listens there: whoever saves a key is believed.
  service = await startService({ env: { AKISMET_URL: "http://127.0.0.1:9" } });
  await service.call("POST", "/v1/sites", { body: { key: "open", mode: "flagged" } });
});
afterAll(() => service.stop());

interface Saved {
  id: string;
  stage: string;
  name: string;
  entries: { phrase: string }[];
}
type Saving = () => Promise<Answer<Saved>>;

const call = (method: string, path: string, body?: object) =>
  service.call<Saved>(method, path, body === undefined ? {} : { body });
const givenRule = async () =>
  (
    await call("POST", "/v1/rules", {
      ...{ siteKey: "open", name: "Many links", stage: "enforce" },
      ...{ when: { check: "links", count: { gte: 2 } }, then: { points: 4 } },
    })
  ).body.id;
const givenList = async () =>
  (await call("POST", "/v1/word-lists", { siteKey: "open", name: "Words", entries: [{ phrase: "one" }] }))
    .body.id;

/** The second is asked for when the first one waits for `lock`; then both go on. */
async function inTheSameMoment(lock: string, first: Saving, second: Saving): Promise<number[]> {
  const { pool } = service.deps;
  const waiting = (count: number) =>
    eventually(`${count} to wait`, async () => {
      const { rows } = await pool.query<{ waiting: number }>(
        "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      );
      return rows[0]!.waiting >= count;
    });
  const holder = await pool.connect();
  await holder.query("BEGIN");
  await holder.query(lock);
  const saving = [first()];
  try {
    await waiting(1);
    saving.push(second());
    await waiting(2);
  } finally {
    await holder.query("COMMIT");
    holder.release();
  }
  return (await Promise.all(saving)).map(({ status }) => status);
}
const site = "SELECT FROM sites WHERE key = 'open' FOR UPDATE";

test("a rule that is put to shadow stays there though a colleague renames it", async () => {
  const id = await givenRule();

  const statuses = await inTheSameMoment(
    site,
    () => call("PATCH", `/v1/rules/${id}`, { stage: "shadow" }),
    () => call("PATCH", `/v1/rules/${id}`, { name: "Very many links" }),
  );

  expect(statuses).toEqual([200, 200]);
  expect((await call("GET", `/v1/rules/${id}`)).body).toMatchObject({
    stage: "shadow",
    name: "Very many links",
  });
});

test("what one adds to a word list stays though a colleague renames it", async () => {
  const id = await givenList();
  const entries = [{ phrase: "one" }, { phrase: "two" }];

  await inTheSameMoment(
    site,
    () => call("PATCH", `/v1/word-lists/${id}`, { entries }),
    () => call("PATCH", `/v1/word-lists/${id}`, { name: "Renamed" }),
  );

  expect((await call("GET", `/v1/word-lists/${id}`)).body).toMatchObject({ name: "Renamed", entries });
});

test("what a person says about notices stays though another window of his saves something else", async () => {
  const ada = startVisit(service);
  await ada.signIn(admin);
  const save = (change: object) => () => ada.call<Saved>("PATCH", "/v1/account/notices", change);

  await inTheSameMoment(
    `SELECT FROM users WHERE email = '${admin.email}' FOR UPDATE`,
    save({ enabled: true, digestHours: [7] }),
    save({ timeZone: "Europe/Berlin" }),
  );

  expect((await ada.call("GET", "/v1/account/notices")).body).toMatchObject({
    enabled: true,
    digestHours: [7],
    timeZone: "Europe/Berlin",
  });
});

test("a chat's hours stay though a colleague switches it off, and a chat that is taken away stays away", async () => {
  const chat = "/v1/sites/open/chat";
  await call("PATCH", chat, { url: "https://chat.example/hook" });

  const statuses = await inTheSameMoment(
    site,
    () => call("PATCH", chat, { digestHours: [7] }),
    () => call("PATCH", chat, { enabled: false }),
  );

  expect(statuses).toEqual([200, 200]);
  expect((await call("GET", chat)).body).toMatchObject({ enabled: false, digestHours: [7] });

  const after = await inTheSameMoment(
    site,
    () => call("DELETE", chat),
    () => call("PATCH", chat, { enabled: true }),
  );

  expect(after).toEqual([204, 422]);
  expect((await call("GET", chat)).body).toMatchObject({ host: null });
});

test("what somebody has just deleted cannot be saved any more", async () => {
  const [rule, list] = [await givenRule(), await givenList()];

  for (const path of [`/v1/rules/${rule}`, `/v1/word-lists/${list}`]) {
    const statuses = await inTheSameMoment(
      site,
      () => call("DELETE", path),
      () => call("PATCH", path, { name: "Renamed" }),
    );
    expect(statuses).toEqual([204, 404]);
  }
});

test("a word list does not go while a rule that uses it comes: such a rule would hold every comment", async () => {
  const list = await givenList();
  const rule = {
    siteKey: "open",
    name: "Uses it",
    stage: "enforce",
    when: { check: "words", list },
    then: { points: 4 },
  };

  const statuses = await inTheSameMoment(
    site,
    () => call("POST", "/v1/rules", rule),
    () => call("DELETE", `/v1/word-lists/${list}`),
  );

  expect(statuses).toEqual([201, 422]);
  expect((await givenHeldComment(service, { siteKey: "open", body: "Nothing special." })).status).toBe(
    "approved",
  );
});

test("nor does the key of a service while a rule that asks it comes, in whatever order", async () => {
  const akismet = "/v1/sites/open/services/akismet";
  const create = () =>
    call("POST", "/v1/rules", {
      ...{ siteKey: "open", name: "Asks", stage: "enforce" },
      ...{ when: { check: "akismet" }, then: { points: 4 } },
    });
  const forget = () => call("DELETE", akismet);

  await call("POST", akismet, { key: "some-key" });
  expect(await inTheSameMoment(site, forget, create)).toEqual([204, 422]);
  await call("POST", akismet, { key: "some-key" });
  expect(await inTheSameMoment(site, create, forget)).toEqual([201, 422]);
});

test("whoever is given a role while somebody deletes the account is not there any more", async () => {
  const { pool } = service.deps;
  const id = "01900000-0000-7000-8000-0000000000aa";
  await pool.query(
    "INSERT INTO users (id, email, name, password_hash) VALUES ($1, 'x@example.org', 'X', 'none')",
    [id],
  );
  await pool.query(
    "INSERT INTO user_roles (user_id, site_id, role) SELECT $1, id, 'viewer' FROM sites WHERE key = 'open'",
    [id],
  );

  const statuses = await inTheSameMoment(
    "SELECT FROM user_roles WHERE site_id IS NULL AND role = 'admin' FOR UPDATE",
    () => call("DELETE", `/v1/users/${id}`),
    () => call("PATCH", `/v1/users/${id}`, { roles: [{ siteKey: "open", role: "moderator" }] }),
  );

  expect(statuses).toEqual([204, 404]);
});
