import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { createSetupToken } from "../../src/first-start.ts";
import { describeInBrowser } from "../support/browser.ts";
import { givenComment } from "../support/givens.ts";
import { expectActive, inThread, openArticle, post, queueIsOpen, signIn, write } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

/** Of the moderator's page, for the function that runs in it. */
declare const document: { querySelector(selector: string): { textContent: string } | null };

const soonMs = 1_000;
const maxTries = 5;
const waiting = "Waiting for a moderator. Until then only you can see it.";

describeInBrowser("from the first start to a published comment", (browsing) => {
  let service: Service;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    service = await startService({ env: { ADMIN_EMAIL: "", ADMIN_PASSWORD: "" } });
    receiver = await startWebhookReceiver();
    const endpoint = await service.call<{ secret: string }>("POST", "/v1/webhook-endpoints", {
      body: { siteKey: "demo", url: receiver.url },
    });
    receiver.trust(endpoint.body.secret);
  });
  afterAll(async () => {
    await service.stop();
    await receiver.stop();
  });

  test("somebody sets Moderato up, a visitor comments, the comment is approved with one key and everyone reads it", async () => {
    const moderator = await browsing.open();
    await setUp(moderator, await createSetupToken(service.deps));
    await moderator.getByRole("heading", { name: "All clear" }).waitFor();

    const visitor = await browsing.open();
    await openArticle(visitor, service);
    await write(visitor, { name: "Mara Okafor", comment: "Well rehearsed, well written." });
    await post(visitor);
    await inThread(visitor, "Well rehearsed").getByText(waiting).waitFor();
    await visitor.reload();
    await inThread(visitor, "Well rehearsed").getByText(waiting).waitFor();

    await expectActive(moderator, "Well rehearsed, well written.");
    await moderator.keyboard.press("a");
    await moderator.getByText("stored").waitFor();
    await moderator.getByRole("heading", { name: "All clear" }).waitFor();

    await expectPublished(await browsing.open(), "Well rehearsed, well written.");
    await expectPublished(visitor, "Well rehearsed, well written.");
    await expectToldOfApproval("Well rehearsed, well written.");
  });

  test("the same without JavaScript: errors beside their fields, the text kept, the comment waits, then it is published", async () => {
    const moderator = await browsing.open();
    await signIn(moderator, service, "/", first);

    const visitor = await browsing.open({ javaScriptEnabled: false });
    await visitor.goto(`${service.url}/demo`);
    await write(visitor, { name: "", comment: "  " });
    await visitor.getByLabel("E-mail (not published)").fill("jonas@example.org");
    await post(visitor);
    await visitor.getByText("Please write a comment.").first().waitFor();
    expect(await errorsBeside(visitor, "Name")).toBe("Please tell us your name.");
    expect(await errorsBeside(visitor, "Comment")).toBe("Please write a comment.");
    expect(await visitor.getByLabel("E-mail (not published)").inputValue()).toBe("jonas@example.org");

    await write(visitor, { name: "", comment: "<b>Nobody</b> was cold & wet?\nGood." });
    await post(visitor);
    await visitor.getByText("Please write a comment.").first().waitFor({ state: "detached" });
    expect(await errorsBeside(visitor, "Name")).toBe("Please tell us your name.");
    expect(await errorsBeside(visitor, "Comment")).toBe("");
    expect(await visitor.getByLabel("Comment", { exact: true }).inputValue()).toBe(
      "<b>Nobody</b> was cold & wet?\nGood.",
    );

    await visitor.getByLabel("Name", { exact: true }).fill("Jonas");
    const answers = redirectsOf(visitor);
    await post(visitor);
    await visitor.getByText("Thank you. Your comment is waiting for a moderator.").waitFor();
    await inThread(visitor, "Nobody").getByText(waiting).waitFor();
    expect(answers).toEqual([303]);
    expect(new URL(visitor.url()).hash).toBe("#moderato-received");

    await expectActive(moderator, "Nobody");
    await moderator.keyboard.press("a");
    await moderator.getByText("stored").waitFor();

    await expectPublished(await browsing.open({ javaScriptEnabled: false }), "<b>Nobody</b> was cold & wet?");
    await visitor.reload();
    await visitor.getByText("Your comment has been published.").waitFor();
    // As sent: browsers end the lines of a form in their own way.
    await expectToldOfApproval("<b>Nobody</b> was cold & wet?\r\nGood.");
  });

  test("a new comment stands in an open queue within a second, and the page asks for it only when told", async () => {
    const moderator = await browsing.open();
    await signIn(moderator, service, "/", first);
    const asked = requestsFor(moderator, "/v1/comments?status=held");
    const times: number[] = [];

    // The fastest counts: on a machine busy with other things no single one says what the service takes.
    for (let count = 1; count <= maxTries && Math.min(Infinity, ...times) >= soonMs; count++) {
      times.push(await timeUntilShown(moderator, `Comment number ${count}`));
      expect(asked).toHaveLength(count);
      await moderator.keyboard.press("a");
      await moderator.getByText("stored").waitFor();
      await moderator.getByRole("heading", { name: "All clear" }).waitFor();
    }

    expect(Math.min(...times)).toBeLessThan(soonMs);
  });

  const first = { email: "ada@example.org", password: "a long enough secret" };

  async function setUp(page: Page, token: string | null): Promise<void> {
    await page.goto(`${service.url}/setup?token=${token ?? ""}`);
    await page.getByLabel("E-mail").fill(first.email);
    await page.getByLabel("Password").fill(first.password);
    await page.getByRole("button", { name: "Make the account" }).click();
    await queueIsOpen(page);
  }

  /** From the moment it is sent until the card stands in the moderator's queue, which nobody touches. */
  async function timeUntilShown(moderator: Page, text: string): Promise<number> {
    const shownAt = moderator.waitForFunction(
      (wanted) => document.querySelector(".cards")?.textContent.includes(wanted) && Date.now(),
      text,
      { polling: "raf" },
    );
    const sentAt = Date.now();
    await givenComment(service, { body: text });
    return Number(await (await shownAt).jsonValue()) - sentAt;
  }

  async function expectPublished(reader: Page, text: string): Promise<void> {
    await reader.goto(`${service.url}/demo`);
    await inThread(reader, text).waitFor();
    // What the browser keeps of the visitor's own comment stands there until the thread has come.
    await inThread(reader, text).getByText(waiting).waitFor({ state: "detached" });
  }

  async function expectToldOfApproval(body: string): Promise<void> {
    const event = await eventually("the website to be told", () =>
      receiver.events.find(({ type, data }) => type === "comment.approved" && data.comment.body === body),
    );
    expect(event.data).toMatchObject({
      comment: { siteKey: "demo", status: "approved", previousStatus: "held" },
      decision: { by: "moderator" },
    });
    expect(receiver.refused).toEqual([]);
  }
});

/** What a reader of the screen hears as description of the field. */
async function errorsBeside(page: Page, label: string): Promise<string> {
  const id = await page.getByLabel(label, { exact: true }).getAttribute("aria-describedby");
  return id === null ? "" : page.locator(`#${id}`).innerText();
}

function requestsFor(page: Page, address: string): string[] {
  const asked: string[] = [];
  page.on("request", (request) => request.url().includes(address) && asked.push(request.url()));
  return asked;
}

function redirectsOf(page: Page): number[] {
  const statuses: number[] = [];
  page.on("response", (response) => {
    if (response.request().method() === "POST") statuses.push(response.status());
  });
  return statuses;
}
