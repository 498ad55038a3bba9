// What an editor asks before anything is saved: what an unsaved rule would do, and what a list would have hit.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { givenHeldComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";

interface Verdict {
  verdict: string;
  points: number;
  unknown: object[];
  findings: { ruleId: string; ruleName: string; stage: string; span: [number, number] | null }[];
}

interface Report {
  comments: number;
  items: {
    phrase: string;
    comments: number;
    samples: { id: string; field: string; excerpt: string; span: [number, number] }[];
  }[];
}

describe("before a rule or a list is saved", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
    await service.call("POST", "/v1/sites", { body: { key: "news", mode: "flagged" } });
  });
  afterAll(() => service.stop());

  const tryText = async (text: string, rule?: object) =>
    service.call<Verdict>("POST", "/v1/rules/test", { body: { siteKey: "news", text, rule } });
  const report = (list: object) =>
    service.call<Report>("POST", "/v1/word-lists/report", { body: { siteKey: "news", ...list } });

  test("an unsaved rule is tried beside the site's rules as if it were enforced, and leaves nothing behind", async () => {
    const rule = { when: { check: "words", phrases: ["zebra"] }, then: { force: "spam" } };

    const tried = await tryText("a zebra", rule);
    const without = await tryText("a zebra");
    const rules = await service.call<{ items: { name: string }[] }>("GET", "/v1/rules?siteKey=news");

    expect(tried.body).toMatchObject({ verdict: "spam", findings: [{ span: [2, 7] }] });
    expect(without.body).toMatchObject({ verdict: "approved", findings: [] });
    expect(rules.body.items.some(({ name }) => name === "This rule")).toBe(false);
  });

  test("with its id it takes the place of the stored one", async () => {
    const then = { points: 2 };
    const stored = await service.call<{ id: string }>("POST", "/v1/rules", {
      body: {
        siteKey: "news",
        name: "Gnus",
        stage: "shadow",
        when: { check: "words", phrases: ["gnu"] },
        then,
      },
    });
    const { id } = stored.body;

    const changed = await tryText("a gnu and a walrus", {
      id,
      when: { check: "words", phrases: ["walrus"] },
      then,
    });
    const emptied = await tryText("a gnu", { id, when: { check: "words", phrases: ["walrus"] }, then });

    expect(changed.body.findings).toMatchObject([{ ruleId: id, stage: "enforce", span: [12, 18] }]);
    expect(emptied.body.findings).toEqual([]);
  });

  test("checks that need the past count a stranger's first comment, not nothing at all", async () => {
    const when = { check: "velocity", by: "ip", windowSeconds: 777, count: { gte: 1 } };

    const tried = await tryText("Hello", { when, then: { force: "spam" } });

    expect(tried.body.verdict).toBe("approved");
    // The model of a new site has learnt nothing yet, and says so.
    expect(tried.body.unknown).toMatchObject([{ check: "learned", holds: false }]);
  });

  test("a wrong unsaved rule is refused with the place", async () => {
    const when = { all: [{ check: "links", count: {} }] };
    const refused = await service.call<{ errors: { pointer: string }[] }>("POST", "/v1/rules/test", {
      body: { siteKey: "news", text: "x", rule: { when, then: { points: 1 } } },
    });

    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ pointer }) => pointer)).toEqual(["#/rule/when/all/0/count"]);
  });

  test("a report names the phrases that hit approved comments, how often, and where", async () => {
    const approved = await givenHeldComment(service, {
      siteKey: "news",
      body: "The casino café by the harbour has closed.",
    });
    await givenHeldComment(service, { siteKey: "news", body: "Another c4sino, by the harbour?" });
    const refused = await givenHeldComment(service, { siteKey: "news", body: "casino roulette" });
    await service.call("POST", `/v1/comments/${refused.id}/decisions`, { body: { status: "spam" } });

    const { status, body } = await report({
      entries: [
        { phrase: "roulette" },
        { phrase: "harbour", fields: ["authorName"] },
        { phrase: "closed" },
        { phrase: "casino" },
      ],
    });
    const allowed = await report({ entries: [{ phrase: "casino" }], allow: ["casino café"] });

    expect(status).toBe(200);
    expect(body.items.map(({ phrase, comments }) => [phrase, comments])).toEqual([
      ["casino", 2],
      ["closed", 1],
    ]);
    const { excerpt, span, ...sample } = body.items[1]!.samples[0]!;
    expect(sample).toEqual({ id: approved.id, field: "body" });
    expect(excerpt.slice(...span)).toBe("closed");
    expect(allowed.body.items).toMatchObject([{ phrase: "casino", comments: 1 }]);
  });

  test("a list of 60,000 phrases can be saved and reported on", async () => {
    const entries = Array.from({ length: 60_000 }, (_, index) => ({ phrase: `spamword${index}` }));

    const [saved, reported] = await Promise.all([
      service.call("POST", "/v1/word-lists", { body: { siteKey: "news", name: "Long", entries } }),
      report({ entries: [...entries, { phrase: "casino" }] }),
    ]);

    expect(saved.status).toBe(201);
    expect(reported.body.items.map(({ phrase }) => phrase)).toEqual(["casino"]);
  });

  test("so large a request is for those who may do something here", async () => {
    const entries = Array.from({ length: 6_000 }, () => ({ phrase: "a long enough phrase" }));
    const answer = await service.call("POST", "/v1/word-lists", {
      key: null,
      body: { siteKey: "news", name: "Long", entries },
    });

    expect(answer.status).toBe(413);
  });
});
