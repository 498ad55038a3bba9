// A site that wants a reason for every rejection gets one, whichever way its comments are rejected.
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { checkable, expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { readComment } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import { givenManyComments } from "../support/many-comments.ts";
import { activeCard, signedIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

describeInBrowser("a reason for every rejection", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const givenSite = async (key: string, refusalReasonRequired: boolean): Promise<string> => {
    const refusalReasons = ["Insult", "Off topic"].map((label) => ({
      ...{ code: label.toLowerCase().replace(" ", "-"), label },
      publicText: `${label}: please keep to the article.`,
    }));
    await service.call("POST", "/v1/sites", { body: { key, name: key } });
    await service.call("PATCH", `/v1/sites/${key}`, { body: { refusalReasons, refusalReasonRequired } });
    return key;
  };
  let site = "";
  let ids: string[] = [];
  beforeEach(async () => {
    site = await givenSite(`strict-${Math.random().toString(36).slice(2, 10)}`, true);
    ids = await givenManyComments(service, { siteKey: site, count: 3, authorEmail: "jo@example.org" });
  });

  const open = signedIn(browsing, () => service);
  const openQueue = async (siteKey: string, options = {}): Promise<Page> => {
    const page = await open(`/?order=oldest${siteKey && `&site=${siteKey}`}`, options);
    await activeCard(page).waitFor();
    return page;
  };
  const press = async (page: Page, ...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  interface Read {
    status: string;
    reasons: string[];
    decisions: { note: string | null }[];
  }
  const eventuallyRead = (of: readonly string[], wanted: string): Promise<unknown> =>
    eventually(`the comments to be ${wanted}`, async () => {
      const comments = (await Promise.all(of.map((id) => readComment(service, id)))) as unknown as Read[];
      const words = comments.map(({ status, reasons }) => [
        status,
        ...(status === "rejected" ? reasons : []),
      ]);
      return words.map((word) => word.join(": ")).join(", ") === wanted;
    });
  const countPosts = (page: Page): (() => number) => {
    let count = 0;
    page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/decisions")) count += 1;
    });
    return () => count;
  };

  test("nobody is faster than what the site asks for", async () => {
    let letThrough = (): void => undefined;
    const mayPass = new Promise<void>((resolve) => (letThrough = resolve));
    const page = await open("/", checkable);
    await intercept(page, "**/v1/sites*", async (route) => {
      await mayPass;
      await route.continue();
    });
    const posts = countPosts(page);
    const listed = page.waitForResponse((answer) => answer.url().includes("/v1/comments?"));
    await page.goto(`${service.url}/?order=oldest&site=${site}`);
    await (await listed).finished();
    await press(page, "d");
    letThrough();
    await activeCard(page).waitFor();
    await press(page, "d");

    await page.getByRole("dialog", { name: "Why is it rejected?" }).waitFor();
    expect(posts()).toBe(0);
  });

  test("what a site asks for that is newer than the page is loaded before it is decided there", async () => {
    const page = await openQueue("");
    const posts = countPosts(page);
    const newer = await givenSite(`newer-${site}`, true);
    await givenManyComments(service, { siteKey: newer, count: 1, authorName: "Newcomer" });
    await page.getByLabel("Order").selectOption({ label: "Newest first" });
    await page.getByRole("heading", { name: "Newcomer" }).click();

    await press(page, "d");
    await page.getByText("One moment: the site’s settings are still being loaded.").first().waitFor();
    await page.locator("option", { hasText: newer }).waitFor({ state: "attached" });
    await press(page, "d");

    await page.getByRole("dialog", { name: "Why is it rejected?" }).waitFor();
    expect(posts()).toBe(0);
  });

  test("of the selected nothing is decided until one is chosen, then all with it", async () => {
    const page = await openQueue(site, checkable);
    const posts = countPosts(page);
    const asking = page.getByRole("dialog", { name: "Why are they rejected?" });

    await press(page, "Shift+X", "Shift+D");
    await asking.getByText("3 comments", { exact: true }).waitFor();
    expect(await asking.getByRole("button", { name: "Reject" }).isDisabled()).toBe(true);
    await expectAccessible(page, "a reason for the selected");
    await press(page, "Escape");
    await asking.waitFor({ state: "detached" });
    expect(posts()).toBe(0);
    await page.getByText("3 selected").waitFor();
    await press(page, "Shift+D");
    await asking.waitFor();
    await press(page, "2");

    await eventuallyRead(ids, "rejected: Off topic, rejected: Off topic, rejected: Off topic");
    await page.getByText("stored").waitFor();
    await press(page, "z");
    await eventuallyRead(ids, "held, held, held");
  });

  test("with the ban of an author what waits is rejected with a reason, or not at all", async () => {
    const page = await openQueue(site, checkable);
    const ban = page.getByRole("dialog", { name: "Ban the author?" });
    await press(page, "b");
    await ban.getByLabel("Reject what waits in this list, too (3 comments)").check();

    expect(await ban.getByRole("button", { name: "Ban", exact: true }).isDisabled()).toBe(true);
    await ban.getByText("This site wants a reason for every rejection.").waitFor();
    await expectAccessible(page, "a reason with a ban");
    await ban.getByLabel("Insult").check();
    await ban.getByRole("button", { name: "Ban", exact: true }).press("Enter");

    await eventuallyRead(ids, "rejected: Insult, rejected: Insult, rejected: Insult");
  });

  test("comments of several sites are rejected one site after the other", async () => {
    const other = await givenSite(`${site}-free`, false);
    const [free] = await givenManyComments(service, { siteKey: other, count: 1 });
    const page = await openQueue("");
    const posts = countPosts(page);
    for (const id of [ids[0]!, ids[1]!, free!])
      await page.locator(`[data-comment-id="${id}"]`).getByRole("checkbox").check();

    await press(page, "Shift+D");
    const oneByOne = page.getByRole("dialog", { name: "One site at a time" });
    await oneByOne.getByRole("button", { name: `${site}: 2 comments`, exact: true }).click();
    const asking = page.getByRole("dialog", { name: "Why are they rejected?" });
    await asking.getByLabel("Insult").waitFor();
    expect(posts()).toBe(0);
    await press(page, "1");

    await eventuallyRead([...ids, free!], "rejected: Insult, rejected: Insult, held, held");
    await page.getByText("1 selected").waitFor();
  });

  test("where none is wanted, a key gives the selected a reason and a note, and a closed page keeps the reason", async () => {
    const siteKey = await givenSite(`${site}-free`, false);
    const free = await givenManyComments(service, { siteKey, count: 4 });
    const page = await openQueue(siteKey);
    const asking = page.getByRole("dialog", { name: "Decide with a reason or a note" });

    for (const id of free.slice(0, 2))
      await page.locator(`[data-comment-id="${id}"]`).getByRole("checkbox").check();
    await press(page, "Shift+N");
    await asking.getByText("2 comments", { exact: true }).waitFor();
    await press(page, "1");
    await asking.getByLabel("Note for moderators").fill("All of one evening.");
    await asking.getByRole("button", { name: "Reject" }).press("Enter");
    await eventuallyRead(free, "rejected: Insult, rejected: Insult, held, held");
    expect(((await readComment(service, free[1]!)) as unknown as Read).decisions.at(-1)?.note).toBe(
      "All of one evening.",
    );

    await page.getByText("stored").waitFor();
    await page.context().setOffline(true);
    await press(page, "Shift+X", "Shift+N");
    await asking.waitFor();
    await press(page, "2");
    await asking.getByRole("button", { name: "Reject" }).press("Enter");
    await page.getByText("2 decisions wait for the connection").waitFor();
    await page.close();
    const next = await browsing.open({ beside: page });
    await next.context().setOffline(false);
    await next.goto(`${service.url}/?site=${siteKey}`);

    await eventuallyRead(
      free,
      "rejected: Insult, rejected: Insult, rejected: Off topic, rejected: Off topic",
    );
  });

  test("all that match on several sites are not rejected at once where one of them wants a reason", async () => {
    const other = await givenSite(`${site}-free`, false);
    await givenManyComments(service, { siteKey: other, count: 1 });
    const page = await openQueue("");

    await press(page, "Shift+M", "Shift+D");
    const dialog = page.getByRole("dialog", { name: "Decide all that match" });
    await dialog.getByText(/^\d+ comments by/).waitFor();
    await dialog.getByText(/reject the comments of one site at a time/).waitFor();

    expect(await dialog.getByRole("button", { name: /^Reject/ }).isDisabled()).toBe(true);
    await dialog.getByLabel("Mark as spam").check();
    await dialog.getByRole("button", { name: /^Mark \d+ comments as spam/ }).waitFor();
    expect(await dialog.getByRole("button", { name: /^Mark/ }).isDisabled()).toBe(false);
  });
});
