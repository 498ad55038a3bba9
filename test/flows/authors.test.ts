import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { givenComment, givenHeldComment, judged } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";

interface AuthorView {
  id: string | null;
  trusted: boolean;
  banned: boolean;
  bannedUntil: string | null;
  note: string;
  knownBy: string;
  changedBy: string | null;
  counts: Record<string, number>;
  otherNames: string[];
  firstSeenAt: string;
}

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.call("POST", "/v1/sites", { body: { key: "open", mode: "flagged" } });
  await service.call("POST", "/v1/sites", { body: { key: "known", mode: "new-authors" } });
});
afterAll(() => service.stop());

let written = 0;
const email = () => `author-${++written}@example.org`;
const write = async (siteKey: string, authorEmail: string, fields: object = {}) =>
  givenHeldComment(service, { siteKey, authorEmail, body: `Thought number ${++written}.`, ...fields });
const say = (commentId: string, change: object) =>
  service.call<AuthorView>("PATCH", `/v1/comments/${commentId}/author`, { body: change });
const read = async (commentId: string) =>
  (await service.call<AuthorView>("GET", `/v1/comments/${commentId}/author`)).body;

test("what a banned author writes next waits for a moderator, and the reason says so", async () => {
  const banned = email();
  const first = await write("open", banned);
  expect(first.status).toBe("approved");

  const { status, body } = await say(first.id, { banned: true });
  const next = await write("open", banned);

  expect([status, body.banned, body.bannedUntil, body.changedBy]).toEqual([200, true, null, "ADMIN_API_KEY"]);
  expect(next.status).toBe("held");
  expect(next.reasons.join(" ")).toContain("Banned author");
  expect((await write("open", email())).status).toBe("approved");
});

test("where no rule asks for bans, a banned author is held all the same", async () => {
  await service.call("DELETE", "/v1/packs/basics?siteKey=open");
  const banned = email();
  await say((await write("open", banned)).id, { banned: true });

  const next = await write("open", banned);
  await service.call("POST", "/v1/packs/basics", { body: { siteKey: "open" } });

  expect([next.status, next.reasons]).toEqual(["held", ["A moderator has banned the author"]]);
});

test("a trusted author is published where new authors wait", async () => {
  const trusted = email();
  const first = await write("known", trusted);
  expect(first.status).toBe("held");

  await say(first.id, { trusted: true });

  expect((await write("known", trusted)).status).toBe("approved");
  expect((await write("known", email())).status).toBe("held");
});

test("a ban for a time ends by itself", async () => {
  const banned = email();
  const first = await write("open", banned);
  const soon = new Date(Date.now() + 60_000).toISOString();
  await say(first.id, { bannedUntil: soon });
  expect(await read(first.id)).toMatchObject({ banned: true, bannedUntil: soon });

  await service.deps.pool.query(
    "UPDATE authors SET banned_until = now() - interval '1 second' WHERE email = $1",
    [banned],
  );

  expect(await read(first.id)).toMatchObject({ banned: false, bannedUntil: null });
  expect((await write("open", banned)).status).toBe("approved");
});

test("trust ends a ban and a ban ends trust, and a note stays through both", async () => {
  const { id } = await write("open", email());

  await say(id, { note: "Writes from the town hall." });
  await say(id, { trusted: true });
  expect(await read(id)).toMatchObject({ trusted: true, banned: false });
  await say(id, { banned: true });
  expect(await read(id)).toMatchObject({ trusted: false, banned: true });
  await say(id, { trusted: true, bannedUntil: null });

  expect(await read(id)).toMatchObject({ trusted: true, banned: false, note: "Writes from the town hall." });
});

test("no decision that a human has made is changed by a ban", async () => {
  const author = email();
  const comment = await write("known", author);
  await service.call("POST", `/v1/comments/${comment.id}/decisions`, { body: { status: "approved" } });

  await say(comment.id, { banned: true });

  expect((await judged(service, comment.id)).status).toBe("approved");
});

