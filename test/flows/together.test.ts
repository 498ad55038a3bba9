// Several moderators: second opinions and what one leaves for the next.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { givenHeldComment, readComment } from "../support/givens.ts";
import { admin, type Service, startService } from "../support/service.ts";
import { hear } from "../support/stream.ts";
import { startVisit } from "../support/visitor.ts";
import { eventually } from "../support/wait.ts";

interface Listed {
  items: { id: string; secondOpinion: { askedBy: string; note: string } | null }[];
}

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.call("POST", "/v1/sites", { body: { key: "other" } });
});
afterAll(() => service.stop());

const ask = (id: string, body: object = {}, key?: string) =>
  service.call("POST", `/v1/comments/${id}/second-opinion`, { body, ...(key === undefined ? {} : { key }) });
const decide = (id: string, status: string) =>
  service.call<{ decisionId: string }>("POST", `/v1/comments/${id}/decisions`, { body: { status } });
const idsOf = async (query: string) =>
  (await service.call<Listed>("GET", `/v1/comments?siteKey=demo&limit=200&${query}`)).body.items.map(
    ({ id }) => id,
  );
const opinionOn = async (id: string) =>
  (await service.call<{ secondOpinion: unknown }>("GET", `/v1/comments/${id}`)).body.secondOpinion;
const keyFor = async (siteKey: string, scopes: string[]) =>
  (await service.call<{ key: string }>("POST", "/v1/api-keys", { body: { siteKey, name: "K", scopes } })).body
    .key;

test("a comment that is asked about leaves the queue for a list of its own, until somebody decides", async () => {
  const plain = await givenHeldComment(service, { body: "Plain" });
  const { id } = await givenHeldComment(service, { body: "Hard to say" });

  expect((await ask(id, { note: "Satire?" })).status).toBe(200);

  for (const order of ["risk", "newest", "oldest"]) {
    expect(await idsOf(`status=held&secondOpinion=true&order=${order}`)).toEqual([id]);
    expect(await idsOf(`status=held&secondOpinion=false&order=${order}`)).toContain(plain.id);
    expect(await idsOf(`status=held&secondOpinion=false&order=${order}`)).not.toContain(id);
    expect(await idsOf(`status=held&order=${order}`)).toEqual(expect.arrayContaining([id, plain.id]));
  }
  expect(await opinionOn(id)).toMatchObject({ askedBy: "ADMIN_API_KEY", note: "Satire?" });
  const { body: stats } = await service.call("GET", "/v1/stats?siteKey=demo");
  expect(stats.secondOpinions).toEqual({ asked: 1, heldAndAsked: 1 });

  await decide(id, "approved");

  expect(await opinionOn(id)).toBeNull();
  expect(await idsOf("secondOpinion=true")).toEqual([]);
});

test("notes that nobody ticks off are too many at last, and none of them is hidden", async () => {
  const site = { siteKey: "noted" };
  await service.call("POST", "/v1/sites", { body: { key: site.siteKey } });
  const leave = (body: string) => service.call("POST", "/v1/handover-notes", { body: { ...site, body } });
  for (let note = 1; note <= 50; note++) expect((await leave(`Note ${note}`)).status).toBe(201);

  expect((await leave("One more")).status).toBe(409);
  const { body } = await service.call<Listed>("GET", "/v1/handover-notes");
  expect(body.items.length).toBeGreaterThanOrEqual(50);
});

test("agreeing with what is decided answers the question, too, though it changes nothing", async () => {
  const { id } = await givenHeldComment(service, { body: "Approved and asked about" });
  await decide(id, "approved");
  await ask(id, { note: "Was that right?" });

  expect((await decide(id, "approved")).body.decisionId).toBeNull();

  expect(await opinionOn(id)).toBeNull();
  expect((await readComment(service, id)).decisions.filter(({ by }) => by === "moderator")).toHaveLength(1);
});

test("taking back the decision opens the question again, whatever was decided before it was asked", async () => {
  const { id } = await givenHeldComment(service, { body: "Twice decided" });
  await decide(id, "rejected");
  await ask(id, { note: "Was that right?" });

  const { body } = await decide(id, "approved");
  expect(await opinionOn(id)).toBeNull();
  await service.call("POST", `/v1/decisions/${body.decisionId}/undo`);

  expect(await opinionOn(id)).toMatchObject({ note: "Was that right?" });
  expect((await readComment(service, id)).status).toBe("rejected");
});

