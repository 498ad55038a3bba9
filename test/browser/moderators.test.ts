import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment } from "../support/givens.ts";
import {
  activeCard,
  card,
  eventuallyCards,
  expectActive,
  fillSignIn,
  givenModerator,
  queueIsOpen,
  signIn,
  titleIs,
} from "../support/people.ts";
import { admin, type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

describeInBrowser("a moderator's day", (browsing) => {
  let service: Service;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    service = await startService();
    receiver = await startWebhookReceiver();
    for (const status of ["held", "approved", "rejected", "spam"]) {
      const { id } = await givenHeldComment(service, { body: `This one is ${status}`, authorName: "Jo" });
      await service.call("POST", `/v1/comments/${id}/decisions`, { body: { status, reason: "off topic" } });
    }
  });
  afterAll(async () => {
    await service.stop();
    await receiver.stop();
  });

  test("a wrong password is refused in words, the e-mail stays, and the right one opens the queue", async () => {
    const page = await browsing.open();
    await page.goto(service.url);
    await page.getByRole("heading", { name: "Sign in to moderate" }).waitFor();
    await page.getByLabel("E-mail").and(page.locator(":focus")).waitFor();
    await page.keyboard.type(admin.email);
    await page.keyboard.press("Tab");
    await page.keyboard.type("wrong password");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("E-mail or password is wrong.").waitFor();
    expect(await page.getByLabel("E-mail").inputValue()).toBe(admin.email);

    await fillSignIn(page, admin);

    await queueIsOpen(page);
    await expectActive(page, "This one is held");
    await titleIs(page, "(1) Held · Moderato");
  });

  test("after signing out the queue is closed, also on the way back in the browser's history", async () => {
    const page = await browsing.open();
    await signIn(page, service);
    await page.getByRole("link", { name: /^Approved/ }).click();
    await expectActive(page, "This one is approved");

    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Password").waitFor();
    await page.goBack();

    await page.getByLabel("Password").waitFor();
    expect(await page.getByText("This one is").count()).toBe(0);
  });

  test("a session that ends leaves the screen as it is and asks for the password over it", async () => {
    const page = await browsing.open();
    await signIn(page, service);
    await page.context().clearCookies();

    await page.keyboard.press("a");
    const dialog = page.getByRole("dialog", { name: "Your session has ended" });
    await dialog.waitFor();
    await fillSignIn(page, admin);
    await dialog.waitFor({ state: "hidden" });

    await eventuallyCards(page, ["This one is held"]);
  });

  test("who becomes a viewer while the queue is open learns it with the first refusal", async () => {
    const ben = { name: "Ben", email: "ben@example.org", password: "another long secret" };
    await givenModerator(service, ben);
    const { body } = await service.call<{ items: { id: string; email: string }[] }>("GET", "/v1/users");
    const { id } = body.items.find(({ email }) => email === ben.email)!;
    const give = (...roles: object[]) => service.call("PATCH", `/v1/users/${id}`, { body: { roles } });
    await give({ siteKey: "demo", role: "moderator" }, { siteKey: null, role: null });
    const page = await browsing.open();
    await signIn(page, service, "/", ben);
    await expectActive(page, "This one is held");
    await give({ siteKey: "demo", role: "viewer" });

    await page.keyboard.press("a");

    const toast = page.getByRole("complementary", { name: "Latest decision" });
    await toast.getByText("Could not approve this").waitFor();
    await page.getByText("You are a viewer here").waitFor();
    await eventuallyCards(page, ["This one is held"]);
    expect(await card(page, "This one is held").getByRole("button", { name: "Approve" }).count()).toBe(0);
    await page.keyboard.press("a");
    await toast.getByText("You may read this site's comments, but not decide them.").waitFor();
    await page.keyboard.press("!");
    await toast.getByText("Questions are for moderators of the site.").waitFor();
    await eventuallyCards(page, ["This one is held"]);
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  test("each list shows its own comments, with who decided, and offers the other decisions", async () => {
    const page = await browsing.open();
    await signIn(page, service);

    for (const [list, others] of [
      ["Approved", ["Reject", "Spam", "Hold"]],
      ["Rejected", ["Approve", "Spam", "Hold"]],
      ["Spam", ["Approve", "Reject", "Hold"]],
    ] as const) {
      await page.getByRole("link", { name: `${list} 1` }).click();
      const shown = card(page, `This one is ${list.toLowerCase()}`);
      await shown.waitFor();
      expect(await page.getByRole("article").count()).toBe(1);
      expect(await buttonsOf(page)).toEqual([
        ...others,
        "…",
        "Make",
        "Reply",
        "Edit",
        "Author",
        "Conversation",
        "Related",
        "History",
        "Second",
      ]);
      await shown.getByRole("button", { name: "History" }).click();
      await shown.getByRole("listitem").filter({ hasText: ": off topic" }).waitFor();
    }
    await page.getByRole("link", { name: "Held 1" }).click();
    await expectActive(page, "This one is held");
  });

  test("a search finds a comment by its words and says when there is none", async () => {
    const page = await browsing.open();
    await signIn(page, service, "/approved");
    await page.keyboard.press("/");
    await page.keyboard.type("lighthouse");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Nothing found" }).waitFor();

    await page.getByLabel("Search comments").fill("approved");
    await page.keyboard.press("Enter");

    await card(page, "This one is approved").waitFor();
    await page.reload();
    await card(page, "This one is approved").waitFor();
    expect(new URL(page.url()).searchParams.get("q")).toBe("approved");
  });

  test("a webhook is added, its secret is shown once, and its test arrives signed with it", async () => {
    const page = await browsing.open();
    await signIn(page, service);
    await page.getByRole("link", { name: "Webhooks" }).click();
    await page.getByRole("heading", { name: "No webhook yet" }).waitFor();

    await page.getByLabel("Address of your website's receiver").fill("http://10.0.0.1/hook");
    await page.getByRole("button", { name: "Add webhook" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Address of your website's receiver").fill(receiver.url);
    await page.getByRole("button", { name: "Add webhook" }).click();
    await page.getByText("it is shown only this once").waitFor();
    receiver.trust(await page.locator("code").innerText());
    await page.getByRole("button", { name: "Send a test" }).click();

    await eventually("the test to arrive", () =>
      receiver.events.some(({ type }) => type === "endpoint.test"),
    );
    await page.getByRole("region", { name: "Deliveries" }).getByText("delivered").waitFor();
    expect(receiver.refused).toEqual([]);
    await page.reload();
    await page.getByRole("heading", { name: receiver.url }).waitFor();
    expect(await page.getByText("whsec_").count()).toBe(0);

    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete webhook" }).click();
    await page.getByRole("heading", { name: "No webhook yet" }).waitFor();
  });

  test("a set-up link that was used says so and leads to the queue", async () => {
    const page = await browsing.open();

    await page.goto(`${service.url}/setup?token=used`);

    await page.getByRole("heading", { name: "Already set up" }).waitFor();
    await page.getByRole("link", { name: "Go to the queue" }).click();
    await page.getByLabel("Password").waitFor();
  });

  test.each([
    ["deciding several at once", ["Shift+X"], "Shift+A", "2 of 2 comments were not approved"],
    ["taking back", ["a"], "z", 'Could not undo: This needs the right "moderate".'],
  ])("who becomes a viewer learns it by %s, too", async (_, before, key, told) => {
    const siteKey = `desk-${key.toLowerCase().replace("+", "-")}`;
    await service.call("POST", "/v1/sites", { body: { key: siteKey } });
    for (const body of ["The first", "The second"]) await givenHeldComment(service, { siteKey, body });
    const eva = { name: "Eva", email: `${siteKey}@example.org`, password: "another long secret" };
    await givenModerator(service, eva);
    const { body } = await service.call<{ items: { id: string; email: string }[] }>("GET", "/v1/users");
    const { id } = body.items.find(({ email }) => email === eva.email)!;
    const give = (...roles: object[]) => service.call("PATCH", `/v1/users/${id}`, { body: { roles } });
    await give({ siteKey, role: "moderator" }, { siteKey: null, role: null });
    const page = await browsing.open();
    await signIn(page, service, `/?site=${siteKey}`, eva);
    await activeCard(page).waitFor();
    for (const pressed of before) await page.keyboard.press(pressed);
    if (key === "z")
      await eventually("it to be stored", async () => {
        const { body: held } = await service.call<{ items: object[] }>(
          "GET",
          `/v1/comments?siteKey=${siteKey}&status=held`,
        );
        return held.items.length === 1;
      });
    await give({ siteKey, role: "viewer" });

    await page.keyboard.press(key);

    const toast = page.getByRole("complementary", { name: "Latest decision" });
    await toast.getByText(told).waitFor();
    await page.getByText("You are a viewer here").waitFor();
  });
});

const buttonsOf = async (page: Page): Promise<string[]> =>
  (await page.getByRole("article").getByRole("button").allInnerTexts()).map((text) => text.split(/\s/)[0]!);
