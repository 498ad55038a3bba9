import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page, Request } from "playwright-core";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment, judged } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import { inThread, openArticle, post, widgetIsThere, write } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";

const submissions = "**/v1/sites/demo/comments";

describeInBrowser("the comments below an article", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const open = async (): Promise<Page> => {
    const page = await browsing.open();
    await openArticle(page, service);
    return page;
  };
  const givenPublished = async (body: string, parentId: string | null = null): Promise<string> => {
    const { id } = await givenHeldComment(service, {
      body,
      parentId,
      authorName: "Hanne",
      pageUrl: `${service.url}/demo`,
    });
    await service.call("POST", `/v1/comments/${id}/decisions`, { body: { status: "approved" } });
    return id;
  };
  const stored = async (words: string): Promise<{ id: string; body: string; parentId: string | null }[]> => {
    const { body } = await service.call<{ items: { id: string; body: string; parentId: string | null }[] }>(
      "GET",
      `/v1/comments?q=${encodeURIComponent(words)}`,
    );
    return body.items;
  };

  test("what is missing is said beside its field, the first of them is ready to type in, and complaints go as they are met", async () => {
    const page = await open();

    await post(page);
    expect(await described(page, "Name")).toBe("Please tell us your name.");
    expect(await described(page, "Comment")).toBe("Please write a comment.");
    expect(await described(page, "E-mail (not published)")).toBe("");
    await page.keyboard.type("Mara");
    expect(await described(page, "Name")).toBe("");

    await page.getByLabel("E-mail (not published)").fill("no address");
    await page.getByLabel("Comment", { exact: true }).fill("A comment");
    await post(page);
    await page.getByText("This does not look like an e-mail address.").waitFor();
    expect(await described(page, "E-mail (not published)")).toBe(
      "This does not look like an e-mail address.",
    );
    expect(await page.getByLabel("Comment", { exact: true }).inputValue()).toBe("A comment");
  });

  test("when the connection fails the text is kept, also over a reload, and sending again makes one comment", async () => {
    const page = await open();
    const keys: (string | undefined)[] = [];
    await intercept(page, submissions, async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      keys.push(route.request().headers()["idempotency-key"]);
      // The first arrives, but its answer is lost.
      if (keys.length > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await write(page, { name: "Mara", comment: "Sent over a bad line" });
    await post(page);
    await page.getByText("the connection failed. Your text is kept.").waitFor();
    await page.reload();
    await widgetIsThere(page);
    expect(await page.getByLabel("Comment", { exact: true }).inputValue()).toBe("Sent over a bad line");

    await post(page);

    await inThread(page, "Sent over a bad line").getByText("Waiting for a moderator.").waitFor();
    expect(await page.getByLabel("Comment", { exact: true }).inputValue()).toBe("");
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
    expect(await stored("bad line")).toHaveLength(1);
  });

  test("while the service is down the reader is told so and the text is kept", async () => {
    const page = await open();
    await intercept(page, submissions, (route) =>
      route.request().method() === "POST"
        ? route.fulfill({ status: 503, headers: { "Retry-After": "30" }, json: { status: 503 } })
        : route.continue(),
    );

    await write(page, { name: "Mara", comment: "Written in a storm" });
    await post(page);

    await page
      .getByText(
        "Comments cannot be received at the moment. Your text is kept. Please try again in 30 seconds.",
      )
      .waitFor();
    expect(await page.getByLabel("Comment", { exact: true }).inputValue()).toBe("Written in a storm");
  });

  test("an impatient double click, and Enter besides, send the comment once", async () => {
    const page = await open();
    const sent: Request[] = [];
    page.on("request", (request) => request.method() === "POST" && sent.push(request));
    await intercept(page, submissions, async (route) => {
      // Until the second click has been made.
      await clicked;
      return route.continue();
    });
    let haveClicked = (): void => undefined;
    const clicked = new Promise<void>((resolve) => (haveClicked = resolve));

    await write(page, { name: "Mara", comment: "Twice clicked" });
    await page.getByRole("button", { name: "Post comment" }).dblclick();
    await page.getByLabel("Name", { exact: true }).press("Enter");
    haveClicked();

    await inThread(page, "Twice clicked").waitFor();
    expect(sent).toHaveLength(1);
    expect(await stored("Twice clicked")).toHaveLength(1);
  });

  test("a reply is written below what it answers, waits there, and is published there", async () => {
    const parentId = await givenPublished("The first word of this thread");
    await givenPublished("Another subject");
    const page = await open();

    await page.getByRole("button", { name: "Reply to Hanne" }).first().click();
    await page.getByRole("heading", { name: "Reply to Hanne" }).waitFor();
    await page.keyboard.type("An answer to the first word");
    await page.getByLabel("Name", { exact: true }).fill("Tomasz");
    await post(page);

    await inThread(page, "An answer to the first word").getByText("Waiting for a moderator.").waitFor();
    expect(await threadOrder(page)).toEqual([
      "The first word of this thread",
      "An answer to the first word",
      "Another subject",
    ]);
    const [answer] = await stored("An answer to the first word");
    expect(answer).toMatchObject({ parentId });

    await judged(service, answer!.id);
    await service.call("POST", `/v1/comments/${answer!.id}/decisions`, { body: { status: "approved" } });
    const reader = await open();
    await inThread(reader, "An answer to the first word").getByText("in reply to Hanne").waitFor();
    expect(await threadOrder(reader)).toEqual(await threadOrder(page));
  });

  test("a reply can be given up without losing the text", async () => {
    await givenPublished("Something to answer");
    const page = await open();
    await page.getByRole("button", { name: "Reply to Hanne" }).first().click();
    await page.keyboard.type("On second thoughts");

    await page.getByRole("button", { name: "Cancel reply" }).click();

    await page.getByRole("heading", { name: "Write a comment" }).waitFor();
    expect(await page.getByLabel("Comment", { exact: true }).inputValue()).toBe("On second thoughts");
  });

  test("an author learns on the page that the comment was refused, and can take it from view", async () => {
    const page = await open();
    await write(page, { name: "Mara", comment: "To be refused" });
    await post(page);
    await inThread(page, "To be refused").waitFor();
    const [sent] = await stored("To be refused");
    await judged(service, sent!.id);
    await service.call("POST", `/v1/comments/${sent!.id}/decisions`, { body: { status: "rejected" } });

    await inThread(page, "To be refused").getByText("Your comment was not published.").waitFor();
    await page.getByRole("button", { name: "Remove from view" }).click();

    await inThread(page, "To be refused").waitFor({ state: "hidden" });
    await page.reload();
    await widgetIsThere(page);
    expect(await inThread(page, "To be refused").count()).toBe(0);
  });

  test("what somebody typed before the script had come is in the form afterwards, with the cursor", async () => {
    const page = await browsing.open();
    let haveTyped = (): void => undefined;
    const typed = new Promise<void>((resolve) => (haveTyped = resolve));
    await intercept(page, "**/embed.js", async (route) => {
      await typed;
      return route.continue();
    });
    await page.goto(`${service.url}/demo`, { waitUntil: "commit" });
    await page.getByLabel("Comment", { exact: true }).fill("Typed early, ");
    haveTyped();
    await widgetIsThere(page);
    await page.keyboard.type("typed late");

    expect(await page.getByLabel("Comment", { exact: true }).inputValue()).toBe("Typed early, typed late");
  });
});

/** What is said about the field to somebody who hears the page; ids are unique within the widget only. */
async function described(page: Page, label: string): Promise<string> {
  const field = page.getByLabel(label, { exact: true });
  const id = await field.getAttribute("aria-describedby");
  if (id === null) return "";
  expect(await field.getAttribute("aria-invalid")).toBe("true");
  return page.locator(`#${id}`).innerText();
}

const threadOrder = async (page: Page): Promise<string[]> => {
  const texts = await page.locator("moderato-comments li .body").allInnerTexts();
  return texts.filter((text) => /first word|Another subject/.test(text));
};
