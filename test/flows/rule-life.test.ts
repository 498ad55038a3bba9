// The life of a rule on a real database: numbers from what moderators decide, the brake, blind review, undoing it all.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { uuidv7 } from "uuidv7";
import { startWorkers } from "../../workers/main.ts";
import { brakeRunawayRules } from "../../src/rules/brake-rules.ts";
import {
  differingRuleNumbers,
  foldRuleNumbers,
  latestHits,
  rebuildRuleNumbers,
} from "../../src/rules/number-queries.ts";
import { numberEvents } from "../../src/webhooks/events.ts";
import { givenComment, judgeNow, readComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

interface RuleView {
  id: string;
  version: number;
  stage: string;
  savedBy: string;
  brakedAt: string | null;
  brakeReason: string | null;
}
interface Numbers {
  hits: number;
  judged: number;
  confirmed: number;
  overturned: number;
  precision: number | null;
  precisionLowerBound: number | null;
  blind: { hits: number; judged: number; confirmed: number; overturned: number };
  evaluated: number;
  meanCostMicroseconds: number | null;
}
interface NumbersView {
  numbers: Numbers;
  advice: { advice: string; to: string; sentence: string };
  total: Numbers;
  stages: Record<"shadow" | "hold" | "enforce", Numbers>;
  versions: { version: number; numbers: Numbers }[];
  daily: { day: string; hits: number; confirmed: number; overturned: number }[];
}

describe("the life of a rule", () => {
  let service: Service;
  // Without workers, so that each test says when it is judged, counted and braked.
  beforeAll(async () => {
    service = await startService({ workers: false });
  });
  afterAll(() => service.stop());
  const withWorkers = async <Found>(wait: () => Promise<Found>): Promise<Found> => {
    const workers = startWorkers(service.deps);
    return wait().finally(() => workers.stop());
  };

  let sites = 0;
  const givenSite = async (settings: object = {}) => {
    const key = `life-${++sites}`;
    const made = await service.call("POST", "/v1/sites", { body: { key, mode: "flagged", ...settings } });
    expect(made.status).toBe(201);
    return key;
  };
  const givenRule = async (siteKey: string, rule: object = {}) => {
    const made = await service.call<RuleView>("POST", "/v1/rules", {
      body: {
        ...{ siteKey, name: "No walrus", stage: "enforce" },
        ...{ when: { check: "words", phrases: ["walrus"] }, then: { force: "reject" } },
        ...rule,
      },
    });
    expect(made.status).toBe(201);
    return made.body;
  };
  let authors = 0;
  const send = async (siteKey: string, body = "a walrus") =>
    (await givenComment(service, { siteKey, body: `${body} ${++authors}`, authorName: `Jo ${authors}` })).id;
  const sendJudged = async (siteKey: string, howMany: number, body?: string) => {
    const ids = await Promise.all(Array.from({ length: howMany }, () => send(siteKey, body)));
    await judgeNow(service, ids);
    return ids;
  };
  const decide = async (id: string, status: string) =>
    (await service.call<{ decisionId: string }>("POST", `/v1/comments/${id}/decisions`, { body: { status } }))
      .body.decisionId;
  const foldAll = async () => {
    await numberEvents(service.deps.pool);
    while ((await foldRuleNumbers(service.deps.pool, 7)) > 0);
  };
  const numbersOf = async (ruleId: string) => {
    await foldAll();
    const { status, body } = await service.call<NumbersView>("GET", `/v1/rules/${ruleId}/numbers?days=7`);
    expect(status).toBe(200);
    return body;
  };
  const readRule = async (id: string) => (await service.call<RuleView>("GET", `/v1/rules/${id}`)).body;
  const brakedRules = async (siteKey: string) => {
    const { body } = await service.call<{ items: RuleView[] }>(
      "GET",
      `/v1/rules?siteKey=${siteKey}&braked=true`,
    );
    return body.items.map(({ id }) => id);
  };
  const storedNumbers = async () => {
    const { rows } = await service.deps.pool.query<{ rule_id: string; hits: number }>(
      "SELECT * FROM rule_days ORDER BY rule_id, rule_version, day",
    );
    return rows;
  };

  test("says nothing of a text that replaced the one it judged, and is not judged by what becomes of that", async () => {
    const siteKey = await givenSite();
    const rule = await givenRule(siteKey, { stage: "hold" });
    const [id] = await sendJudged(siteKey, 1);
    expect((await readComment(service, id!)).findings).toMatchObject([{ span: [2, 8] }]);
    const searched = async () =>
      (await service.call<{ items: object[] }>("GET", `/v1/comments?siteKey=${siteKey}&q=rule:walrus`)).body
        .items.length;
    expect(await searched()).toBe(1);

    await service.call("PATCH", `/v1/comments/${id}`, { body: { body: "An honest word" } });
    expect((await readComment(service, id!)).findings).toEqual([]);
    expect(await searched()).toBe(0);
    const decision = await decide(id!, "approved");
    expect((await readComment(service, id!)).findings).toEqual([]);
    expect((await numbersOf(rule.id)).numbers).toMatchObject({ hits: 1, judged: 0 });
    await service.call("POST", `/v1/decisions/${decision}/undo`);
    await decide(id!, "rejected");

    expect((await numbersOf(rule.id)).numbers).toMatchObject({ hits: 1, judged: 0 });
    expect(await differingRuleNumbers(service.deps.pool)).toEqual([]);
    expect(await searched()).toBe(0);
  });

  test("its numbers follow what moderators decide, change their minds about, take back and delete", async () => {
    const siteKey = await givenSite();
    const rule = await givenRule(siteKey, { stage: "hold" });
    const [right, spam, wrong, wavering, backInQueue, undone, deleted, open] = await sendJudged(siteKey, 8);

    await decide(right!, "rejected");
    await decide(spam!, "spam");
    await decide(wrong!, "approved");
    await decide(wavering!, "approved");
    await foldAll();
    await decide(wavering!, "rejected");
    await decide(backInQueue!, "approved");
    await decide(backInQueue!, "held");
    const decision = await decide(undone!, "approved");
    await foldAll();
    await service.call("POST", `/v1/decisions/${decision}/undo`);
    await decide(deleted!, "rejected");
    await service.call("DELETE", `/v1/comments/${deleted}`);

    const { numbers, total, stages, versions, daily } = await numbersOf(rule.id);
    expect(numbers).toMatchObject({ hits: 8, judged: 5, confirmed: 4, overturned: 1, precision: 0.8 });
    expect(numbers.precisionLowerBound).toBeCloseTo(0.3755, 3);
    expect(total).toEqual(numbers);
    expect(stages.hold.hits).toBe(8);
    expect(stages.enforce.hits).toBe(0);
    expect(versions).toMatchObject([{ version: 1, numbers: { hits: 8 } }]);
    expect(daily).toMatchObject([{ hits: 8, confirmed: 4, overturned: 1 }]);
    expect((await readComment(service, open!)).status).toBe("held");
  });

  test("a rule that speaks for comments is right where a moderator publishes", async () => {
    const siteKey = await givenSite({ mode: "everything" });
    const rule = await givenRule(siteKey, { stage: "shadow", then: { force: "approve" } });
    const [good, bad] = await sendJudged(siteKey, 2);

    await decide(good!, "approved");
    await decide(bad!, "spam");

    expect((await numbersOf(rule.id)).numbers).toMatchObject({ confirmed: 1, overturned: 1 });
  });

  test("what a human says of a text that no rule has seen speaks for none and against none", async () => {
    const siteKey = await givenSite();
    const rule = await givenRule(siteKey, { stage: "hold" });
    const [mended, refused, open] = await sendJudged(siteKey, 3);
    const body = "no animal at all";
    await service.call("PATCH", `/v1/comments/${mended}`, { body: { body, status: "approved" } });
    await decide(refused!, "rejected");
    await foldAll();
    await service.call("PATCH", `/v1/comments/${refused}`, { body: { body, status: "approved" } });
    await decide(refused!, "spam");
    await service.call("PATCH", `/v1/comments/${open}`, { body: { body } });
    await decide(open!, "approved");

    expect((await numbersOf(rule.id)).numbers).toMatchObject({ hits: 3, confirmed: 1, overturned: 0 });
    await service.call("DELETE", `/v1/comments/${mended}`);
    await foldAll();
    expect(await differingRuleNumbers(service.deps.pool)).toEqual([]);
  });

  test("an edited text is a new judgement; evidence carries over to a new stage, not to a new question", async () => {
    const siteKey = await givenSite();
    const rule = await givenRule(siteKey, { stage: "shadow" });
    const [id] = await sendJudged(siteKey, 1);
    await decide(id!, "rejected");
    await service.call("PATCH", `/v1/comments/${id}`, { body: { body: "still a walrus" } });
    await judgeNow(service, [id!]);
    await decide(id!, "approved");
    await service.call("PATCH", `/v1/rules/${rule.id}`, { body: { stage: "hold", name: "Other name" } });

    const after = await numbersOf(rule.id);
    await service.call("PATCH", `/v1/rules/${rule.id}`, { body: { then: { force: "hold" } } });

    expect(after.numbers).toMatchObject({ hits: 2, confirmed: 1, overturned: 1 });
    expect(after.stages).toMatchObject({ shadow: { hits: 2 }, hold: { hits: 0 } });
    expect((await numbersOf(rule.id)).numbers.hits).toBe(0);
    expect((await numbersOf(rule.id)).total.hits).toBe(2);
  });

  test("folding decision by decision comes to the same as counting the rows", async () => {
    await foldAll();
    const folded = await storedNumbers();
    const differing = await differingRuleNumbers(service.deps.pool);

    await rebuildRuleNumbers(service.deps.pool);

    const nonZero = folded.filter((row) => row.hits > 0);
    expect(nonZero.length).toBeGreaterThan(2);
    expect(differing).toEqual([]);
    expect(await storedNumbers()).toEqual(nonZero);
    await service.deps.pool.query("UPDATE rule_days SET hits = hits + 1 WHERE rule_id = $1", [
      nonZero[0]!.rule_id,
    ]);
    expect(await differingRuleNumbers(service.deps.pool)).not.toEqual([]);
    await rebuildRuleNumbers(service.deps.pool);
  });

  test("the list shows numbers and advice if asked, and the sweep brings hits and costs by itself", async () => {
    const siteKey = await givenSite();
    const rule = await givenRule(siteKey, { stage: "shadow" });
    await sendJudged(siteKey, 3);

    const listed = await withWorkers(() =>
      eventually("the sweep to count", async () => {
        const { body } = await service.call<{
          items: (RuleView & { numbers: Numbers; advice: { sentence: string } })[];
        }>("GET", `/v1/rules?siteKey=${siteKey}&expand=numbers`);
        const found = body.items.find(({ id }) => id === rule.id)!;
        return found.numbers.hits === 3 && found.numbers.evaluated >= 3 && found;
      }),
    );

    expect(listed.numbers.meanCostMicroseconds).toBeGreaterThan(0);
    expect(listed.advice.sentence).toContain("0 of the 20 hits");
    const plain = await service.call<{ items: object[] }>("GET", `/v1/rules?siteKey=${siteKey}`);
    expect(plain.body.items[0]).not.toHaveProperty("numbers");
  });

  test("the brake puts a young rule that hits nearly everything to shadow, says why, and leaves decisions alone", async () => {
    const siteKey = await givenSite();
    const rule = await givenRule(siteKey, { when: { check: "author", trusted: false } });
    const [first, ...others] = await sendJudged(siteKey, 25, "good day");
    await decide(first!, "approved");

    await brakeRunawayRules(service.deps);

    const braked = await readRule(rule.id);
    expect(braked).toMatchObject({
      ...{ stage: "shadow", version: 2, savedBy: "Moderato (emergency brake)", brakedFrom: "enforce" },
    });
    expect(await brakedRules(siteKey)).toEqual([rule.id]);
    expect(braked.brakeReason).toMatch(/^It hit 25 of 25 comments \(100 %\)/);
    expect(braked.brakedAt).not.toBeNull();
    const audit = await service.deps.pool.query(
      "SELECT actor, detail FROM audit WHERE action = 'rule.brake' AND subject = $1",
      [rule.id],
    );
    expect(audit.rows).toMatchObject([{ actor: "Moderato (emergency brake)", detail: { from: "enforce" } }]);
    expect((await readComment(service, first!)).status).toBe("approved");
    expect((await readComment(service, others[0]!)).status).toBe("rejected");
    const [later] = await sendJudged(siteKey, 1, "good day");
    expect((await readComment(service, later!)).status).toBe("approved");

    const { body: saved } = await service.call<RuleView>("PATCH", `/v1/rules/${rule.id}`, {
      body: { stage: "hold", emergencyBrake: false },
    });
    expect(saved).toMatchObject({
      ...{ stage: "hold", emergencyBrake: false },
      ...{ brakedAt: null, brakeReason: null, brakedFrom: null },
    });
    expect(await brakedRules(siteKey)).toEqual([]);
  });

  test("the brake leaves alone what hits few, is old, watches only, or is exempt", async () => {
    const siteKey = await givenSite();
    const always = { when: { check: "author", trusted: false }, then: { points: 1 } };
    const calm = await givenRule(siteKey, { name: "Calm" });
    const exempt = await givenRule(siteKey, { ...always, name: "Exempt", emergencyBrake: false });
    const watching = await givenRule(siteKey, { ...always, name: "Watching", stage: "shadow" });
    const old = await givenRule(siteKey, { ...always, name: "Old", emergencyBrake: false });
    await service.deps.pool.query(
      `UPDATE rule_versions SET created_at = now() - interval '25 hours', definition = definition - 'emergencyBrake'
       WHERE rule_id = $1`,
      [old.id],
    );
    await service.call("PATCH", `/v1/rules/${old.id}`, { body: { name: "Old, with a new name" } });
    await sendJudged(siteKey, 24, "good day");
    await sendJudged(siteKey, 2);

    await brakeRunawayRules(service.deps);

    const after = await Promise.all([calm, exempt, watching, old].map(({ id }) => readRule(id)));
    expect(after.map(({ stage }) => stage)).toEqual(["enforce", "enforce", "shadow", "enforce"]);
    expect(after.map(({ brakedAt }) => brakedAt)).toEqual([null, null, null, null]);
  });

  test("a share of what a rule decides alone goes to a moderator, who sees neither rule nor score before deciding", async () => {
    const siteKey = await givenSite({ blindReviewShare: 0.2 });
    const rule = await givenRule(siteKey, { then: { force: "reject", points: 9 }, emergencyBrake: false });
    const ids = await sendJudged(siteKey, 60);
    const comments = await Promise.all(ids.map((id) => readComment(service, id)));
    const held = comments.filter(({ status }) => status === "held");

    expect(held.length).toBeGreaterThan(0);
    expect(held.length).toBeLessThan(40);
    expect(held[0]).toMatchObject({ findings: [], score: 0, reasons: ["A moderator decides"] });
    const listed = await service.call<unknown>(
      "GET",
      `/v1/comments?siteKey=${siteKey}&status=held&expand=findings`,
    );
    expect(JSON.stringify(listed.body)).not.toContain("No walrus");
    const hitBy = async () =>
      (
        await service.call<{ items: { id: string }[] }>(
          "GET",
          `/v1/comments?siteKey=${siteKey}&status=held,rejected&rule=${rule.id}&limit=200`,
        )
      ).body.items.map(({ id }) => id);
    expect((await hitBy()).sort()).toEqual(
      comments.flatMap(({ id, status }) => (status === "rejected" ? [id] : [])).sort(),
    );

    await decide(held[0]!.id, "rejected");
    expect(await hitBy()).toContain(held[0]!.id);

    expect((await readComment(service, held[0]!.id)).findings).toMatchObject([{ ruleName: "No walrus" }]);
    expect((await numbersOf(rule.id)).numbers).toMatchObject({
      hits: 60,
      judged: 1,
      blind: { hits: held.length, judged: 1, confirmed: 1, overturned: 0 },
    });
  });

  test("a comment under blind review that is deleted leaves no quotation with what the rules would have done", async () => {
    const siteKey = await givenSite({ blindReviewShare: 0.2 });
    await givenRule(siteKey, { emergencyBrake: false });
    const comments = await Promise.all((await sendJudged(siteKey, 60)).map((id) => readComment(service, id)));
    const { id } = comments.find(({ status }) => status === "held")!;
    const kept = async () =>
      (
        await service.database.pool.query<{ verdict: string; reasons: string[] }>(
          "SELECT blind->>'verdict' AS verdict, blind->'reasons' AS reasons FROM decisions WHERE comment_id = $1 AND blind IS NOT NULL",
          [id],
        )
      ).rows;
    const before = await kept();

    await service.call("DELETE", `/v1/comments/${id}`);

    expect(JSON.stringify(before)).toContain("walrus");
    expect(await kept()).toEqual([{ verdict: "rejected", reasons: [] }]);
  });

  test("what a rule did can be undone in steps, so that it can be watched and stopped", async () => {
    const siteKey = await givenSite();
    const rule = await givenRule(siteKey, { emergencyBrake: false });
    const since = new Date().toISOString();
    await sendJudged(siteKey, 3);
    const undo = (limit: number) =>
      service.call("POST", `/v1/rules/${rule.id}/undo`, { body: { since, limit } });

    const first = await undo(2);
    const second = await undo(2);

    expect(first.body).toMatchObject({ results: { undone: 2 }, remaining: 1 });
    expect(second.body).toMatchObject({ results: { undone: 1 }, remaining: 0 });
    expect((await undo(0)).status).toBe(422);
    expect((await undo(5_001)).status).toBe(422);
  });

  test("what a rule did can be undone though somebody has deleted it at once", async () => {
    const siteKey = await givenSite();
    const rule = await givenRule(siteKey);
    const [id] = await sendJudged(siteKey, 1);
    await service.call("DELETE", `/v1/rules/${rule.id}`);

    const { status, body } = await service.call("POST", `/v1/rules/${rule.id}/undo`, {
      body: { since: "2020-01-01T00:00:00Z" },
    });

    expect([status, body]).toMatchObject([200, { results: { undone: 1 }, remaining: 0 }]);
    expect((await readComment(service, id!)).status).toBe("held");
  });

  test("everything a rule did is undone but what humans decided, and can be brought back", async () => {
    const siteKey = await givenSite();
    const rule = await givenRule(siteKey, { emergencyBrake: false });
    await givenRule(siteKey, {
      name: "Spam",
      emergencyBrake: false,
      when: { check: "words", phrases: ["casino"] },
      then: { force: "spam" },
    });
    const [before] = await sendJudged(siteKey, 1);
    const since = new Date().toISOString();
    const ids = await sendJudged(siteKey, 6);
    const [otherRule] = await sendJudged(siteKey, 1, "a walrus in a casino");
    const [untouched] = await sendJudged(siteKey, 1, "good day");
    await decide(ids[0]!, "approved");
    await decide(ids[1]!, "approved");
    await decide(ids[1]!, "rejected");
    const undo = (body: object) =>
      service.call<{ batchId: string; results: object }>("POST", `/v1/rules/${rule.id}/undo`, { body });
    const statuses = async () =>
      Promise.all(
        [before!, ...ids, otherRule!, untouched!].map(async (id) => (await readComment(service, id)).status),
      );

    const preview = await undo({ since, preview: true });
    const none = await undo({ since, version: 2 });
    const undone = await undo({ since });
    const whileHeld = await statuses();
    const again = await undo({ since });
    const back = await service.call<{ results: { ok: boolean }[] }>(
      "POST",
      `/v1/decisions/${undone.body.batchId}/undo`,
    );

    expect(preview).toMatchObject({
      status: 200,
      body: { preview: true, counts: { approved: 0, rejected: 4, spam: 0 }, total: 4 },
    });
    expect(none.body).toMatchObject({ batchId: null, results: { undone: 0 } });
    expect(undone.body).toMatchObject({
      results: { undone: 4, changedMeanwhile: 0, from: { approved: 0, rejected: 4, spam: 0 } },
      remaining: 0,
    });
    expect(whileHeld).toEqual([
      ...["rejected", "approved", "rejected", "held", "held", "held", "held"],
      ...["spam", "approved"],
    ]);
    expect(again.body).toMatchObject({ batchId: null, results: { undone: 0 } });
    expect(back.body.results.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect((await statuses()).filter((status) => status === "held")).toEqual([]);
    const { numbers } = await numbersOf(rule.id);
    expect(numbers).toMatchObject({ hits: 8, confirmed: 1, overturned: 1 });
    expect(await differingRuleNumbers(service.deps.pool)).toEqual([]);
  });

  test("what a rule published is undone too: by force, or where its points made the difference", async () => {
    const siteKey = await givenSite();
    const since = new Date().toISOString();
    await givenRule(siteKey, { emergencyBrake: false, then: { points: 5 } });
    const rule = await givenRule(siteKey, {
      name: "Kind words",
      emergencyBrake: false,
      when: { check: "words", phrases: ["lovely"] },
      then: { points: -3 },
    });
    const [released] = await sendJudged(siteKey, 1, "a lovely walrus");
    const [anyway] = await sendJudged(siteKey, 1, "a lovely day");

    const { body } = await service.call("POST", `/v1/rules/${rule.id}/undo`, { body: { since } });

    expect(body).toMatchObject({ results: { undone: 1, from: { approved: 1 } } });
    expect((await readComment(service, released!)).status).toBe("held");
    expect((await readComment(service, anyway!)).status).toBe("approved");
  });

  test("health names rules that never fire, are always overturned, overlap or hit too much", async () => {
    const siteKey = await givenSite();
    const exempt = { emergencyBrake: false, then: { points: 1 } };
    await givenRule(siteKey, { ...exempt, name: "Walrus" });
    await givenRule(siteKey, {
      ...exempt,
      name: "Walrus again",
      when: { check: "words", phrases: ["walrus", "gnu"] },
    });
    await givenRule(siteKey, { ...exempt, name: "Silent", when: { check: "words", phrases: ["zebra"] } });
    const ids = await sendJudged(siteKey, 22);
    for (const id of ids.slice(0, 5)) await decide(id, "rejected");
    for (const id of ids.slice(0, 5)) await decide(id, "approved");
    await foldAll();
    type Health = Record<"neverFired" | "alwaysOverturned", { name: string; sentence: string }[]> & {
      overlaps: { rules: { name: string }[]; share: number }[];
    };

    const health = await withWorkers(() =>
      eventually("the costs to be written", async () => {
        const { body } = await service.call<Health>("GET", `/v1/rules/health?siteKey=${siteKey}`);
        return body.neverFired.length > 0 && body;
      }),
    );

    expect(health.neverFired.map(({ name }) => name)).toContain("Silent");
    expect(health.alwaysOverturned.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["Walrus", "Walrus again"]),
    );
    expect(health.overlaps.map(({ rules }) => rules.map(({ name }) => name))).toContainEqual([
      "Walrus",
      "Walrus again",
    ]);
  });

  test("another site's key finds none of it", async () => {
    const siteKey = await givenSite();
    const rule = await givenRule(siteKey);
    const mine = await givenSite();
    const { body } = await service.call<{ key: string }>("POST", "/v1/api-keys", {
      body: { siteKey: mine, name: "All rights on mine", scopes: ["admin"] },
    });
    const asked: [string, string, unknown?][] = [
      ["GET", `/v1/rules/${rule.id}/numbers`],
      ["POST", `/v1/rules/${rule.id}/undo`, { since: "2026-01-01T00:00:00Z" }],
      ["GET", `/v1/rules/health?siteKey=${siteKey}`],
      ["GET", `/v1/rules?siteKey=${siteKey}&expand=numbers`],
    ];

    const answers = await Promise.all(
      asked.map(
        async ([method, path, sent]) =>
          (await service.call(method, path, { key: body.key, body: sent })).status,
      ),
    );

    expect(answers).toEqual([404, 404, 404, 404]);
    const all = await service.call<object>("GET", "/v1/rules/health", { key: body.key });
    expect(JSON.stringify(all.body)).not.toContain(siteKey);
  });

  test.each([
    ["no time", {}, "#/since"],
    ["a date only", { since: "2026-01-01" }, "#/since"],
    [
      "an end before the beginning",
      { since: "2026-01-02T00:00:00Z", until: "2026-01-01T00:00:00Z" },
      "#/until",
    ],
    ["an unknown field", { since: "2026-01-02T00:00:00Z", status: "spam" }, "#/status"],
  ])("undoing with %s is refused with the place", async (_name, body, pointer) => {
    const rule = await givenRule(await givenSite());

    const refused = await service.call<{ errors: { pointer: string }[] }>(
      "POST",
      `/v1/rules/${rule.id}/undo`,
      { body },
    );

    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((error) => error.pointer)).toContain(pointer);
  });

  test("rules overlap in the hits of the days (UTC) that their numbers count, not in those of an evening before", async () => {
    const [siteId, ruleId, hit, evening] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    await service.deps.pool.query(
      `INSERT INTO findings (site_id, decision_id, comment_id, position, rule_id, rule_version, rule_name, stage, check_name,
                           points, explanation, created_at)
     SELECT $1, id, id, 0, $2, 1, 'Rule', 'hold', 'words', 1, '', first_day AT TIME ZONE 'UTC' + after
     FROM (VALUES ($3::uuid, interval '0'), ($4::uuid, interval '-1 millisecond')) AS given (id, after),
          (SELECT (now() AT TIME ZONE 'UTC')::date - 29 AS first_day) days`,
      [siteId, ruleId, hit, evening],
    );

    const { hits } = (await latestHits(service.deps.pool, [{ siteId, ruleId }], 30)).get(ruleId)!;

    expect(hits.map(({ commentId }) => commentId)).toEqual([hit]);
  });
});
