// Who may do what: keys, sessions, roles, sites kept apart, limits shared by processes.
import { createHook } from "node:async_hooks";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createSetupToken, ensureAdmin } from "../../src/first-start.ts";
import { describeOnBackends, startBackend } from "../support/backends.ts";
import { givenComment, givenHeldComment } from "../support/givens.ts";
import { admin, type Service, startService } from "../support/service.ts";
import { startVisit } from "../support/visitor.ts";

describe("one site's key", () => {
  let service: Service;
  let key: string;
  let foreign: { commentId: string; ruleId: string; endpointId: string; listId: string };
  beforeAll(async () => {
    service = await startService();
    await service.call("POST", "/v1/sites", { body: { key: "mine" } });
    await service.call("POST", "/v1/sites", { body: { key: "theirs" } });
    const made = await service.call<{ key: string }>("POST", "/v1/api-keys", {
      body: { siteKey: "mine", name: "All rights on mine", scopes: ["admin"] },
    });
    ({ key } = made.body);
    const body = { siteKey: "theirs" };
    const idOf = async (path: string, fields: object) =>
      (await service.call<{ id: string }>("POST", path, { body: { ...body, ...fields } })).body.id;
    foreign = {
      commentId: (await givenHeldComment(service, body)).id,
      ruleId: await idOf("/v1/rules", {
        name: "x",
        stage: "draft",
        when: { check: "links" },
        then: { points: 1 },
      }),
      endpointId: await idOf("/v1/webhook-endpoints", { url: "https://hooks.example/" }),
      listId: await idOf("/v1/word-lists", { name: "x", entries: [{ phrase: "x" }] }),
    };
  });
  afterAll(() => service.stop());

  test("finds nothing of another site, by whatever route", async () => {
    const { commentId, ruleId, endpointId, listId } = foreign;
    const asked: [string, string, unknown?][] = [
      ["GET", `/v1/comments/${commentId}`],
      ["PATCH", `/v1/comments/${commentId}`, { body: "x" }],
      ["DELETE", `/v1/comments/${commentId}`],
      ["POST", `/v1/comments/${commentId}/decisions`, { status: "approved" }],
      ["POST", `/v1/comments/${commentId}/claim`],
      ["GET", `/v1/comments?siteKey=theirs`],
      ["GET", `/v1/rules/${ruleId}`],
      ["GET", `/v1/rules/${ruleId}/versions`],
      ["PATCH", `/v1/rules/${ruleId}`, { name: "y" }],
      ["DELETE", `/v1/rules/${ruleId}`],
      ["GET", `/v1/word-lists/${listId}`],
      ["DELETE", `/v1/word-lists/${listId}`],
      ["GET", `/v1/webhook-endpoints/${endpointId}`],
      ["DELETE", `/v1/webhook-endpoints/${endpointId}`],
      ["GET", `/v1/webhook-endpoints/${endpointId}/deliveries`],
      ["POST", `/v1/webhook-endpoints/${endpointId}/rotate-secret`],
      ["GET", "/v1/sites/theirs"],
      ["PATCH", "/v1/sites/theirs", { mode: "flagged" }],
      ["POST", "/v1/pages", { siteKey: "theirs", pageUrl: "https://x.example/", closed: true }],
      ["POST", "/v1/rules/test", { siteKey: "theirs", text: "x" }],
      ["GET", "/v1/events?siteKey=theirs"],
    ];

    const answers = await Promise.all(
      asked.map(
        async ([method, path, body]) =>
          `${method} ${path} ${(await service.call(method, path, { key, body })).status}`,
      ),
    );

    expect(answers).toEqual(asked.map(([method, path]) => `${method} ${path} 404`));
  });

  test("lists only its own, and cannot decide others' comments in bulk", async () => {
    await givenComment(service, { siteKey: "mine" });
    const comments = await service.call<{ items: { siteKey: string }[] }>("GET", "/v1/comments", { key });
    const rules = await service.call<{ items: { siteKey: string }[] }>("GET", "/v1/rules", { key });
    const sites = await service.call<{ items: { key: string }[] }>("GET", "/v1/sites", { key });
    const bulk = await service.call<{ results: { ok: boolean; problem: { status: number } }[] }>(
      "POST",
      "/v1/decisions",
      {
        key,
        body: { ids: [foreign.commentId], status: "spam" },
      },
    );

    expect(new Set(comments.body.items.map((item) => item.siteKey))).toEqual(new Set(["mine"]));
    expect(new Set(rules.body.items.map((item) => item.siteKey))).toEqual(new Set(["mine"]));
    expect(sites.body.items.map((site) => site.key)).toEqual(["mine"]);
    expect(bulk.body.results).toMatchObject([{ ok: false, problem: { status: 404 } }]);
  });

  test("makes no site and no key beyond its own", async () => {
    const site = await service.call("POST", "/v1/sites", { key, body: { key: "third" } });
    const all = await service.call("POST", "/v1/api-keys", { key, body: { name: "x", scopes: ["admin"] } });
    const theirs = await service.call("POST", "/v1/api-keys", {
      key,
      body: { siteKey: "theirs", name: "x", scopes: ["read"] },
    });

    expect([site.status, all.status, theirs.status]).toEqual([403, 403, 404]);
  });

  test("without the scope for it is a 403 on its own site", async () => {
    const reader = await service.call<{ key: string }>("POST", "/v1/api-keys", {
      body: { siteKey: "mine", name: "Reader", scopes: ["read"] },
    });
    const { id } = await givenComment(service, { siteKey: "mine" });

    const decided = await service.call("POST", `/v1/comments/${id}/decisions`, {
      key: reader.body.key,
      body: { status: "approved" },
    });

    expect(decided.status).toBe(403);
  });
});

