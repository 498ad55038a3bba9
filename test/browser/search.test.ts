// Finding comments in the dashboard: tabs, filters, search, all of it in the address.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { checkable, expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import { eventuallyCards, expectActive, queueIsOpen, signedIn, titleIs } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

describeInBrowser("finding comments", (browsing) => {
  let service: Service;
  let settledId = "";
  const pageUrl = "https://news.example/harbour";
  beforeAll(async () => {
    service = await startService();
    await service.call("POST", "/v1/sites", { body: { key: "other", name: "Other" } });
    const comments = [
      { authorName: "Ada", body: "The harbour hall", pageUrl, pageTitle: "Storm" },
      { authorName: "Grace", body: "A harbour, see https://shop.example.com/x" },
      { authorName: "Linus", body: "The mountain", siteKey: "other" },
    ];
    for (const comment of comments) await givenHeldComment(service, comment);
    const settled = await givenHeldComment(service, { authorName: "Mara", body: "An old harbour" });
    settledId = settled.id;
    await service.call("POST", `/v1/comments/${settled.id}/decisions`, { body: { status: "spam" } });
  });
  afterAll(() => service.stop());

  const open = signedIn(browsing, () => service);
  const addressIs = (page: Page, path: string): Promise<unknown> =>
    eventually(`the address ${path}`, () => page.url() === service.url + path);
  const searchFor = async (page: Page, words: string): Promise<void> => {
    await page.keyboard.press("/");
    await page.getByLabel("Search comments").fill(words);
    await page.keyboard.press("Enter");
  };

  test("words and operators are typed, operators become chips, and the address says it all", async () => {
    const page = await open("/?order=oldest");

    await searchFor(page, "harbour author:grace");
    await eventuallyCards(page, ["A harbour, see https://shop.example.com/x"]);
    await addressIs(page, "/?order=oldest&q=harbour+author%3Agrace");
    expect(await page.getByLabel("Search comments").inputValue()).toBe("harbour");
    await page.getByRole("button", { name: "Remove the filter author: grace" }).click();
    await eventuallyCards(page, ["The harbour hall", "A harbour, see https://shop.example.com/x"]);
    await page.reload();
    await eventuallyCards(page, ["The harbour hall", "A harbour, see https://shop.example.com/x"]);
    await page.goBack();
    await eventuallyCards(page, ["A harbour, see https://shop.example.com/x"]);
  });

  test("the search stands beside the choice of a site, however long the name of one is", async () => {
    const name =
      "The Gazette of the Danube Steamship Company and its Captains, Widows and Friends since 1848";
    await service.call("POST", "/v1/sites", { body: { key: "gazette", name } });

    const page = await open("/");
    await page.locator("option", { hasText: name }).waitFor({ state: "attached" });

    const boxes = [page.getByLabel("Site", { exact: true }), page.getByLabel("Search comments")];
    const [site, search] = await Promise.all(boxes.map((box) => box.boundingBox()));
    expect(search!.y).toBe(site!.y);
  });

  test("what a search finds is said, the keys are for its first card at once, and emptying the field keeps the focus", async () => {
    const page = await open("/?order=oldest");
    const said = (text: string) =>
      page.getByRole("status").getByText(text, { exact: true }).waitFor({ state: "attached" });
    const focusIsOn = (selector: string) =>
      eventually(`the focus on ${selector}`, () =>
        page.evaluate(`document.activeElement.matches('${selector}')`),
      );
    await said("3 comments");

    await searchFor(page, "harbour");
    await said("2 comments");
    await focusIsOn(".card[aria-current]");
    await page.keyboard.press("j");
    await expectActive(page, "A harbour");

    await searchFor(page, "nowhere");
    await said("Nothing found");
    await focusIsOn("#search");
    await page.getByLabel("Search comments").fill("");
    await addressIs(page, "/?order=oldest");
    await said("3 comments");
    await focusIsOn("#search");
    await page.keyboard.type("dad");
    expect(await page.getByLabel("Search comments").inputValue()).toBe("dad");
  });

  test("what is not understood is said under the field, and nothing else changes", async () => {
    const page = await open("/?order=oldest");

    await searchFor(page, "colour:red");

    await page.getByRole("alert").getByText("“colour:” is no operator.").waitFor();
    expect(await page.locator("article").count()).toBe(3);
    await addressIs(page, "/?order=oldest");
    await page.getByLabel("Search comments").fill("mountain");
    await page.getByRole("alert").waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await eventuallyCards(page, ["The mountain"]);
  });

  test("a search that comes in several answers goes on by itself, says so, and says nothing of an end before", async () => {
    const page = await open("/?order=oldest");
    let goOn = (): void => undefined;
    const mayGoOn = new Promise<void>((resolve) => (goOn = resolve));
    await intercept(page, /\/v1\/comments\?.*q=harbour/, async (route) => {
      const url = new URL(route.request().url());
      if (!url.searchParams.has("cursor"))
        return route.fulfill({ json: { items: [], nextCursor: "further-back" } });
      expect(url.searchParams.get("cursor")).toBe("further-back");
      await mayGoOn;
      url.searchParams.delete("cursor");
      return route.continue({ url: url.href });
    });

    await searchFor(page, "harbour");

    await page.getByText("Searching further…").waitFor();
    expect(await page.getByText("Nothing found").count()).toBe(0);
    goOn();
    await eventuallyCards(page, ["The harbour hall", "A harbour, see https://shop.example.com/x"]);
    await page.getByText("Searching further…").waitFor({ state: "detached" });
    await expectActive(page, "The harbour hall");
  });

  test("filters are set by keyboard alone, and the focus comes back", async () => {
    const page = await open("/?order=oldest");

    await page.keyboard.press("f");
    await eventually("the first field to have the focus", () =>
      page.evaluate("document.activeElement === document.querySelector('.filters input')"),
    );
    await page.keyboard.press("Tab");
    await page.keyboard.type("storm");
    await page.keyboard.press("Enter");

    await eventuallyCards(page, ["The harbour hall"]);
    await addressIs(page, "/?order=oldest&q=page%3Astorm");
    expect(await page.evaluate("document.activeElement.id")).toBe("filters");
    await page.keyboard.press("f");
    expect(await page.getByLabel("Page", { exact: true }).inputValue()).toBe("storm");
    await page.getByLabel("Page", { exact: true }).fill("");
    await page.getByLabel("Has links").check();
    await page.getByLabel("Language").selectOption("");
    await page.getByRole("button", { name: "Apply" }).click();
    await eventuallyCards(page, ["A harbour, see https://shop.example.com/x"]);
    await page.keyboard.press("f");
    await page.keyboard.press("Escape");
    await page.getByLabel("Filters", { exact: true }).waitFor({ state: "detached" });
  });

  test("the open form follows the search: a removed filter does not come back, and another list begins without", async () => {
    const page = await open("/?order=oldest&q=author%3Agrace+has%3Alink");
    const author = page.getByLabel("Author", { exact: true });
    await page.keyboard.press("f");
    await eventually("the filter to be in the form", async () => (await author.inputValue()) === "grace");

    await page.getByRole("button", { name: "Remove the filter author: grace" }).click();
    await eventually("the filter to be out of the form", async () => (await author.inputValue()) === "");
    await page
      .getByRole("button", { name: "Remove the filter with links" })
      .and(page.locator(":focus"))
      .waitFor();
    await page.getByRole("button", { name: "Apply" }).click();
    await addressIs(page, "/?order=oldest&q=has%3Alink");

    await page.keyboard.press("f");
    expect(await page.getByLabel("Has links").isChecked()).toBe(true);
    await page.getByRole("link", { name: /^Spam/ }).click();
    await eventuallyCards(page, ["An old harbour"]);
    expect(await page.getByLabel("Has links").isChecked()).toBe(false);
    await page.getByRole("link", { name: /^Spam/ }).and(page.locator(":focus")).waitFor();
  });

  test("what is wrong with a search that stands in the address is said once, with a way out", async () => {
    const page = await open("/", checkable);
    await page.goto(`${service.url}/all?q=ip:nonsense`);

    await page.getByRole("heading", { name: "Nothing can be searched for like this" }).waitFor();
    expect(await page.getByText(/nonsense.*address|address.*nonsense/).count()).toBe(1);
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
    await expectAccessible(page, "a search that is none");
    await page.getByRole("link", { name: "Show the list without a search" }).click();
    await addressIs(page, "/all");
    await eventually("every comment to be listed", async () => (await page.locator("article").count()) === 4);
  });

  test("is: leads to the list, an empty list to all comments, and [ ] and g walk through the lists", async () => {
    const page = await open("/");

    await searchFor(page, "is:spam harbour");
    await addressIs(page, "/spam?q=harbour");
    await eventuallyCards(page, ["An old harbour"]);
    await searchFor(page, "mountain");
    await page.getByText(/No spam comment matches/).waitFor();
    await page.getByRole("link", { name: "Search all comments" }).click();
    await addressIs(page, "/all?q=mountain");
    await eventuallyCards(page, ["The mountain"]);

    await page.goto(service.url);
    await queueIsOpen(page);
    for (const name of ["Second opinion", "Flagged", "Approved", "Rejected", "Spam", "All"]) {
      await page.keyboard.press("]");
      await page.locator(".list-tabs [aria-current=page]", { hasText: name }).waitFor();
    }
    await eventually("every comment to be listed", async () => (await page.locator("article").count()) === 4);
    // Twice before the browser has drawn anything.
    await page.evaluate(
      `for (const time of [1, 2]) dispatchEvent(new KeyboardEvent("keydown", { key: "[", bubbles: true }))`,
    );
    await page.locator(".list-tabs [aria-current=page]", { hasText: "Rejected" }).waitFor();
    await page.keyboard.press("]");
    await page.keyboard.press("]");
    await page.locator(".list-tabs [aria-current=page]", { hasText: "All" }).waitFor();
    await page.keyboard.press("[");
    await page.locator(".list-tabs [aria-current=page]", { hasText: "Spam" }).waitFor();
    for (const [key, name] of [
      ["r", "Rejected"],
      ["e", "Second opinion"],
      ["l", "All"],
    ] as const) {
      await page.keyboard.press("g");
      await page.keyboard.press(key);
      await page.locator(".list-tabs [aria-current=page]", { hasText: name }).waitFor();
    }
    await page.keyboard.press("g");
    await page.keyboard.press("Shift");
    await page.keyboard.press("p");
    await page.locator(".list-tabs [aria-current=page]", { hasText: "Held" }).waitFor();
    // No list's key: it does not reject either.
    await page.keyboard.press("g");
    await page.keyboard.press("d");
    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await page.locator(".list-tabs [aria-current=page]", { hasText: "Rejected" }).waitFor();
    await page.getByRole("heading", { name: "Nothing here yet" }).waitFor();
  });

  test("a decision in the list of all takes its card away, the count follows, and z brings it back", async () => {
    const page = await open("/all?q=mountain");
    await expectActive(page, "The mountain");
    await page.getByRole("link", { name: "Held 3" }).waitFor();

    await page.keyboard.press("a");
    await page.getByRole("link", { name: "Held 2" }).waitFor();
    await page.getByRole("link", { name: "Approved 1" }).waitFor();
    await page.getByText("stored").waitFor();
    await page.keyboard.press("z");

    await expectActive(page, "The mountain");
    await page.getByRole("link", { name: "Held 3" }).waitFor();
    await eventually("the undo to be stored", async () => {
      const { body } = await service.call<{ counts: { held: number } }>("GET", "/v1/stats");
      return body.counts.held === 3;
    });
  });

  test("the title and the line above the list say how much waits", async () => {
    const page = await open("/");

    await page.getByText(/^3 waiting/).waitFor();
    await titleIs(page, "(3) Held · Moderato");
    await page.goto(`${service.url}/?site=other`);
    await page.getByText(/^1 waiting/).waitFor();
    await titleIs(page, "(1) Held · Moderato");
  });

  test("Ctrl+K leads to a comment, to comments and to pages by keyboard, and gives the focus back", async () => {
    const page = await open("/?order=oldest", checkable);
    const field = page.getByRole("combobox", { name: "What to go to" });
    const chosen = page.locator(".jump [aria-selected=true]");
    const ask = async (typed: string): Promise<void> => {
      await page.keyboard.press("Control+k");
      await field.waitFor();
      await page.keyboard.type(typed);
    };

    await ask(settledId);
    await expectAccessible(page, "where to go");
    await page.keyboard.press("Enter");
    await addressIs(page, `/all?q=id%3A${settledId}`);
    await eventuallyCards(page, ["An old harbour"]);

    await ask("grace");
    await chosen.getByText("Comments by this author").waitFor();
    await page.keyboard.press("ArrowUp");
    await chosen.getByText("Comments with these words").waitFor();
    expect(await field.getAttribute("aria-activedescendant")).toBe(await chosen.getAttribute("id"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await addressIs(page, "/all?q=author%3Agrace");
    await eventuallyCards(page, ["A harbour, see https://shop.example.com/x"]);

    await ask("word li");
    await page.keyboard.press("Enter");
    await addressIs(page, "/word-lists");
    await page.getByRole("link", { name: "Numbers" }).focus();
    await ask("harbour");
    await page.keyboard.press("Control+k");
    await page.keyboard.press("Escape");
    await field.waitFor({ state: "detached" });
    await eventually("the focus to be back", () =>
      page.evaluate("document.activeElement.textContent === 'Numbers'"),
    );
    await ask("spam");
    await page.keyboard.press("Enter");
    await addressIs(page, "/spam");
    await eventuallyCards(page, ["An old harbour"]);

    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keyboard" });
    await help.getByText("Go to a comment, an author, an address or a page").waitFor();
    await page.keyboard.press("Control+k");
    // A second dialog would be above this one, and would be what Escape closes.
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  test.each([
    ["on a desktop", {}],
    ["on a phone", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ])("filters, chips and a refused search can be used by everyone %s", async (_where, options) => {
    const page = await open("/?q=harbour+author%3Agrace+has%3Alink", { ...checkable, ...options });
    await page.locator("#filters").click();
    await page.getByLabel("Search comments").fill("colour:red");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();

    await expectAccessible(page, "filters, chips and a refused search");
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });
});
