import { afterAll, beforeAll, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { createSetupToken } from "../../src/first-start.ts";
import { givenEvening } from "./evening.ts";
import { checkable, expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { intercept } from "../support/intercept.ts";
import { inThread, openArticle, post, queueIsOpen, signIn, write } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";

describeInBrowser("every page can be used by everyone", (browsing) => {
  let service: Service;
  let fresh: Service;
  beforeAll(async () => {
    service = await startService();
    await givenEvening(service);
  });
  // Apart, since a database takes its time to be made, and to be dropped.
  beforeAll(async () => {
    fresh = await startService({ env: { ADMIN_EMAIL: "", ADMIN_PASSWORD: "" } });
  });
  afterAll(() => fresh.stop());
  afterAll(() => service.stop());

  const open = (options = {}): Promise<Page> => browsing.open({ ...checkable, ...options });

  test("signing in, refused and granted, and the queue with its dialog, its history and its messages", async () => {
    const page = await open();
    await page.goto(service.url);
    await page.getByLabel("E-mail").fill("somebody@example.org");
    await page.getByLabel("Password").fill("wrong password");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await expectAccessible(page, "sign-in");

    await signIn(page, service);
    await page.getByRole("button", { name: "History" }).first().click();
    await page.getByText("Received").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("a");
    await page.getByText("stored").waitFor();
    await expectAccessible(page, "queue");

    await page.keyboard.press("z");
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await expectAccessible(page, "keyboard help");
  });

  test("the lists, the webhooks and a page that does not exist", async () => {
    const page = await open();
    await signIn(page, service, "/approved");
    await expectAccessible(page, "approved");

    await page.getByRole("link", { name: /^Spam/ }).click();
    await page.getByRole("heading", { name: "Nothing here yet" }).waitFor();
    await expectAccessible(page, "empty list");

    await page.getByRole("link", { name: "Webhooks" }).click();
    await page.getByLabel("Address of your website's receiver").fill("https://example.org/hook");
    await page.getByRole("button", { name: "Add webhook" }).click();
    await page.getByText("it is shown only this once").waitFor();
    await page.getByRole("button", { name: "Send a test" }).click();
    await page.getByText("endpoint.test").waitFor();
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await expectAccessible(page, "webhooks");
  });

  test("the queue on a phone", async () => {
    const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

    await signIn(page, service);

    await expectAccessible(page, "queue on a phone");
  });

  test("the first account and an empty queue", async () => {
    const page = await open();
    await page.goto(`${fresh.url}/setup?token=${(await createSetupToken(fresh.deps))!}`);
    await page.getByLabel("E-mail").fill("ada@example.org");
    await page.getByLabel("Password").fill("a long enough secret");
    await expectAccessible(page, "set-up");

    await page.keyboard.press("Enter");
    await queueIsOpen(page);
    await expectAccessible(page, "empty queue");
  });

  test("the comments below an article, a reply with errors, and a comment that waits", async () => {
    const page = await open();
    await openArticle(page, service);
    await page
      .getByRole("button", { name: /^Reply/ })
      .first()
      .click();
    await post(page);
    await page.getByText("Please tell us your name.").waitFor();
    await expectAccessible(page, "reply with errors");

    await write(page, { name: "Mara", comment: "A word on accessibility" });
    await post(page);
    await inThread(page, "A word on accessibility").getByText("Waiting for a moderator.").waitFor();
    await expectAccessible(page, "waiting comment");
  });

  test("the pages for visitors without JavaScript: article, frame, errors, status", async () => {
    const page = await open();
    await intercept(page, "**/embed.js", (route) => route.abort());
    await page.goto(`${service.url}/demo`);
    await expectAccessible(page, "article without script");

    await page.goto(
      `${service.url}/embed/demo?pageUrl=${encodeURIComponent(`${service.url}/demo`)}&pageTitle=Night`,
    );
    await page
      .getByRole("link", { name: /^Reply/ })
      .first()
      .click();
    await page.getByRole("heading", { name: /^Reply to/ }).waitFor();
    await expectAccessible(page, "page for frames");

    await page.getByLabel("Comment", { exact: true }).fill("Without a name");
    await post(page);
    await page.getByRole("heading", { name: "Your comment was not sent" }).waitFor();
    await expectAccessible(page, "form with errors");

    await page.goto(`${service.url}/embed/nowhere`);
    await expectAccessible(page, "error page");
  });

  test("the status of a comment: waiting, published, refused", async () => {
    const page = await open();
    const sent = await service.call<{ id: string; statusUrl: string }>("POST", "/v1/sites/demo/comments", {
      key: null,
      body: { pageUrl: "https://news.example/a", pageTitle: "Night", authorName: "Jo", body: "And now?" },
    });
    const { pathname, search } = new URL(sent.body.statusUrl);
    for (const [status, heading] of [
      ["held", "Your comment is waiting"],
      ["approved", "Your comment is published"],
      ["rejected", "Your comment was not published"],
    ] as const) {
      await service.call("POST", `/v1/comments/${sent.body.id}/decisions`, { body: { status } });
      await page.goto(service.url + pathname + search);
      await page.getByRole("heading", { name: heading }).waitFor();
      await expectAccessible(page, heading);
    }
  });
});