describe("whoever may only look", () => {
  let service: Service;
  let reader: string;
  let moderator: string;
  let userId: string;
  beforeAll(async () => {
    service = await startService();
    await service.call("POST", "/v1/sites", { body: { key: "mine" } });
    const keyWith = async (scope: string) =>
      (
        await service.call<{ key: string }>("POST", "/v1/api-keys", {
          body: { siteKey: "mine", name: scope, scopes: [scope] },
        })
      ).body.key;
    [reader, moderator] = [await keyWith("read"), await keyWith("moderate")];
    const { pool } = service.deps;
    userId = "01900000-0000-7000-8000-0000000000aa";
    await pool.query(
      "INSERT INTO users (id, email, name, password_hash) VALUES ($1, 'x@example.org', 'X', 'none')",
      [userId],
    );
    await pool.query(
      "INSERT INTO user_roles (user_id, site_id, role) SELECT $1, id, 'viewer' FROM sites WHERE key = 'mine'",
      [userId],
    );
  });
  afterAll(() => service.stop());

  interface Results {
    batchId: string;
    results: {
      id: string;
      ok: boolean;
      status: string | null;
      problem?: { status: number; detail: string };
    }[];
  }
  const decide = (items: { id: string }[], key?: string) =>
    service.call<Results>("POST", "/v1/decisions", {
      ...(key === undefined ? {} : { key }),
      body: { ids: items.map(({ id }) => id), status: "rejected" },
    });
  const forbiddenTo = (id: string) => ({
    id,
    ok: false,
    status: null,
    revision: null,
    problem: {
      type: "about:blank",
      title: "Forbidden",
      status: 403,
      detail: 'This needs the right "moderate".',
    },
  });

  test("is told so of each comment in a batch, and nothing of a site beyond his own", async () => {
    const mine = await givenHeldComment(service, { siteKey: "mine" });
    const foreign = await givenHeldComment(service, {});

    const { body } = await decide([mine, foreign], reader);

    expect(body.results).toMatchObject([forbiddenTo(mine.id), { ok: false, problem: { status: 404 } }]);
  });

  test("is told so when he takes a decision or a batch back", async () => {
    const [mine, foreign] = [
      await givenHeldComment(service, { siteKey: "mine" }),
      await givenHeldComment(service, {}),
    ];
    const both = (await decide([mine, foreign])).body.batchId;
    const other = (await decide([await givenHeldComment(service, {})])).body.batchId;
    const undo = (id: string) => service.call("POST", `/v1/decisions/${id}/undo`, { key: reader });

    expect([(await undo(both)).status, (await undo(other)).status]).toEqual([403, 404]);
  });

  test("of a batch that he may take back in part, he is told which part stays", async () => {
    await service.call("POST", "/v1/sites", { body: { key: "partly" } });
    const [mine, foreign] = [
      await givenHeldComment(service, { siteKey: "mine" }),
      await givenHeldComment(service, { siteKey: "partly" }),
    ];
    const { batchId } = (await decide([mine, foreign])).body;
    const partly = startVisit(service);
    await partly.signIn(admin);
    const { pool } = service.deps;
    await pool.query("DELETE FROM user_roles WHERE user_id <> $1", [userId]);
    await pool.query(
      `INSERT INTO user_roles (user_id, site_id, role)
       SELECT u.id, s.id, CASE s.key WHEN 'mine' THEN 'moderator' ELSE 'viewer' END
       FROM users u, sites s WHERE u.id <> $1 AND s.key IN ('mine', 'partly')`,
      [userId],
    );

    const { body } = await partly.call<Results>("POST", `/v1/decisions/${batchId}/undo`);

    expect(body.results).toMatchObject([{ id: mine.id, ok: true, status: "held" }, forbiddenTo(foreign.id)]);
  });

  test("is told so, too, of people, invitations and keys of his site", async () => {
    const idOf = async (path: string, body: object) =>
      (await service.call<{ id: string }>("POST", path, { body })).body.id;
    const invite = { email: "y@example.org", role: "viewer" };
    const [here, everywhere] = [
      await idOf("/v1/invitations", { ...invite, siteKey: "mine" }),
      await idOf("/v1/invitations", { ...invite, email: "z@example.org" }),
    ];
    const named = { name: "x", scopes: ["read"] };
    const [hereToo, everywhereToo] = [
      await idOf("/v1/api-keys", { ...named, siteKey: "mine" }),
      await idOf("/v1/api-keys", named),
    ];

    const statuses: Record<string, number> = {};
    for (const [method, path, body] of [
      ["PATCH", `/v1/users/${userId}`, { roles: [] }],
      ["DELETE", `/v1/users/${userId}`],
      ["DELETE", `/v1/invitations/${here}`],
      ["DELETE", `/v1/invitations/${everywhere}`],
      ["DELETE", `/v1/api-keys/${hereToo}`],
      ["DELETE", `/v1/api-keys/${everywhereToo}`],
    ] as const)
      statuses[`${method} ${path}`] = (await service.call(method, path, { key: moderator, body })).status;

    expect(Object.values(statuses)).toEqual([403, 403, 403, 404, 403, 404]);
  });
});

