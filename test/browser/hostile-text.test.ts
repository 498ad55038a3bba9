import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import {
  card,
  inThread,
  openArticle,
  post,
  queueIsOpen,
  signIn,
  widgetIsThere,
  write,
} from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

const zalgo = `Z${"\u0335\u0322\u0348\u033f\u0300\u034a".repeat(15)}algo`;
const hostile = [
  {
    marker: "scripted",
    authorName: `<script>globalThis.pwned=1</script><img src=x onerror="alert(1)">`,
    body: `scripted </textarea></p><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)> {{7*7}} \${7*7}`,
    pageTitle: `</title><script>alert(4)</script>`,
  },
  {
    marker: "linked",
    authorName: "Link",
    authorUrl: "http://example.org/\u0022onmouseover=\u0022alert(5)",
    body: "linked javascript:alert(6) <a href=javascript:alert(7)>x</a> <style>*{display:none}</style><meta http-equiv=refresh content=0;url=//evil.example>",
    pageTitle: "Link",
  },
  {
    marker: "turned",
    authorName: "\u202eevil\u2066\u202b\u200f name",
    body: "turned \u202e this is the wrong way round \u2067 and never put back",
    pageTitle: "\u202etitle the wrong way",
  },
  {
    marker: "stacked",
    authorName: zalgo,
    body: `stacked ${zalgo.repeat(20)}`,
    pageTitle: zalgo,
  },
  {
    marker: "endless",
    authorName: "W".repeat(100),
    body: `endless ${"W".repeat(3_000)} https://example.org/${"a".repeat(500)}`,
    pageTitle: "T".repeat(300),
  },
  {
    marker: "wide",
    authorName: "﷽".repeat(40),
    body: `wide ${"𒐫꧅﷽".repeat(100)}\n${"\n".repeat(50)}\t\tend`,
    pageTitle: "﷽".repeat(60),
  },
];

describeInBrowser("text that means harm", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
    for (const { marker, ...fields } of hostile) {
      const { id } = await givenHeldComment(service, {
        ...fields,
        pageUrl: `${service.url}/demo`,
        parentId: null,
      });
      expect(marker).not.toBe("");
      await service.call("POST", `/v1/comments/${id}/decisions`, { body: { status: "approved" } });
      await givenHeldComment(service, fields);
    }
  });
  afterAll(() => service.stop());

  let page: Page;
  beforeEach(async () => {
    page = await browsing.open({ viewport: { width: 360, height: 740 } });
  });
  // That no page complained (of a violated policy, an exception, a dialog) is checked after every test.
  const expectHarmless = async (): Promise<void> => {
    const seen = await page.evaluate<Harm>(`({
      wentOff: typeof globalThis.pwned,
      foreign: document.querySelectorAll("img, iframe, style:not(head style), [onerror], [onload], [onmouseover]").length,
      tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    })`);
    expect(seen).toEqual({ wentOff: "undefined", foreign: 0, tooWide: 0 });
  };

  test("in the queue it is text, keeps within its card and leaves the buttons where they are, on a small phone, too", async () => {
    await signIn(page, service, "/?order=oldest");

    for (const { marker } of hostile) {
      const shown = card(page, marker).first();
      await shown.waitFor();
      const frame = (await shown.boundingBox())!;
      const button = (await shown.getByRole("button", { name: "Approve" }).boundingBox())!;
      expect(button.x).toBeGreaterThanOrEqual(frame.x);
      expect(button.x + button.width).toBeLessThanOrEqual(frame.x + frame.width);
    }
    await expectHarmless();
    // An override ends with the name: what follows it still reads from left to right.
    const turned = card(page, "turned").first();
    expect(await turned.locator("bdi").count()).toBeGreaterThan(2);
    expect(await turned.getByText("first comment here").count()).toBeLessThanOrEqual(1);
  });

  test("in the other lists, in the history and in a search it is text as well", async () => {
    await signIn(page, service, "/approved");
    for (const { marker } of hostile) await card(page, marker).first().waitFor();
    await page.getByRole("button", { name: "History" }).first().click();
    await page.getByText("Received").waitFor();
    await expectHarmless();

    await page.goto(`${service.url}/?q=${encodeURIComponent("<script>alert(1)</script>")}`);
    await queueIsOpen(page);
    await expectHarmless();
  });

  test("decided by key, its author's name is announced and undone as text", async () => {
    await signIn(page, service, "/?order=oldest");

    await page.keyboard.press("a");
    await page.getByRole("complementary", { name: "Latest decision" }).getByText("<script>").waitFor();
    await page.keyboard.press("z");

    await page
      .getByRole("status")
      .getByText("Undone: the comment by <script>")
      .waitFor({ state: "attached" });
    await expectHarmless();
  });

  test("below the article it is text, with the script and without", async () => {
    await openArticle(page, service);
    for (const { marker } of hostile) await inThread(page, marker).waitFor();
    await expectHarmless();

    await intercept(page, "**/embed.js", (route) => route.abort());
    await page.reload();
    for (const { marker } of hostile) await inThread(page, marker).waitFor();
    await expectHarmless();
  });

  test("in a reply form, and in a comment of one's own that waits, it is text", async () => {
    await openArticle(page, service);
    await page.getByRole("button", { name: "Reply to <script>" }).click();
    await page.getByRole("heading", { name: "Reply to <script>" }).waitFor();
    await write(page, {
      name: `"><img src=x onerror=alert(8)>`,
      comment: "<script>alert(9)</script> of my own",
    });
    await post(page);
    await inThread(page, "of my own").waitFor();
    await page.reload();
    await widgetIsThere(page);
    await inThread(page, "of my own").waitFor();

    await expectHarmless();
  });

  test("on the pages for frames, for errors and for the status of a comment it is text", async () => {
    const title = encodeURIComponent(`</title><script>alert(10)</script>${"T".repeat(200)}`);
    await page.goto(
      `${service.url}/embed/demo?pageUrl=${encodeURIComponent(`${service.url}/demo`)}&pageTitle=${title}`,
    );
    await inThread(page, "scripted").waitFor();
    await expectHarmless();

    await write(page, {
      name: `"><script>alert(11)</script>${"N".repeat(200)}`,
      comment: "</textarea><script>alert(12)</script>",
    });
    await post(page);
    await page.getByRole("heading", { name: "Your comment was not sent" }).waitFor();
    expect(await page.getByLabel("Comment", { exact: true }).inputValue()).toBe(
      "</textarea><script>alert(12)</script>",
    );
    await expectHarmless();

    await page.goto(`${service.url}/embed/${encodeURIComponent("<script>alert(13)</script>")}`);
    await page.getByRole("heading", { name: "Not found" }).waitFor();
    await expectHarmless();
  });

  test("a page that ran something would not go unnoticed by these tests", async () => {
    await openArticle(page, service);

    await page.evaluate(
      `document.body.append(Object.assign(document.createElement("script"), { textContent: "globalThis.pwned = 1" }))`,
    );

    await eventually("the page to complain", () => browsing.complaints.length > 0);
    await expectHarmless();
    expect(browsing.complaints.splice(0).join()).toMatch(/Content Security Policy/);
  });
});

interface Harm {
  wentOff: string;
  foreign: number;
  tooWide: number;
}
