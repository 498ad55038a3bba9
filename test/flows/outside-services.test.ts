import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { Webhook } from "standardwebhooks";
import { createServerKey } from "../../src/db/server-key.ts";
import type { BacktestView } from "../../src/rules/backtest-view.ts";
import { createTestDatabase } from "../support/database.ts";
import { givenComment, judged, judgeNow, readComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";
import { json, type ServiceDouble, silence, startServiceDouble, text } from "../support/service-double.ts";
import { eventually } from "../support/wait.ts";

let service: Service;
let scorer: ServiceDouble;
let akismet: ServiceDouble;

/** Scores by what the comment says: "score 0.9". */
const scoreAsToldByTheComment = jsonOf((body) => ({
  score: Number(/score ([\d.]+)/.exec(body)?.[1] ?? 0),
  reason: "so it says",
}));

function jsonOf(answer: (body: string) => unknown): Parameters<ServiceDouble["answerWith"]>[0] {
  return (res, request) => {
    const { data } = JSON.parse(request.body) as { data: { comment: { body: string } } };
    json(answer(data.comment.body))(res, request);
  };
}

const akismetAsTold: Parameters<ServiceDouble["answerWith"]>[0] = (res, request) => {
  const fields = new URLSearchParams(request.body);
  if (fields.get("api_key") !== "goodkey")
    return text("invalid", { "x-akismet-debug-help": "We do not know this key" })(res, request);
  if (request.path === "/1.1/verify-key") return text("valid")(res, request);
  return text(String(fields.get("comment_author") === "akismet-guaranteed-spam"))(res, request);
};

beforeAll(async () => {
  scorer = await startServiceDouble(scoreAsToldByTheComment);
  akismet = await startServiceDouble(akismetAsTold);
  service = await startService({ env: { AKISMET_URL: akismet.url } });
});
beforeEach(() => {
  jest.restoreAllMocks();
  scorer.answerWith(scoreAsToldByTheComment);
  akismet.answerWith(akismetAsTold);
});
afterAll(async () => {
  await service.stop();
  await scorer.stop();
  await akismet.stop();
});

async function givenSite(key: string, on = service): Promise<{ siteKey: string; secret: string }> {
  const made = await on.call("POST", "/v1/sites", { body: { key, mode: "flagged" } });
  expect(made.status).toBe(201);
  const { body } = await on.call<{ secret: string }>("POST", `/v1/sites/${key}/services/external`);
  return { siteKey: key, secret: body.secret };
}

const externalRule = (more: object = {}) => ({
  name: "Our scorer",
  stage: "enforce",
  when: { check: "external", url: `${scorer.url}/check`, score: { gte: 0.8 } },
  then: { force: "spam" },
  ...more,
});

async function givenRule(siteKey: string, rule: object = externalRule(), on = service): Promise<string> {
  const made = await on.call<{ id: string }>("POST", "/v1/rules", { body: { siteKey, ...rule } });
  expect([made.status, made.body]).toEqual([201, expect.anything()]);
  return made.body.id;
}

const judgedComment = async (fields: Record<string, unknown>) =>
  judged(service, (await givenComment(service, fields)).id);

const asked = (double: ServiceDouble, word: string) =>
  double.requests.filter(({ body }) => body.includes(word));

describe("an external check", () => {
  test("is asked by a signed request, and its score decides", async () => {
    const { siteKey, secret } = await givenSite("scored");
    await givenRule(siteKey);

    const [spam, honest] = await Promise.all(
      ["pills, score 0.93", "a fair point, score 0.1"].map((body) => judgedComment({ siteKey, body })),
    );

    expect([spam!.status, honest!.status]).toEqual(["spam", "approved"]);
    expect(spam!.reasons.join(" ")).toContain("gives it a score of 0.93: so it says");
    const [request] = asked(scorer, "pills");
    expect(
      new Webhook(secret).verify(request!.body, request!.headers as Record<string, string>),
    ).toMatchObject({
      type: "comment.check",
      data: {
        comment: { id: spam!.id, siteKey, body: "pills, score 0.93", revision: 1 },
        author: { approvedCount: 0 },
      },
    });
  });

  test("goes on being signed by the old secret after a new one was made", async () => {
    const { siteKey, secret } = await givenSite("rotated");
    await givenRule(siteKey);
    const { body: made } = await service.call<{ secret: string }>(
      "POST",
      `/v1/sites/${siteKey}/services/external`,
    );

    await judgedComment({ siteKey, body: "after the rotation" });

    const { body, headers } = asked(scorer, "after the rotation")[0]!;
    for (const one of [secret, made.secret])
      expect(() => new Webhook(one).verify(body, headers as Record<string, string>)).not.toThrow();
    const { rows } = await service.database.pool.query<{ secret: Buffer }>(
      "SELECT secret FROM service_secrets",
    );
    expect(rows.map((row) => row.secret.toString("latin1")).join()).not.toContain(made.secret);
  });

  test.each<[string, Parameters<ServiceDouble["answerWith"]>[0], string]>([
    ["is silent", silence, "did not answer within 2.5 seconds"],
    ["talks nonsense", text("<html>Welcome</html>"), "answered without a score from 0 to 1"],
    [
      "talks without end",
      (res) => void res.writeHead(200).end(Buffer.alloc(1_000_000, "x")),
      "sent far too long an answer",
    ],
    ["fails", (res) => void res.writeHead(503).end(), "answered 503"],
    [
      "sends us elsewhere",
      (res) => void res.writeHead(307, { location: "http://169.254.169.254/" }).end(),
      "redirects are not followed",
    ],
  ])("that %s sends the comment to a moderator, who reads why", async (kind, answer, problem) => {
    const { siteKey } = await givenSite(`fails-${kind.replaceAll(" ", "-")}`);
    await givenRule(siteKey);
    scorer.answerWith(answer);

    const comment = await judgedComment({ siteKey, body: "a fair point" });

    expect(comment.status).toBe("held");
    expect(comment.reasons[0]).toMatch(`the rule “Our scorer” has no answer: ${new URL(scorer.url).host} `);
    expect(comment.reasons[0]).toContain(problem);
  });

  test("that is gone altogether holds comments too, after five of them without being tried any more", async () => {
    const { siteKey } = await givenSite("gone");
    const gone = await startServiceDouble(silence);
    await gone.stop();
    await givenRule(
      siteKey,
      externalRule({ when: { check: "external", url: gone.url, score: { gte: 0.5 } } }),
    );

    const comments = [];
    for (let nth = 0; nth < 6; nth++) comments.push(await judgedComment({ siteKey, body: `comment ${nth}` }));

    expect(comments.map(({ status }) => status)).toEqual(Array(6).fill("held"));
    expect(comments.map(({ reasons }) => /refuses connections/.test(reasons[0]!))).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(comments[5]!.reasons[0]).toContain("has failed repeatedly and is not asked for now");
  });

  test("that is slow holds up nobody else's comments", async () => {
    const { siteKey: slow } = await givenSite("slow");
    const { siteKey: other } = await givenSite("beside-slow");
    await givenRule(slow);
    scorer.answerWith(silence);
    const timeUp = new AbortController();
    const limits = jest.spyOn(AbortSignal, "timeout").mockReturnValue(timeUp.signal);
    const waiting = await Promise.all(
      Array.from({ length: 30 }, (_, nth) => givenComment(service, { siteKey: slow, body: `waits ${nth}` })),
    );
    await eventually("the silent service to be asked", () => asked(scorer, "waits").length > 0);

    const decided = await judgedComment({ siteKey: other, body: "in a hurry" });
    const meanwhile = await Promise.all(waiting.map(({ id }) => readComment(service, id)));
    limits.mockRestore();
    timeUp.abort(new DOMException("The time is up.", "TimeoutError"));

    expect(decided.status).toBe("approved");
    expect(meanwhile.map(({ status }) => status)).toEqual(Array(30).fill("queued"));
    const all = await Promise.all(waiting.map(({ id }) => judged(service, id)));
    expect(all.map(({ status }) => status)).toEqual(Array(30).fill("held"));
  });

  test("costs a site that has no such rule not one query", async () => {
    const { siteKey } = await givenSite("without");
    const { siteKey: asking } = await givenSite("with");
    await givenRule(asking);
    const queries = jest.spyOn(service.deps.commentsPool, "query");
    const readSecrets = () =>
      queries.mock.calls.filter(([query]) => JSON.stringify(query).includes("service_secrets"));

    await judgedComment({ siteKey });
    const without = readSecrets().length;
    await judgedComment({ siteKey: asking });

    expect([without, readSecrets().length]).toEqual([0, 1]);
    queries.mockRestore();
  });

  test("is for admins alone to set up, and a key of another site sees nothing of it", async () => {
    const { siteKey } = await givenSite("guarded");
    await givenSite("neighbour");
    const keyFor = async (site: string, scopes: string[]) =>
      (
        await service.call<{ key: string }>("POST", "/v1/api-keys", {
          body: { siteKey: site, name: "k", scopes },
        })
      ).body.key;
    const [rules, neighbour] = [await keyFor(siteKey, ["rules"]), await keyFor("neighbour", ["admin"])];
    const path = `/v1/sites/${siteKey}/services`;

    const statusOf = async (method: string, at: string, key: string | null) =>
      (await service.call(method, at, { key, ...(method === "POST" ? { body: { key: "x" } } : {}) })).status;
    for (const [method, at] of [
      ["POST", `${path}/external`],
      ["POST", `${path}/akismet`],
      ["DELETE", `${path}/akismet`],
    ] as const)
      expect([
        at,
        await statusOf(method, at, rules),
        await statusOf(method, at, neighbour),
        await statusOf(method, at, null),
      ]).toEqual([at, 403, 404, 401]);
    expect([await statusOf("GET", path, rules), await statusOf("GET", path, neighbour)]).toEqual([200, 404]);
  });

  test("is asked by live rules alone, a shadow among them, which has no effect", async () => {
    const { siteKey } = await givenSite("stages");
    const draft = await givenRule(siteKey, externalRule({ stage: "draft" }));
    const before = await judgedComment({ siteKey, body: "while a draft, score 1" });
    await service.call("PATCH", `/v1/rules/${draft}`, { body: { stage: "shadow" } });
    const after = await judgedComment({ siteKey, body: "while in shadow, score 1" });

    expect([before.status, after.status]).toEqual(["approved", "approved"]);
    expect(asked(scorer, "while a draft")).toEqual([]);
    expect(asked(scorer, "while in shadow")).toHaveLength(1);
    expect(after.findings.map(({ check }) => check)).toEqual(["external"]);
  });

  test("asks again about an edited text", async () => {
    const { siteKey } = await givenSite("edited");
    await givenRule(siteKey);
    const first = await judgedComment({ siteKey, body: "first thought, score 0" });
    await service.call("PATCH", `/v1/comments/${first.id}`, { body: { body: "second thought, score 1" } });

    const second = await eventually("the new text to be judged", async () => {
      const comment = await readComment(service, first.id);
      return comment.status === "spam" && comment;
    });

    expect(second.body).toBe("second thought, score 1");
    const [one, two] = ["first thought", "second thought"].map(
      (word) => asked(scorer, word)[0]!.headers["webhook-id"],
    );
    expect(one).not.toBe(two);
  });

  test("is not called by the test box, which says so and lets the other rules speak", async () => {
    const { siteKey } = await givenSite("tried");
    await givenRule(siteKey);
    await givenRule(siteKey, {
      name: "Zebras",
      stage: "enforce",
      when: { check: "words", phrases: ["zebra"] },
      then: { force: "reject" },
    });

    const { body } = await service.call<{ verdict: string; unknown: { check: string; reason: string }[] }>(
      "POST",
      "/v1/rules/test",
      {
        body: {
          siteKey,
          text: "a zebra in the test box, score 1",
          rule: { when: { check: "akismet" }, then: { force: "spam" } },
        },
      },
    );

    expect(body.verdict).toBe("rejected");
    expect(body.unknown.flatMap(({ check, reason }) => (check === "learned" ? [] : [reason]))).toEqual([
      `${new URL(scorer.url).host} is not asked while a text is tried`,
      "Akismet is not asked while a text is tried",
    ]);
    expect(asked(scorer, "in the test box")).toEqual([]);
  });

  test("is not called by a backtest, which has the answers of the time, and none for what was never asked", async () => {
    const { siteKey } = await givenSite("replayed");
    const early = await judgedComment({ siteKey, body: "before there was a rule, score 1" });
    const id = await givenRule(siteKey, externalRule({ stage: "shadow" }));
    for (const score of [0.5, 0.9, 1])
      await judgedComment({ siteKey, body: `to be replayed, score ${score}` });
    const requests = scorer.requests.length;

    const started = await service.call<BacktestView>("POST", `/v1/rules/${id}/backtests`, {
      body: { rule: { when: { check: "external", url: `${scorer.url}/check`, score: { gte: 0.95 } } } },
    });
    const { result } = await eventually("the backtest to end", async () => {
      const { body } = await service.call<BacktestView>("GET", `/v1/backtests/${started.body.id}`);
      return body.status === "done" && body;
    });

    expect(early.status).toBe("approved");
    expect(result).toMatchObject({ comments: 3, hits: 1, unknown: 1 });
    expect(scorer.requests).toHaveLength(requests);
    const { rows } = await service.database.pool.query<{ facts: object }>(
      "SELECT facts FROM decisions WHERE facts ? 'outside' AND comment_id <> $1",
      [early.id],
    );
    expect(rows.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(rows)).not.toContain("so it says");
  });

  test("cannot be saved for an address that is not public, nor before the site has a secret", async () => {
    const { siteKey } = await givenSite("refused");
    await service.call("POST", "/v1/sites", { body: { key: "no-secret" } });
    const save = (site: string, url: string) =>
      service.call<{ detail: string; errors: { pointer: string }[] }>("POST", "/v1/rules", {
        body: {
          siteKey: site,
          ...externalRule({ when: { not: { check: "external", url, score: { gte: 0.5 } } } }),
        },
      });

    const answers = [await save(siteKey, "http://10.0.0.1/"), await save("no-secret", scorer.url)];

    expect(answers.map(({ status }) => status)).toEqual([422, 422]);
    expect(answers.map(({ body }) => body.errors[0]?.pointer)).toEqual(["#/when/not/url", "#/when/not"]);
    expect(answers.map(({ body }) => body.detail).join(" ")).toMatch(
      /10\.0\.0\.1 is not a public.*no signing secret/,
    );
  });

  test("is not asked twice about the comments of a batch that fails because of one of them", async () => {
    const alone = await startService({ workers: false });
    const { siteKey } = await givenSite("poisoned", alone);
    await givenRule(siteKey, externalRule(), alone);
    await alone.database.pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'poison'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE OF status ON comments FOR EACH ROW WHEN (NEW.body LIKE '%poison%')
      EXECUTE FUNCTION refuse()`);
    const ids: string[] = [];
    for (const kind of ["honest, score 0", "poison, score 0", "pills, score 1"])
      ids.push((await givenComment(alone, { siteKey, body: `in one batch: ${kind}` })).id);

    await judgeNow(alone, ids);
    const [honest, poison, pills] = await eventually("the other comments to be judged", async () => {
      const comments = await Promise.all(ids.map((id) => readComment(alone, id)));
      return comments.filter(({ status }) => status !== "queued").length === 2 && comments;
    });
    await alone.stop();

    expect([honest!.status, poison!.status, pills!.status]).toEqual(["approved", "queued", "spam"]);
    expect(asked(scorer, "in one batch")).toHaveLength(3);
  });

  test("that is under way when the process stops leaves the comment to the next one", async () => {
    const database = await createTestDatabase();
    const first = await startService({ database });
    const { siteKey } = await givenSite("stopped", first);
    await givenRule(siteKey, externalRule(), first);
    scorer.answerWith(silence);
    // Its time is never up: however slow the machine, the question is under way.
    const limits = jest.spyOn(AbortSignal, "timeout").mockReturnValue(new AbortController().signal);
    const { id } = await givenComment(first, { siteKey, body: "cut short, score 1" });
    await eventually("the service to be asked", () => asked(scorer, "cut short").length === 1);
    await first.stop();
    limits.mockRestore();
    const { rows } = await database.pool.query("SELECT status, attempts FROM comments WHERE id = $1", [id]);
    expect(rows).toEqual([{ status: "queued", attempts: 0 }]);

    scorer.answerWith(scoreAsToldByTheComment);
    await database.pool.query("UPDATE comments SET lease_until = now() - interval '1 second' WHERE id = $1", [
      id,
    ]);
    const second = await startService({ database });
    const comment = await judged(second, id);
    await second.stop();
    await database.drop();

    expect(comment.status).toBe("spam");
    const ids = asked(scorer, "cut short").map(({ headers }) => headers["webhook-id"]);
    expect(ids).toEqual([ids[0], ids[0]]);
  });
});

describe("Akismet", () => {
  const akismetRule = {
    name: "Akismet",
    stage: "enforce",
    when: { check: "akismet" },
    then: { force: "spam" },
  };
  const saveKey = (siteKey: string, key: string) =>
    service.call<{ detail: string }>("POST", `/v1/sites/${siteKey}/services/akismet`, { body: { key } });

  test("is asked with the site's key, and what it takes for spam is spam", async () => {
    const { siteKey } = await givenSite("akismet");
    expect((await saveKey(siteKey, "goodkey")).status).toBe(201);
    await givenRule(siteKey, akismetRule);

    const [spam, honest] = await Promise.all(
      ["akismet-guaranteed-spam", "Jo"].map((authorName) =>
        judgedComment({ siteKey, authorName, authorIp: "203.0.113.7", body: "by Akismet" }),
      ),
    );

    expect([spam!.status, honest!.status]).toEqual(["spam", "approved"]);
    expect(asked(akismet, "by+Akismet").map(({ path }) => path)).toEqual([
      "/1.1/comment-check",
      "/1.1/comment-check",
    ]);
  });

  test("whose key is refused is not used: nothing is saved, and no rule can ask", async () => {
    const { siteKey } = await givenSite("akismet-badkey");

    const refused = await saveKey(siteKey, "badkey");
    const rule = await service.call("POST", "/v1/rules", { body: { siteKey, ...akismetRule } });

    expect([refused.status, refused.body.detail]).toEqual([
      422,
      expect.stringContaining("We do not know this key"),
    ]);
    expect(rule.status).toBe(422);
  });

  test("that cannot be reached when the key is saved does not keep anybody from saving it", async () => {
    const { siteKey } = await givenSite("akismet-down");
    akismet.answerWith((res) => res.destroy());

    expect((await saveKey(siteKey, "goodkey")).status).toBe(201);
  });

  test("that withdraws the key, or cannot be asked for want of an IP address, sends comments to a moderator", async () => {
    const { siteKey } = await givenSite("akismet-invalid");
    await saveKey(siteKey, "goodkey");
    await givenRule(siteKey, akismetRule);
    akismet.answerWith(text("invalid", { "x-akismet-debug-help": "Your key is suspended" }));

    const [withdrawn, unknown] = await Promise.all(
      [{ authorIp: "203.0.113.7" }, {}].map((fields) => judgedComment({ siteKey, ...fields })),
    );

    expect([withdrawn!.status, unknown!.status]).toEqual(["held", "held"]);
    expect(withdrawn!.reasons[0]).toContain("Akismet does not accept the request: Your key is suspended");
    expect(unknown!.reasons[0]).toContain("Akismet is not asked: the author's IP address is not known");
  });

  test("whose key cannot be read any more sends comments to a moderator, who reads why; other rules and sites go on", async () => {
    const { siteKey } = await givenSite("akismet-unreadable");
    const { siteKey: other } = await givenSite("akismet-readable");
    const spoil = (of: string) =>
      service.database.pool.query(
        `UPDATE service_secrets SET secret = $2 WHERE site_id = (SELECT id FROM sites WHERE key = $1)`,
        [of, createServerKey("the server's key of another day").encrypt("whatever")],
      );
    for (const key of [siteKey, other]) {
      await saveKey(key, "goodkey");
      await givenRule(key, akismetRule);
    }
    await givenRule(siteKey);
    await givenRule(siteKey, {
      ...{ name: "Ferries", stage: "enforce", when: { check: "pattern", pattern: "ferry" } },
      then: { force: "spam" },
    });
    const settings = () => service.call("GET", `/v1/sites/${siteKey}/services`);
    await spoil(siteKey);

    const [held, caught, elsewhere] = await Promise.all(
      [
        { siteKey, body: "a fair point" },
        { siteKey, body: "take the ferry" },
        { siteKey: other, body: "a fair point" },
      ].map((fields) => judgedComment({ ...fields, authorIp: "203.0.113.7" })),
    );

    expect([held!.status, caught!.status, elsewhere!.status]).toEqual(["held", "held", "approved"]);
    expect(caught!.findings).toContainEqual(expect.objectContaining({ ruleName: "Ferries" }));
    const reasons = held!.reasons.join(" ");
    expect(reasons).toContain(
      "Akismet is not asked: the site's key for it cannot be read any more and has to be saved anew",
    );
    expect(reasons).toContain(
      `${new URL(scorer.url).host} is not asked: the signing secret cannot be read any more and has to be made anew`,
    );
    const unreadable = { isUnreadable: true };
    expect((await settings()).body).toMatchObject({ external: unreadable, akismet: unreadable });

    await saveKey(siteKey, "goodkey");
    await service.call("POST", `/v1/sites/${siteKey}/services/external`);
    const mended = await judgedComment({ siteKey, body: "mended", authorIp: "203.0.113.7" });

    expect(mended.status).toBe("approved");
    const readable = { isUnreadable: false };
    expect((await settings()).body).toMatchObject({ external: readable, akismet: readable });
  });

  test("is forgotten once no rule asks it", async () => {
    const { siteKey } = await givenSite("akismet-forgotten");
    await saveKey(siteKey, "goodkey");
    const id = await givenRule(siteKey, akismetRule);
    const forget = () => service.call<{ detail: string }>("DELETE", `/v1/sites/${siteKey}/services/akismet`);

    const early = await forget();
    await service.call("DELETE", `/v1/rules/${id}`);
    const late = await forget();

    expect([early.status, early.body.detail]).toEqual([422, expect.stringContaining("“Akismet”")]);
    expect([late.status, (await forget()).status]).toEqual([204, 404]);
    expect((await service.call("GET", `/v1/sites/${siteKey}/services`)).body).toMatchObject({
      akismet: null,
    });
  });
});
