// Switching packs on and off, and what a person changed in between.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Pack } from "../../src/rules/packs/pack.ts";
import { findPack } from "../../src/rules/packs/packs.ts";
import { switchPackOn } from "../../src/rules/switch-packs.ts";
import { givenHeldComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";

interface PackView {
  key: string;
  isOn: boolean;
  hasUpdate: boolean;
  rules: { key: string; ruleId: string | null; isChanged: boolean; isDeleted: boolean; stage: string }[];
  wordLists: { key: string; wordListId: string | null; isChanged: boolean; phrases: number }[];
}

interface Rule {
  id: string;
  name: string;
  stage: string;
  pack: string | null;
  version: number;
}

interface WordList {
  id: string;
  name: string;
  entries: { phrase: string }[];
  allow: string[];
  pack: string | null;
}

describe("packs", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const givenSite = async (key: string): Promise<string> => {
    const made = await service.call("POST", "/v1/sites", { body: { key, mode: "flagged" } });
    expect(made.status).toBe(201);
    return key;
  };
  const items = async <Item>(path: string): Promise<Item[]> =>
    (await service.call<{ items: Item[] }>("GET", path)).body.items;
  const rulesOf = (siteKey: string) => items<Rule>(`/v1/rules?siteKey=${siteKey}`);
  const listsOf = (siteKey: string) => items<WordList>(`/v1/word-lists?siteKey=${siteKey}`);
  const packOf = async (siteKey: string, key: string): Promise<PackView> =>
    (await items<PackView>(`/v1/packs?siteKey=${siteKey}`)).find((pack) => pack.key === key)!;
  const switchOn = async (siteKey: string, key: string): Promise<PackView> => {
    const { status, body } = await service.call<PackView>("POST", `/v1/packs/${key}`, { body: { siteKey } });
    expect(status).toBe(200);
    return body;
  };
  const switchOff = async (siteKey: string, key: string): Promise<PackView> => {
    const { status, body } = await service.call<PackView>("DELETE", `/v1/packs/${key}?siteKey=${siteKey}`);
    expect(status).toBe(200);
    return body;
  };
  const statusOf = async (siteKey: string, body: string): Promise<string> =>
    (await givenHeldComment(service, { siteKey, body, authorName: body.slice(0, 20) })).status;
  const update = async (siteKey: string, pack: Pack): Promise<void> => {
    const site = (await service.deps.sites.find(siteKey))!;
    await inTransaction(service.deps.pool, (tx) => switchPackOn(tx, site.id, pack));
  };

  test("a new site has the packs on behaviour, and every rule says of which it is", async () => {
    const siteKey = await givenSite("new");

    const packs = await items<PackView>(`/v1/packs?siteKey=${siteKey}`);
    const rules = await rulesOf(siteKey);

    expect(packs.filter(({ isOn }) => isOn).map(({ key }) => key)).toEqual([
      "basics",
      "links",
      "flood",
      "shouting",
    ]);
    expect(packs.find(({ key }) => key === "spam")).toMatchObject({ isOn: false, hasUpdate: false });
    expect(rules).toHaveLength(21);
    expect(new Set(rules.map(({ pack }) => pack))).toEqual(new Set(["basics", "links", "flood", "shouting"]));
  });

  test("one that is switched on judges the next comment, and none after it is off again", async () => {
    const siteKey = await givenSite("on-off");
    const spam = "Subscribe to my channel please";
    const honest = "Scunthorpe, Penistone and the cockpit are fine.";
    const before = await statusOf(siteKey, `${spam}!`);

    const on = await switchOn(siteKey, "spam");
    const during = [await statusOf(siteKey, spam), await statusOf(siteKey, honest)];
    const lists = await listsOf(siteKey);
    const off = await switchOff(siteKey, "spam");
    const after = await statusOf(siteKey, `${spam}?`);

    expect([before, ...during, after]).toEqual(["approved", "held", "approved", "approved"]);
    expect(on.isOn).toBe(true);
    expect(on.rules.every(({ ruleId, isChanged }) => ruleId !== null && !isChanged)).toBe(true);
    expect(lists.map(({ pack }) => pack)).toEqual(findPack("spam")!.wordLists.map(() => "spam"));
    expect(off).toMatchObject({ isOn: false });
    expect((await rulesOf(siteKey)).filter(({ pack }) => pack === "spam")).toEqual([]);
    expect(await listsOf(siteKey)).toEqual([]);
  });

  test("what a person changed, deleted or added is as it was when the pack comes back", async () => {
    const siteKey = await givenSite("edits");
    const on = await switchOn(siteKey, "profanity");
    const [mild, strong] = [on.rules[0]!, on.rules[1]!];
    const list = (await listsOf(siteKey)).find(({ id }) => id === on.wordLists[0]!.wordListId)!;
    await service.call("PATCH", `/v1/rules/${mild.ruleId!}`, {
      body: { stage: "shadow", name: "My mild ones" },
    });
    await service.call("DELETE", `/v1/rules/${strong.ruleId!}`);
    const entries = [...list.entries.slice(1), { phrase: "gadzooks" }];
    await service.call("PATCH", `/v1/word-lists/${list.id}`, { body: { entries } });

    await switchOff(siteKey, "profanity");
    const back = await switchOn(siteKey, "profanity");

    expect(back.rules[0]).toMatchObject({ ruleId: mild.ruleId, stage: "shadow", isChanged: true });
    expect(back.rules[1]).toMatchObject({ ruleId: null, isDeleted: true });
    expect(back.rules[2]).toMatchObject({ ruleId: on.rules[2]!.ruleId, isChanged: false });
    expect(back.wordLists[0]).toMatchObject({ wordListId: list.id, isChanged: true });
    expect(back.wordLists[1]).toMatchObject({ isChanged: false });
    expect((await listsOf(siteKey)).find(({ id }) => id === list.id)!.entries).toEqual(entries);
    expect((await rulesOf(siteKey)).find(({ id }) => id === mild.ruleId)).toMatchObject({
      name: "My mild ones",
      version: 2,
    });
  });

  test("an update reaches what nobody changed, and in lists it leaves a person's phrases alone", async () => {
    const siteKey = await givenSite("update");
    const first: Pack = {
      ...findPack("slurs")!,
      key: "trial",
      version: 1,
      wordLists: [
        {
          key: "l",
          name: "Words",
          entries: [{ phrase: "one" }, { phrase: "two" }, { phrase: "three" }],
          allow: ["a"],
        },
      ],
      rules: ["kept", "moved", "gone", "mine"].map((key) => ({
        key,
        name: `Rule ${key}`,
        stage: "hold",
        when: { check: "words", list: "l" },
        then: { points: 1 },
      })),
    };
    await update(siteKey, first);
    const before = await rulesOf(siteKey);
    const idOf = (name: string) => before.find((rule) => rule.name === name)!.id;
    const list = (await listsOf(siteKey))[0]!;
    await service.call("PATCH", `/v1/rules/${idOf("Rule kept")}`, { body: { stage: "enforce" } });
    await service.call("PATCH", `/v1/rules/${idOf("Rule mine")}`, { body: { then: { points: 3 } } });
    await service.call("PATCH", `/v1/word-lists/${list.id}`, {
      body: { entries: [{ phrase: "one" }, { phrase: "three" }, { phrase: "my own" }] },
    });

    const then = { points: 2 };
    await update(siteKey, {
      ...first,
      version: 2,
      wordLists: [
        {
          key: "l",
          name: "Words",
          entries: [{ phrase: "two" }, { phrase: "three" }, { phrase: "four" }],
          allow: ["b"],
        },
        { key: "m", name: "More", entries: [{ phrase: "five" }] },
      ],
      rules: [
        { ...first.rules[0]!, then },
        { ...first.rules[1]!, name: "Rule moved on", then },
        { key: "fresh", name: "Rule fresh", stage: "hold", when: { check: "words", list: "m" }, then },
      ],
    });

    const after = (await rulesOf(siteKey)).filter(({ name }) => name.startsWith("Rule "));
    expect(after.map(({ name, stage, pack, version }) => [name, stage, pack, version])).toEqual([
      ["Rule kept", "enforce", "trial", 2],
      ["Rule moved on", "hold", "trial", 2],
      ["Rule mine", "hold", null, 2],
      ["Rule fresh", "hold", "trial", 1],
    ]);
    const lists = await listsOf(siteKey);
    expect(
      lists.map(({ name, entries, allow }) => [name, entries.map(({ phrase }) => phrase), allow]),
    ).toEqual([
      ["Words", ["three", "my own", "four"], ["b"]],
      ["More", ["five"], []],
    ]);
  });

  test("a rule that was deleted comes back as it was left; where its list is gone, as the pack has it", async () => {
    const siteKey = await givenSite("restored");
    const on = await switchOn(siteKey, "slurs");
    const ruleId = (key: string) => on.rules.find((rule) => rule.key === key)!.ruleId!;
    const restore = (key: string, pack = "slurs") =>
      service.call<PackView>("POST", `/v1/packs/${pack}/rules/${key}/restore`, { body: { siteKey } });
    const ruleOf = async (id: string) => (await rulesOf(siteKey)).find((rule) => rule.id === id);
    const changed = ruleId("slur");
    const bereft = ruleId("doubtful");
    await service.call("PATCH", `/v1/rules/${changed}`, { body: { stage: "shadow" } });
    for (const id of [changed, bereft]) await service.call("DELETE", `/v1/rules/${id}`);
    const list = on.wordLists.find(({ key }) => key === "doubtful")!.wordListId!;
    expect((await service.call("DELETE", `/v1/word-lists/${list}`)).status).toBe(204);
    await switchOn(siteKey, "slurs");
    expect(await ruleOf(changed)).toBeUndefined();

    const answer = await restore("slur");
    const second = await restore("doubtful");
    const again = await restore("doubtful");

    expect(answer.body.rules.find(({ key }) => key === "slur")).toMatchObject({
      ...{ ruleId: changed, isDeleted: false, isChanged: true },
    });
    expect(await ruleOf(changed)).toMatchObject({ stage: "shadow", version: 2, pack: "slurs" });
    const remade = second.body.wordLists.find(({ key }) => key === "doubtful")!;
    expect(remade.wordListId).not.toBe(list);
    expect(JSON.stringify(await ruleOf(bereft))).toContain(remade.wordListId);
    expect(second.body.rules.find(({ key }) => key === "doubtful")).toMatchObject({ isChanged: false });
    expect(again.body).toEqual(second.body);
    expect((await restore("nothing")).status).toBe(404);
    expect((await restore("slur", "spam")).status).toBe(404);
    await switchOff(siteKey, "slurs");
    expect((await restore("slur")).status).toBe(409);
  });

  test("twice on, or twice at once, is as good as once", async () => {
    const siteKey = await givenSite("twice");

    await Promise.all([switchOn(siteKey, "slurs"), switchOn(siteKey, "slurs")]);
    const once = await rulesOf(siteKey);
    await switchOn(siteKey, "slurs");

    expect(once.filter(({ pack }) => pack === "slurs")).toHaveLength(findPack("slurs")!.rules.length);
    expect(await rulesOf(siteKey)).toEqual(once);
    expect(await listsOf(siteKey)).toHaveLength(findPack("slurs")!.wordLists.length);
  });

  test("a list that a rule of the site's own uses stays when its pack goes", async () => {
    const siteKey = await givenSite("shared-list");
    const on = await switchOn(siteKey, "slurs");
    const list = on.wordLists.find(({ key }) => key === "slurs")!.wordListId!;
    await service.call("POST", "/v1/rules", {
      body: {
        siteKey,
        name: "Ours",
        stage: "enforce",
        when: { check: "words", list },
        then: { force: "reject" },
      },
    });

    await switchOff(siteKey, "slurs");

    expect((await listsOf(siteKey)).map(({ id }) => id)).toEqual([list]);
    expect(await statusOf(siteKey, "you dirty faggot")).toBe("rejected");
    expect(await statusOf(siteKey, "a fair point")).toBe("approved");
  });

  test("a changed rule whose own list has gone comes back as the pack has it, not as one that holds everybody", async () => {
    const siteKey = await givenSite("lost-list");
    const on = await switchOn(siteKey, "slurs");
    const own = await service.call<{ id: string }>("POST", "/v1/word-lists", {
      body: { siteKey, name: "Own", entries: [{ phrase: "x" }] },
    });
    await service.call("PATCH", `/v1/rules/${on.rules[0]!.ruleId!}`, {
      body: { when: { check: "words", list: own.body.id } },
    });
    await switchOff(siteKey, "slurs");
    expect((await service.call("DELETE", `/v1/word-lists/${own.body.id}`)).status).toBe(204);

    const back = await switchOn(siteKey, "slurs");

    expect(back.rules[0]).toMatchObject({ ruleId: on.rules[0]!.ruleId, isChanged: false });
    expect(await statusOf(siteKey, "a fair point")).toBe("approved");
    expect(await statusOf(siteKey, "you dirty faggot")).toBe("held");
  });

  test("a site from before the packs keeps its rules, and switching on takes them in without doubling them", async () => {
    const siteKey = await givenSite("older");
    const { id } = (await service.deps.sites.find(siteKey))!;
    await service.deps.pool.query(
      "UPDATE rules SET pack = NULL, pack_part = NULL, pack_version = NULL WHERE site_id = $1",
      [id],
    );
    await service.deps.pool.query("DELETE FROM site_packs WHERE site_id = $1", [id]);
    const before = await rulesOf(siteKey);

    const on = await switchOn(siteKey, "links");

    const after = await rulesOf(siteKey);
    expect(after.map((rule) => rule.id)).toEqual(before.map((rule) => rule.id));
    expect(on.rules.map(({ ruleId }) => ruleId)).toEqual(
      after.filter(({ pack }) => pack === "links").map((rule) => rule.id),
    );
  });

  test("who may read the rules may see the packs; who may change rules may switch them, on their own site", async () => {
    const siteKey = await givenSite("rights");
    await givenSite("elsewhere");
    const keyFor = async (scopes: string[], site: string): Promise<string> => {
      const made = await service.call<{ key: string }>("POST", "/v1/api-keys", {
        body: { name: "k", scopes, siteKey: site },
      });
      return made.body.key;
    };
    const reader = await keyFor(["read"], siteKey);
    const writer = await keyFor(["read", "rules"], siteKey);
    const stranger = await keyFor(["read", "rules"], "elsewhere");
    const tryOn = async (key: string) =>
      (await service.call("POST", "/v1/packs/spam", { body: { siteKey }, key })).status;
    const tryRead = async (key: string) =>
      (await service.call("GET", `/v1/packs?siteKey=${siteKey}`, { key })).status;

    expect([await tryRead(reader), await tryOn(reader)]).toEqual([200, 403]);
    expect([await tryRead(stranger), await tryOn(stranger)]).toEqual([404, 404]);
    expect((await packOf(siteKey, "spam")).isOn).toBe(false);
    expect([await tryRead(writer), await tryOn(writer)]).toEqual([200, 200]);
    expect((await service.call("DELETE", "/v1/packs/nothing", { body: {} })).status).toBe(422);
    expect((await service.call("POST", "/v1/packs/nothing", { body: { siteKey } })).status).toBe(404);

    const { rows } = await service.deps.pool.query<{ action: string; subject: string; actor: string }>(
      "SELECT action, subject, actor FROM audit WHERE action LIKE 'pack.%' AND actor = 'k' ORDER BY id",
    );
    expect(rows).toEqual([{ action: "pack.on", subject: "spam", actor: "k" }]);
  });
});
