// What readers and dashboards see: the published thread, counts, lists that neither skip nor repeat, live changes.
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { givenComment, givenHeldComment, judged, judgeNow, pageUrl } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";
import { hear } from "../support/stream.ts";
import { eventually } from "../support/wait.ts";

interface Thread {
  items: { id: string; parentId: string | null; body: string; authorName: string }[];
  formToken: string;
}

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const approve = (id: string) =>
  service.call("POST", `/v1/comments/${id}/decisions`, { body: { status: "approved" } });
const readThread = (page: string, headers: Record<string, string> = {}) =>
  service.call<Thread>("GET", `/v1/sites/demo/comments?pageUrl=${encodeURIComponent(page)}`, {
    key: null,
    headers,
  });

test("the thread holds what is approved, with replies, and nothing that could harm its author", async () => {
  const page = `${pageUrl}/thread`;
  const parent = await givenHeldComment(service, {
    pageUrl: page,
    authorEmail: "jo@example.org",
    authorIp: "192.0.2.77",
  });
  const reply = await givenHeldComment(service, { pageUrl: page, parentId: parent.id, body: "So it is." });
  await givenHeldComment(service, { pageUrl: page, body: "Not yet seen by anyone." });
  await Promise.all([approve(parent.id), approve(reply.id)]);

  const thread = await readThread(`${page}#comments`);

  expect(thread.body.items).toMatchObject([
    { id: parent.id, parentId: null, replies: [{ id: reply.id, parentId: parent.id, body: "So it is." }] },
  ]);
  expect(JSON.stringify(thread.body)).not.toMatch(
    /jo@example\.org|192\.0\.2\.77|Not yet seen|findings|score/,
  );
});

test("a thread that did not change is a 304, and may be cached for five seconds", async () => {
  const page = `${pageUrl}/etag`;
  const first = await readThread(page);
  const etag = first.headers.get("etag")!;
  // fetch() would add "no-cache", which asks for the whole answer.
  const asked = { "if-none-match": etag, "cache-control": "max-age=0" };
  const same = await readThread(page, asked);
  const { id } = await givenHeldComment(service, { pageUrl: page });
  await approve(id);

  const changed = await readThread(page, asked);

  expect(same.status).toBe(304);
  expect(changed.status).toBe(200);
  expect(first.headers.get("cache-control")).toMatch(/s-maxage=5/);
});

test("comments of several pages are counted in one request", async () => {
  const pages = [`${pageUrl}/one`, `${pageUrl}/two`];
  await approve((await givenHeldComment(service, { pageUrl: pages[0] })).id);

  const query = pages.map((page) => `pageUrl=${encodeURIComponent(page)}`).join("&");
  const counts = await service.call("GET", `/v1/sites/demo/counts?${query}`, { key: null });

  expect(counts.body).toEqual({ counts: { [pages[0]!]: 1, [pages[1]!]: 0 } });
});

test.each(["newest", "oldest", "risk"])(
  "pages of the queue in the order %s neither skip nor repeat while a colleague decides",
  async (order) => {
    const siteKey = `paged-${order}`;
    await service.call("POST", "/v1/sites", { body: { key: siteKey } });
    const sent = await Promise.all(
      Array.from({ length: 23 }, (_, index) =>
        givenComment(service, { siteKey, body: `No. ${index}`, authorName: `A${index}` }),
      ),
    );
    await Promise.all(sent.map(({ id }) => judged(service, id)));

    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? "" : `&cursor=${cursor}`;
      const { body } = await service.call<{ items: { id: string }[]; nextCursor: string | null }>(
        "GET",
        `/v1/comments?siteKey=${siteKey}&status=held&order=${order}&limit=5${after}`,
      );
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
      if (body.items[0] !== undefined) await approve(body.items[0].id);
    } while (cursor !== null);

    expect([...seen].sort()).toEqual(sent.map(({ id }) => id).sort());
  },
);

test.each([
  ["limit=0", "#/limit"],
  ["limit=201", "#/limit"],
  ["status=lost", "#/status/0"],
  ["status=", "#/status"],
  ["status=,&secondOpinion=true", "#/status"],
  ["q=x&status=", "#/status"],
  ["order=best", "#/order"],
  ["cursor=abc", "#/cursor"],
  ["rule=7", "#/rule"],
])("a list asked for with %s is refused with the parameter's name", async (query, pointer) => {
  const answer = await service.call<{ errors: { pointer: string }[] }>("GET", `/v1/comments?${query}`);

  expect(answer.status).toBe(422);
  expect(answer.body.errors[0]!.pointer).toBe(pointer);
});

