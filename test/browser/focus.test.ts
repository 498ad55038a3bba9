import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment } from "../support/givens.ts";
import { admin, type Service, startService } from "../support/service.ts";
import { activeCard, signedIn } from "../support/people.ts";
import { givenManyComments } from "../support/many-comments.ts";
import { eventually } from "../support/wait.ts";

describeInBrowser("whoever works by keys keeps the place", (browsing) => {
  let service: Service;
  const open = signedIn(browsing, () => service);
  beforeAll(async () => {
    service = await startService();
    await givenHeldComment(service);
  });
  afterAll(() => service.stop());

  const openAt = async (path: string): Promise<Page> => {
    const page = await open("/");
    await page.goto(service.url + path);
    await page.locator("main h1").first().waitFor({ state: "attached" });
    return page;
  };
  const press = (page: Page, name: string | RegExp): Promise<void> =>
    page.getByRole("button", { name, exact: true }).first().press("Enter");
  const expectFocus = (page: Page, words: string): Promise<unknown> =>
    eventually(`the focus on “${words}”`, async () => {
      const focused = page.locator("main :focus");
      const found = (await focused.count()) === 1 ? await focused.innerText() : "";
      return found.replace(/\s+/g, " ").trim() === words;
    });
  const given = async (path: string, body: unknown): Promise<string> =>
    (await service.call<{ id: string }>("POST", path, { body })).body.id;

  test("among the keys: a question that is answered, a key that is gone, one that is made", async () => {
    for (const name of ["first", "second"])
      await given("/v1/api-keys", { name, siteKey: "demo", scopes: ["submit"] });
    const page = await openAt("/settings/keys");

    await press(page, "Revoke second");
    await expectFocus(page, "Keep it");
    await page.keyboard.press("Enter");
    await expectFocus(page, "Revoke second");
    await page.keyboard.press("Enter");
    await press(page, "Revoke key");
    await expectFocus(page, "Revoke first");

    await page.getByLabel("Name", { exact: true }).fill("third");
    await press(page, "Make key");
    await page.getByText("The new key.").waitFor();
    await expectFocus(page, "Make key");
    await press(page, "Revoke third");
    await press(page, "Revoke key");
    await page.getByText("The new key.").waitFor({ state: "detached" });
  });

  test("among the webhooks, whose buttons change their words, and the last of which leaves nothing", async () => {
    await given("/v1/webhook-endpoints", { siteKey: "demo", url: "https://example.org/hook" });
    const page = await openAt("/webhooks");

    await press(page, "Turn off");
    await expectFocus(page, "Turn on");
    await press(page, "New secret");
    await expectFocus(page, "Keep the old one");
    await page.keyboard.press("Enter");
    await expectFocus(page, "New secret");
    await press(page, "Delete");
    await press(page, "Delete webhook");
    await page.getByText("No webhook yet").waitFor();
    await expectFocus(page, "Add webhook");
  });

  test("in a word list, whose phrases are removed one after another", async () => {
    const entries = ["casino", "free spins", "jackpot"].map((phrase) => ({ phrase }));
    const id = await given("/v1/word-lists", { siteKey: "demo", name: "Games", entries });
    const page = await openAt(`/word-lists/${id}`);
    const focused = (): Promise<string> => page.evaluate("document.activeElement.ariaLabel ?? ''");

    await press(page, "Remove casino");
    await eventually("the next phrase to be next", async () => (await focused()) === "Remove free spins");
    await page.keyboard.press("Enter");
    await eventually("the last phrase to be next", async () => (await focused()) === "Remove jackpot");
    await press(page, "Delete");
    await expectFocus(page, "Keep it");
    await page.keyboard.press("Enter");
    await expectFocus(page, "Delete");
  });

  test("of pages, people and one's own account", async () => {
    const page = await openAt("/settings/pages");
    await press(page, /^Close https/);
    await expectFocus(page, "Open again https://news.example/article");

    await page.goto(`${service.url}/settings/people`);
    await page.getByLabel("E-mail").fill("jo@example.org");
    await press(page, "Make the invitation");
    await press(page, /^Withdraw the/);
    await press(page, "Withdraw invitation");
    await expectFocus(page, "Make the invitation");
    expect(await page.getByText("The invitation of").count()).toBe(0);

    await page.goto(`${service.url}/settings/account`);
    await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
    await press(page, "Save names");
    await page.locator(".my-name").getByText("Ada Lovelace").waitFor();
    await expectFocus(page, "Save names");
    await page.getByLabel("Your password").fill(admin.password);
    await press(page, "Set it up");
    await press(page, "Leave it off");
    await expectFocus(page, "Set it up");
  });

  test("above the queue: one note of a colleague after another is done, and the last leaves what stands there", async () => {
    for (const body of ["Look at the ferries", "And at the harbour"])
      await given("/v1/handover-notes", { siteKey: "demo", body });
    const page = await openAt("/");
    await page.getByText("And at the harbour").waitFor();

    await press(page, /^Done/);
    await page.getByText("And at the harbour").waitFor({ state: "detached" });
    await expectFocus(page, "Done");
    await page.keyboard.press("Enter");
    await page.getByText("Look at the ferries").waitFor({ state: "detached" });
    await eventually("the focus on something there", () =>
      page.evaluate<boolean>("document.activeElement.matches('main button, main select, main input')"),
    );
  });

  test("in what is open on a card", async () => {
    const page = await openAt("/");
    await press(page, "Author");
    const panel = page.getByRole("region", { name: "Author", exact: true });

    await panel.getByRole("textbox").fill("Writes of ferries");
    await panel.getByRole("button", { name: /^Save/ }).press("Enter");
    await page.getByRole("status").getByText("Note saved.").waitFor({ state: "attached" });
    await expectFocus(page, "Saved");
  });

  test("going back from a rule, the queue is where it was, also far down; a link begins at the top", async () => {
    await given("/v1/sites", { key: "long", name: "Long" });
    await givenManyComments(service, { siteKey: "long", count: 120 });
    const page = await open("/?site=long&order=oldest");
    const name = (): Promise<string> => activeCard(page).getByRole("heading").first().innerText();
    const first = await name();
    for (let step = 1; step <= 60; step++) {
      await page.keyboard.press("j");
      if (step === 45) await page.locator("article").nth(55).waitFor({ state: "attached" });
    }
    const there = await name();
    expect(there).not.toBe(first);

    await page.keyboard.press("m");
    await page.getByRole("heading", { name: "New rule" }).waitFor();
    await page.goBack();

    await eventually("the card to be the active one again", async () => {
      const active = activeCard(page);
      return (await active.count()) === 1 && (await name()) === there;
    });
    await eventually("it to be in sight and to have the focus", () =>
      page.evaluate<boolean>(`(() => {
        const { top, bottom } = document.activeElement.getBoundingClientRect();
        return document.activeElement.matches(".card[aria-current]") && top > 50 && bottom < innerHeight;
      })()`),
    );
    await page.getByRole("link", { name: "Numbers" }).click();
    await page.getByRole("link", { name: "Comments", exact: true }).click();
    await page.getByLabel("Site", { exact: true }).selectOption("long");
    await page.getByLabel("Order").selectOption("oldest");
    await eventually(
      "the list from its top",
      async () => (await activeCard(page).count()) === 1 && (await name()) === first,
    );
  });

  test("but a click beside everything takes it away, as ever", async () => {
    const page = await openAt("/settings/pages");
    await page.getByRole("button", { name: /^(Open again|Close) https/ }).click();
    await page.locator("main h1").click();

    await page.getByLabel("Part of the title or address").fill("zebra");
    await page.getByRole("button", { name: "Find" }).click();
    await page.getByText("There is no such page.").waitFor();
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Find");
  });
});
