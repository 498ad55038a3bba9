import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { addressOf, LISTS, viewFor } from "../../src/dashboard/app/routes.ts";
import { checkable, expectAccessible } from "../support/accessible.ts";
import { describeInBrowser, type PageOptions } from "../support/browser.ts";
import { givenComment, givenHeldComment, judged, readComment } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import { givenManyComments } from "../support/many-comments.ts";
import {
  activeCard,
  card,
  eventuallyCards,
  expectActive,
  givenModerator,
  queueIsOpen,
  signIn,
  workloadIsShown,
} from "../support/people.ts";
import { admin, type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

const grace = { name: "Grace", email: "grace@example.org", password: "a rear admiral's word" };

interface Account {
  email: string;
  password: string;
}

describeInBrowser("the queue", (browsing) => {
  let service: Service;
  let ids: Record<string, string>;

  beforeAll(async () => {
    service = await startService();
    await givenModerator(service, grace);
  });
  afterAll(() => service.stop());

  // Every test has a page of a website, and comments, of its own: "one" came first.
  let site = "";
  beforeEach(async () => {
    site = `desk-${Math.random().toString(36).slice(2, 10)}`;
    await service.call("POST", "/v1/sites", { body: { key: site, name: site } });
    ids = {};
    for (const body of ["one", "two", "three", "four"]) {
      ids[body] = (await givenComment(service, { siteKey: site, body, authorName: `Author of ${body}` })).id;
    }
    await Promise.all(Object.values(ids).map((id) => judged(service, id)));
  });

  // Signing in takes its time on purpose: once for each of them is enough.
  const cookies = new Map<string, PageOptions["storageState"]>();
  const openDesk = async (path: string, account: Account = admin): Promise<Page> => {
    const page = await browsing.open({ storageState: cookies.get(account.email) });
    if (cookies.has(account.email)) await page.goto(service.url + path);
    else await signIn(page, service, path, account);
    cookies.set(account.email, await page.context().storageState());
    return page;
  };
  const openQueue = async (account?: Account): Promise<Page> => {
    const page = await openDesk(`/?site=${site}&order=oldest`, account);
    await queueIsOpen(page);
    await expectActive(page, "one");
    return page;
  };
  const press = async (page: Page, keys: string): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const statuses = async (): Promise<string> => {
    const comments = await Promise.all(Object.values(ids).map((id) => readComment(service, id)));
    return comments.map(({ status }) => status).join(" ");
  };
  const eventuallyStored = (wanted: string): Promise<unknown> =>
    eventually(`the comments to be ${wanted}`, async () => (await statuses()) === wanted);

  test("j and k walk, a, d and s decide, and the next card is active each time without a click", async () => {
    const page = await openQueue();

    await press(page, "jj");
    await expectActive(page, "three");
    await press(page, "k");
    await expectActive(page, "two");
    await press(page, "d");
    await expectActive(page, "three");
    await press(page, "s");
    await expectActive(page, "four");
    await press(page, "k");
    await expectActive(page, "one");
    await press(page, "a");
    await expectActive(page, "four");

    await eventuallyCards(page, ["four"]);
    await eventuallyStored("approved rejected spam held");
    await page.getByRole("link", { name: "Held 1" }).waitFor();
  });

  test("a hundred held comments take a hundred keys, one each", async () => {
    const busy = `${site}-busy`;
    await service.call("POST", "/v1/sites", { body: { key: busy, name: busy } });
    await givenManyComments(service, { siteKey: busy, count: 100, body: "Number {n}." });
    const page = await openDesk(`/?site=${busy}&order=oldest`);

    for (let number = 1; number <= 100; number++) {
      await expectActive(page, `Number ${number}.`);
      await press(page, "ads"[number % 3]!);
    }

    await page.getByRole("heading", { name: "All clear" }).waitFor();
    await eventually("all of them to be stored as decided", async () => {
      const { body } = await service.call<{ counts: Record<string, number> }>(
        "GET",
        `/v1/stats?siteKey=${busy}`,
      );
      const { held, approved, rejected, spam } = body.counts;
      return [held, approved, rejected, spam].join() === "0,33,34,33";
    });
  });

  test("every list is a page of its own, to which a reload or a bookmark leads back", async () => {
    const addresses = LISTS.map((list) => addressOf(viewFor(list, "")));

    const statuses = await Promise.all(
      addresses.map(async (path) => (await fetch(service.url + path)).status),
    );

    expect(Object.fromEntries(addresses.map((path, at) => [path, statuses[at]]))).toEqual(
      Object.fromEntries(addresses.map((path) => [path, 200])),
    );
  });

  test("coming back to the queue shows no card before it can be decided on", async () => {
    const page = await openQueue();
    await page.getByRole("link", { name: "Numbers", exact: true }).click();
    await page.getByRole("heading", { name: "Numbers", exact: true }).waitFor();
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => (answer = resolve));
    await intercept(page, "**/v1/comments?*", async (route) => {
      await asked;
      await route.continue();
    });

    await page.evaluate(`
      window.cardsInFrames = [];
      requestAnimationFrame(function look() {
        window.cardsInFrames.push(document.querySelectorAll(".card[data-comment-id]").length);
        requestAnimationFrame(look);
      });
    `);
    await page.goBack();
    await page.locator(".skeleton .card").first().waitFor();
    expect(await page.evaluate("Math.max(...window.cardsInFrames)")).toBe(0);
    answer();
    await expectActive(page, "one");
    await press(page, "a");

    await eventuallyStored("approved held held held");
  });

  test("z takes decisions back one after the other, each to where it was, and makes its card active", async () => {
    const page = await openQueue();
    await press(page, "jads");
    await eventuallyStored("held approved rejected spam");

    await press(page, "z");
    await expectActive(page, "four");
    await press(page, "z");
    await expectActive(page, "three");
    await eventuallyStored("held approved held held");
    await press(page, "z");
    await expectActive(page, "two");

    await eventuallyStored("held held held held");
    await eventuallyCards(page, ["one", "two", "three", "four"]);
    await press(page, "z");
    await page.getByRole("status").getByText("There is nothing to undo.").waitFor({ state: "attached" });
  });

  test("a decision changed in another list is taken back to what it was there, not to held", async () => {
    const page = await openQueue();
    await press(page, "a");
    await eventuallyStored("approved held held held");
    // A page that has not heard of it yet asks before it is left.
    await page.getByText("stored").waitFor();
    await page.goto(`${service.url}/approved?site=${site}`);
    await expectActive(page, "one");

    await press(page, "s");
    await eventuallyStored("spam held held held");
    await press(page, "z");

    await eventuallyStored("approved held held held");
    await expectActive(page, "one");
  });

  test("nobody waits for the server: three decisions under way, the fourth card is active, and undo works meanwhile", async () => {
    const page = await openQueue();
    const { release, asked } = await holdBack(page, /\/decisions$/);

    await press(page, "ads");
    await expectActive(page, "four");
    await page.getByText("Saving 3…").waitFor();
    expect(await statuses()).toBe("held held held held");
    await press(page, "z");
    await expectActive(page, "three");
    release();

    await eventuallyStored("approved rejected held held");
    await page.getByText("Live", { exact: true }).waitFor();
    await eventuallyCards(page, ["three", "four"]);
    expect(asked()).toBe(3);
  });

  test("Shift+Z takes back the last decisions on the selected, where they stand now, and z then has none of them", async () => {
    const page = await openQueue();
    await press(page, "dda");
    await eventuallyStored("rejected rejected approved held");
    await service.call("POST", `/v1/comments/${ids.four!}/decisions`, { body: { status: "rejected" } });
    await page.getByText(/^Already rejected/).waitFor();

    await press(page, "gr");
    await eventuallyCards(page, ["four", "two", "one"]);
    await page.keyboard.press("j");
    await press(page, "xjx");
    await page.getByRole("button", { name: "Take back the last decisions on the selected" }).waitFor();
    await page.keyboard.press("Shift+Z");

    await eventuallyCards(page, ["four"]);
    await page.getByText("Taken back: the last decisions on 2 comments.").first().waitFor();
    await eventuallyStored("held held approved rejected");
    await page.keyboard.press("Shift+Z");
    await page.getByRole("status").getByText("Nothing is selected.").waitFor({ state: "attached" });

    await page.keyboard.press("x");
    await page.keyboard.press("Shift+Z");
    await eventuallyStored("held held approved held");
    await press(page, "z");
    await eventuallyStored("held held held held");
    await press(page, "z");
    await page.getByRole("status").getByText("There is nothing to undo.").waitFor({ state: "attached" });
    await press(page, "gp");
    await eventuallyCards(page, ["one", "two", "three", "four"]);
  });

  test("z takes back no taking back, not even one that is under way", async () => {
    const page = await openQueue();
    await press(page, "d");
    await eventuallyStored("rejected held held held");
    await page.getByText("stored").waitFor();
    await press(page, "gr");
    await eventuallyCards(page, ["one"]);
    let answer = (): void => undefined;
    const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
    await intercept(page, "**/undo", async (route) => {
      await mayAnswer;
      await route.continue();
    });

    await page.keyboard.press("x");
    await page.keyboard.press("Shift+Z");
    await eventuallyCards(page, []);
    await press(page, "z");
    await page.getByText("There is nothing to undo.").first().waitFor({ state: "attached" });
    answer();

    await eventuallyStored("held held held held");
    await press(page, "gp");
    await eventuallyCards(page, ["one", "two", "three", "four"]);
  });

  test("new comments are shown from the top by ., wherever one is", async () => {
    const page = await openQueue();
    await press(page, "jjj");
    await expectActive(page, "four");

    await press(page, ".");

    await expectActive(page, "one");
    await eventually("the top of the page", () => page.evaluate("scrollY === 0"));
  });

  test("a decision that the server does not take brings its card back and says so", async () => {
    const page = await openQueue();
    await intercept(page, /\/decisions$/, (route) => route.fulfill({ status: 500, json: { status: 500 } }));

    await press(page, "a");

    await card(page, "one").getByText("Could not approve this: The server had a problem.").waitFor();
    await eventuallyCards(page, ["one", "two", "three", "four"]);
    await expectActive(page, "two");
    expect(await statuses()).toBe("held held held held");
  });

  test("holding a key down decides one comment only, and keys rest while somebody types", async () => {
    const page = await openQueue();

    await page.keyboard.down("a");
    await page.keyboard.down("a");
    await page.keyboard.up("a");
    await eventuallyCards(page, ["two", "three", "four"]);
    await press(page, "/");
    await page.keyboard.type("dad asks");

    expect(await page.getByLabel("Search comments").inputValue()).toBe("dad asks");
    await page.keyboard.press("Escape");
    await eventuallyCards(page, ["two", "three", "four"]);
    await eventuallyStored("approved held held held");
  });

  test("? lists the keys, Escape closes the list, and no key decides behind it", async () => {
    const page = await openQueue();

    await press(page, "?");
    const help = page.getByRole("dialog", { name: "Keyboard" });
    await help.getByText("Approve the selected").waitFor();
    await press(page, "a");
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "hidden" });

    await expectActive(page, "one");
    expect(await statuses()).toBe("held held held held");
  });

  test("where keys are switched off none decides, and none is shown beside what it would do", async () => {
    const page = await openQueue();
    const signs = page.locator(".cards kbd:visible, .list-line kbd:visible");
    expect(await signs.count()).toBeGreaterThan(3);

    await press(page, "?");
    await page.getByRole("dialog", { name: "Keyboard" }).getByLabel("Use these keys").click();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    expect(await signs.count()).toBe(0);
    expect(await page.locator("article [aria-keyshortcuts]").count()).toBe(0);
    await press(page, "ads");
    await expectActive(page, "one");
    expect(await statuses()).toBe("held held held held");
  });

  test("the slower of two moderators is told who was faster, and changes nothing", async () => {
    const ada = await openQueue();
    const slow = await openQueue(grace);
    // On a bad line nobody hears of it before.
    await intercept(slow, "**/v1/stream", (route) => route.abort());
    await slow.reload();
    await expectActive(slow, "one");
    await press(ada, "a");
    await eventuallyStored("approved held held held");

    await press(slow, "d");

    await card(slow, "one")
      .getByText(/^Already approved by ada/)
      .waitFor();
    await expectActive(slow, "two");
    expect(await statuses()).toBe("approved held held held");
    await card(slow, "one").getByRole("button", { name: "Dismiss" }).click();
    await eventuallyCards(slow, ["two", "three", "four"]);
  });

  test("what a colleague decides greys out in its place with the colleague's name, and keys pass it over", async () => {
    const page = await openQueue();
    const colleague = await openQueue(grace);

    await press(colleague, "js");

    await card(page, "two")
      .getByText(/^Already marked as spam by Grace/)
      .waitFor();
    await expectActive(page, "one");
    await press(page, "a");
    await expectActive(page, "three");
    await eventuallyStored("approved spam held held");
  });

  test("a key on the card that a colleague has just decided changes nothing, and the next card is active", async () => {
    const page = await openQueue();
    const colleague = await openQueue(grace);
    await press(colleague, "aa");
    await card(page, "one")
      .getByText(/^Already approved by Grace/)
      .waitFor();
    await card(page, "two")
      .getByText(/^Already approved by Grace/)
      .waitFor();
    await expectActive(page, "one");

    await press(page, "d");

    await expectActive(page, "three");
    await page
      .getByRole("status")
      .getByText(/^Already approved by Grace.*Next: Author of three; 2 comments left/)
      .waitFor({ state: "attached" });
    await press(page, "d");
    await eventuallyStored("approved approved rejected held");
  });

  test("new comments wait behind a button and move nothing until they are asked for", async () => {
    const page = await openQueue();
    await workloadIsShown(page);
    const place = await activeCard(page).boundingBox();

    await givenHeldComment(service, { siteKey: site, body: "five" });
    await page.getByRole("button", { name: "1 new" }).waitFor();

    expect(await activeCard(page).boundingBox()).toEqual(place);
    await page.getByRole("status").getByText("1 new", { exact: true }).waitFor({ state: "attached" });
    await givenHeldComment(service, { siteKey: site, body: "six" });
    await page.getByRole("button", { name: "2 new" }).waitFor();
    expect(await page.getByRole("status").getByText("2 new", { exact: true }).count()).toBe(0);
    await press(page, ".");
    await eventuallyCards(page, ["one", "two", "three", "four", "five", "six"]);
    await expectActive(page, "one");
  });

  test("new comments that could not be loaded are said to wait at the top, and the next try loads them", async () => {
    const page = await openQueue();
    await givenHeldComment(service, { siteKey: site, body: "five" });
    await page.getByRole("button", { name: "1 new" }).waitFor();
    await intercept(page, "**/v1/comments?*", (route) =>
      route.fulfill({ status: 500, json: { status: 500 } }),
    );

    await press(page, ".");
    const problem = page.getByRole("alert").filter({ hasText: "The comments could not be loaded" });
    await problem.waitFor();

    expect((await problem.boundingBox())!.y).toBeLessThan(200);
    await eventuallyCards(page, ["one", "two", "three", "four"]);
    await expectActive(page, "one");
    await page.unroute("**/v1/comments?*");
    await problem.getByRole("button", { name: "Try again" }).click();
    await eventuallyCards(page, ["one", "two", "three", "four", "five"]);
    expect(await problem.count()).toBe(0);
  });

  test("when the queue is empty the next comment appears by itself and is active", async () => {
    const page = await openQueue();
    await press(page, "aaaa");
    await page.getByRole("heading", { name: "All clear" }).waitFor();
    await eventuallyStored("approved approved approved approved");

    await givenHeldComment(service, { siteKey: site, body: "five" });

    await expectActive(page, "five");
  });

  test("what the rules saw is marked in the text and named beside it", async () => {
    await service.call("POST", "/v1/rules", {
      body: {
        siteKey: site,
        name: "Insults",
        stage: "hold",
        when: { check: "words", phrases: ["nitwit"] },
        then: { points: 5 },
      },
    });
    await givenHeldComment(service, { siteKey: site, body: "You 😀 n1twit, you." });

    const page = await openDesk(`/?site=${site}`);

    const risky = card(page, "n1twit");
    await expectActive(page, "n1twit");
    expect(await risky.locator("mark").allInnerTexts()).toEqual(["n1twit"]);
    await risky.getByText("Insults").waitFor();
    await risky.getByText("+5", { exact: true }).waitFor();
    // Whoever cannot rest a mouse on it finds the rule by its number.
    const number = await risky.locator("li", { hasText: "Insults" }).locator(".mark-number").innerText();
    expect(number).toContain("1");
    const shownBehind = `getComputedStyle(document.querySelector("mark"), "::after").content`;
    expect(await page.evaluate(shownBehind)).toBe('"1"');
  });

  test("however long the name of a site is, a phone shows the whole of what chooses it", async () => {
    const name = "The Signal Mast and Tarn Echo, with the Harbour Gazette, all editions";
    await service.call("POST", "/v1/sites", { body: { key: `${site}-long`, name } });
    const page = await browsing.open({ viewport: { width: 360, height: 740 } });
    await signIn(page, service);

    await page.locator("option", { hasText: name }).first().waitFor({ state: "attached" });
    const { x, width } = (await page.getByLabel("Site", { exact: true }).boundingBox())!;

    expect(x + width).toBeLessThanOrEqual(360);
  });

  test("on a phone a button leads everywhere by touch, and beside it stands what the connection does", async () => {
    const storageState = await (await openQueue()).context().storageState();
    const page = await browsing.open({
      ...{ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
      ...{ locale: "de-DE", storageState },
    });
    await intercept(page, "**/v1/stream*", () => undefined);
    await page.goto(`${service.url}/?site=${site}`);
    await page.getByRole("article").first().waitFor();
    const boxOf = async (selector: string) => (await page.locator(selector).boundingBox())!;

    const connecting = await boxOf(".connection");
    const mark = await boxOf(".top .wordmark");
    expect(await page.locator(".connection").innerText()).toBe("Wird verbunden …");
    expect(connecting.x).toBeGreaterThan(mark.x + mark.width);
    const open = page.getByRole("button", { name: "Gehe zu", exact: true });
    const { width, height } = (await open.boundingBox())!;
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    await open.tap();
    await page.getByRole("option", { name: /^Zahlen/ }).tap();

    await page.getByRole("heading", { name: "Zahlen", exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/numbers");
  });

  for (const [how, options] of Object.entries({
    "a click": {},
    "a tap": { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  }))
    test(`after ${how} on Undo the next toast goes by itself, but not from under the keyboard's focus`, async () => {
      const storageState = await (await openQueue()).context().storageState();
      const page = await browsing.open({ ...options, storageState });
      await page.clock.install();
      await page.goto(`${service.url}/?site=${site}&order=oldest`);
      await expectActive(page, "one");
      const toast = page.getByRole("complementary", { name: "Latest decision" });
      const undo = toast.getByRole("button", { name: "Undo" });
      await page.keyboard.press("a");
      await toast.getByText("stored").waitFor();
      if (options.hasTouch) await undo.tap();
      else await undo.click();
      await toast.waitFor({ state: "hidden" });
      await page.mouse.move(0, 0);
      await expectActive(page, "one");

      await page.keyboard.press("a");
      await toast.getByText("stored").waitFor();
      await undo.focus();
      await page.clock.runFor(15_000);
      expect(await undo.isVisible()).toBe(true);
      await undo.blur();
      await page.clock.runFor(7_000);

      await toast.waitFor({ state: "hidden" });
    });

  test("on a phone the buttons of the comment at hand are within reach, however long it is and whatever lies over the page", async () => {
    const tall = `${site}-tall`;
    await service.call("POST", "/v1/sites", { body: { key: tall, name: tall } });
    for (const nth of ["First", "Second", "Third"]) {
      const body = `${nth} of three. ${"So much was never said of so little. ".repeat(60)}`;
      await judged(service, (await givenComment(service, { siteKey: tall, body })).id);
    }
    const storageState = await (await openQueue()).context().storageState();
    const page = await browsing.open({
      ...{ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, storageState },
    });
    await page.goto(`${service.url}/?site=${tall}&order=oldest`);
    const edgesOf = async (selector: string) => {
      const { y, height } = (await page.locator(selector).boundingBox())!;
      return { top: y, bottom: y + height };
    };
    const buttons = "article[aria-current=true] .card-foot > .actions";
    await expectActive(page, "First of three");
    await activeCard(page).getByRole("button", { name: "Show all" }).tap();

    const atOnce = await edgesOf(buttons);
    await activeCard(page).getByRole("button", { name: "Approve" }).tap();
    await expectActive(page, "Second of three");
    await activeCard(page).getByRole("button", { name: "Show all" }).tap();
    const afterDecision = await edgesOf(buttons);
    const toast = await edgesOf(".toast");
    await activeCard(page).getByRole("checkbox").tap();
    await page.locator(".selection").waitFor();
    const selection = await edgesOf(".selection");
    const withSelection = await edgesOf(buttons);
    await page.getByRole("button", { name: "Clear" }).tap();
    await activeCard(page)
      .locator(".card-tools")
      .evaluate((row) =>
        (row as unknown as { scrollIntoView: (how: object) => void }).scrollIntoView({ block: "center" }),
      );
    const atItsEnd = await edgesOf(buttons);
    const below = await edgesOf("article[aria-current=true] .card-tools");

    expect(atOnce.bottom).toBeLessThanOrEqual(740);
    expect(afterDecision.bottom).toBeLessThanOrEqual(740);
    expect(toast.bottom).toBeLessThanOrEqual(afterDecision.top);
    expect(withSelection.top).toBeGreaterThan(selection.bottom);
    expect(atItsEnd.bottom).toBeLessThanOrEqual(below.top);
    await page.evaluate(() => localStorage.setItem("moderato-language", "de"));
    await page.reload();
    await activeCard(page).getByRole("button", { name: "Freigeben" }).waitFor();
    const tops = await activeCard(page)
      .locator(".card-foot > .actions button")
      .evaluateAll((all) =>
        all.map((button) =>
          Math.round(
            (button as unknown as { getBoundingClientRect: () => { top: number } }).getBoundingClientRect()
              .top,
          ),
        ),
      );
    expect(new Set(tops).size).toBe(1);
  });

  test("on a phone the help can be closed from its end, and the row of lists shows that it goes on", async () => {
    const page = await browsing.open({ ...checkable, viewport: { width: 360, height: 640 } });
    await signIn(page, service, `/?site=${site}&order=oldest`);
    const lists = page.getByRole("navigation", { name: "Lists" });
    const fades = async (side: "before" | "after"): Promise<boolean> =>
      (await lists.getAttribute(`data-goes-on-${side}`)) !== null;
    await eventually(
      "the row to fade at its end only",
      async () => (await fades("after")) && !(await fades("before")),
    );

    await press(page, "gl");
    await lists.locator("[aria-current=page]", { hasText: "All" }).waitFor();
    await eventually(
      "the row to fade at its start only",
      async () => (await fades("before")) && !(await fades("after")),
    );
    await expectAccessible(page, "the last list on a phone");

    await press(page, "?");
    const help = page.getByRole("dialog", { name: "Keyboard" });
    await help.evaluate((dialog) => ((dialog as unknown as { scrollTop: number }).scrollTop = 100_000));
    await help.getByLabel("Use these keys").click();
    await expectAccessible(page, "the end of the help on a phone");
    await help.getByRole("button", { name: "Close" }).click();
    await help.waitFor({ state: "detached" });
  });
});

/** Requests to these addresses wait until they are released; then they go on in the order they came. */
async function holdBack(page: Page, address: RegExp): Promise<{ release: () => void; asked: () => number }> {
  let release = (): void => undefined;
  let asked = 0;
  const released = new Promise<void>((resolve) => (release = resolve));
  await intercept(page, address, async (route) => {
    asked += 1;
    await released;
    await route.continue();
  });
  return { release, asked: () => asked };
}