describe("a session", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({ workers: false });
  });
  afterAll(() => service.stop());

  const cookieOf = (headers: Headers) =>
    headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; ");
  const visit = async () => {
    const answer = await service.call<{ csrfToken: string }>("GET", "/v1/session", { key: null });
    return { cookie: cookieOf(answer.headers), csrf: answer.body.csrfToken };
  };
  const signIn = async (credentials: object, headers: Record<string, string> = {}) => {
    const { cookie, csrf } = await visit();
    return service.call<{ csrfToken: string }>("POST", "/v1/sessions", {
      key: null,
      body: credentials,
      headers: { cookie, "x-csrf-token": csrf, ...headers },
    });
  };

  test("is kept in an HttpOnly cookie bound to this host, and needs its own token for every change", async () => {
    const signedIn = await signIn(admin);
    const [setCookie] = signedIn.headers.getSetCookie();
    const cookie = cookieOf(signedIn.headers);
    const create = (headers: Record<string, string>) =>
      service.call("POST", "/v1/sites", {
        key: null,
        body: { key: "by-session" },
        headers: { cookie, ...headers },
      });

    const withoutToken = await create({});
    const fromElsewhere = await create({
      "x-csrf-token": signedIn.body.csrfToken,
      "sec-fetch-site": "cross-site",
    });
    const own = await create({ "x-csrf-token": signedIn.body.csrfToken, "sec-fetch-site": "same-origin" });

    expect(signedIn.status).toBe(201);
    expect(setCookie).toMatch(/^__Host-moderato-session=.*HttpOnly.*Secure.*SameSite=Lax/i);
    expect([withoutToken.status, fromElsewhere.status, own.status]).toEqual([403, 403, 201]);
  });

  test("is not opened by a wrong password, without the page's token, or from another website", async () => {
    const wrong = await signIn({ ...admin, password: "wrong" });
    const unknown = await signIn({ email: "nobody@example.org", password: "wrong" });
    const { cookie } = await visit();
    const forged = await service.call("POST", "/v1/sessions", {
      key: null,
      body: admin,
      headers: { cookie },
    });
    const foreign = await signIn(admin, { "sec-fetch-site": "cross-site" });

    expect(wrong.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
    expect([forged.status, foreign.status]).toEqual([403, 403]);
  });

  test("ends with signing out", async () => {
    const signedIn = await signIn(admin);
    const headers = { cookie: cookieOf(signedIn.headers), "x-csrf-token": signedIn.body.csrfToken };

    const out = await service.call("DELETE", "/v1/sessions/current", { key: null, headers });
    const after = await service.call("GET", "/v1/comments", { key: null, headers });

    expect([out.status, after.status]).toEqual([204, 401]);
  });

  test("a key beside a cookie is all that counts", async () => {
    const signedIn = await signIn(admin);
    const answer = await service.call("GET", "/v1/comments", {
      key: "wrong",
      headers: { cookie: cookieOf(signedIn.headers) },
    });

    expect(answer.status).toBe(401);
  });

  test("guesses sent all at once are no more than one after another; whoever knows the password is not counted", async () => {
    const { cookie, csrf } = await visit();
    const headers = { cookie, "x-csrf-token": csrf };
    const attempt = (credentials: object) =>
      service.call("POST", "/v1/sessions", { key: null, body: credentials, headers });
    for (let signIns = 0; signIns < 12; signIns++) expect((await attempt(admin)).status).toBe(201);

    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, guess) =>
        attempt({ email: "parallel@example.org", password: `guess ${guess}` }),
      ),
    );

    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10);
    expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    expect(Number(refused[0]!.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await attempt(admin)).status).toBe(201);
  });

  test("guessing is slowed down from one network and never locks the owner out from another", async () => {
    const answers: number[] = [];
    for (let guess = 0; guess < 12; guess++)
      answers.push((await signIn({ ...admin, password: `guess ${guess}` })).status);

    expect(answers.at(-1)).toBe(429);
    expect((await signIn(admin)).status).toBe(429);
    const elsewhere = await startService({
      workers: false,
      database: service.database,
      env: { TRUST_PROXY: "1" },
    });
    const { headers, body } = await elsewhere.call<{ csrfToken: string }>("GET", "/v1/session", {
      key: null,
    });
    const owner = await elsewhere.call("POST", "/v1/sessions", {
      key: null,
      body: admin,
      headers: { cookie: cookieOf(headers), "x-csrf-token": body.csrfToken, "x-forwarded-for": "192.0.2.7" },
    });
    expect(owner.status).toBe(201);
    await elsewhere.stop();
  });
});

