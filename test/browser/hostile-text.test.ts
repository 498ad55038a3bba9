import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { describeInBrowser } from "../support/browser.ts";
import { givenComment, givenHeldComment, judged } from "../support/givens.ts";
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

const longestBody = 10_000;
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
  {
    marker: "towered",
    authorName: `N${"\u0301".repeat(99)}`,
    body: filledUp("towered Z", "\u0335\u0322\u0348\u033f\u0300\u034a"),
    pageTitle: `T${"\u0301".repeat(299)}`,
  },
  {
    marker: "unbroken",
    authorName: "U".repeat(100),
    body: filledUp("unbroken", "w"),
    pageTitle: "unbroken",
  },
];

/** As long as the intake takes it, to the last character. */
function filledUp(start: string, withText: string): string {
  return (start + withText.repeat(longestBody)).slice(0, longestBody);
}

/** In the fields that colleagues fill in, who may have copied it from somewhere: `length` is the most each takes. */
const fromColleague = (marker: string, length: number): string =>
  `${marker} <script>globalThis.pwned=1</script><img src=x onerror=alert(1)> \u202e ${zalgo}`
    .concat("W".repeat(length))
    .slice(0, length);

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
  const expectHarmless = async (what = page.url()): Promise<void> => {
    const seen = await page.evaluate<Harm>(`({
      wentOff: typeof globalThis.pwned,
      foreign: document.querySelectorAll("img, iframe, style:not(head style), [onerror], [onload], [onmouseover]").length,
      tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      tooWideDialogs: [...document.querySelectorAll("dialog[open]")].filter(
        ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length,
    })`);
    expect({ what, ...seen }).toEqual({
      ...{ what, wentOff: "undefined", foreign: 0, tooWide: 0, tooWideDialogs: 0 },
    });
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

  test("unfolded, ten thousand marks on a letter and a word of ten thousand letters keep within a phone and a desk", async () => {
    await signIn(page, service, "/?order=oldest");

    for (const marker of ["towered", "unbroken"]) {
      const shown = card(page, marker).first();
      await shown.getByRole("button", { name: /^Show all/ }).click();
      await shown.getByRole("button", { name: /^Show less/ }).waitFor();
      expect((await shown.locator(".body").innerText()).length).toBeGreaterThanOrEqual(longestBody);
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 740 });
        const frame = (await shown.boundingBox())!;
        const body = (await shown.locator(".body").boundingBox())!;
        expect(body.x + body.width).toBeLessThanOrEqual(frame.x + frame.width);
        await expectHarmless(`${marker}, ${width} wide`);
      }
    }
  });

  test("a website's server may send texts as long as visitors may, and none that are longer", async () => {
    const comment = { siteKey: "demo", pageUrl: "https://news.example/long", authorName: "Long" };
    const send = (body: string) =>
      service.call<{ errors?: unknown }>("POST", "/v1/comments", { body: { ...comment, body } });

    expect((await send("w".repeat(longestBody))).status).toBe(202);
    expect((await send(`A${"\u0301".repeat(longestBody)}`)).status).toBe(422);
    expect((await send("w".repeat(1_000_000))).status).toBe(413);
  });

  test("what colleagues write in notes, questions, reasons, rules, word lists and names of sites is text", async () => {
    const { siteKey, ruleId, listId, statusUrl } = await givenColleagues(service);
    const widths = [360, 1280];
    const look = async (path: string, marker: string): Promise<void> => {
      await page.goto(path.startsWith("http") ? path : service.url + path);
      await isThere(marker);
      await expectAtEachWidth(marker);
    };
    /** As text or in a field. */
    const isThere = (marker: string): Promise<unknown> =>
      eventually(`${marker} on ${page.url()}`, () =>
        page.evaluate(`document.body.textContent.includes("${marker}") ||
          [...document.querySelectorAll("input, textarea")].some(({ value }) => value.includes("${marker}"))`),
      );
    const expectAtEachWidth = async (what: string): Promise<void> => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 740 });
        await expectHarmless(`${what}, ${width} wide, ${page.url()}`);
      }
    };
    await signIn(page, service);

    await look(`/?site=${siteKey}`, "handed-over");
    await look(`/second-opinion?site=${siteKey}`, "asked-about");
    await page.keyboard.press("i");
    await page.getByRole("region", { name: "Author", exact: true }).waitFor();
    await isThere("noted");
    await expectAtEachWidth("the author's note");
    await page.keyboard.press("n");
    await page.getByRole("dialog").getByText("said-to-author").waitFor();
    await expectAtEachWidth("the choice of a reason");
    await look("/settings/sites", "named-site");
    await look(`/settings/sites/${siteKey}`, "named-site");
    await look(`/rules?site=${siteKey}`, "named-rule");
    await look(`/rules/${ruleId}`, "named-rule");
    await look(`/word-lists?site=${siteKey}`, "named-list");
    await look(`/word-lists/${listId}`, "listed");
    await look(`/rejected?site=${siteKey}`, "A gnu to refuse");
    await page.getByRole("button", { name: "History" }).first().click();
    await isThere("named-reason");
    await expectAtEachWidth("the history of a refusal");
    await look(`/all?site=${siteKey}&q=newsroom-says`, "newsroom-says");
    await look(`/settings/audit?site=${siteKey}`, "named-site");
    await look(statusUrl, "said-to-author");
    await openArticle(page, service);
    await inThread(page, "newsroom-says").first().waitFor();
    await expectAtEachWidth("a reply of the newsroom");
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

