// Nothing that an outsider sends is answered with a 500, whatever a schema lets by.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { givenHeldComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";

let service: Service;
let commentId = "";
beforeAll(async () => {
  service = await startService();
  commentId = (await givenHeldComment(service)).id;
});
afterAll(() => service.stop());

const cursor = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString("base64url");
const id = "01900000-0000-7000-8000-000000000000";
const yearZero = "0000-01-01T00:00:00Z";
interface Asked {
  method: string;
  path: string;
  body: object | undefined;
}
const asked = (rows: [method: string, path: string, body?: object][]): Asked[] =>
  rows.map(([method, path, body]) => ({ method, path, body }));
const comment = { pageUrl: "https://news.example/", authorName: "Jo", body: "Well." };

test.each<Asked>(
  asked([
    ["POST", "/v1/sites/%00/comments", comment],
    ["GET", "/v1/sites/%00/comments?pageUrl=https://news.example/"],
    ["GET", "/v1/sites/%00/comments/counts?pageUrl=https://news.example/"],
    ["GET", "/embed/%00?pageUrl=https://news.example/"],
  ]),
)("without a key: $method $path is 404", async ({ method, path, body }) => {
  const answer = await service.call(method, path, { key: null, ...(body === undefined ? {} : { body }) });
  expect(answer.status).toBe(404);
});

test.each([
  ...[
    "comments",
    "stats",
    "stats/volume",
    "stats/volume.csv",
    "authors",
    "rules",
    "rules/health",
    "backtests",
  ],
  ...["handover-notes", "stream"],
])("GET /v1/%s of a site with a key that none can have is refused", async (list) => {
  expect((await service.call("GET", `/v1/${list}?siteKey=%00`)).status).toBe(404);
});

test.each<Asked>(
  asked([
    ["GET", "/v1/sites/%00"],
    ["POST", "/v1/comments", { ...comment, siteKey: "\0" }],
    ["POST", "/v1/handover-notes", { siteKey: "\0", body: "x" }],
    ["POST", "/v1/invitations", { siteKey: "\0", email: "a@example.org", role: "viewer" }],
    ["POST", "/v1/api-keys", { siteKey: "\0", name: "x", scopes: ["read"] }],
    ["PATCH", "/v1/comments/COMMENT", { body: "Other", expectedRevision: 3_000_000_000 }],
    ["PATCH", "/v1/comments/COMMENT/author", { bannedUntil: yearZero }],
    ["GET", `/v1/audit?since=${yearZero}`],
    ["GET", `/v1/audit?until=${encodeURIComponent("2026-01-01T00:00:00+23:59")}`],
    ["GET", `/v1/audit.csv?until=${encodeURIComponent("2026-01-01T00:00:00+23:59")}`],
    ["GET", `/v1/authors?cursor=${cursor(yearZero, id)}`],
    ["GET", `/v1/audit?cursor=${cursor(yearZero, id)}`],
    ["GET", `/v1/decisions?cursor=${cursor(yearZero, id)}`],
    ["GET", `/v1/pages?siteKey=demo&cursor=${cursor(yearZero, id)}`],
    ["GET", `/v1/comments?order=risk&cursor=${cursor(1e308, "2025-01-01T00:00:00Z", id)}`],
  ]),
)("$method $path is refused for what it says", async ({ method, path, body }) => {
  const answer = await service.call(
    method,
    path.replace("COMMENT", commentId),
    body === undefined ? {} : { body },
  );
  expect([404, 409, 422]).toContain(answer.status);
});
