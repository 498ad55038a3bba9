// Files that people take along: a site's rules and word lists, numbers and backtests for spreadsheets.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { givenHeldComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.call("POST", "/v1/sites", { body: { key: "taken", mode: "flagged" } });
  for (const key of ["other", "many"])
    await service.call("POST", "/v1/sites", { body: { key, mode: "flagged" } });
});
afterAll(() => service.stop());

const givenRule = async (rule: object): Promise<string> => {
  const body = { siteKey: "taken", stage: "hold", then: { points: 4 }, ...rule };
  const made = await service.call<{ id: string }>("POST", "/v1/rules", { body });
  expect(made.status).toBe(201);
  return made.body.id;
};
/** One that is done, of a rule that would reject what has this word. */
async function givenBacktest({ siteKey, word }: { siteKey: string; word: string }): Promise<string> {
  const then = { force: "reject" };
  const rule = { siteKey, name: word, stage: "enforce", when: { check: "words", phrases: [word] }, then };
  const { id } = (await service.call<{ id: string }>("POST", "/v1/backtests", { body: { rule } })).body;
  await eventually("the backtest to be done", async () => {
    const { body } = await service.call("GET", `/v1/backtests/${id}`);
    return body.status === "done";
  });
  return id;
}
const keyFor = async (siteKey: string, scopes: string[]): Promise<string> =>
  (await service.call<{ key: string }>("POST", "/v1/api-keys", { body: { name: "k", siteKey, scopes } })).body
    .key;

test("a site's rules and word lists are one file, for whoever may read that site", async () => {
  const list = await service.call<{ id: string }>("POST", "/v1/word-lists", {
    body: { siteKey: "taken", name: "Birds", entries: [{ phrase: "gull" }], allow: ["gull wing"] },
  });
  const id = await givenRule({ name: "Gulls", when: { check: "words", list: list.body.id } });

  const file = await service.call<{
    siteKey: string;
    rules: { id: string; name: string }[];
    wordLists: object[];
  }>("GET", "/v1/exports/rules?siteKey=taken");

  expect(file.headers.get("content-disposition")).toMatch(
    /^attachment; filename="rules-taken-\d{4}-\d{2}-\d{2}\.json"$/,
  );
  expect(file.body.siteKey).toBe("taken");
  expect(file.body.rules).toHaveLength(22);
  expect(file.body.rules.at(-1)).toMatchObject({
    ...{ id, name: "Gulls", stage: "hold", when: { check: "words", list: list.body.id } },
  });
  expect(file.body.wordLists).toMatchObject([
    { id: list.body.id, name: "Birds", entries: [{ phrase: "gull" }], allow: ["gull wing"] },
  ]);
  const stranger = await keyFor("other", ["read"]);
  const path = "/v1/exports/rules?siteKey=taken";
  expect((await service.call("GET", path, { key: stranger })).status).toBe(404);
  expect((await service.call("GET", path, { key: null })).status).toBe(401);
  expect((await service.call("GET", "/v1/exports/rules")).status).toBe(422);
});

test("rules' numbers are a table in which no name becomes a formula", async () => {
  const id = await givenRule({
    name: '=cmd|"/c calc"!A1',
    when: { check: "words", phrases: ["quagga"] },
  });
  await givenHeldComment(service, { siteKey: "taken", body: "a quagga" });

  const csv = await eventually("the sweep to count", async () => {
    const { headers, body } = await service.call<string>(
      "GET",
      "/v1/exports/rule-numbers?siteKey=taken&days=7",
    );
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).toMatch(/filename="rule-numbers-taken-.*\.csv"$/);
    return body.includes(`A1",hold,1,1,`) && body;
  });

  const lines = csv.split("\r\n");
  expect(lines[0]).toMatch(/^\uFEFF?ruleId,name,stage,version,hits,judged,confirmed,overturned,precision,/);
  expect(lines.find((line) => line.startsWith(id))).toContain(
    `${id},"'=cmd|""/c calc""!A1",hold,1,1,0,0,0,,`,
  );
  expect((await service.call("GET", "/v1/exports/rule-numbers?siteKey=taken&days=0")).status).toBe(422);
});

test("what a backtest would have changed is a table, without what has been deleted since", async () => {
  const sent = [];
  for (const body of ["=HYPERLINK(1) okapi", "okapi, gone"])
    sent.push(await givenHeldComment(service, { siteKey: "taken", body, authorName: "@Jo" }));
  const id = await givenBacktest({ siteKey: "taken", word: "okapi" });
  await service.call("DELETE", `/v1/comments/${sent[1]!.id}`);

  const path = `/v1/exports/backtests/${id}`;
  const { body } = await service.call<string>("GET", path);

  expect(body.split("\r\n").slice(1)).toEqual([
    `${sent[0]!.id},approved,rejected,approved,'@Jo,body,'=HYPERLINK(1) okapi,okapi`,
    "",
  ]);
  expect((await service.call("GET", path, { key: await keyFor("taken", ["read"]) })).status).toBe(403);
  expect((await service.call("GET", path, { key: await keyFor("other", ["rules"]) })).status).toBe(404);
});

test("the table has every comment that a backtest would have changed, not the samples alone", async () => {
  const sent = await Promise.all(
    Array.from({ length: 230 }, (_, number) =>
      givenHeldComment(service, { siteKey: "many", body: `a numbat, ${number}`, authorName: `Jo ${number}` }),
    ),
  );
  const id = await givenBacktest({ siteKey: "many", word: "numbat" });

  const { body } = await service.call<string>("GET", `/v1/exports/backtests/${id}`);

  const lines = body.trimEnd().split("\r\n").slice(1);
  expect(lines.map((line) => line.split(",")[0]).sort()).toEqual(sent.map((comment) => comment.id).sort());
});