/** A site whose every field that moderators fill in means harm. */
async function givenColleagues(service: Service) {
  const siteKey = "hostile";
  const given = async <Body = { id: string }>(method: string, path: string, body: unknown): Promise<Body> => {
    const answer = await service.call<Body>(method, path, { body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await given("POST", "/v1/sites", { key: siteKey, name: fromColleague("named-site", 200) });
  await given("PATCH", `/v1/sites/${siteKey}`, {
    refusalReasons: [
      {
        code: "harm",
        label: fromColleague("named-reason", 100),
        publicText: fromColleague("said-to-author", 500),
      },
    ],
  });
  const list = await given("POST", "/v1/word-lists", {
    siteKey,
    name: fromColleague("named-list", 200),
    entries: [{ phrase: fromColleague("listed", 200) }, { phrase: "gnu" }],
  });
  const rule = await given("POST", "/v1/rules", {
    siteKey,
    name: fromColleague("named-rule", 200),
    stage: "hold",
    when: { check: "words", list: list.id },
    then: { points: 5, publicReason: fromColleague("ruled", 300) },
  });
  const { id: commentId } = await givenHeldComment(service, { siteKey, body: "A gnu to ask about" });
  await given("PATCH", `/v1/comments/${commentId}/author`, { note: fromColleague("noted", 2_000) });
  await given("POST", `/v1/comments/${commentId}/second-opinion`, {
    note: fromColleague("asked-about", 2_000),
  });
  await given("POST", "/v1/handover-notes", { siteKey, body: fromColleague("handed-over", 2_000) });
  const refused = await givenComment(service, { siteKey, body: "A gnu to refuse" });
  await judged(service, refused.id);
  await given("POST", `/v1/comments/${refused.id}/decisions`, { status: "rejected", reasonCode: "harm" });
  const answered = await givenHeldComment(service, {
    pageUrl: `${service.url}/demo`,
    body: "To be answered",
  });
  await given("POST", `/v1/comments/${answered.id}/reply`, {
    body: fromColleague("newsroom-says", longestBody),
    approve: true,
  });
  const statusUrl = `/v1/sites/${siteKey}/comments/${refused.id}?receipt=${refused.receipt}`;
  return { siteKey, ruleId: rule.id, listId: list.id, statusUrl };
}

interface Harm {
  wentOff: string;
  foreign: number;
  tooWide: number;
  tooWideDialogs: number;
}
