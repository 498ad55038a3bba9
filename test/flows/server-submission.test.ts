import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Service, startService } from "../support/service.ts";

const comment = {
  siteKey: "demo",
  pageUrl: "https://news.example/article",
  authorName: "Jo",
  body: "Sent by the website's own server.",
};

let service: Service;
let key: string;
beforeAll(async () => {
  service = await startService({ workers: false });
  const made = await service.call<{ key: string }>("POST", "/v1/api-keys", {
    body: { siteKey: "demo", name: "Website", scopes: ["submit"] },
  });
  ({ key } = made.body);
  await service.call("POST", "/v1/sites", { body: { key: "other", name: "Other" } });
});
afterAll(() => service.stop());

const submit = (body: object, headers: Record<string, string> = {}) =>
  service.call<{ id: string; detail: string }>("POST", "/v1/comments", { key, body, headers });

test("a website's server submits for its visitors with a key of 40 letters and digits", async () => {
  const answer = await submit({
    ...comment,
    authorIp: "2001:db8::7",
    userAgent: "x",
    externalId: randomUUID(),
  });

  expect(key).toMatch(/^[a-z0-9]{40}$/);
  expect(answer.status).toBe(202);
});

test("a key of one site can neither write to another nor learn that it exists", async () => {
  const other = await submit({ ...comment, siteKey: "other" });
  const unknown = await submit({ ...comment, siteKey: "nobody" });
  const reading = await service.call("GET", "/v1/comments", { key });

  expect([other.status, unknown.status]).toEqual([404, 404]);
  expect(other.body.detail).toBe(unknown.body.detail);
  expect(reading.body).toMatchObject({ items: [] });
});

test("no key, a wrong key and a revoked one are refused", async () => {
  const made = await service.call<{ id: string; key: string }>("POST", "/v1/api-keys", {
    body: { siteKey: "demo", name: "Old", scopes: ["submit"] },
  });
  await service.call("DELETE", `/v1/api-keys/${made.body.id}`);

  const answers = await Promise.all(
    [null, "wrong", made.body.key].map((used) =>
      service.call("POST", "/v1/comments", { key: used, body: comment }),
    ),
  );

  expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401]);
});

test("the same externalId with the same content is the stored comment, with other content a conflict", async () => {
  const externalId = randomUUID();

  const first = await submit({ ...comment, externalId });
  const again = await submit({ ...comment, externalId });
  const other = await submit({ ...comment, externalId, body: "Something else." });

  expect([first.status, again.status, other.status]).toEqual([202, 202, 409]);
  expect(again.body.id).toBe(first.body.id);
});

test("fifty submissions of one externalId at the same instant store one comment", async () => {
  const externalId = randomUUID();

  const answers = await Promise.all(Array.from({ length: 50 }, () => submit({ ...comment, externalId })));

  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202]));
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
});

test("one submission that cannot be stored costs its neighbours in the batch nothing", async () => {
  const taken = randomUUID();
  await submit({ ...comment, externalId: taken });

  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      index % 20 === 7
        ? submit({ ...comment, externalId: taken, body: "Not the same." })
        : submit({ ...comment, body: `Neighbour ${index}`, externalId: randomUUID() }),
    ),
  );

  expect(answers.filter((answer) => answer.status === 202)).toHaveLength(57);
  expect(answers.filter((answer) => answer.status === 409)).toHaveLength(3);
});

test("the time of submission may lie in the past, not before 1990 nor in the future", async () => {
  const past = await submit({ ...comment, submittedAt: "2026-01-02T03:04:05+01:00" });
  const future = await submit({ ...comment, submittedAt: "2999-01-01T00:00:00Z" });
  const archived = await submit({ ...comment, submittedAt: "1990-01-01T00:00:00Z" });
  const zero = await submit({ ...comment, submittedAt: "0001-01-01T00:00:00Z" });
  const justBefore = await submit({ ...comment, submittedAt: "1990-01-01T00:30:00+01:00" });
  const stored = await service.call("GET", `/v1/comments/${past.body.id}`);

  expect([past.status, archived.status]).toEqual([202, 202]);
  expect([future.status, zero.status, justBefore.status]).toEqual([422, 422, 422]);
  expect(stored.body).toMatchObject({ createdAt: "2026-01-02T02:04:05.000Z" });
});
