import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createPublicCommentRoutes } from "../../src/comments/public-routes.ts";
import type { HttpDeps } from "../../src/deps.ts";
import { createApp } from "../../src/http/app.ts";
import { type JsonSchema, openApiDocument } from "../../src/http/openapi/document.ts";
import * as answers from "../../src/http/openapi/comment-answers.ts";
import { operations } from "../../src/http/openapi/operations.ts";
import { eventually } from "../support/wait.ts";
import { type Service, startService } from "../support/service.ts";

const document = openApiDocument("0.0.0", "https://comments.example.org");
const described = operations.map(({ method, path }) => `${method} ${path}`).sort();

describe("the description", () => {
  test("lists every route under /v1 and no other", () => {
    expect(described).toEqual(routesUnderV1().sort());
  });

  test("names each operation once", () => {
    const ids = describedOperations().map(({ operationId }) => operationId);

    expect(new Set(ids).size).toBe(ids.length);
  });

  test("refers to nothing that is not there", () => {
    const references = new Set(
      [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((found) => found[1]!),
    );
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);

    expect(references.size).toBeGreaterThan(20);
    expect([...references].filter((reference) => !known.includes(reference))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain("$defs");
  });

  test("gives every success but 204 a schema, every refusal the shape of a problem", () => {
    for (const { operationId, responses } of describedOperations()) {
      for (const [status, { content = {} }] of Object.entries(responses)) {
        const types = Object.keys(content);
        const where = `${operationId} ${status}`;
        if (["204", "303", "304"].includes(status)) expect([where, types]).toEqual([where, []]);
        else if (Number(status) >= 400) expect([where, types]).toEqual([where, ["application/problem+json"]]);
        else expect([where, types.length]).toEqual([where, 1]);
      }
    }
  });

  test("says of every operation who may call it", () => {
    const open = describedOperations().filter(({ security }) => security.length === 0);

    expect(open.map(({ operationId }) => operationId).sort()).toEqual([
      "getSession",
      "getSitesSiteKeyComments",
      "getSitesSiteKeyCommentsId",
      "getSitesSiteKeyCounts",
      "postOneTimeLinksLook",
      "postOneTimeLinksUse",
      "postSessions",
      "postSetup",
      "postSitesSiteKeyComments",
    ]);
  });

  test("gives every parameter a type", () => {
    const untyped = describedOperations().flatMap(({ operationId, parameters = [] }) =>
      parameters.filter(({ schema }) => !isTyped(schema)).map(({ name }) => `${operationId} ${name}`),
    );

    expect(untyped).toEqual([]);
  });
});

describe("a running service", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({
      env: { WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8", AKISMET_URL: "http://127.0.0.1:9" },
    });
  });
  afterAll(() => service.stop());

  /** Calls an operation and holds its answer to the description, field by field. */
  async function callAsDescribed(
    operation: string,
    request: { path?: string; body?: unknown; key?: null } = {},
  ): Promise<Record<string, unknown>> {
    const [method, path] = operation.split(" ") as [string, string];
    const known = operations.find((one) => one.method === method && one.path === path)!;
    const { status, body } = await service.call(method.toUpperCase(), request.path ?? path, request);
    expect([operation, status, body]).toEqual([operation, known.status, expect.anything()]);
    if (known.answer === undefined || typeof known.answer === "string") return body;
    // Unknown fields fall out in parsing, so both a missing and an undescribed field fail here.
    expect(known.answer.parse(body)).toEqual(body);
    return body;
  }

  test("answers as described", async () => {
    const submission = { pageUrl: "https://news.example/a", authorName: "Ada", body: "https://a.example" };
    const url = "http://127.0.0.1:9/hook";

    await callAsDescribed("post /v1/sites", { body: { key: "news", closePagesAfterDays: 30 } });
    await callAsDescribed("get /v1/sites");
    await callAsDescribed("get /v1/sites/{siteKey}", { path: "/v1/sites/news" });
    await callAsDescribed("patch /v1/sites/{siteKey}", { path: "/v1/sites/news", body: { name: "News" } });

    const services = "/v1/sites/news/services";
    await callAsDescribed("post /v1/sites/{siteKey}/services/external", { path: `${services}/external` });
    await callAsDescribed("post /v1/sites/{siteKey}/services/akismet", {
      path: `${services}/akismet`,
      body: { key: "abc123" },
    });
    await callAsDescribed("get /v1/sites/{siteKey}/services", { path: services });
    await callAsDescribed("delete /v1/sites/{siteKey}/services/akismet", { path: `${services}/akismet` });

    const key = await callAsDescribed("post /v1/api-keys", { body: { name: "k", scopes: ["read"] } });
    await callAsDescribed("get /v1/api-keys");
    await callAsDescribed("delete /v1/api-keys/{id}", { path: `/v1/api-keys/${String(key.id)}` });

    const [ada] = (await callAsDescribed("get /v1/users")).items as { id: string }[];
    await callAsDescribed("get /v1/users/{id}", { path: `/v1/users/${ada!.id}` });
    await callAsDescribed("patch /v1/users/{id}", {
      path: `/v1/users/${ada!.id}`,
      body: { roles: [{ siteKey: "news", role: "viewer" }] },
    });
    await callAsDescribed("post /v1/users/{id}/password-link", {
      path: `/v1/users/${ada!.id}/password-link`,
    });
    await callAsDescribed("delete /v1/users/{id}/sessions", { path: `/v1/users/${ada!.id}/sessions` });
    const invitation = await callAsDescribed("post /v1/invitations", {
      body: { email: "Bo@example.org", siteKey: "news", role: "moderator" },
    });
    await callAsDescribed("get /v1/invitations", { path: "/v1/invitations?siteKey=news" });
    await callAsDescribed("delete /v1/invitations/{id}", {
      path: `/v1/invitations/${String(invitation.id)}`,
    });
    await callAsDescribed("get /v1/audit");
    await callAsDescribed("get /v1/audit.csv");
    for (const name of ["volume", "decision-times", "backlog", "rules", "moderators", "hours-of-week"])
      await callAsDescribed(`get /v1/stats/${name}`, { path: `/v1/stats/${name}?siteKey=news` });

    const endpoint = await callAsDescribed("post /v1/webhook-endpoints", { body: { siteKey: "news", url } });
    const endpointPath = `/v1/webhook-endpoints/${String(endpoint.id)}`;
    await callAsDescribed("get /v1/webhook-endpoints");
    await callAsDescribed("get /v1/webhook-endpoints/{id}", { path: endpointPath });
    await callAsDescribed("patch /v1/webhook-endpoints/{id}", { path: endpointPath, body: { events: null } });
    await callAsDescribed("post /v1/webhook-endpoints/{id}/test", { path: `${endpointPath}/test` });
    await callAsDescribed("post /v1/webhook-endpoints/{id}/rotate-secret", {
      path: `${endpointPath}/rotate-secret`,
    });

    const list = await callAsDescribed("post /v1/word-lists", {
      body: { siteKey: "news", name: "Words", entries: [{ phrase: "casino" }], allow: ["grand casino"] },
    });
    const listPath = `/v1/word-lists/${String(list.id)}`;
    await callAsDescribed("get /v1/word-lists");
    await callAsDescribed("get /v1/word-lists/{id}", { path: listPath });
    await callAsDescribed("post /v1/word-lists/report", {
      body: { siteKey: "news", entries: [{ phrase: "casino" }] },
    });
    await callAsDescribed("patch /v1/word-lists/{id}", { path: listPath, body: { name: "More words" } });
    await callAsDescribed("delete /v1/word-lists/{id}", { path: listPath });

    await callAsDescribed("get /v1/packs", { path: "/v1/packs?siteKey=news" });
    await callAsDescribed("post /v1/packs/{key}", { path: "/v1/packs/spam", body: { siteKey: "news" } });
    await callAsDescribed("post /v1/packs/{key}/rules/{rule}/restore", {
      path: "/v1/packs/spam/rules/plea/restore",
      body: { siteKey: "news" },
    });
    await callAsDescribed("delete /v1/packs/{key}", { path: "/v1/packs/spam?siteKey=news" });

    const when = { all: [{ check: "links", count: { gte: 1 } }] };
    const rule = await callAsDescribed("post /v1/rules", {
      body: { siteKey: "news", name: "Any link", stage: "hold", when, then: { points: 4, group: "links" } },
    });
    const rulePath = `/v1/rules/${String(rule.id)}`;
    await callAsDescribed("get /v1/rules");
    await callAsDescribed("get /v1/rules/{id}", { path: rulePath });
    await callAsDescribed("patch /v1/rules/{id}", { path: rulePath, body: { stage: "enforce" } });
    await callAsDescribed("get /v1/rules/{id}/versions", { path: `${rulePath}/versions` });
    await callAsDescribed("get /v1/rules", { path: "/v1/rules?siteKey=news&expand=numbers" });
    await callAsDescribed("get /v1/rules/{id}/numbers", { path: `${rulePath}/numbers?days=7` });
    await callAsDescribed("get /v1/rules/health", { path: "/v1/rules/health?siteKey=news" });
    for (const preview of [true, false])
      await callAsDescribed("post /v1/rules/{id}/undo", {
        path: `${rulePath}/undo`,
        body: { since: "2026-01-01T00:00:00Z", preview },
      });
    await callAsDescribed("post /v1/rules/test", { body: { siteKey: "news", text: "https://a.example" } });
    const unsaved = { siteKey: "news", name: "Any", stage: "draft", when, then: { points: 1 } };
    await callAsDescribed("post /v1/backtests", { body: { rule: unsaved, days: 1 } });
    const backtest = await callAsDescribed("post /v1/rules/{id}/backtests", {
      path: `${rulePath}/backtests`,
      body: {},
    });
    const backtestPath = `/v1/backtests/${String(backtest.id)}`;
    await eventually("the backtest to be done", async () => {
      const { body } = await service.call("GET", backtestPath);
      return body.status === "done";
    });
    await callAsDescribed("get /v1/backtests", {
      path: `/v1/backtests?siteKey=news&rule=${String(rule.id)}`,
    });
    await callAsDescribed("get /v1/backtests/{id}", { path: backtestPath });
    await callAsDescribed("get /v1/exports/rules", { path: "/v1/exports/rules?siteKey=news" });
    await callAsDescribed("get /v1/exports/rule-numbers", { path: "/v1/exports/rule-numbers?siteKey=news" });
    await callAsDescribed("get /v1/exports/backtests/{id}", {
      path: `/v1/exports/backtests/${String(backtest.id)}`,
    });
    await callAsDescribed("delete /v1/backtests/{id}", { path: backtestPath });

    const accepted = await callAsDescribed("post /v1/sites/{siteKey}/comments", {
      path: "/v1/sites/news/comments",
      body: submission,
      key: null,
    });
    await callAsDescribed("post /v1/comments", { body: { ...submission, siteKey: "news", externalId: "1" } });
    await callAsDescribed("get /v1/sites/{siteKey}/comments/{id}", {
      path: `/v1/sites/news/comments/${String(accepted.id)}?receipt=${String(accepted.receipt)}`,
      key: null,
    });
    const commentPath = `/v1/comments/${String(accepted.id)}`;
    await eventually("the comment to be judged", async () => {
      const { body } = await service.call("GET", commentPath);
      return body.status === "held";
    });
    await callAsDescribed("get /v1/comments", { path: "/v1/comments?expand=findings,author" });
    await callAsDescribed("get /v1/comments/{id}", { path: commentPath });
    await callAsDescribed("get /v1/comments/{id}/related", { path: `${commentPath}/related` });
    await callAsDescribed("get /v1/comments/{id}/alike", { path: `${commentPath}/alike` });
    const authorPath = `${commentPath}/author`;
    await callAsDescribed("get /v1/comments/{id}/author", { path: authorPath });
    const known = await callAsDescribed("patch /v1/comments/{id}/author", {
      path: authorPath,
      body: { banned: true, bannedUntil: "2999-01-01T00:00:00Z", note: "was warned" },
    });
    await callAsDescribed("get /v1/authors", { path: "/v1/authors?standing=banned" });
    const knownPath = `/v1/authors/${String(known.id)}`;
    await callAsDescribed("get /v1/authors/{id}", { path: knownPath });
    await callAsDescribed("patch /v1/authors/{id}", { path: knownPath, body: { banned: false } });
    const decided = await callAsDescribed("post /v1/comments/{id}/decisions", {
      path: `${commentPath}/decisions`,
      body: { status: "approved", reason: "fine", note: "looked twice" },
    });
    await callAsDescribed("post /v1/decisions/{id}/undo", {
      path: `/v1/decisions/${String(decided.decisionId)}/undo`,
    });
    await callAsDescribed("post /v1/decisions", {
      body: { ids: [accepted.id, "00000000-0000-7000-8000-000000000000"], status: "approved" },
    });
    await callAsDescribed("post /v1/comments/{id}/reply", {
      path: `${commentPath}/reply`,
      body: { body: "Thank you, we have corrected it." },
    });
    const filter = { siteKey: "news", status: "held,approved" };
    await callAsDescribed("post /v1/decisions/preview", { body: { filter, status: "spam" } });
    const batch = await service.call<{ batchId: string }>("POST", "/v1/decisions", {
      body: { filter, status: "held" },
    });
    expect([batch.status, answers.batch.parse(batch.body)]).toEqual([202, batch.body]);
    const batchPath = `/v1/decisions/${batch.body.batchId}`;
    await callAsDescribed("get /v1/decisions", { path: "/v1/decisions?mine=true" });
    await callAsDescribed("get /v1/decisions/{id}", { path: batchPath });
    await callAsDescribed("delete /v1/decisions/{id}", { path: batchPath });
    await callAsDescribed("get /v1/sites/{siteKey}/comments", {
      path: "/v1/sites/news/comments?pageUrl=https://news.example/a",
      key: null,
    });
    await callAsDescribed("get /v1/sites/{siteKey}/counts", {
      path: "/v1/sites/news/counts?pageUrl=https://news.example/a",
      key: null,
    });
    await callAsDescribed("get /v1/stats");

    const deliveries = await callAsDescribed("get /v1/webhook-endpoints/{id}/deliveries", {
      path: `${endpointPath}/deliveries`,
    });
    const [delivery] = deliveries.items as { id: string }[];
    await callAsDescribed("get /v1/deliveries/{id}", { path: `/v1/deliveries/${delivery!.id}` });
    await callAsDescribed("post /v1/deliveries/{id}/redeliver", {
      path: `/v1/deliveries/${delivery!.id}/redeliver`,
    });
    await callAsDescribed("post /v1/webhook-endpoints/{id}/recover", {
      path: `${endpointPath}/recover`,
      body: { since: "2026-01-01T00:00:00Z" },
    });
    await callAsDescribed("get /v1/events");

    const closed = await callAsDescribed("post /v1/pages", {
      body: { siteKey: "news", pageUrl: "https://news.example/a", closed: true },
    });
    const pagePath = `/v1/pages/${String(closed.id)}`;
    await callAsDescribed("get /v1/pages", { path: "/v1/pages?siteKey=news" });
    await callAsDescribed("get /v1/pages/{id}", { path: pagePath });
    await callAsDescribed("patch /v1/pages/{id}", { path: pagePath, body: { closed: false } });

    await callAsDescribed("patch /v1/comments/{id}", { path: commentPath, body: { body: "Other words" } });
    await callAsDescribed("get /v1/comments/{id}", { path: commentPath });
    await callAsDescribed("delete /v1/comments/{id}", { path: commentPath });
    await callAsDescribed("delete /v1/webhook-endpoints/{id}", { path: endpointPath });
    await callAsDescribed("delete /v1/rules/{id}", { path: rulePath });
    await callAsDescribed("get /v1/session", { key: null });
  });

  test("shows the description as a page that needs no script and takes nothing from elsewhere", async () => {
    const { status, headers, body } = await service.call<string>("GET", "/docs", { key: null });

    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/^text\/html/);
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'self';/);
    expect(body).not.toMatch(/<script|style="|src="/);
    for (const { path, summary } of operations) {
      expect(body).toContain(path);
      expect(body).toContain(summary.replaceAll("'", "&#39;"));
    }
    const targets = [...body.matchAll(/href="#([^"]+)"/g)].map((link) => link[1]!);
    expect(targets.filter((target) => !body.includes(`id="${target}"`))).toEqual([]);
    expect((await service.call("GET", "/docs/openapi.css", { key: null })).status).toBe(200);
  });

  test("serves the description to machines, with its own address", async () => {
    const { body } = await service.call("GET", "/openapi.json", { key: null });

    expect(body).toMatchObject({ openapi: "3.1.0", servers: [{ url: service.deps.publicUrl() }] });
  });
});

