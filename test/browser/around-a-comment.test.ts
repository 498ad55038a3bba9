// The panels of a card that show what is around its comment: the conversation (key c), and what is related (key l).
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Locator, Page } from "playwright-core";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment } from "../support/givens.ts";
import { activeCard, cardTexts, expectActive, signIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

const siteKey = "around";
const page1 = "https://news.example/harbour";
const campaign = (name: string) =>
  `Dear ${name}, I lost my savings and a wonderful doctor brought all of it back to me within three days: https://cure.example/start`;

describeInBrowser("what is around a comment", (browsing) => {
  let service: Service;
  let id = "";
  beforeAll(async () => {
    service = await startService();
    await service.call("POST", "/v1/sites", { body: { key: siteKey, name: "Around" } });
    const write = (fields: object) => givenHeldComment(service, { siteKey, pageUrl: page1, ...fields });
    const publish = async (fields: object) => {
      const comment = await write(fields);
      await service.call("POST", `/v1/comments/${comment.id}/decisions`, { body: { status: "approved" } });
      return comment;
    };
    const parent = await publish({ authorName: "Paula", body: "The harbour must stay open." });
    await publish({ authorName: "Nils", body: "Read https://other.example/harbour before you say that." });
    await write({ authorName: "Hilda", body: "Waiting, so no part of the conversation." });
    await publish({ authorName: "Elsa", body: "On another page.", pageUrl: "https://news.example/other" });
    const author = { authorName: "Ada", authorEmail: "ada@provider.example", authorIp: "203.0.113.7" };
    ({ id } = await write({ ...author, body: campaign("Anna"), parentId: parent.id }));
    await write({ authorName: "Bob", body: campaign("Bob"), pageUrl: "https://news.example/b" });
    await write({ authorName: "Carl", body: campaign("Carl"), pageUrl: "https://news.example/c" });
    await write({ ...author, body: "Her other comment.", pageUrl: "https://news.example/d" });
    await write({ authorName: "Dora", authorIp: "203.0.113.7", body: "From the same house." });
    await write({ authorName: "Egon", body: "Cats, cats and more at http://www.cure.example/cats" });
  });
  afterAll(() => service.stop());

  const openAtComment = async (): Promise<Page> => {
    const page = await browsing.open();
    await signIn(page, service, `/?site=${siteKey}&order=oldest&q=author%3AAda`);
    await expectActive(page, "Dear Anna");
    return page;
  };
  const panelOpenedBy = async (page: Page, key: string, name: string): Promise<Locator> => {
    await page.keyboard.press(key);
    const panel = activeCard(page).getByRole("region", { name, exact: true });
    await panel.locator(".conversation").waitFor();
    return panel;
  };
  const textsOf = async (lines: Locator): Promise<string[]> =>
    (await lines.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
  /** The card itself, so that the next key decides about it. */
  const expectFocusOnCard = (page: Page, what: string): Promise<unknown> =>
    eventually(`the focus to be on the card ${what}`, () =>
      page.evaluate<boolean>(`document.activeElement?.dataset.commentId === ${JSON.stringify(id)}`),
    );

  test("the conversation has what it answers, its published neighbours and itself, in their order, and no link leads away", async () => {
    const page = await openAtComment();

    const panel = await panelOpenedBy(page, "c", "Conversation");

    const said = await textsOf(panel.getByRole("listitem"));
    expect(said).toEqual([
      expect.stringMatching(/^Paula .*answered by this one.*The harbour must stay open\.$/),
      expect.stringMatching(/^Nils .*Read https:\/\/other\.example\/harbour before you say that\.$/),
      expect.stringMatching(/^Ada .*this comment$/),
    ]);
    expect(await panel.locator("a").count()).toBe(0);
    await panel.getByText("https://other.example/harbour").click();
    // Whatever the click set going has begun before this next page of the same person is there.
    const later = await browsing.open({ beside: page });
    await later.goto(service.url);
    expect(new URL(page.url()).origin).toBe(service.url.replace("127.0.0.1", new URL(page.url()).hostname));
    expect(page.context().pages()).toEqual([page, later]);
  });

  test("related are author, address, provider, page and domain, each a search, and what reads much the same", async () => {
    const page = await openAtComment();

    const panel = await panelOpenedBy(page, "l", "Related");

    const pivots = panel.locator(".pivots");
    expect(await textsOf(pivots.getByRole("listitem"))).toEqual([
      "Same author 1 more",
      "Same address 203.0.113.7 2 more",
      "Same e-mail provider",
      "Same page 2 published",
      "Links to cure.example",
    ]);
    await panel.getByRole("heading", { name: "2 with much the same text" }).waitFor();
    const alike = panel.locator(".conversation");
    expect((await textsOf(alike.getByRole("listitem"))).sort()).toEqual([
      expect.stringMatching(
        /^Bob .*Held.*% the same Dear Bob, I lost my savings.*https:\/\/cure\.example\/start$/,
      ),
      expect.stringMatching(/^Carl .*Held.*% the same Dear Carl, .*$/),
    ]);
    expect(await alike.locator("a").count()).toBe(0);
    const addresses = await pivots
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href));
    expect(addresses.map((address) => new URL(address).origin)).toEqual(
      addresses.map(() => new URL(page.url()).origin),
    );
    expect(addresses).toHaveLength(5);
  });

  test.each([
    ["Same author", ["Her other comment.", campaign("Anna")]],
    ["Same address 203.0.113.7", ["From the same house.", "Her other comment.", campaign("Anna")]],
    ["Links to cure.example", ["Anna", "Bob", "Carl", "Cats"]],
  ])("“%s” leads to the list of just these", async (name, wanted) => {
    const page = await openAtComment();
    const panel = await panelOpenedBy(page, "l", "Related");

    await panel.getByRole("link", { name }).click();

    await eventually("the list of these", async () => {
      const texts = await cardTexts(page);
      return (
        texts.length === wanted.length && wanted.every((part) => texts.some((text) => text.includes(part)))
      );
    });
  });

  test.each([
    ["c", "Conversation", "Close the page"],
    ["l", "Related", "Same author"],
  ])(
    "the key %s closes its panel, and the card has the focus, wherever in the panel it was",
    async (key, name, inside) => {
      const page = await openAtComment();
      await activeCard(page).focus();
      const panel = await panelOpenedBy(page, key, name);

      await page.keyboard.press(key);
      await panel.waitFor({ state: "detached" });
      await expectFocusOnCard(page, "after the panel was closed from there");

      await panelOpenedBy(page, key, name);
      await panel.getByText(inside, { exact: true }).focus();
      await page.keyboard.press(key);
      await panel.waitFor({ state: "detached" });
      await expectFocusOnCard(page, `after the panel was closed from “${inside}”`);
    },
  );
});
