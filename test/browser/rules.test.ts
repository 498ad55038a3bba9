import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Locator, Page } from "playwright-core";
import { expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { givenComment, givenHeldComment, judged } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import { card, expectActive, signIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

interface StoredRule {
  id: string;
  name: string;
  stage: string;
  version: number;
  when: unknown;
  then: unknown;
}

describeInBrowser("rules, written by people who are no programmers", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
    await service.call("PATCH", "/v1/sites/demo", { body: { mode: "flagged" } });
  });
  afterAll(() => service.stop());

  const open = async (path: string, options = {}): Promise<Page> => {
    const page = await browsing.open(options);
    await signIn(page, service);
    await page.goto(service.url + path);
    return page;
  };
  const storedRule = (name: string): Promise<StoredRule> =>
    eventually(`the rule “${name}” to be stored`, async () => {
      const { body } = await service.call<{ items: StoredRule[] }>("GET", "/v1/rules?siteKey=demo");
      return body.items.find((rule) => rule.name === name) ?? false;
    });
  const givenRule = async (rule: object): Promise<StoredRule> => {
    const made = await service.call<StoredRule>("POST", "/v1/rules", {
      body: { siteKey: "demo", stage: "shadow", ...rule },
    });
    expect(made.status).toBe(201);
    return made.body;
  };
  const testBox = (page: Page): Locator => page.getByRole("region", { name: "Try a text" });
  const stageOf = (page: Page, rule: string): Locator =>
    page.getByRole("group", { name: `Stage of ${rule}` });

  test("a rule is made with the keyboard alone, tried while it is written, and saved in shadow", async () => {
    const page = await open("/rules");
    const { keyboard } = page;
    await page.getByRole("link", { name: "New rule" }).focus();
    await keyboard.press("Enter");
    await page.getByLabel("Name", { exact: true }).focus();
    await keyboard.type("Walruses");

    await tabTo(page, "Kind of condition");
    await keyboard.type("Words or");
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await tabBackTo(page, "Words or phrases");
    await keyboard.type("walrus\nsea cow");
    await tabTo(page, "What happens");
    await keyboard.type("Reject");
    await tabTo(page, "Comment");
    await keyboard.type("A W4lrus, or a sea-cow?");
    await testBox(page).getByText("Would be rejected").waitFor();
    await testBox(page).getByText("This rule matches.").waitFor();
    await eventually("just these to be marked", async () => {
      const marked = await testBox(page).locator("mark").allInnerTexts();
      return marked.join() === "W4lrus,sea-cow";
    });
    await testBox(page).getByText("seen after folding: digits and signs in place of letters").waitFor();

    await page.getByLabel("Name", { exact: true }).focus();
    await keyboard.press("Enter");
    await page.getByText("Saved as version 1.").first().waitFor();

    expect(await storedRule("Walruses")).toMatchObject({
      stage: "shadow",
      when: { all: [{ check: "words", phrases: ["walrus", "sea cow"] }] },
      then: { force: "reject" },
    });
  });

  test("what the server refuses is said beside the field, and that field has the focus", async () => {
    const page = await open("/rules/new");
    await page.getByLabel("Name", { exact: true }).fill("Digits");
    await page.getByLabel("Kind of condition").selectOption({ label: "A pattern (for experts)" });
    await page.getByRole("button", { name: "+ Add condition" }).click();
    const field = page.getByRole("textbox", { name: "Pattern", exact: true });
    await field.fill("a(b");

    await page.getByRole("button", { name: "Save rule" }).click();
    await page.getByRole("alert").getByText("The rule was not saved").waitFor();

    expect(await field.getAttribute("aria-invalid")).toBe("true");
    await page.locator("input.code:focus").waitFor();
    const [refusal] = await page.getByRole("group", { name: "Pattern" }).locator(".refusal").allInnerTexts();
    expect(refusal).toContain("at position 1");

    await field.fill("\\d{12}");
    await page.getByRole("button", { name: "Save rule" }).click();
    await page.getByText("Saved as version 1.").first().waitFor();
  });

  test("a stage is one click away and one click back; a version can be brought back; a copy is a draft", async () => {
    const when = { check: "words", phrases: ["gnu"] };
    const rule = await givenRule({ name: "Gnus", when, then: { points: 3 } });
    const page = await open("/rules");

    await stageOf(page, "Gnus").getByRole("button", { name: "Enforce" }).click();
    await page.getByText("Enforce: Acts on its own.").first().waitFor();
    expect((await storedRule("Gnus")).stage).toBe("enforce");
    await page.getByRole("button", { name: "Undo" }).click();
    await eventually(
      "the stage to be shadow again",
      async () => (await storedRule("Gnus")).stage === "shadow",
    );

    await page.getByRole("link", { name: "Edit Gnus" }).click();
    await page.getByLabel("Points").fill("5");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved as version 4.").first().waitFor();
    await page.getByText("History 4").click();
    await page.getByRole("button", { name: "Go back to version 1" }).click();
    await page.getByText("Saved as version 5.").first().waitFor();
    expect(await storedRule("Gnus")).toMatchObject({ id: rule.id, stage: "shadow", then: { points: 3 } });

    await page.getByRole("link", { name: "All rules" }).click();
    await page.getByRole("link", { name: "Duplicate Gnus" }).click();
    await page.getByRole("button", { name: "Save rule" }).click();
    expect(await storedRule("Copy of Gnus")).toMatchObject({ stage: "draft", when: { all: [when] } });
  });

  test("groups within groups, a check this page does not know, and the same as JSON", async () => {
    const page = await open("/rules/new");
    await page.getByLabel("Name", { exact: true }).fill("Nested");
    await page.getByRole("button", { name: "+ Add condition" }).click();
    await page.getByLabel("Words or phrases", { exact: true }).fill("okapi");
    await page.getByRole("button", { name: "Put into a group: words" }).click();
    const group = page.getByRole("group", { name: "Group of conditions" });
    await group.getByLabel("Kind of condition").selectOption({ label: "A new author" });
    await group.getByRole("button", { name: "+ Add condition" }).click();
    await page.getByRole("button", { name: "Not: author" }).click();
    await page.getByText("As JSON").click();
    const json = page.getByLabel("Condition and outcome as JSON");

    expect(JSON.parse(await json.inputValue())).toEqual({
      when: {
        all: [
          {
            any: [
              { check: "words", phrases: ["okapi"] },
              { not: { check: "author", approvedCount: { lt: 1 } } },
            ],
          },
        ],
      },
      then: { points: 4 },
    });

    await json.fill('{"when":{"check":"weather","rain":true},"then":{"points":1}}');
    await json.blur();
    await page.getByLabel("Check “weather” as JSON").waitFor();
    await page.getByRole("button", { name: "Save rule" }).click();
    await page.getByRole("alert").getByText("Unknown check").waitFor();
  });

  test("a word list is pasted, searched, imported from WordPress, held against honest comments, and saved", async () => {
    await givenHeldComment(service, { body: "The press boat came in at noon.", authorName: "Ida" });
    const page = await open("/word-lists/new");
    await page.getByLabel("Name of the list").fill("Nuisances");
    await page.getByLabel("Phrases, one a line").fill("casino\nfree spins\n\nCasino\nboat\n");
    await page.getByRole("button", { name: "Add to the list" }).click();
    await page.getByText("3 phrases added. 1 duplicate left out.").first().waitFor();

    await page.getByLabel("What the lines are").selectOption("wordpress");
    await page.getByText("Here they are sought in the same places, but as whole words").waitFor();
    await page.getByLabel("Import a text file…").setInputFiles({
      name: "disallowed_keys.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("viagra\r\n10.0.0.1\r\ncasino\r\n"),
    });
    await page
      .getByText("1 phrase added. 1 duplicate left out. 1 line left out that looks")
      .first()
      .waitFor();

    await page.getByLabel("Search within the list").fill("cas");
    await page.getByText("1 of 4 found.").waitFor();
    expect(await page.locator(".entry .phrase").allInnerTexts()).toEqual(["casino"]);
    await page.getByLabel("Search within the list").fill("");

    await page.getByRole("button", { name: "Check the list" }).click();
    const report = page.getByRole("region", { name: "Honest comments" });
    await report.getByText("in 1 comment").waitFor();
    expect(await report.locator("mark").allInnerTexts()).toEqual(["boat"]);
    await report.getByRole("button", { name: "Take boat off the list" }).click();

    await page.getByRole("button", { name: "Save list" }).click();
    await page.getByText("Saved.", { exact: true }).waitFor();
    const { body } = await service.call<{ items: { name: string; entries: object[] }[] }>(
      "GET",
      "/v1/word-lists?siteKey=demo",
    );
    expect(body.items.find(({ name }) => name === "Nuisances")!.entries).toEqual([
      { phrase: "viagra", fields: ["body", "authorName", "authorEmail", "authorUrl"] },
      { phrase: "casino" },
      { phrase: "free spins" },
    ]);
  });

  test("from “this comment is spam” to an enforced rule that catches the next one", async () => {
    await service.call("PATCH", "/v1/sites/demo", { body: { mode: "everything" } });
    const first = "Congratulations! Claim at https://prizes.example/now before midnight";
    await givenHeldComment(service, {
      body: first,
      authorName: "Lucky Draw",
      authorEmail: "win@prizes.example",
    });
    const page = await browsing.open();
    await signIn(page, service);
    await expectActive(page, "Claim at");

    await page.keyboard.press("m");
    const panel = page.getByRole("region", { name: "The comment this rule is made from" });
    await panel.getByText("Claim at").waitFor();
    expect(await panel.getByLabel("Links to prizes.example").isChecked()).toBe(true);
    expect(await panel.getByLabel("E-mail addresses at prizes.example").isChecked()).toBe(false);
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Links to prizes.example");
    await testBox(page).getByText("Would be spam").waitFor();
    await page.getByText(/^Would have hit 1 of the last \d+ comments?: 1 held would be spam\.$/).waitFor();
    await page.getByRole("button", { name: "Save rule" }).click();
    await stageOf(page, "Links to prizes.example").getByRole("button", { name: "Enforce" }).click();
    await page.getByText("Enforce. Acts on its own.", { exact: true }).waitFor();
    expect((await storedRule("Links to prizes.example")).stage).toBe("enforce");

    await page.getByRole("link", { name: "Back to the queue" }).click();
    await expectActive(page, "Claim at");
    await page.keyboard.press("s");
    await page.getByText("stored").waitFor();
    const second = await givenComment(service, {
      body: "Yours today: http://www.prizes.example/2",
      authorName: "Somebody Else",
    });
    expect((await judged(service, second.id)).status).toBe("spam");
    await page.getByRole("link", { name: /^Spam/ }).click();
    await card(page, "Yours today").getByText("Links to prizes.example").first().waitFor();
  });

  test("a rule from what is selected in a comment, with the button of the card", async () => {
    await service.call("PATCH", "/v1/sites/demo", { body: { mode: "everything" } });
    await givenHeldComment(service, { body: "Please visit my marmoset farm someday", authorName: "Mo" });
    const page = await browsing.open();
    await signIn(page, service);
    const text = card(page, "marmoset farm").locator(".body bdi");
    await text.waitFor();
    await page.evaluate(`(() => {
      const text = [...document.querySelectorAll(".body bdi")].find((body) => body.textContent.includes("marmoset"));
      const range = document.createRange();
      range.setStart(text.firstChild, 16);
      range.setEnd(text.firstChild, 29);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    })()`);

    await card(page, "marmoset farm").getByRole("button", { name: "Make a rule from this comment" }).click();

    const panel = page.getByRole("region", { name: "The comment this rule is made from" });
    expect(await panel.getByLabel("“marmoset farm” — what you selected").isChecked()).toBe(true);
  });

  test("a moderator who is no admin is offered no rules", async () => {
    const page = await browsing.open();
    await intercept(page, "**/v1/session", async (route) => {
      const answer = await route.fetch();
      const session = (await answer.json()) as { user: { roles: object[] } | null };
      if (session.user) session.user.roles = [{ siteKey: "demo", role: "moderator" }];
      await route.fulfill({ response: answer, json: session });
    });
    await signIn(page, service);
    await page.goto(`${service.url}/rules`);
    await page.getByRole("heading", { name: "Rules are for admins" }).waitFor();

    expect(await page.getByRole("link", { name: "Rules" }).count()).toBe(0);
  });

  test("a pack is switched on with the keyboard, says what is in it, judges, and goes again without losing a change", async () => {
    const page = await open("/rules");
    const { keyboard } = page;
    const packs = page.getByRole("region", { name: "Packs" });
    const spam = packs.getByRole("switch", { name: "Spam" });
    await packs.getByText("4 of 8 on").waitFor();
    await packs.locator("summary").first().focus();
    await keyboard.press("Enter");
    await spam.focus();

    await keyboard.press("Space");
    await packs.getByRole("switch", { name: "Spam", checked: true }).waitFor();
    await page
      .getByRole("status")
      .getByText(/^Spam: On, with \d+ rules and \d+ word lists below/)
      .waitFor();
    const focused = await page.evaluate("document.activeElement.getAttribute('aria-label')");
    const rule = page.getByRole("link", { name: "Spam: asks to look, click or share" });
    await rule.last().waitFor();
    const held = await givenHeldComment(service, { body: "Subscribe to my channel", authorName: "Vlad" });
    await packs.getByText("What is in it: Spam").click();
    await packs.getByRole("link", { name: "Spam: begs" }).waitFor();
    await packs.locator("[data-pack=spam]").getByText("Sources: Moderato’s own (MIT)").waitFor();

    expect(focused).toBe("Spam");
    expect(held.status).toBe("held");
    await expectAccessible(page, "packs");

    await stageOf(page, "Spam: begs").getByRole("button", { name: "Shadow" }).click();
    await page.getByText("Shadow: Watches").first().waitFor();
    await spam.click();
    await page.getByText("Off. Its rules and lists wait as you left them.").first().waitFor();
    await page.locator(".rule-card", { hasText: "Spam: begs" }).waitFor({ state: "detached" });
    await spam.click();
    await page.locator(".rule-card", { hasText: "Spam: begs" }).waitFor();
    const shadow = stageOf(page, "Spam: begs").getByRole("button", { name: "Shadow" });
    expect(await shadow.getAttribute("aria-pressed")).toBe("true");
    await packs.locator("[data-pack=spam]").getByText("1 point, changed here").waitFor();
    await spam.click();
    await page.locator(".rule-card", { hasText: "Spam: begs" }).waitFor({ state: "detached" });
  });

  test("every page about rules can be used by everyone, and fits a phone", async () => {
    const list = await service.call<{ id: string }>("POST", "/v1/word-lists", {
      body: {
        siteKey: "demo",
        name: "Birds",
        entries: [{ phrase: "gull", language: "en" }],
        allow: ["gull wing"],
      },
    });
    const any = [
      { check: "words", list: list.body.id },
      { not: { check: "links", domains: ["a.example"], shorteners: true, fields: ["body"] } },
      { check: "velocity", by: "ip", windowSeconds: 600, count: { gte: 2, lt: 9 } },
      { check: "shape", capitalShare: { gte: 0.7 }, minLetters: 10 },
      { check: "author", emailDomain: ["b.example"], hasUrl: true },
      { check: "pattern", pattern: "\\d+", wholeWord: true },
    ];
    const rule = await givenRule({ name: "Everything", when: { all: [{ any }] }, then: { points: 2 } });
    const held = await givenHeldComment(service, { body: "See https://c.example", authorName: "Cy" });
    const phone = { viewport: { width: 360, height: 780 }, bypassCSP: true };
    const page = await open("/rules", phone);
    for (const path of [
      "/rules",
      `/rules/${rule.id}`,
      `/rules/new?comment=${held.id}`,
      "/word-lists",
      `/word-lists/${list.body.id}`,
    ]) {
      await page.goto(service.url + path);
      await page.locator(".panel:not(.skeleton-panel)").first().waitFor();
      if (path.startsWith("/rules")) {
        await testBox(page).getByLabel("Comment", { exact: true }).fill("A GULL at https://bit.ly/x");
        await testBox(page).locator(".verdict").waitFor();
      }
      await expectAccessible(page, path);
      const tooWide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      expect([path, tooWide]).toEqual([path, 0]);
    }
  });
});

/** Presses Tab until what has this label has the focus. */
async function tabTo(page: Page, label: string, key = "Tab"): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const name = await page.evaluate<string>(`(() => {
      const { activeElement } = document;
      return activeElement.getAttribute("aria-label") ?? activeElement.labels?.[0]?.innerText ?? "";
    })()`);
    if (name.trim() === label) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${label} cannot be reached with ${key}`);
}

const tabBackTo = (page: Page, label: string): Promise<void> => tabTo(page, label, "Shift+Tab");