const describedOperations = () => Object.values(document.paths).flatMap((methods) => Object.values(methods));

const isTyped = (schema: JsonSchema) =>
  [schema.type, schema.enum, schema.$ref, schema.anyOf, schema.const].some((part) => part !== undefined);

interface RouterLayer {
  match(path: string): boolean;
  handle: { stack?: RouterLayer[] };
  route?: { path: string; methods: Record<string, boolean> };
}

/** What Express has really mounted below /v1, each route as `get /v1/comments/{id}`. */
function routesUnderV1(): string[] {
  const deps = {
    config: { trustProxy: false, demo: true },
    publicUrl: () => "http://localhost",
  } as unknown as HttpDeps;
  const top = layersOf(createApp(deps).router);
  const api = top.filter((layer) => layer.match("/v1/x") && !layer.match("/other/x"));
  const routers = api.flatMap(({ handle }) => layersOf(handle)).map(({ handle }) => handle);
  // The visitors' routes stand behind a condition, where their router cannot be seen.
  const below = [...routers, createPublicCommentRoutes(deps)].flatMap(layersOf);
  const atTop = top.filter(({ route }) => String(route?.path).startsWith("/v1/"));
  return [...new Set([...below.flatMap(namesOf("/v1")), ...atTop.flatMap(namesOf(""))])];
}

const namesOf =
  (prefix: string) =>
  ({ route }: RouterLayer): string[] =>
    Object.keys(route?.methods ?? {})
      .filter((method) => method !== "options")
      .map((method) => `${method} ${prefix}${route!.path.replaceAll(/:(\w+)/g, "{$1}")}`);

const layersOf = (router: unknown): RouterLayer[] => (router as { stack?: RouterLayer[] }).stack ?? [];
