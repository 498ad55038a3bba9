// Rules with a past: one that has decided a good deal alone, and one that the emergency brake stopped.
import { brakeRunawayRules } from "../../src/rules/brake-rules.ts";
import { foldRuleNumbers } from "../../src/rules/number-queries.ts";
import { numberEvents } from "../../src/webhooks/events.ts";
import { givenComment, judged, judgeNow } from "../support/givens.ts";
import type { Service } from "../support/service.ts";

export async function givenRule(service: Service, rule: object): Promise<string> {
  const body = { siteKey: "demo", emergencyBrake: false, ...rule };
  const made = await service.call<{ id: string }>("POST", "/v1/rules", { body });
  if (made.status !== 201) throw new Error(`The rule was not made: ${JSON.stringify(made.body)}`);
  return made.body.id;
}

export async function sendJudged(service: Service, bodies: readonly string[]): Promise<string[]> {
  const sent = await Promise.all(
    bodies.map((body, index) => givenComment(service, { body, authorName: `Reader ${index + 1}` })),
  );
  const ids = sent.map(({ id }) => id);
  // Running a job twice is harmless, and waiting for one is slow.
  await judgeNow(service, ids);
  await Promise.all(ids.map((id) => judged(service, id)));
  return ids;
}

export const decide = (service: Service, id: string, status: string) =>
  service.call("POST", `/v1/comments/${id}/decisions`, { body: { status } });

export async function countAll(service: Service): Promise<void> {
  await numberEvents(service.deps.pool);
  while ((await foldRuleNumbers(service.deps.pool, 7)) > 0);
}

/** Rejects seven comments alone; of these moderators have confirmed two and overturned one. */
export async function givenDecidingRule(service: Service, name: string): Promise<string> {
  const id = await givenRule(service, {
    ...{ name, stage: "enforce", when: { check: "words", phrases: ["walrus"] } },
    then: { force: "reject" },
  });
  const numbers = ["one", "two", "three", "four", "five", "six", "seven"];
  const ids = await sendJudged(
    service,
    numbers.map((number) => `Walrus ${number} sings to the sea`),
  );
  await decide(service, ids[0]!, "approved");
  for (const confirmed of ids.slice(1, 3)) {
    await decide(service, confirmed, "approved");
    await decide(service, confirmed, "rejected");
  }
  await countAll(service);
  return id;
}

export async function givenBrakedRule(service: Service, name: string): Promise<string> {
  const id = await givenRule(service, {
    ...{ name, stage: "enforce", emergencyBrake: true },
    ...{ when: { check: "words", phrases: ["the tide"] }, then: { force: "reject" } },
  });
  await sendJudged(
    service,
    Array.from({ length: 22 }, (_, index) => `Number ${index} asks how high the tide will be`),
  );
  await brakeRunawayRules(service.deps);
  return id;
}
