import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { getPage, postForm } from "../support/forms.ts";
import { type Answer, type Call, type Service, startService } from "../support/service.ts";

interface Accepted {
  id: string;
  status: string;
  receipt: string;
  statusUrl: string;
}
interface Problem {
  status: number;
  title: string;
  detail: string;
  errors?: { detail: string; pointer: string }[];
}

const pageUrl = "https://news.example/article";
const comment = { pageUrl, authorName: "Jo", body: "A fair point about the harbour hall." };
const origin = "https://news.example";

let service: Service;
beforeAll(async () => {
  service = await startService({ workers: false });
  const site = await service.call("POST", "/v1/sites", {
    body: { key: "news", name: "News", allowedOrigins: [origin], visitorLimitPerMinute: 10_000 },
  });
  expect(site.status).toBe(201);
});
afterAll(() => service.stop());

const submit = <Body = Accepted>(body: unknown, call: Call = {}) =>
  service.call<Body>("POST", "/v1/sites/news/comments", { key: null, body, ...call });
const pointersOf = (answer: Answer<Problem>) => answer.body.errors?.map((error) => error.pointer).sort();
const storedCount = async () =>
  (await service.database.pool.query<{ count: number }>("SELECT count(*)::int AS count FROM comments"))
    .rows[0]!.count;

