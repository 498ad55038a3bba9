import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { expectAccessible } from "../support/accessible.ts";
import { describeInBrowser, type PageOptions } from "../support/browser.ts";
import { givenHeldComment } from "../support/givens.ts";
import { signIn } from "../support/people.ts";
import { admin, type Service, startService } from "../support/service.ts";
import { type ServiceDouble, startServiceDouble, text } from "../support/service-double.ts";
import { startSmtpServer, type TestSmtpServer } from "../support/smtp-server.ts";

describeInBrowser("being told, and closing pages", (browsing) => {
  let service: Service;
  let mail: TestSmtpServer;
  let chat: ServiceDouble;
  let page: Page;
  beforeAll(async () => {
    mail = await startSmtpServer();
    chat = await startServiceDouble(text("ok"));
    service = await startService({ env: { SMTP_URL: mail.url, MAIL_FROM: "moderato@example.org" } });
    await service.call("POST", "/v1/sites", { body: { key: "news", name: "The News" } });
    for (const name of ["harbour", "bridge"])
      await givenHeldComment(service, {
        pageUrl: `https://news.example/${name}`,
        pageTitle: `The ${name}`,
        siteKey: "news",
      });
  });
  afterAll(async () => {
    await service.stop();
    await Promise.all([mail.stop(), chat.stop()]);
  });

  // Signing in takes its time on purpose: once is enough.
  let cookies: PageOptions["storageState"];
  const open = async (path: string, options: PageOptions = {}): Promise<Page> => {
    const fresh = await browsing.open({
      ...{ bypassCSP: true, timezoneId: "Asia/Tokyo", storageState: cookies },
      ...options,
    });
    if (cookies === undefined) await signIn(fresh, service);
    cookies = await fresh.context().storageState();
    await fresh.goto(service.url + path);
    return fresh;
  };

  test("a moderator chooses when to be told, in the browser's time zone, and tries it", async () => {
    page = await open("/settings/account");
    await page.getByLabel(/^By e-mail to/).check();
    expect(await page.getByLabel("Time zone").inputValue()).toBe("Asia/Tokyo");
    await page.getByLabel("At once, from a score of").selectOption("highest");
    expect(await page.getByLabel("Language of the mails").inputValue()).toBe("en");
    await page.getByLabel("Language of the mails").selectOption({ label: "Deutsch" });
    await page.getByLabel("18:00").check();
    await page.getByLabel("Only these").check();
    await page.getByRole("group", { name: "About" }).getByLabel("Demo").uncheck();
    await expectAccessible(page, "notices");
    await page.getByRole("button", { name: "Save notices" }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Send a test" }).click();
    await page.getByText(`A test is on its way to ${admin.email}.`).waitFor();

    expect(mail.mails.map(({ to }) => to)).toEqual([[admin.email]]);
    expect(mail.mails[0]!.headers.get("subject")).toEqual(["Ein Test von Moderato"]);
    expect(mail.mails[0]!.text).toContain("Dies ist der gewünschte Test.");
    const { rows } = await service.deps.pool.query<{ language: string; settings: object }>(
      "SELECT language, settings FROM notice_targets",
    );
    expect(rows).toMatchObject([
      { language: "de", settings: { urgent: "highest", digestHours: [8, 18], timeZone: "Asia/Tokyo" } },
    ]);
    await page.getByLabel("Public name").fill("Ada of The News");
    await page.getByRole("button", { name: "Save names" }).click();
    await page.getByRole("status").getByText("Names saved.").waitFor({ state: "attached" });
    await page.reload();
    expect(await page.getByLabel("Public name").inputValue()).toBe("Ada of The News");
    expect(await page.getByLabel("18:00").isChecked()).toBe(true);
    expect(await page.getByLabel("Language of the mails").inputValue()).toBe("de");
  });

  test("whoever reads in German and has saved nothing is offered German, also by the test", async () => {
    await service.deps.pool.query("DELETE FROM notice_targets");
    await service.deps.pool.query("DELETE FROM rate_limits");
    mail.mails.length = 0;

    page = await open("/settings/account", { locale: "de-AT" });
    await page.getByRole("button", { name: "Test senden" }).click();
    await page.getByText(`Ein Test ist an ${admin.email} unterwegs.`).waitFor();
    expect(mail.mails[0]!.headers.get("subject")).toEqual(["Ein Test von Moderato"]);
    await page.getByLabel(/^Per E-Mail an/).check();
    expect(await page.getByLabel("Sprache der E-Mails").inputValue()).toBe("de");
    await page.getByRole("button", { name: "Benachrichtigungen speichern" }).click();
    await page.getByText("Gespeichert", { exact: true }).waitFor();

    await page.close();
    page = await open("/settings/account");
    expect(await page.getByLabel("Language of the mails").inputValue()).toBe("de");
  });

  test("an admin names a chat, tries it, and it is forgotten after a question", async () => {
    page = await open("/settings/sites/news");
    await page.getByLabel("Address of the chat’s incoming webhook").fill(`${chat.url}/hushed-address`);
    await page.getByLabel("Language of the messages").selectOption({ label: "Deutsch" });
    await page.getByRole("button", { name: "Add chat" }).click();
    await page.getByText(`It leads to ${new URL(chat.url).host}.`, { exact: false }).waitFor();
    await page.getByRole("button", { name: "Send a test" }).click();
    await page.getByText("A test is in the chat.").waitFor();
    expect(chat.requests[0]!.path).toBe("/hushed-address");
    expect(chat.requests[0]!.body).toContain("Dies ist ein Test von Moderato");
    expect(await page.content()).not.toContain("/hushed-address");
    await expectAccessible(page, "notices");

    await page.getByRole("button", { name: "Delete chat…" }).click();
    await page.getByRole("button", { name: "Delete chat", exact: true }).click();
    await page.getByRole("button", { name: "Add chat" }).waitFor();
  });

  test("pages are found, closed and opened again, also one that nobody has commented on", async () => {
    page = await open("/settings/pages");
    await page.getByLabel("Site", { exact: true }).selectOption("news");
    await page.getByRole("listitem").filter({ hasText: "The bridge" }).waitFor();
    await page.getByLabel("Part of the title or address").fill("HARB");
    await page.keyboard.press("Enter");
    await page.getByRole("listitem").filter({ hasText: "The bridge" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Close The harbour" }).click();
    await page.getByText("Closed", { exact: true }).waitFor();
    await expectAccessible(page, "notices");

    await page.getByLabel("Part of the title or address").fill("");
    await page.getByLabel("Address of the page").fill("https://news.example/tomorrow");
    await page.getByRole("button", { name: "Close the page" }).click();
    await page.getByLabel("Show").selectOption("true");
    await page.getByRole("listitem").filter({ hasText: "news.example/tomorrow" }).waitFor();
    await page.getByRole("listitem").filter({ hasText: "The bridge" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Open again The harbour" }).click();
    await page.getByRole("button", { name: "Close The harbour" }).waitFor();

    const { body } = await service.call<{ items: { closed: boolean }[] }>(
      "GET",
      "/v1/pages?siteKey=news&closed=true",
    );
    expect(body.items).toHaveLength(1);
  });
});
