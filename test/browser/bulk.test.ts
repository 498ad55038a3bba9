// Deciding many at once in the dashboard: what is selected, all that match, campaigns, all by one author.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Locator, Page } from "playwright-core";
import { expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { intercept } from "../support/intercept.ts";
import { givenManyComments } from "../support/many-comments.ts";
import { activeCard, givenModerator, signedIn, signIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

describeInBrowser("deciding many at once", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const givenSite = async (key: string) => {
    await service.call("POST", "/v1/sites", { body: { key } });
    return key;
  };
  const open = signedIn(browsing, () => service);
  /** All 250 are being rejected, and one of the second hundred cannot be written yet. */
  const whileRejecting = async (page: Page, heldUp: string, act: () => Promise<void>): Promise<void> => {
    const client = await service.deps.pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("SELECT FROM comments WHERE id = $1 FOR UPDATE", [heldUp]);
      await page.keyboard.press("Shift+M");
      await page.keyboard.press("Shift+D");
      await page.getByRole("button", { name: "Reject 250 comments" }).click();
      await page.getByRole("progressbar", { name: "Rejecting: 100 of 250 comments." }).waitFor();
      await act();
    } finally {
      await client.query("COMMIT");
      client.release();
    }
  };
  const countOf = async (siteKey: string, status: string): Promise<number> => {
    const { rows } = await service.deps.pool.query<{ count: number }>(
      "SELECT count(*) AS count FROM comments c JOIN sites s ON s.id = c.site_id WHERE s.key = $1 AND c.status = $2",
      [siteKey, status],
    );
    return rows[0]!.count;
  };
  const eventuallyCount = (siteKey: string, status: string, count: number) =>
    eventually(`${count} ${status} on ${siteKey}`, async () => (await countOf(siteKey, status)) === count);
  test("the selected are decided by one request, and who was faster with one of them is named on its card", async () => {
    const siteKey = await givenSite("selected");
    const [first] = await givenManyComments(service, { siteKey, count: 3 });
    const page = await open(`/?site=${siteKey}&order=oldest`);
    const requests: string[] = [];
    page.on("request", (request) => request.method() === "POST" && requests.push(request.url()));
    await page.keyboard.press("Shift+X");
    // A page that hears of the edit reads the comment again, and would decide it as it is now.
    await intercept(page, `**/v1/comments/${first!}`, (route) => route.abort());
    await service.call("PATCH", `/v1/comments/${first!}`, { body: { body: "Other words" } });

    await page.keyboard.press("Shift+D");
    await eventuallyCount(siteKey, "rejected", 2);
    await page.locator(`[data-comment-id="${first!}"] .note`).waitFor();

    expect(requests.filter((url) => url.endsWith("/v1/decisions"))).toHaveLength(1);
    expect(requests.filter((url) => /comments\/[^/]+\/decisions/.test(url))).toEqual([]);
    await page.keyboard.press("z");
    await eventuallyCount(siteKey, "rejected", 0);
  });

  test("by keyboard alone all that match are selected, looked at, decided, and taken back", async () => {
    const siteKey = await givenSite("matching");
    await givenManyComments(service, { siteKey, count: 520 });
    await givenManyComments(service, { siteKey, count: 3, status: "approved" });
    const page = await open(`/?site=${siteKey}`);

    await page.keyboard.press("Shift+X");
    await page.getByRole("button", { name: "Select all 520 that match" }).waitFor();
    await page.keyboard.press("Shift+M");
    await page.getByText("All 520 that match").waitFor();
    await page.keyboard.press("Shift+S");
    const dialog = page.getByRole("dialog", { name: "Decide all that match" });
    await dialog.getByText("520 comments by 520 authors on 1 page.").waitFor();
    expect(await dialog.getByRole("listitem").count()).toBe(5);
    await expectAccessible(page, "deciding in bulk");
    await dialog.getByRole("button", { name: "Mark 520 comments as spam" }).focus();
    await page.keyboard.press("Enter");

    await eventuallyCount(siteKey, "spam", 520);
    const done = page.getByRole("group", { name: "Marked as spam: 520 comments." });
    await done.waitFor();
    await page.getByRole("heading", { name: "All clear" }).waitFor();
    expect(await countOf(siteKey, "approved")).toBe(3);
    await page.reload();
    await done.getByRole("button", { name: "Undo" }).waitFor();
    await expectAccessible(page, "deciding in bulk");
    await done.getByRole("button", { name: "Undo" }).focus();
    await page.keyboard.press("Enter");
    await eventuallyCount(siteKey, "held", 520);
    await page.getByRole("group", { name: "Taken back: 520 comments." }).waitFor();
    await activeCard(page).waitFor();
  });

  test("who may only read a site sees why a key does nothing there, and selects what may be decided alone", async () => {
    const mine = await givenSite("mine");
    const read = await givenSite("read");
    await givenManyComments(service, { siteKey: read, count: 2 });
    const [own] = await givenManyComments(service, { siteKey: mine, count: 1 });
    const mara = { name: "Mara", email: "mara@example.org", password: "a long enough secret" };
    await givenModerator(service, mara);
    await service.deps.pool.query(
      `WITH mara AS (SELECT id FROM users WHERE email = $1),
            gone AS (DELETE FROM user_roles WHERE user_id = (SELECT id FROM mara))
       INSERT INTO user_roles (user_id, site_id, role)
       SELECT mara.id, s.id, CASE s.key WHEN $2 THEN 'moderator' ELSE 'viewer' END
       FROM mara, sites s WHERE s.key IN ($2, $3)`,
      [mara.email, mine, read],
    );
    const page = await browsing.open();
    await signIn(page, service, `/?site=${read}`, mara);
    const toast = page.getByRole("complementary", { name: "Latest decision" });
    const mayOnlyRead = toast.getByText("You may read this site's comments, but not decide them.");
    const press = async (key: string, told: Locator): Promise<void> => {
      await page.keyboard.press(key);
      await told.waitFor();
      await toast.getByRole("button", { name: "Close" }).click();
    };

    for (const key of ["a", "x", "Shift+X"]) await press(key, mayOnlyRead);
    await press("z", toast.getByText("There is nothing to undo."));
    await press("b", toast.getByText("Trust and bans are for moderators of the site."));
    await page.goto(`${service.url}/`);
    await activeCard(page).waitFor();
    await page.keyboard.press("Shift+X");
    await page.getByText("1 selected").waitFor();
    await page.keyboard.press("Shift+A");

    await eventuallyCount(mine, "approved", 1);
    expect(await page.locator(`[data-comment-id="${own!}"]`).count()).toBe(0);
    expect(await countOf(read, "held")).toBe(2);
  });

  test("what is pressed while the dialog is still loading decides nothing, and without a connection it says so", async () => {
    const siteKey = await givenSite("slow-line");
    await givenManyComments(service, { siteKey, count: 3 });
    const page = await open(`/?site=${siteKey}&order=oldest`);
    const requests: string[] = [];
    page.on("request", (request) => request.method() === "POST" && requests.push(request.url()));
    const dialog = page.getByRole("dialog", { name: "Decide all that match" });
    // Dispatched one right after the other, as by fingers that are faster than the screen.
    const pressAtOnce = (...keys: string[]) =>
      page.evaluate(
        `for (const key of ${JSON.stringify(keys)}) dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey: /[A-Z]/.test(key) }))`,
      );
    let letGo = (): void => undefined;
    const waits = new Promise<void>((resolve) => (letGo = resolve));
    await intercept(page, /bulk-dialog.*\.js/, async (route) => {
      await waits;
      await route.abort();
    });

    await pressAtOnce("M", "D", "a");
    await dialog.getByText("Counting…").waitFor();
    await page.keyboard.press("a");
    letGo();
    await dialog
      .getByRole("alert")
      .getByText(/^The connection is lost/)
      .waitFor();
    await page.keyboard.press("a");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await pressAtOnce("n", "a");
    await page.getByRole("dialog", { name: "Decide with a reason or a note" }).waitFor();

    expect(requests.filter((url) => url.endsWith("/decisions"))).toEqual([]);
    expect(await countOf(siteKey, "held")).toBe(3);
  });

  test("a batch that is under way is shown again after a reload, and is cancelled there", async () => {
    const siteKey = await givenSite("cancelled");
    const ids = await givenManyComments(service, { siteKey, count: 250 });
    const page = await open(`/?site=${siteKey}`);
    await whileRejecting(page, ids[120]!, async () => {
      await page.reload();
      await page.getByRole("progressbar").waitFor();
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("group", { name: /^Cancelling/ }).waitFor();
    });

    const cancelled = page.getByRole("group", { name: "Cancelled. Rejected: 200 of 250 comments." });
    await cancelled.waitFor();
    expect(await countOf(siteKey, "held")).toBe(50);
    await cancelled.getByRole("button", { name: "Close" }).click();
    await cancelled.waitFor({ state: "hidden" });
    const asked = page.waitForResponse(/\/v1\/decisions\?/);
    await page.reload();
    await (await asked).finished();
    await activeCard(page).waitFor();
    expect(await cancelled.count()).toBe(0);
  });

  test("what is done in another list meanwhile stays as it is when the batch ends, and when it is taken back", async () => {
    const siteKey = await givenSite("beside");
    const ids = await givenManyComments(service, { siteKey, count: 250 });
    await givenManyComments(service, { siteKey, count: 3, status: "approved", body: "Published {n}" });
    const page = await open(`/?site=${siteKey}`);
    await whileRejecting(page, ids[120]!, async () => {
      await page.getByRole("link", { name: /^Approved/ }).click();
      await eventually("the published ones", async () => (await page.locator("article").count()) === 3);
      await page.keyboard.press("j");
      await page.keyboard.press("x");
    });
    const active = await activeCard(page).getAttribute("data-comment-id");
    const isAsItWas = async (): Promise<void> => {
      expect(await activeCard(page).getAttribute("data-comment-id")).toBe(active);
      expect(await activeCard(page).getByRole("checkbox").isChecked()).toBe(true);
    };

    const done = page.getByRole("group", { name: "Rejected: 250 comments." });
    await done.waitFor();
    await isAsItWas();
    await done.getByRole("button", { name: "Undo" }).click();
    await done.waitFor({ state: "hidden" });

    expect(await countOf(siteKey, "held")).toBe(250);
    await isAsItWas();
  });

  test("a campaign is seen on the card, and decided and taken back as one", async () => {
    const siteKey = await givenSite("campaign");
    await givenManyComments(service, { siteKey, count: 7, body: "The same words for everyone." });
    await givenManyComments(service, { siteKey, count: 2, body: "Something of one's own {n}." });
    const page = await open(`/?site=${siteKey}&order=oldest`);

    await page.getByText("6 others like this one are waiting, from 7 authors in all.").waitFor();
    await page.getByRole("button", { name: "Decide all 7…" }).click();
    await page.getByRole("button", { name: "Reject 7 comments" }).click();

    await eventuallyCount(siteKey, "rejected", 7);
    await page.getByRole("group", { name: "Rejected: 7 comments." }).waitFor();
    await eventually("the campaign's cards to go", async () => (await page.locator("article").count()) === 2);
    await page.keyboard.press("z");
    await eventuallyCount(siteKey, "held", 9);
  });

  test("what waits for a second opinion is left out of a campaign and of an author's comments, unless it is asked for", async () => {
    const siteKey = await givenSite("asked");
    const mallory = { authorName: "Mallory", authorEmail: "asked@example.org", body: "The same words." };
    const ids = await givenManyComments(service, { siteKey, count: 4, ...mallory });
    await service.call("POST", `/v1/comments/${ids[3]!}/second-opinion`, { body: { note: "Satire?" } });
    const page = await open(`/?site=${siteKey}&order=oldest`);

    await page.getByText("2 others like this one are waiting, all by this author.").waitFor();
    await page.getByRole("button", { name: "Decide all 3…" }).click();
    await page.getByLabel("Also what waits for a second opinion (1 comment)").waitFor();
    await page.getByRole("button", { name: "Reject 3 comments" }).click();
    await eventuallyCount(siteKey, "rejected", 3);
    await page.getByRole("group", { name: "Rejected: 3 comments." }).waitFor();
    await page.keyboard.press("z");
    await eventuallyCount(siteKey, "held", 4);
    await activeCard(page).waitFor();
    await page.keyboard.press("Shift+B");
    await page.getByRole("button", { name: "Reject 3 comments" }).waitFor();
    await page.getByLabel("Also what waits for a second opinion (1 comment)").check();
    await page.getByRole("button", { name: "Reject 4 comments" }).click();

    await eventuallyCount(siteKey, "rejected", 4);
  });

  test("all by one author, also published ones, are rejected with a ban by keyboard", async () => {
    const siteKey = await givenSite("author");
    const mallory = { authorName: "Mallory {n}", authorEmail: "m@example.org" };
    await givenManyComments(service, { siteKey, count: 4, ...mallory });
    await givenManyComments(service, { siteKey, count: 2, status: "approved", ...mallory });
    await givenManyComments(service, { siteKey, count: 1, authorName: "Mallory 1" });
    const page = await open(`/?site=${siteKey}&order=oldest`, { viewport: { width: 360, height: 740 } });

    await page.keyboard.press("Shift+B");
    const dialog = page.getByRole("dialog", { name: "Decide all by this author" });
    await dialog.getByText("4 comments by 1 author on 1 page.").waitFor();
    await dialog.getByLabel("Also those that are published").focus();
    await page.keyboard.press("Space");
    await dialog.getByText("2 comments will disappear from your pages.").waitFor();
    await dialog.getByLabel("Ban the author, too").focus();
    await page.keyboard.press("Space");
    expect(await dialog.getByLabel("For 30 days").isChecked()).toBe(true);
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    expect(await dialog.getByLabel("For good").isChecked()).toBe(true);
    await expectAccessible(page, "deciding in bulk");
    await page.keyboard.press("Enter");

    await eventuallyCount(siteKey, "rejected", 6);
    expect(await countOf(siteKey, "held")).toBe(1);
    const { body } = await service.call<{ items: { banned: boolean; bannedUntil: string | null }[] }>(
      "GET",
      `/v1/authors?siteKey=${siteKey}&standing=banned`,
    );
    expect(body.items).toMatchObject([{ banned: true, bannedUntil: null }]);
  });
});