describe("the public route", () => {
  test("a 202 means that the comment is in Postgres, exactly as it was sent", async () => {
    const body = "  two spaces before,\r\n\ta tab, 👩‍👩‍👧 and e\u0301 after \n";

    const answer = await submit({ ...comment, body });

    expect(answer.status).toBe(202);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(answer.headers.get("set-cookie")).toBeNull();
    const { rows } = await service.database.pool.query<{ body: string; status: string; revision: number }>(
      "SELECT body, status, revision FROM comments WHERE id = $1",
      [answer.body.id],
    );
    expect(rows).toEqual([{ body, status: "queued", revision: 1 }]);
  });

  test("the page's address is kept without fragment and campaign parameters", async () => {
    const answer = await submit({
      ...comment,
      pageUrl: "https://NEWS.example/article?utm_source=mail&id=7&utm_campaign=x#top",
    });

    const stored = await service.call<{ pageUrl: string }>("GET", `/v1/comments/${answer.body.id}`);
    expect(stored.body.pageUrl).toBe("https://news.example/article?id=7");
  });

  test("every wrong field is named at once, with a pointer", async () => {
    const answer = await submit<Problem>({
      pageUrl: "javascript:alert(1)",
      authorName: "  ",
      authorEmail: "nobody",
      authorUrl: "ftp://x",
      body: "\n\t",
      parentId: "7",
    });

    expect(answer.status).toBe(422);
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(pointersOf(answer)).toEqual([
      "#/authorEmail",
      "#/authorName",
      "#/authorUrl",
      "#/body",
      "#/pageUrl",
      "#/parentId",
    ]);
  });

  test.each([
    ["no body at all", undefined, 415],
    ["broken JSON", '{"body": ', 400],
    ["an array", [], 422],
    ["null", "null", 400],
    ["a number", "7", 400],
    ["a name that is an object", { ...comment, authorName: { a: 1 } }, 422],
    ["U+0000 in the text", { ...comment, body: "a\0b" }, 422],
    ["a lone surrogate", '{"pageUrl":"https://news.example/a","authorName":"Jo","body":"\\ud800"}', 422],
    ["10,001 code points", { ...comment, body: "𝒳".repeat(10_001) }, 422],
    ["a name of 101 characters", { ...comment, authorName: "x".repeat(101) }, 422],
    ["more than 64 KiB", { ...comment, body: "x".repeat(70_000) }, 413],
    ["an unknown parent", { ...comment, parentId: randomUUID() }, 422],
    ["a page of another site", { ...comment, pageUrl: "https://elsewhere.example/" }, 422],
  ])("%s is refused with a clear error and nothing stored", async (_name, body, status) => {
    const before = await storedCount();

    const answer = await submit<Problem>(body, {
      headers: body === undefined ? {} : { "content-type": "application/json" },
    });

    expect(answer.status).toBe(status);
    expect(answer.body.detail.length).toBeGreaterThan(10);
    expect(await storedCount()).toBe(before);
  });

  test.each([
    ["10,000 code points outside the basic plane", "𝒳".repeat(10_000)],
    ["one character", "y"],
    ["right-to-left text with controls", "\u202Eשלום\u202C"],
  ])("%s is accepted", async (_name, body) => {
    expect((await submit({ ...comment, body })).status).toBe(202);
  });

  test("fields that nobody knows are ignored, and those of the other route are not believed", async () => {
    const answer = await submit({
      ...comment,
      status: "approved",
      authorIp: "192.0.2.1",
      externalId: "x",
      id: "1",
    });

    const stored = await service.call("GET", `/v1/comments/${answer.body.id}`);
    expect(stored.body).toMatchObject({ externalId: null, status: "queued" });
  });

  test("a website that is not on the site's list is refused, a missing or null origin is not", async () => {
    const foreign = await submit<Problem>(comment, { headers: { origin: "https://evil.example" } });
    const none = await submit(comment, { headers: { origin: "null" } });
    const own = await submit(comment, { headers: { origin } });

    expect(foreign.status).toBe(403);
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
    expect(none.status).toBe(202);
    expect(own.status).toBe(202);
    expect(own.headers.get("access-control-allow-origin")).toBe(origin);
    expect(own.headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("a browser's preflight is answered for the site's own origins only", async () => {
    const path = "/v1/sites/news/comments";
    const asked = {
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    };

    const own = await service.call("OPTIONS", path, { key: null, headers: { origin, ...asked } });
    const foreign = await service.call("OPTIONS", path, {
      key: null,
      headers: { origin: "https://evil.example", ...asked },
    });

    expect(own.status).toBe(204);
    expect(own.headers.get("access-control-allow-origin")).toBe(origin);
    expect(own.headers.get("access-control-allow-headers")?.toLowerCase()).toContain("idempotency-key");
    expect(own.headers.get("vary")).toContain("Origin");
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("a page on the site's own origin can read why its request was malformed", async () => {
    const answer = await submit<Problem>("{", { headers: { origin, "content-type": "application/json" } });

    expect(answer.status).toBe(400);
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
  });

  test("an unknown site is a 404", async () => {
    const answer = await service.call<Problem>("POST", "/v1/sites/nobody/comments", {
      key: null,
      body: comment,
    });

    expect(answer.status).toBe(404);
  });

  test("a reply needs a parent on the same page that has not been deleted", async () => {
    const parent = await submit(comment);
    const reply = await submit({ ...comment, parentId: parent.body.id });
    const elsewhere = await submit<Problem>({
      ...comment,
      pageUrl: `${pageUrl}/2`,
      parentId: parent.body.id,
    });
    await service.call("DELETE", `/v1/comments/${parent.body.id}`);
    const tooLate = await submit<Problem>({ ...comment, parentId: parent.body.id });

    expect(reply.status).toBe(202);
    expect([elsewhere.status, tooLate.status]).toEqual([422, 422]);
    expect(pointersOf(tooLate)).toEqual(["#/parentId"]);
  });

  test("a closed page takes no comments", async () => {
    const closed = `${pageUrl}/closed`;
    const page = await service.call("POST", "/v1/pages", {
      body: { siteKey: "news", pageUrl: closed, closed: true },
    });
    expect(page.status).toBeLessThan(300);

    const answer = await submit<Problem>({ ...comment, pageUrl: closed });
    const thread = await service.call<{ closed: boolean }>(
      "GET",
      `/v1/sites/news/comments?pageUrl=${encodeURIComponent(closed)}`,
      { key: null },
    );

    expect(answer.status).toBe(403);
    expect(thread.body.closed).toBe(true);
  });

  test("past the visitor's limit: 429 with Retry-After and the RateLimit headers", async () => {
    await service.call("POST", "/v1/sites", {
      body: { key: "small", name: "Small", visitorLimitPerMinute: 2 },
    });
    const send = () =>
      service.call<Problem>("POST", "/v1/sites/small/comments", { key: null, body: comment });

    const first = await send();
    await send();
    const third = await send();

    expect(first.status).toBe(202);
    expect(first.headers.get("ratelimit")).toMatch(/^"visitor";r=1;t=\d+$/);
    expect(first.headers.get("ratelimit-policy")).toBe('"visitor";q=2;w=60');
    expect(third.status).toBe(429);
    expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("the Idempotency-Key", () => {
  const withKey = (key: string) => ({ headers: { "idempotency-key": key } });

  test("the same key and content give the stored 202, bare or quoted", async () => {
    const key = randomUUID();

    const first = await submit(comment, withKey(key));
    const again = await submit({ ...comment }, withKey(`"${key}"`));

    expect(again.status).toBe(202);
    expect(again.body).toEqual(first.body);
  });

  test("the same key with other content is a 422", async () => {
    const key = randomUUID();
    await submit(comment, withKey(key));

    const other = await submit<Problem>({ ...comment, body: "Something else." }, withKey(key));

    expect(other.status).toBe(422);
  });

  test("twenty requests with one key at the same instant store one comment", async () => {
    const before = await storedCount();
    const key = randomUUID();

    const answers = await Promise.all(Array.from({ length: 20 }, () => submit(comment, withKey(key))));

    const accepted = answers.filter((answer) => answer.status === 202);
    expect(answers.every((answer) => answer.status === 202 || answer.status === 409)).toBe(true);
    expect(accepted.length).toBeGreaterThan(0);
    expect(new Set(accepted.map((answer) => answer.body.id)).size).toBe(1);
    expect(await storedCount()).toBe(before + 1);
  });

  test("a failure is not remembered: the corrected text goes through under the same key", async () => {
    const key = randomUUID();

    const failed = await submit<Problem>({ ...comment, body: "" }, withKey(key));
    const corrected = await submit(comment, withKey(key));

    expect([failed.status, corrected.status]).toEqual([422, 202]);
  });

  test("two sites do not share keys", async () => {
    const key = randomUUID();
    const first = await submit(comment, withKey(key));
    const other = await service.call<Accepted>("POST", "/v1/sites/demo/comments", {
      key: null,
      body: comment,
      ...withKey(key),
    });

    expect(other.status).toBe(202);
    expect(other.body.id).not.toBe(first.body.id);
  });

  test.each(["x".repeat(256), '""', "ä"])("%j is no key", async (key) => {
    expect((await submit(comment, withKey(encodeURI(key) === key ? key : "\u00e4"))).status).toBe(422);
  });

  test("a key that is over 24 hours old is forgotten", async () => {
    const key = randomUUID();
    const first = await submit(comment, withKey(key));
    await service.database.pool.query(
      "UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = $1",
      [key],
    );

    const second = await submit({ ...comment, body: "A day later." }, withKey(key));

    expect(second.status).toBe(202);
    expect(second.body.id).not.toBe(first.body.id);
  });

  test("a body nested too deeply to be compared is refused, and leaves no key behind", async () => {
    const key = randomUUID();
    const nested = `{"text":${"[".repeat(30_000)}${"]".repeat(30_000)}}`;

    const answer = await service.call("POST", "/v1/rules/test", { body: nested, ...withKey(key) });
    const next = await service.call("POST", "/v1/rules/test", {
      body: { siteKey: "news", text: "Hello" },
      ...withKey(key),
    });

    expect([answer.status, next.status]).toEqual([400, 200]);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
  });

  test("other routes keep it too: a second site is not made, an API key is shown again and stored sealed", async () => {
    const body = { name: "Website", scopes: ["submit"], siteKey: "news" };
    const key = randomUUID();

    const first = await service.call<{ id: string; key: string }>("POST", "/v1/api-keys", {
      body,
      ...withKey(key),
    });
    const again = await service.call<{ id: string; key: string }>("POST", "/v1/api-keys", {
      body,
      ...withKey(key),
    });
    const other = await service.call("POST", "/v1/api-keys", {
      body: { ...body, name: "X" },
      ...withKey(key),
    });

    expect([first.status, again.status, other.status]).toEqual([201, 201, 422]);
    expect(again.body).toEqual(first.body);
    const { rows } = await service.database.pool.query<{ answer: Buffer }>(
      "SELECT answer FROM idempotency_keys WHERE key = $1",
      [key],
    );
    expect(rows[0]!.answer.includes(first.body.key)).toBe(false);
  });

  test("a failure of another route is not kept either", async () => {
    const key = randomUUID();
    const failed = await service.call("POST", "/v1/sites", { body: { key: "Not A Key!" }, ...withKey(key) });
    const made = await service.call("POST", "/v1/sites", {
      body: { key: "made-later", name: "Made later" },
      ...withKey(key),
    });

    expect([failed.status, made.status]).toEqual([422, 201]);
  });
});

describe("a form without JavaScript", () => {
  const form = { pageUrl, authorName: "Jo", body: "Sent by a plain form." };

  test("leads back to the article where the site says it lives", async () => {
    const answer = await postForm(service, "/v1/sites/news/comments", form, { origin });

    expect(answer.status).toBe(303);
    expect(answer.location).toBe(`${pageUrl}#moderato-received`);
  });

  test("leads to a page of ours that shows what became of the comment where the article's origin is unknown", async () => {
    const answer = await postForm(service, "/v1/sites/demo/comments", {
      ...form,
      pageUrl: "https://other.example/",
    });
    const page = await getPage(service, answer.location!);

    expect(answer.status).toBe(303);
    expect(page.status).toBe(200);
    expect(page.html).toContain("Sent by a plain form.");
    expect(page.html).toContain("waiting");
    expect(page.headers.get("content-security-policy")).toContain("style-src 'self'");
  });

  test("sent from our page in a frame, stays in the frame and shows the waiting comment", async () => {
    const answer = await postForm(service, "/v1/sites/news/comments?from=embed", form, {
      origin: service.url,
    });
    const page = await getPage(service, answer.location!);

    expect(answer.location).toMatch(/^\/embed\/news\?/);
    expect(page.html).toContain("Sent by a plain form.");
  });

  test("shows each error beside its field and keeps the text", async () => {
    const answer = await postForm(service, "/v1/sites/news/comments", {
      ...form,
      authorName: "",
      body: "x".repeat(10_001),
    });

    expect(answer.status).toBe(422);
    expect(answer.html).toContain("Please tell us your name.");
    expect(answer.html).toContain("longer than 10,000 characters");
    expect(answer.html).toContain("x".repeat(10_001));
    expect(answer.headers.get("content-security-policy")).toContain("style-src 'self'");
  });

  test("takes 10,000 Chinese characters, which are 90 kB on the way", async () => {
    const answer = await postForm(service, "/v1/sites/news/comments", { ...form, body: "海".repeat(10_000) });

    expect(answer.status).toBe(303);
  });

  test("of more than 64 KiB is refused", async () => {
    const answer = await postForm(service, "/v1/sites/news/comments", { ...form, body: "x".repeat(66_000) });

    expect(answer.status).toBe(413);
  });

  test("gets a fresh key where the old one stands for another text", async () => {
    const idempotencyKey = randomUUID();
    await postForm(service, "/v1/sites/news/comments", { ...form, idempotencyKey });

    const answer = await postForm(service, "/v1/sites/news/comments", {
      ...form,
      body: "Changed.",
      idempotencyKey,
    });

    expect(answer.status).toBe(422);
    expect(answer.html).toContain("Changed.");
    expect(answer.html).not.toContain(idempotencyKey);
  });

  test("gets JSON where it does not ask for a page", async () => {
    const answer = await postForm(service, "/v1/sites/news/comments", form, { accept: "*/*" });

    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.html)).toMatchObject({ status: "queued" });
  });

  test("never runs what a stranger wrote into it", async () => {
    const evil = '"><script>alert(1)</script>';
    const answer = await postForm(service, "/v1/sites/news/comments", {
      ...form,
      pageTitle: evil,
      authorEmail: evil,
      parentId: evil,
    });

    expect(answer.status).toBe(422);
    expect(answer.html).not.toContain("<script>alert(1)");
  });
});

describe("the receipt", () => {
  test("shows the author his own waiting comment, and nobody without it", async () => {
    const { body } = await submit(comment);
    const path = new URL(body.statusUrl).pathname;

    const own = await service.call("GET", `${path}?receipt=${body.receipt}`, { key: null });
    const wrong = await service.call("GET", `${path}?receipt=${"a".repeat(32)}`, { key: null });
    const missing = await service.call("GET", path, { key: null });

    expect(own).toMatchObject({ status: 200, body: { id: body.id, status: "waiting", body: comment.body } });
    expect([wrong.status, missing.status]).toEqual([404, 404]);
  });

  test("tells of the public reason of a refusal and of nothing else", async () => {
    const { body } = await submit(comment);
    await service.call("POST", `/v1/comments/${body.id}/decisions`, {
      body: { status: "rejected", reason: "secret", note: "secret" },
    });

    const own = await service.call("GET", `/v1/sites/news/comments/${body.id}?receipt=${body.receipt}`, {
      key: null,
    });

    expect(own.body).toMatchObject({ status: "refused" });
    expect(JSON.stringify(own.body)).not.toContain("secret");
  });
});