test("the record counts what the author wrote, under which names, and how they are told apart", async () => {
  const author = email();
  const first = await write("known", author, { authorName: "Ada" });
  await write("known", author, { authorName: "Ada L." });
  await service.call("POST", `/v1/comments/${first.id}/decisions`, { body: { status: "spam" } });

  const record = await read(first.id);
  const { id: byNetwork } = await givenComment(service, { authorName: "a@b", authorIp: "2001:db8::1" });
  const { id: byName } = await givenComment(service, { authorName: "a@b" });

  expect(record).toMatchObject({
    id: null,
    counts: { queued: 0, held: 1, approved: 0, rejected: 0, spam: 1 },
    otherNames: ["Ada L."],
    knownBy: "email",
  });
  expect([(await read(byNetwork)).knownBy, (await read(byName)).knownBy]).toEqual([
    "name-and-network",
    "name",
  ]);
});

test("authors of whom something was said are listed, found by e-mail, and known on one site alone", async () => {
  const author = email();
  const here = await write("open", author);
  const there = await write("known", author);
  const { id } = (await say(here.id, { banned: true })).body;

  const { body } = await service.call<{ items: AuthorView[] }>(
    "GET",
    `/v1/authors?email=${author.toUpperCase()}`,
  );

  expect(body.items.map((item) => item.id)).toEqual([id]);
  expect((await read(there.id)).banned).toBe(false);
  const lifted = await service.call<AuthorView>("PATCH", `/v1/authors/${id}`, { body: { banned: false } });
  expect(lifted.body.banned).toBe(false);
  const banned = await service.call<{ items: AuthorView[] }>(
    "GET",
    "/v1/authors?standing=banned&siteKey=open",
  );
  expect(banned.body.items.map((item) => item.id)).not.toContain(id);
});

test.each([
  [{}, "#/"],
  [{ trusted: true, banned: true }, "#/trusted"],
  [{ banned: false, bannedUntil: "2030-01-01T00:00:00Z" }, "#/bannedUntil"],
  [{ bannedUntil: "tomorrow" }, "#/bannedUntil"],
  [{ note: "x".repeat(2_001) }, "#/note"],
  [{ nice: true, trusted: true }, "#/nice"],
])("%j is refused at %s", async (change, pointer) => {
  const { id } = await givenComment(service);

  const answer = await service.call<{ errors: { pointer: string }[] }>("PATCH", `/v1/comments/${id}/author`, {
    body: change,
  });

  expect([answer.status, answer.body.errors.map((error) => error.pointer)]).toEqual([422, [pointer]]);
});

test("whoever may only read says nothing of an author, and a key of another site sees none", async () => {
  const { id } = await write("open", email());
  const known = (await say(id, { trusted: true })).body.id;
  const keyOf = async (siteKey: string, scope: string) =>
    (
      await service.call<{ key: string }>("POST", "/v1/api-keys", {
        body: { siteKey, name: "k", scopes: [scope] },
      })
    ).body.key;
  const reader = await keyOf("open", "read");
  const stranger = await keyOf("known", "moderate");

  const answers = [
    await service.call("PATCH", `/v1/comments/${id}/author`, { body: { banned: true }, key: reader }),
    await service.call("PATCH", `/v1/authors/${known}`, { body: { banned: true }, key: reader }),
    await service.call("PATCH", `/v1/authors/${known}`, { body: { banned: true }, key: stranger }),
    await service.call("GET", `/v1/comments/${id}/author`, { key: stranger }),
    await service.call("GET", `/v1/comments/${id}/author`, { key: reader }),
  ];

  expect(answers.map(({ status }) => status)).toEqual([403, 403, 404, 404, 200]);
});

test("a deleted comment leads to no author", async () => {
  const { id } = await write("open", email());
  await service.call("DELETE", `/v1/comments/${id}`);

  expect((await service.call("GET", `/v1/comments/${id}/author`)).status).toBe(404);
});