describeOnBackends("a visitor's limit", (backend) => {
  test("is shared by all processes, and a forged X-Forwarded-For does not lift it", async () => {
    const queue = await startBackend(backend);
    const first = await startService({ workers: false, redisUrl: queue.redisUrl });
    const second = await startService({ workers: false, redisUrl: queue.redisUrl, database: first.database });
    await first.call("PATCH", "/v1/sites/demo", { body: { visitorLimitPerMinute: 4 } });
    const send = (service: Service, address: string) =>
      service.call("POST", "/v1/sites/demo/comments", {
        key: null,
        headers: { "x-forwarded-for": address },
        body: { pageUrl: "https://news.example/", authorName: "Jo", body: "x" },
      });

    const statuses: number[] = [];
    for (let sent = 0; sent < 6; sent++)
      statuses.push((await send(sent % 2 === 0 ? first : second, `192.0.2.${sent}`)).status);

    expect(statuses).toEqual([202, 202, 202, 202, 429, 429]);
    await second.stop();
    await first.stop();
    await queue.stop();
  });
});

describe("whoever runs it", () => {
  test("sees health, readiness and metrics; metrics are not public", async () => {
    const service = await startService({ workers: false, env: { TRUST_PROXY: "1" } });
    const asked = { key: null, headers: { "x-forwarded-for": "192.0.2.7" } };

    const health = await service.call("GET", "/healthz", { key: null });
    const ready = await service.call("GET", "/readyz", { key: null });
    const hidden = await service.call("GET", "/metrics", asked);
    const shown = await service.call<string>("GET", "/metrics", { headers: asked.headers });

    expect(health.status).toBe(200);
    expect(ready).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(hidden.status).toBe(404);
    expect(shown.body).toContain("moderato_comments");
    await service.stop();
  });
});

