import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { decideQueued } from "../../src/comments/decide-comment.ts";
import { givenComment, judgeNow, readComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService({ workers: false });
});
afterAll(() => service.stop());

const decide = (ids: string[]) =>
  decideQueued(
    service.deps,
    ids.map((commentId) => ({
      commentId,
      status: "approved",
      expectedRevision: 1,
      by: { kind: "rules" },
      reasons: [],
    })),
  );

test("what a moderator has decided while the rules looked stays as it is, and its neighbours are decided", async () => {
  const [first, second, third] = [
    await givenComment(service),
    await givenComment(service),
    await givenComment(service),
  ];
  await service.call("POST", `/v1/comments/${second.id}/decisions`, { body: { status: "spam" } });

  const outcomes = await decide([third.id, second.id, first.id]);

  expect(outcomes.map(({ commentId, ok }) => [commentId, ok])).toEqual([
    [third.id, true],
    [second.id, false],
    [first.id, true],
  ]);
  expect(outcomes[1]).toMatchObject({ problem: "conflict", current: { status: "spam", revision: 2 } });
  expect(await readComment(service, second.id)).toMatchObject({
    status: "spam",
    decisions: [{ by: "moderator", status: "spam" }],
  });
  expect((await readComment(service, first.id)).status).toBe("approved");
});

test("a batch that two workers judge is decided once", async () => {
  const ids: string[] = [];
  for (let number = 0; number < 20; number++) ids.push((await givenComment(service)).id);

  const [one, other] = await Promise.all([decide(ids), decide(ids.toReversed())]);

  const changed = [...one, ...other].filter((outcome) => outcome.ok && outcome.changed);
  expect(changed.map(({ commentId }) => commentId).sort()).toEqual(ids.toSorted());
  for (const id of ids) expect((await readComment(service, id)).decisions).toHaveLength(1);
});

test.each([
  ["quotes no half of a letter", "\\S{30,}", `a${"😀".repeat(40)}`],
  ["finds no half of a letter", "\\b|.", "a😀b😀😀"],
])("a pattern %s, which nobody could store", async (_, pattern, body) => {
  const siteKey = `halves-${body.length}`;
  await service.call("POST", "/v1/sites", { body: { key: siteKey, mode: "flagged" } });
  await service.call("POST", "/v1/rules", {
    body: {
      ...{ siteKey, name: "Halves", stage: "enforce" },
      ...{ when: { check: "pattern", pattern }, then: { force: "reject" } },
    },
  });
  const { id } = await givenComment(service, { siteKey, body });

  await judgeNow(service, [id]);

  const comment = await readComment(service, id);
  expect(comment).toMatchObject({ status: "rejected", findings: [{ ruleName: "Halves" }] });
  const [start, end] = comment.findings[0]!.span!;
  expect(body.slice(start, end).isWellFormed()).toBe(true);
});