test("whoever may read no site finds nothing, with or without a search", async () => {
  const made = await service.call<{ key: string }>("POST", "/v1/api-keys", {
    body: { siteKey: "demo", name: "Form", scopes: ["submit"] },
  });
  const list = (query: string) => service.call("GET", `/v1/comments?${query}`, { key: made.body.key });

  const answers = await Promise.all(["", "secondOpinion=true", "q=point", "q=point&order=risk"].map(list));

  for (const { status, body } of answers)
    expect({ status, body }).toEqual({ status: 200, body: { items: [], nextCursor: null } });
});

test("a dashboard hears of an arrival and a decision from those who decide, and of no other site's", async () => {
  // Without workers: whoever comes round later to tell of it would never come.
  const idle = await startService({ workers: false });
  await idle.call("POST", "/v1/sites", { body: { key: "quiet" } });
  const made = await idle.call<{ key: string }>("POST", "/v1/api-keys", {
    body: { siteKey: "demo", name: "Watcher", scopes: ["read"] },
  });
  const heard = await hear(idle, made.body.key);

  const foreign = await givenComment(idle, { siteKey: "quiet" });
  const { id } = await givenComment(idle);
  await judgeNow(idle, [foreign.id]);
  await judgeNow(idle, [id]);
  await eventually("the arrival", () => heard.text().includes(id));
  await idle.call("POST", `/v1/comments/${id}/decisions`, { body: { status: "approved" } });
  await eventually("the decision", () => heard.text().includes('"status":"approved"'));

  expect(heard.contentType).toMatch(/^text\/event-stream/);
  expect(heard.text()).not.toContain(foreign.id);
  await heard.stop();
  await idle.stop();
});

test("a stream is refused for a site that is none of the caller's, and to a key that may not read", async () => {
  await service.call("POST", "/v1/sites", { body: { key: "hidden" } });
  const keyFor = async (scopes: string[]) =>
    (
      await service.call<{ key: string }>("POST", "/v1/api-keys", {
        body: { siteKey: "demo", name: "k", scopes },
      })
    ).body.key;
  const reader = await keyFor(["read"]);
  const answers = await Promise.all([
    service.call("GET", "/v1/stream?siteKey=hidden", { key: reader }),
    service.call("GET", "/v1/stream?siteKey=nowhere", { key: reader }),
    service.call("GET", "/v1/stream", { key: await keyFor(["submit"]) }),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([404, 404, 403]);
});

test("a stream ends within a minute after its key was revoked", async () => {
  const made = await service.call<{ id: string; key: string }>("POST", "/v1/api-keys", {
    body: { siteKey: "demo", name: "Short", scopes: ["read"] },
  });
  // Intervals alone: the network keeps its time.
  jest.useFakeTimers({
    doNotFake: [
      ...(["Date", "hrtime", "nextTick", "performance", "queueMicrotask"] as const),
      ...(["setImmediate", "clearImmediate", "setTimeout", "clearTimeout"] as const),
    ],
  });
  try {
    const heard = await hear(service, made.body.key);
    jest.advanceTimersByTime(60_000);
    await eventually("a sign of life", () => heard.text().includes(": still here"));

    await service.call("DELETE", `/v1/api-keys/${made.body.id}`);
    jest.advanceTimersByTime(60_000);

    await heard.ended;
  } finally {
    jest.useRealTimers();
  }
});

test("a website that was away reads every event once, in order, by its cursor", async () => {
  interface Events {
    items: { id: string; type: string; data: { comment: { id: string; revision: number } } }[];
    nextCursor: string;
  }
  await service.call("POST", "/v1/sites", { body: { key: "away" } });
  const first = await service.call<Events>("GET", "/v1/events?siteKey=away");
  const { id } = await givenHeldComment(service, { siteKey: "away" });
  await approve(id);
  await service.call("DELETE", `/v1/comments/${id}`);

  const events = await eventually("the events", async () => {
    const { body } = await service.call<Events>(
      "GET",
      `/v1/events?siteKey=away&after=${first.body.nextCursor}`,
    );
    return body.items.length === 3 && body;
  });
  const none = await service.call<Events>("GET", `/v1/events?siteKey=away&after=${events.nextCursor}`);

  expect(events.items.map(({ type }) => type)).toEqual([
    "comment.held",
    "comment.approved",
    "comment.deleted",
  ]);
  expect(events.items.map(({ data }) => data.comment.revision)).toEqual([2, 3, 4]);
  expect(none.body.items).toEqual([]);
  expect(none.body.nextCursor).toEqual(expect.any(String));
});
