import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { learnFromDecisions } from "../../src/comments/learn-from-decisions.ts";
import { givenComment, judgeNow, readComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";

let service: Service;
// Without workers, so that each test says what lies in one batch and when the model learns.
beforeAll(async () => {
  service = await startService({ workers: false });
});
afterAll(() => service.stop());

const hour = 3600;

async function givenSite(key: string, rules: object[]) {
  await service.call("POST", "/v1/sites", { body: { key, mode: "flagged" } });
  const { body } = await service.call<{ items: { id: string }[] }>("GET", `/v1/rules?siteKey=${key}`);
  for (const { id } of body.items) await service.call("DELETE", `/v1/rules/${id}`);
  for (const when of rules) {
    const made = await service.call("POST", "/v1/rules", {
      body: { siteKey: key, name: "A rule", stage: "hold", when, then: { force: "hold" } },
    });
    expect(made.status).toBe(201);
  }
  return key;
}

const given = async (siteKey: string, body: string, authorName = "Jo") =>
  (await givenComment(service, { siteKey, body, authorName })).id;

async function judgeAll(ids: string[]) {
  await judgeNow(service, ids);
  return Promise.all(ids.map((id) => readComment(service, id)));
}

const decide = async (id: string, status: string) => {
  const { body } = await service.call<{ decisionId: string }>("POST", `/v1/comments/${id}/decisions`, {
    body: { status },
  });
  return body.decisionId;
};

const statusesOf = (comments: { status: string }[]) => comments.map(({ status }) => status);

describe("a campaign of texts that differ a little", () => {
  const fromOthers = {
    check: "near-duplicate",
    of: "otherAuthors",
    windowSeconds: hour,
    count: { gte: 3 },
    similarity: { gte: 0.8 },
    minLetters: 20,
  };
  const names = ["Ana", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal"];
  const variant = (name: string, index: number) =>
    `Hi ${name}, the council must build the harbour hall now, sign at https://hall.example/${index * 7919}!`;

  test("in one batch is not blind to itself", async () => {
    const siteKey = await givenSite("wave", [fromOthers]);
    const ids: string[] = [];
    for (const [index, name] of names.entries()) ids.push(await given(siteKey, variant(name, index), name));

    const comments = await judgeAll(ids);

    expect(statusesOf(comments)).toEqual([
      ...Array<string>(3).fill("approved"),
      ...Array<string>(5).fill("held"),
    ]);
    expect(comments[7]!.reasons.join(" ")).toMatch(
      /\d\d % like 7 earlier comments by other authors within 1 hour/,
    );
  });

  test("is seen as of each comment's moment, whichever batch comes first", async () => {
    const siteKey = await givenSite("order", [fromOthers]);
    const ids: string[] = [];
    for (const [index, name] of names.slice(0, 5).entries()) {
      ids.push(await given(siteKey, variant(name, index), name));
    }

    const [last] = await judgeAll(ids.slice(4));
    const earlier = await judgeAll(ids.slice(0, 4));

    expect(last!.status).toBe("held");
    expect(statusesOf(earlier)).toEqual(["approved", "approved", "approved", "held"]);
  });

  test("of another site, by one author, or of another text is none", async () => {
    const [one, two] = [await givenSite("apart-1", [fromOthers]), await givenSite("apart-2", [fromOthers])];
    const elsewhere: string[] = [];
    for (const [index, name] of names.entries()) elsewhere.push(await given(one, variant(name, index), name));
    await judgeAll(elsewhere);
    const ids = [
      await given(two, variant("Ida", 99), "Ida"),
      await given(two, variant("Jan", 100), "Ida"),
      await given(two, variant("Kim", 101), "Ida"),
      await given(two, variant("Leo", 102), "Ida"),
      await given(one, "The harbour hall is a fine plan, but who will pay for it in the end?", "Mia"),
    ];

    expect(statusesOf(await judgeAll(ids))).toEqual(Array(5).fill("approved"));
  });

  test("short texts are alike only when they are the same", async () => {
    const siteKey = await givenSite("short", [{ ...fromOthers, minLetters: 0, count: { gte: 1 } }]);
    const ids = [
      await given(siteKey, "Well said, Tom.", "Ana"),
      await given(siteKey, "Well said, Tim.", "Ben"),
      await given(siteKey, "well said: TOM", "Cleo"),
    ];

    expect(statusesOf(await judgeAll(ids))).toEqual(["approved", "approved", "held"]);
  });

  test("an edited text is compared by its new words, and a deleted one leaves no sketch", async () => {
    const siteKey = await givenSite("edited", [{ ...fromOthers, count: { gte: 1 } }]);
    const first = await given(siteKey, variant("Ana", 1), "Ana");
    await judgeAll([first]);
    await service.call("PATCH", `/v1/comments/${first}`, {
      body: { body: "I have thought again and would rather keep the old park as it is." },
    });
    await judgeAll([first]);
    const [second] = await judgeAll([await given(siteKey, variant("Ben", 2), "Ben")]);
    await service.call("DELETE", `/v1/comments/${first}`);
    const { rows } = await service.deps.pool.query("SELECT 1 FROM text_sketches WHERE comment_id = $1", [
      first,
    ]);

    expect(second!.status).toBe("approved");
    expect(rows).toEqual([]);
  });

  test("what is much like a refused comment is held, whoever sends it", async () => {
    const siteKey = await givenSite("refused", [
      { check: "near-duplicate", of: "rejected", windowSeconds: hour, similarity: { gte: 0.8 } },
    ]);
    const first = await given(siteKey, variant("Ana", 1), "Ana");
    const [before] = await judgeAll([first]);
    await decide(first, "spam");

    const [after] = await judgeAll([await given(siteKey, variant("Ben", 2), "Ben")]);

    expect([before!.status, after!.status]).toEqual(["approved", "held"]);
  });
});

describe("the model of a site", () => {
  const learned = { check: "learned", score: { gte: 0.9 } };
  const spam = (index: number) =>
    `Check out my channel number ${index} and subscribe, best prank videos at https://tube.example/${index}`;
  const honest = (index: number) =>
    `I liked the part about street ${index}, the mayor was right to ask the people who live there.`;
  const modelOf = async (siteKey: string) => {
    const { rows } = await service.deps.pool.query<{
      version: number;
      refused: number;
      approved: number;
      approved_at: number[];
    }>(
      "SELECT m.approved_at, m.version, m.refused, m.approved FROM learned_models m JOIN sites s ON s.id = m.site_id WHERE s.key = $1",
      [siteKey],
    );
    return rows[0];
  };
  const countsOf = async (siteKey: string) => {
    const { rows } = await service.deps.pool.query<{ feature: number; refused: number; approved: number }>(
      `SELECT f.feature, f.refused, f.approved FROM learned_features f JOIN sites s ON s.id = f.site_id
       WHERE s.key = $1 ORDER BY f.feature`,
      [siteKey],
    );
    return rows;
  };
  const givenDecisions = async (siteKey: string, each: number) => {
    const ids = { spam: [] as string[], honest: [] as string[] };
    for (let index = 0; index < each; index++) {
      ids.spam.push(await given(siteKey, spam(index), `S ${index}`));
      ids.honest.push(await given(siteKey, honest(index), `H ${index}`));
    }
    await judgeAll([...ids.spam, ...ids.honest]);
    await service.call("POST", "/v1/decisions", { body: { ids: ids.spam, status: "spam" } });
    // Approving what the rules have published already is no decision: somebody has held it before.
    for (const status of ["held", "approved"]) {
      await service.call("POST", "/v1/decisions", { body: { ids: ids.honest, status } });
    }
    return ids;
  };

  test("is silent until it knows enough, then holds what moderators refuse and names the words", async () => {
    const siteKey = await givenSite("learning", [learned]);
    await givenDecisions(siteKey, 10);
    await learnFromDecisions(service.deps);
    const [early] = await judgeAll([await given(siteKey, spam(900), "X")]);
    await givenDecisions(siteKey, 20);
    await learnFromDecisions(service.deps);

    const [refused, fine] = await judgeAll([
      await given(siteKey, spam(901), "Y"),
      await given(siteKey, honest(902), "Z"),
    ]);

    expect([early!.status, refused!.status, fine!.status]).toEqual(["approved", "held", "approved"]);
    expect(refused!.reasons.join(" ")).toMatch(/“.+” .*speak.* for a refusal.*learnt from 60 decisions/);
    const spans = refused!.findings.flatMap(({ span }) =>
      span === null ? [] : [refused!.body.slice(...span)],
    );
    expect(spans.length).toBeGreaterThan(0);
    const { rows } = await service.deps.pool.query<{ facts: { learned: object } }>(
      "SELECT facts FROM decisions WHERE comment_id = $1 AND decided_by = 'rules'",
      [refused!.id],
    );
    expect(rows[0]!.facts.learned).toMatchObject({
      modelVersion: (await modelOf(siteKey))!.version,
      decisions: 60,
    });
  });

  test("learns nothing from the rules, and nothing from another site's moderators", async () => {
    const [taught, other] = [await givenSite("taught", [learned]), await givenSite("untaught", [learned])];
    await givenDecisions(taught, 30);
    const ids: string[] = [];
    for (let index = 0; index < 60; index++) ids.push(await given(other, spam(index), `S ${index}`));
    await judgeAll(ids);
    await learnFromDecisions(service.deps);

    const [comment] = await judgeAll([await given(other, spam(777), "Y")]);

    expect(comment!.status).toBe("approved");
    expect(await modelOf(other)).toBeUndefined();
  });

  test("counts a decision once, and unlearns what a moderator takes back, changes or deletes", async () => {
    const siteKey = await givenSite("corrected", [learned]);
    await givenDecisions(siteKey, 5);
    await learnFromDecisions(service.deps);
    const before = await countsOf(siteKey);
    await learnFromDecisions(service.deps);
    const again = await countsOf(siteKey);
    const id = await given(siteKey, "A text of its own: zebra crossings for giraffes", "Q");
    await judgeAll([id]);
    await decide(id, "rejected");
    await learnFromDecisions(service.deps);
    const withOneMore = await modelOf(siteKey);
    await decide(id, "approved");
    await learnFromDecisions(service.deps);
    const changed = await modelOf(siteKey);
    await service.call("DELETE", `/v1/comments/${id}`);
    await learnFromDecisions(service.deps);

    expect(again).toEqual(before);
    expect(withOneMore).toMatchObject({ refused: 6, approved: 5 });
    expect(changed).toMatchObject({ refused: 5, approved: 6 });
    expect(await countsOf(siteKey)).toEqual(before);
  });

  test("learns of the text that was decided on, though another has replaced it since", async () => {
    const [siteKey, edited] = [await givenSite("as-it-was", [learned]), await givenSite("edited", [learned])];
    for (const key of [siteKey, edited]) {
      const id = await given(key, "Zebra crossings for giraffes", "Q");
      await judgeAll([id]);
      await decide(id, "rejected");
      if (key === edited)
        for (const body of ["The mayor was right to ask", "The mayor was right to ask us"])
          await service.call("PATCH", `/v1/comments/${id}`, { body: { body } });
    }

    await learnFromDecisions(service.deps);

    expect(await countsOf(edited)).toEqual(await countsOf(siteKey));
  });

  test("foretells each decision before it learns it, and takes that back with it", async () => {
    const siteKey = await givenSite("foretold", [learned]);
    await givenDecisions(siteKey, 30);
    await learnFromDecisions(service.deps);
    const first = await modelOf(siteKey);
    const foretold = async () => (await modelOf(siteKey))!.approved_at.reduce((sum, count) => sum + count, 0);
    const before = await foretold();
    const id = await given(siteKey, honest(500), "Q");
    await judgeAll([id]);
    await decide(id, "held");
    await decide(id, "approved");
    await learnFromDecisions(service.deps);
    const withOneMore = await foretold();
    await decide(id, "rejected");
    await learnFromDecisions(service.deps);

    expect(first).toMatchObject({ refused: 30, approved: 30 });
    expect(withOneMore).toBe(before + 1);
    expect(await foretold()).toBe(before);
  });

  test("an undone decision is unlearnt, or gives way to the one before it", async () => {
    const siteKey = await givenSite("undone", [learned]);
    const id = await given(siteKey, spam(1), "Q");
    await judgeAll([id]);
    await decide(id, "spam");
    const second = await decide(id, "approved");
    await learnFromDecisions(service.deps);
    const approved = await modelOf(siteKey);
    await service.call("POST", `/v1/decisions/${second}/undo`);
    await learnFromDecisions(service.deps);
    const refusedAgain = await modelOf(siteKey);
    const third = await given(siteKey, spam(2), "R");
    await judgeAll([third]);
    const onThird = await decide(third, "rejected");
    await learnFromDecisions(service.deps);
    await service.call("POST", `/v1/decisions/${onThird}/undo`);
    await learnFromDecisions(service.deps);

    expect(approved).toMatchObject({ refused: 0, approved: 1 });
    expect(refusedAgain).toMatchObject({ refused: 1, approved: 0 });
    expect(await modelOf(siteKey)).toMatchObject({ refused: 1, approved: 0 });
  });
});
