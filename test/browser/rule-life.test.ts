import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Locator, Page } from "playwright-core";
import { expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { readComment } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import { signIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";
import {
  countAll,
  decide,
  givenBrakedRule,
  givenDecidingRule,
  givenRule,
  sendJudged,
} from "./given-rule-life.ts";

const phone = { viewport: { width: 360, height: 780 }, bypassCSP: true };

describeInBrowser("the life of a rule on the screen", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
    await service.call("PATCH", "/v1/sites/demo", {
      body: { mode: "flagged", visitorLimitPerMinute: 1_000 },
    });
  });
  afterAll(() => service.stop());

  const open = async (path: string, options = {}): Promise<Page> => {
    const page = await browsing.open(options);
    await signIn(page, service);
    if (path !== "/") await page.goto(service.url + path);
    return page;
  };
  const readRule = async (id: string) =>
    (
      await service.call<{ stage: string; brakedAt: string | null; emergencyBrake: boolean }>(
        "GET",
        `/v1/rules/${id}`,
      )
    ).body;
  const figure = (page: Page, name: string): Promise<string> =>
    page.locator(".figures > div", { hasText: name }).locator("strong").innerText();
  const brake = (page: Page): Locator => page.getByRole("region", { name: "Emergency brake" });

  const expectUsable = async (page: Page, what: string): Promise<void> => {
    await expectAccessible(page, what);
    const tooWide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect([what, tooWide]).toEqual([what, 0]);
  };

  test("a rule's screen says what it has done, undoes it with the keyboard, and takes that back", async () => {
    const id = await givenDecidingRule(service, "Walruses");
    const page = await open(`/rules/${id}`, phone);
    await page.getByText("of 3 judged by people").waitFor();
    expect(await figure(page, "Hits")).toBe("7");
    expect(await figure(page, "Overturned")).toBe("1");
    expect(await figure(page, "Right")).toBe("66 %");
    await page.getByText(/^surely 2\d % or more$/).waitFor();

    await page.locator("#undo summary").focus();
    await page.keyboard.press("Enter");
    await page.getByText("4 comments would go back into the held queue: 4 rejected.").waitFor();
    await page.getByText("it goes on deciding what comes in").waitFor();
    await expectUsable(page, "a rule with a past");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");

    await page.getByText("4 comments back in the held queue.").first().waitFor();
    const held = await service.call<{ items: { body: string }[] }>(
      "GET",
      "/v1/comments?status=held&q=Walrus",
    );
    expect(held.body.items).toHaveLength(4);
    await page.getByRole("button", { name: "Take this back" }).click();
    await page.getByText("4 comments as the rule had decided.").first().waitFor();
    await page.getByRole("button", { name: "Choose another time" }).click();
    await page.getByText("Nothing to undo.").waitFor();
    await page.getByLabel("Since", { exact: true }).selectOption("own");
    await page.getByLabel("Since when").fill("2199-01-01T00:00");
    await page.getByText("Choose a day and a time that have been.").waitFor();
  });

  test("undoing goes in steps that can be stopped, and says how far it came", async () => {
    const id = await givenRule(service, {
      ...{ name: "Narwhals", stage: "enforce", when: { check: "words", phrases: ["narwhal"] } },
      then: { force: "spam" },
    });
    await sendJudged(service, ["Narwhal one", "Narwhal two", "Narwhal three"]);
    const page = await open(`/rules/${id}`);
    // A step of one instead of five hundred, and the second only once Stop has been pressed.
    let steps = 0;
    let stopped = (): void => undefined;
    const isStopped = new Promise<void>((resolve) => (stopped = resolve));
    await intercept(page, "**/undo", async (route) => {
      const body = route.request().postDataJSON() as { preview?: boolean };
      if (body.preview) return route.continue();
      if (++steps === 2) await isStopped;
      return route.continue({ postData: JSON.stringify({ ...body, limit: 1 }) });
    });

    await page.getByText("Undo what it decided").click();
    await page.getByRole("button", { name: "Put 3 comments back" }).click();
    await page.getByText("1 of 3").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    stopped();

    await page.getByText("2 comments back in the held queue. 1 comment left as the rule decided.").waitFor();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("button", { name: "Put 1 comment back" }).waitFor();
    expect(steps).toBe(2);
  });

  test("advice to promote is one click, in the list and on the rule's screen", async () => {
    const id = await givenRule(service, {
      ...{ name: "Dodos", stage: "shadow", when: { check: "words", phrases: ["dodo"] } },
      then: { points: 4 },
    });
    const ids = await sendJudged(
      service,
      Array.from({ length: 21 }, (_, index) => `dodo ${index}`),
    );
    for (const comment of ids) await decide(service, comment, "rejected");
    await countAll(service);
    await eventually("its cost to be known", async () => {
      const { rows } = await service.database.pool.query("SELECT FROM rule_costs WHERE rule_id = $1", [id]);
      return rows.length > 0;
    });
    const page = await open("/rules");

    const card = page.locator(".rule-card", { hasText: "Dodos" });
    await card
      .getByText("21 hits, 21 judged by people, 0 overturned · right in 100 %, surely 84 % or more")
      .waitFor();
    await card.getByText("µs a comment").waitFor();
    await card.getByRole("link", { name: "Edit Dodos" }).click();
    const life = page.getByRole("region", { name: "What it has done" });
    await life.getByRole("button", { name: "Hold it now" }).click();
    await page.getByText("Hold. May send comments to a moderator, and no more.").first().waitFor();

    expect((await readRule(id)).stage).toBe("hold");
    await life.getByText("of the 50 hits").waitFor();
  });

  test("the queue and the rules say what the brake stopped; it is put back, or left in shadow, with the keyboard", async () => {
    const first = await givenBrakedRule(service, "Tides");
    const page = await open("/", phone);
    await brake(page).getByText("The emergency brake stopped Tides").waitFor();
    await brake(page)
      .getByText(/It was in enforce and is in shadow now.* It hit 22 of 22 comments/)
      .waitFor();
    await expectUsable(page, "queue with a braked rule");

    await brake(page).getByRole("link", { name: "Undo what it did (Tides)" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#undo[open]").waitFor();
    await brake(page).getByRole("button", { name: "Back to enforce, without the brake: Tides" }).focus();
    await page.keyboard.press("Enter");
    await brake(page).waitFor({ state: "detached" });
    await page.getByText("Enforce. Acts on its own.").waitFor();
    expect(await page.getByRole("checkbox", { name: "Emergency brake" }).isChecked()).toBe(false);
    expect(await readRule(first)).toMatchObject({ stage: "enforce", brakedAt: null, emergencyBrake: false });

    await service.call("PATCH", `/v1/rules/${first}`, { body: { stage: "draft" } });
    const second = await givenBrakedRule(service, "High tides");
    await page.goto(`${service.url}/rules`);
    await page.locator(".rule-card", { hasText: "High tides" }).getByText("Braked").waitFor();
    await expectUsable(page, "rules with a braked one");
    await brake(page).getByRole("button", { name: "Leave it in shadow: High tides" }).click();
    await brake(page).waitFor({ state: "detached" });
    await page
      .locator(".rule-card", { hasText: "High tides" })
      .getByText("Braked")
      .waitFor({ state: "detached" });
    expect(await readRule(second)).toMatchObject({ stage: "shadow", brakedAt: null });
  });

  test("a moderator who is no admin is told of the brake and can dismiss it for themselves", async () => {
    const id = await givenBrakedRule(service, "Low tides");
    const page = await browsing.open();
    await intercept(page, "**/v1/session", async (route) => {
      const answer = await route.fetch();
      const session = (await answer.json()) as { user: { roles: object[] } | null };
      if (session.user) session.user.roles = [{ siteKey: "demo", role: "moderator" }];
      await route.fulfill({ response: answer, json: session });
    });
    await signIn(page, service);
    // What the sign-in itself answered had the admin's roles.
    await page.reload();
    await brake(page).getByText("An admin can put it back.").waitFor();
    expect(await brake(page).getByRole("link").count()).toBe(0);

    await brake(page).getByRole("button", { name: "Dismiss: Low tides" }).click();
    await brake(page).waitFor({ state: "detached" });
    const asked = page.waitForResponse(/braked=true/);
    await page.reload();
    await (await asked).finished();
    await page.locator(".card[data-comment-id], .empty").first().waitFor();

    expect(await brake(page).count()).toBe(0);
    expect((await readRule(id)).brakedAt).not.toBeNull();
    await service.call("PATCH", `/v1/rules/${id}`, { body: { stage: "draft" } });
  });

  test("the health of the rules names those that never fire, are always overturned, and overlap", async () => {
    for (const name of ["Oysters", "Oysters again"]) {
      await givenRule(service, {
        ...{ name, stage: "shadow", when: { check: "words", phrases: ["oyster"] }, then: { points: 1 } },
      });
    }
    const silent = await givenRule(service, {
      ...{ name: "Silent", stage: "shadow", when: { check: "words", phrases: ["xylotomy"] } },
      then: { points: 1 },
    });
    const ids = await sendJudged(
      service,
      Array.from({ length: 21 }, (_, index) => `oyster number ${index}`),
    );
    for (const id of ids.slice(0, 6)) {
      await decide(service, id, "held");
      await decide(service, id, "approved");
    }
    await countAll(service);
    await eventually("the costs to be counted", async () => {
      const { body } = await service.call<{ neverFired: { ruleId: string }[] }>(
        "GET",
        "/v1/rules/health?siteKey=demo",
      );
      return body.neverFired.some(({ ruleId }) => ruleId === silent);
    });
    const page = await open("/rules", phone);

    await page.getByRole("link", { name: "Health" }).click();
    await page.getByRole("heading", { name: "Health of the rules" }).waitFor();
    const section = (name: string) => page.getByRole("region", { name });
    await section("Always overturned")
      .getByText("Moderators overturned all of its 6 judged hits.")
      .first()
      .waitFor();
    await section("Overlap")
      .getByText(/21 of the last 21 comments that “Oysters/)
      .waitFor();
    await section("Never hit anything")
      .getByRole("button", { name: /^Show all \d+/ })
      .click();
    await section("Never hit anything").getByRole("link", { name: "Silent" }).waitFor();
    await expectUsable(page, "health");
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "Numbers of all rules as CSV" }).click();
    const file = await waiting;

    expect(file.suggestedFilename()).toMatch(/^rule-numbers-demo-.*\.csv$/);
    expect(await readFile(await file.path(), "utf8")).toContain(",Silent,shadow,1,0,0,0,0,");
    await section("Never hit anything").getByRole("link", { name: "Silent" }).click();
    await page.getByRole("heading", { name: "Rule", exact: true }).waitFor();
  });

  test("backtests of a rule are listed on its screen, shown again and taken along; rules and lists are one file", async () => {
    const id = await givenRule(service, {
      ...{ name: "Pelicans", stage: "shadow", when: { check: "words", phrases: ["pelican"] } },
      then: { force: "reject" },
    });
    const [pelican] = await sendJudged(service, ["=pelican"]);
    const page = await open(`/rules/${id}`, { ...phone, acceptDownloads: true });
    const backtest = page.getByRole("region", { name: "What it would have done" });
    await backtest.getByRole("button", { name: "Try it on them" }).click();
    await backtest
      .getByText(/^Would have hit 1 of the last/)
      .first()
      .waitFor();
    await page.getByLabel("Words or phrases", { exact: true }).fill("gannet");
    await backtest.getByRole("button", { name: "Try again" }).click();
    await backtest
      .getByText(/^Would have hit 0 of the last/)
      .first()
      .waitFor();

    await backtest.getByText("Tried before").click();
    await expectUsable(page, "past backtests");
    await backtest.getByRole("button", { name: /^Show: Would have hit 1/ }).click();
    await backtest.getByText("The rule has been changed since.").waitFor();
    const csvWaiting = page.waitForEvent("download");
    await backtest.getByRole("link", { name: "Changed comments as CSV" }).click();
    const csv = await readFile(await (await csvWaiting).path(), "utf8");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved as version 2.").first().waitFor();
    await page.getByRole("link", { name: "All rules" }).click();
    const jsonWaiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export rules and word lists" }).click();
    const json = await readFile(await (await jsonWaiting).path(), "utf8");

    expect(csv).toContain(`${pelican!},approved,rejected,approved,Reader 1,body,'=pelican,pelican`);
    expect((JSON.parse(json) as { rules: { name: string }[] }).rules.map(({ name }) => name)).toContain(
      "Pelicans",
    );
    expect((await readComment(service, pelican!)).status).toBe("approved");
  });

  test("a rule of a pack that was deleted is restored where it stands in the pack, and has the focus", async () => {
    const page = await open("/rules");
    const deleted = page.locator(".rule-card", { hasText: "Pack:" }).first();
    const name = await deleted.locator("h2").innerText();
    await deleted.getByRole("button", { name: `Delete ${name}` }).click();
    await page.getByRole("button", { name: "Delete rule" }).click();
    await page.getByRole("heading", { name }).waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("heading", { name: "Packs" }).click();
    for (const summary of await page.getByText("What is in it").all()) await summary.click();

    await page.getByRole("button", { name: `Restore ${name}` }).focus();
    await page.keyboard.press("Enter");

    await page.getByText(`“${name}” is back, as it was when it was deleted.`).first().waitFor();
    await page.locator(".rule-card", { hasText: name }).first().waitFor();
    await eventually("the rule to have the focus", () =>
      page.evaluate<boolean>(`document.activeElement.textContent === ${JSON.stringify(name)}`),
    );
  });
});
