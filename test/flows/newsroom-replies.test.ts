import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { findComment } from "../../src/comments/comment-queries.ts";
import { editComment } from "../../src/comments/edit-comment.ts";
import { type CommentView, givenComment, givenHeldComment, judged, readComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

interface Reply extends CommentView {
  parentId: string;
  authorName: string;
  isNewsroom: boolean;
  batchId: string;
  parent: { id: string; status: string; revision: number };
}
interface Published {
  id: string;
  authorName: string;
  isNewsroom: boolean;
  body: string;
  replies: Published[];
}

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

let pages = 0;
const newPage = () => `https://news.example/answered-${++pages}`;
const decide = (id: string, status: string) =>
  service.call("POST", `/v1/comments/${id}/decisions`, { body: { status } });
const reply = (id: string, body: object, headers: Record<string, string> = {}) =>
  service.call<Reply>("POST", `/v1/comments/${id}/reply`, { body, headers });
const threadOf = async (pageUrl: string) =>
  (
    await service.call<{ items: Published[] }>(
      "GET",
      `/v1/sites/demo/comments?pageUrl=${encodeURIComponent(pageUrl)}`,
      { key: null },
    )
  ).body.items;

test("a moderator answers a comment that waits: both are published at once, and one undo takes both back", async () => {
  const pageUrl = newPage();
  const asked = await givenHeldComment(service, { pageUrl, body: "Is the second figure right?" });

  const { status, body } = await reply(asked.id, {
    body: "No. It is 12, we have corrected it.",
    approve: true,
  });

  expect(status).toBe(201);
  expect(body).toMatchObject({
    parentId: asked.id,
    status: "approved",
    isNewsroom: true,
    authorName: "Demo",
    parent: { id: asked.id, status: "approved", revision: asked.revision + 1 },
  });
  expect(await threadOf(pageUrl)).toMatchObject([
    { id: asked.id, isNewsroom: false, replies: [{ id: body.id, isNewsroom: true, authorName: "Demo" }] },
  ]);
  const stored = await readComment(service, body.id);
  expect(stored).toMatchObject({ findings: [], decisions: [{ status: "approved", by: "moderator" }] });

  await service.call("POST", `/v1/decisions/${body.batchId}/undo`);

  expect(await threadOf(pageUrl)).toEqual([]);
  expect([
    (await readComment(service, asked.id)).status,
    (await readComment(service, body.id)).status,
  ]).toEqual(["held", "held"]);
});

test("without asking for it a reply publishes nothing that waits, and leaves nothing behind", async () => {
  const pageUrl = newPage();
  const asked = await givenHeldComment(service, { pageUrl, body: "Nobody has looked at this yet." });

  const refused = await reply(asked.id, { body: "An answer too early." });

  expect([refused.status, refused.body]).toMatchObject([409, { current: { status: "held" } }]);
  const { body } = await service.call<{ items: unknown[] }>("GET", `/v1/comments?pageUrl=${pageUrl}`);
  expect(body.items).toHaveLength(1);
  expect((await readComment(service, asked.id)).status).toBe("held");
});

test("a reply to what was changed since is refused with how it stands", async () => {
  const asked = await givenHeldComment(service, { pageUrl: newPage(), body: "First words." });
  await decide(asked.id, "spam");

  const refused = await reply(asked.id, { body: "Yes.", approve: true, expectedRevision: asked.revision });

  expect([refused.status, refused.body]).toMatchObject([409, { current: { status: "spam" } }]);
});

test("the same key gives the same reply again, and an empty one is refused", async () => {
  const pageUrl = newPage();
  const asked = await givenHeldComment(service, { pageUrl, body: "Twice on a slow line?" });
  await decide(asked.id, "approved");
  const send = () => reply(asked.id, { body: "Only once." }, { "idempotency-key": "reply-1" });

  const [first, second] = [await send(), await send()];

  expect(second.body.id).toBe(first.body.id);
  expect((await threadOf(pageUrl))[0]!.replies).toHaveLength(1);
  expect((await reply(asked.id, { body: "  " })).status).toBe(422);
});

test("a visitor who calls himself the newsroom is a visitor", async () => {
  const pageUrl = newPage();
  const { id } = await givenComment(service, {
    pageUrl,
    authorName: "newsroom",
    body: "We apologise.",
    isNewsroom: true,
    authorKey: "newsroom",
  });
  await judged(service, id);
  await decide(id, "approved");

  expect(await threadOf(pageUrl)).toMatchObject([{ authorName: "newsroom", isNewsroom: false }]);
});

test("the newsroom has no record as an author, teaches no model, and its corrections are judged by no rule", async () => {
  const asked = await givenHeldComment(service, { pageUrl: newPage(), body: "When does it open?" });
  await decide(asked.id, "approved");
  const { body: answer } = await reply(asked.id, { body: "On Mondey." });

  expect((await service.call("GET", `/v1/comments/${answer.id}/author`)).status).toBe(404);
  expect(
    (await service.call("PATCH", `/v1/comments/${answer.id}/author`, { body: { banned: true } })).status,
  ).toBe(404);
  const lessons = await service.deps.pool.query("SELECT comment_id FROM lessons WHERE comment_id = ANY($1)", [
    [asked.id, answer.id],
  ]);
  expect(lessons.rows).toEqual([{ comment_id: asked.id }]);

  await service.call("PATCH", `/v1/comments/${answer.id}`, { body: { body: "On Monday." } });

  expect(await readComment(service, answer.id)).toMatchObject({
    body: "On Monday.",
    status: "approved",
    findings: [],
  });
});

/** A reply that is published, as somebody has read it who is about to correct it. */
const givenReplyToCorrect = async (body: string) => {
  const asked = await givenHeldComment(service, { pageUrl: newPage(), body: "When does it open?" });
  await decide(asked.id, "approved");
  const { body: answer } = await reply(asked.id, { body });
  return (await findComment(service.deps.pool, answer.id))!;
};
const by = { kind: "moderator", userId: null, apiKeyId: null, name: "Ada" } as const;

test("a reply that a colleague rejects while it is corrected stays rejected", async () => {
  const found = await givenReplyToCorrect("On Sundey.");
  await decide(found.id, "rejected");

  const correcting = editComment(service.deps, found, { body: "On Sunday.", by });
  await expect(correcting).rejects.toMatchObject({ status: 409 });

  const { status, decisions } = await readComment(service, found.id);
  expect([status, decisions.map((decision) => decision.status)]).toEqual([
    "rejected",
    ["approved", "rejected"],
  ]);
});

test("nobody meets a reply queued while it is corrected, and no rule judges it", async () => {
  const { deps } = service;
  const found = await givenReplyToCorrect("Closd.");
  let connections = 0;
  const pool = new Proxy(deps.pool, {
    get(target, name) {
      if (name !== "connect" && name !== "query") return Reflect.get(target, name) as unknown;
      if (name === "query") throw new Error("outside of the transaction");
      return () => (++connections, target.connect());
    },
  });

  await editComment({ ...deps, pool }, found, { body: "Closed.", by });

  expect(connections).toBe(1);
  expect(await readComment(service, found.id)).toMatchObject({ body: "Closed.", status: "approved" });
});

test("the website is told of a reply as of any published comment", async () => {
  const asked = await givenHeldComment(service, { pageUrl: newPage(), body: "And the source?" });
  await decide(asked.id, "approved");
  const { body } = await reply(asked.id, { body: "It is linked above." });

  const told = await eventually("the event of the reply", async () => {
    const { rows } = await service.deps.pool.query<{ type: string; data: object }>(
      "SELECT type, data FROM events WHERE comment_id = $1",
      [body.id],
    );
    return rows.length > 0 && rows;
  });
  expect(told).toMatchObject([
    { type: "comment.approved", data: { comment: { parentId: asked.id }, decision: { by: "moderator" } } },
  ]);
});

test("only who may decide on the site may answer in its name", async () => {
  const asked = await givenHeldComment(service, { pageUrl: newPage(), body: "May anybody answer?" });
  await service.call("POST", "/v1/sites", { body: { key: "other" } });
  const keyWith = async (siteKey: string, scopes: string[]) =>
    (await service.call<{ key: string }>("POST", "/v1/api-keys", { body: { siteKey, name: "k", scopes } }))
      .body.key;
  const answerWith = async (key: string) =>
    (
      await service.call("POST", `/v1/comments/${asked.id}/reply`, {
        key,
        body: { body: "Yes.", approve: true },
      })
    ).status;

  expect(await answerWith(await keyWith("demo", ["read"]))).toBe(403);
  expect(await answerWith(await keyWith("other", ["moderate"]))).toBe(404);
});

test("pages without JavaScript show whose reply it is, and by its look", async () => {
  const pageUrl = newPage();
  const asked = await givenHeldComment(service, { pageUrl, body: "Seen without a script?" });
  await reply(asked.id, { body: "Yes, here.", approve: true });

  const { body: page } = await service.call<string>(
    "GET",
    `/embed/demo?pageUrl=${encodeURIComponent(pageUrl)}`,
    { key: null },
  );

  expect(page.match(/<span class="newsroom-badge">Newsroom<\/span>/g)).toHaveLength(1);
  expect(page).toMatch(/class="comment depth-1 +newsroom"/);
});