test("a question can be withdrawn, asked again with another note, and goes with the text", async () => {
  const { id } = await givenHeldComment(service, { body: "To be deleted" });
  await ask(id, { note: "One" });
  await ask(id, { note: "Two" });
  expect(await opinionOn(id)).toMatchObject({ note: "Two" });

  expect((await service.call("DELETE", `/v1/comments/${id}/second-opinion`)).status).toBe(204);
  expect(await opinionOn(id)).toBeNull();
  expect((await service.call("DELETE", `/v1/comments/${id}/second-opinion`)).status).toBe(204);

  await ask(id, { note: "Quotes the text" });
  await service.call("DELETE", `/v1/comments/${id}`);
  const { rows } = await service.database.pool.query("SELECT 1 FROM second_opinions WHERE comment_id = $1", [
    id,
  ]);
  expect(rows).toEqual([]);
  expect((await ask(id)).status).toBe(404);
});

test("only moderators of the site ask, and leave notes", async () => {
  const { id } = await givenHeldComment(service, { body: "Not for everyone" });
  const reader = await keyFor("demo", ["read"]);
  const foreigner = await keyFor("other", ["read", "moderate"]);
  const note = { siteKey: "demo", body: "Hello" };

  expect((await ask(id, {}, reader)).status).toBe(403);
  expect((await ask(id, {}, foreigner)).status).toBe(404);
  expect((await service.call("POST", "/v1/handover-notes", { body: note, key: reader })).status).toBe(403);
  expect((await service.call("POST", "/v1/handover-notes", { body: note, key: foreigner })).status).toBe(404);
  expect((await ask(id, { note: "x".repeat(2001) })).status).toBe(422);
});

test("a claim says whose it is, and no key takes it from a person", async () => {
  const { id } = await givenHeldComment(service, { body: "Looked at" });
  const key = await keyFor("demo", ["moderate"]);
  const ada = startVisit(service);
  const { body: session } = await ada.signIn(admin);
  const { id: userId, name: by } = session.user as { id: string; name: string };
  const claimed = async () => (await service.call("GET", `/v1/comments/${id}`)).body.claim;
  const byKey = (method: string) => service.call(method, `/v1/comments/${id}/claim`, { key });

  expect((await byKey("POST")).body.claim).toMatchObject({ by: "K", userId: null });
  expect(await claimed()).toBeNull();
  const { body } = await ada.call("POST", `/v1/comments/${id}/claim`);
  expect(body.claim).toMatchObject({ by, userId });

  expect((await byKey("POST")).body.claim).toEqual(body.claim);
  expect(await claimed()).toEqual(body.claim);
  await byKey("DELETE");
  expect(await claimed()).toEqual(body.claim);

  await service.database.pool.query("UPDATE comments SET claimed_until = now() WHERE id = $1", [id]);
  expect((await byKey("POST")).body.claim).toMatchObject({ by: "K", userId: null });
});

test("two admins who change a site at once both keep their change", async () => {
  await service.call("POST", "/v1/sites", { body: { key: "shared" } });
  const change = (body: object) => service.call("PATCH", "/v1/sites/shared", { body });
  const client = await service.deps.pool.connect();
  await client.query("BEGIN");
  await client.query("SELECT FROM sites WHERE key = 'shared' FOR NO KEY UPDATE");

  const changes = [change({ name: "Both" }), change({ visitorLimitPerMinute: 7 })];
  await eventually("both to wait for the site", async () => {
    const { rows } = await service.deps.pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rows.length === 2;
  });
  await client.query("COMMIT");
  client.release();
  const answers = await Promise.all(changes);

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const { body: site } = await service.call("GET", "/v1/sites/shared");
  expect(site).toMatchObject({ name: "Both", visitorLimitPerMinute: 7 });
});

test("a note stands above the queue of its site until somebody has done with it, and dashboards hear of it", async () => {
  const heard = await hear(service, await keyFor("demo", ["read"]));

  const left = await service.call<{ id: string }>("POST", "/v1/handover-notes", {
    body: { siteKey: "demo", body: "The harbour thread is under attack: hold everything." },
  });
  await service.call("POST", "/v1/handover-notes", { body: { siteKey: "other", body: "Not yours" } });
  const { id } = await givenHeldComment(service, { body: "Asked about aloud" });
  await ask(id, { note: "A secret between moderators" });

  await eventually(
    "both to be told",
    () => /event: handover/.test(heard.text()) && /event: second-opinion/.test(heard.text()),
  );
  expect(heard.text()).not.toContain('"other"');
  expect(heard.text()).not.toContain("secret");
  const { body } = await service.call<{ items: { id: string }[] }>("GET", "/v1/handover-notes?siteKey=demo");
  expect(body.items).toMatchObject([
    { id: left.body.id, body: "The harbour thread is under attack: hold everything." },
  ]);
  expect((await service.call("DELETE", `/v1/handover-notes/${left.body.id}`)).status).toBe(204);
  expect((await service.call("DELETE", `/v1/handover-notes/${left.body.id}`)).status).toBe(404);
  await heard.stop();
});