test("a wrong set-up link is refused before any password is hashed", async () => {
  const service = await startService({ env: { ADMIN_EMAIL: "", ADMIN_PASSWORD: "" }, workers: false });
  let hashed = 0;
  // Argon2 runs as work of a native module, which names none of it.
  const hook = createHook({ init: (_id, type) => (hashed += type === "undefined" ? 1 : 0) });
  try {
    const token = await createSetupToken(service.deps);
    const setUp = (sent: string | null) =>
      startVisit(service).call("POST", "/v1/setup", { token: sent, ...admin });
    hook.enable();

    const wrong = await setUp("wrong");
    const hashedForWrong = hashed;
    const right = await setUp(token);
    const hashedForRight = hashed;
    const late = await setUp(token);

    expect([wrong.status, right.status, late.status]).toEqual([403, 201, 403]);
    expect([hashedForWrong, hashedForRight, hashed]).toEqual([0, 1, 1]);
  } finally {
    hook.disable();
    await service.stop();
  }
});

test("all API processes print the same set-up link; it makes one admin, and none once there is another way in", async () => {
  const withoutAdmin = { ADMIN_EMAIL: "", ADMIN_PASSWORD: "" };
  const one = await startService({ env: withoutAdmin, workers: false });
  const other = await startService({ env: withoutAdmin, workers: false, database: one.database });
  try {
    const setUp = (token: string, email: string) =>
      startVisit(one).call("POST", "/v1/setup", { token, email, password: admin.password });
    const tokens = await Promise.all([createSetupToken(one.deps), createSetupToken(other.deps)]);
    expect(tokens[0]).not.toBeNull();
    expect(tokens[0]).toBe(tokens[1]);

    // As a restart with ADMIN_EMAIL makes one: the link shown before is still in a log.
    await ensureAdmin({
      ...one.deps,
      config: { ...one.deps.config, admin: { email: "bob@example.org", password: admin.password } },
    });
    expect((await setUp(tokens[0]!, "eve@example.org")).status).toBe(403);

    await one.database.pool.query("TRUNCATE users CASCADE");
    const made = await Promise.all(
      ["ada@example.org", "eve@example.org"].map((email) => setUp(tokens[0]!, email)),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([201, 403]);
    expect(await createSetupToken(other.deps)).toBeNull();
  } finally {
    await other.stop();
    await one.stop();
  }
});
