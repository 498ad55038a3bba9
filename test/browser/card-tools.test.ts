import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { checkable, expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { givenComment, judged, readComment } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import { card, eventuallyCards, expectActive, queueIsOpen, signIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describeInBrowser("what a card has to hand", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  let site = "";
  let ids: string[] = [];
  beforeEach(async () => {
    site = `card-${Math.random().toString(36).slice(2, 10)}`;
    const refusalReasons = ["Insult", "Off topic"].map((label) => ({
      ...{ code: label.toLowerCase().replace(" ", "-"), label },
      publicText: `${label}: please keep to the article.`,
    }));
    await service.call("POST", "/v1/sites", { body: { key: site, name: site } });
    await service.call("PATCH", `/v1/sites/${site}`, { body: { refusalReasons } });
    const rule = { siteKey: site, name: "Slur", stage: "hold", then: { points: 4 } };
    await service.call("POST", "/v1/rules", {
      body: { ...rule, when: { check: "words", phrases: ["gnu"] } },
    });
    ids = [];
    for (const body of ["one by Jo", "two, you gnu", "three by Jo"]) {
      const comment = {
        siteKey: site,
        body,
        authorEmail: body.includes("Jo") ? "jo@example.org" : undefined,
      };
      ids.push((await givenComment(service, comment)).id);
    }
    await Promise.all(ids.map((id) => judged(service, id)));
  });

  const openQueue = async (page: Page): Promise<Page> => {
    await signIn(page, service, `/?site=${site}&order=oldest`);
    await expectActive(page, "one by Jo");
    // The reasons for a refusal come with the sites.
    await page.locator("option", { hasText: site }).waitFor({ state: "attached" });
    return page;
  };
  const press = async (page: Page, ...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const eventuallyStored = (wanted: string): Promise<unknown> =>
    eventually(`the comments to be ${wanted}`, async () => {
      const comments = await Promise.all(ids.map((id) => readComment(service, id)));
      return comments.map(({ status }) => status).join(" ") === wanted;
    });
  /** Whether the browser would ask before the page goes. */
  const closingAsks = (page: Page): Promise<boolean> =>
    page.evaluate<boolean>('!dispatchEvent(new Event("beforeunload", { cancelable: true }))');
  const expectNothingWider = async (page: Page, what: string): Promise<void> =>
    expect({ what, width: await page.evaluate("document.documentElement.scrollWidth") }).toEqual({
      ...{ what, width: 390 },
    });

  test("the author's record takes a note, trust and a ban; panels show what is around the comment", async () => {
    const edit = { body: "three, yes three, by Joan" };
    expect((await service.call("PATCH", `/v1/comments/${ids[2]}`, { body: edit })).status).toBe(200);
    const page = await openQueue(await browsing.open({ ...checkable, viewport: phone.viewport }));
    await expectNothingWider(page, "the queue");

    await press(page, "i");
    const author = page.getByRole("region", { name: "Author" });
    await author.getByLabel("Note for moderators").fill("Writes to us, too.");
    await author.getByRole("button", { name: "Save the note" }).press("Enter");
    await author.getByRole("button", { name: "Trust…" }).click();
    await page.getByRole("dialog", { name: "Trust the author?" }).waitFor();
    await page.getByRole("button", { name: "Trust", exact: true }).press("Enter");
    await author.getByText("Trusted", { exact: true }).waitFor();
    await author.getByRole("button", { name: "Ban…" }).click();
    const ban = page.getByRole("dialog", { name: "Ban the author?" });
    expect(await ban.getByLabel("For a week").isChecked()).toBe(true);
    await expectAccessible(page, "banning the author");
    await ban.getByRole("button", { name: "Ban", exact: true }).press("Enter");
    await author.getByText("Banned until").waitFor();
    await expectAccessible(page, "the author's record");
    await expectNothingWider(page, "the author's record");
    const { body } = await service.call("GET", `/v1/comments/${ids[0]}/author`);
    expect(body).toMatchObject({ banned: true, note: "Writes to us, too." });

    // It lies half outside the window; a press on it must not end elsewhere because the list was scrolled.
    const edited = card(page, "three, yes three").first();
    await edited.getByRole("button", { name: "History" }).click();
    await edited.getByText("Edited by").waitFor();
    expect(await edited.locator("del").allTextContents()).toEqual(["removed: Jo"]);
    expect(await edited.locator("ins").allTextContents()).toEqual([
      "added: ,",
      "added: yes three, ",
      "added: Joan",
    ]);
    await expectAccessible(page, "the history of an edited comment");

    for (const name of ["Conversation", "Related"]) {
      await card(page, "one by Jo").first().getByRole("button", { name }).click();
      const panel = page.getByRole("region", { name });
      await panel.waitFor();
      await panel.getByText(/^(Reading|Looking) /).waitFor({ state: "hidden" });
      await expectAccessible(page, name);
      await expectNothingWider(page, name);
    }
  });

  test("a reason by its digit, a group taken back as one, one card at a time, and a key of one's own", async () => {
    const page = await openQueue(await browsing.open(checkable));

    await press(page, "n");
    const asking = page.getByRole("dialog", { name: "Decide with a reason or a note" });
    await asking.waitFor();
    await press(page, "2");
    expect(await asking.getByLabel("Off topic").isChecked()).toBe(true);
    await expectAccessible(page, "deciding with a reason");
    await asking.getByRole("button", { name: "Reject" }).press("Enter");
    await eventuallyStored("rejected held held");
    expect((await readComment(service, ids[0]!)) as object).toMatchObject({ reasons: ["Off topic"] });

    await expectActive(page, "two");
    await press(page, "Shift+X", "Shift+A");
    await eventuallyStored("rejected approved approved");
    await press(page, "z");
    await eventuallyStored("rejected held held");
    await eventuallyCards(page, ["two, you gnu", "three by Jo"]);

    await press(page, "Shift+F");
    await eventually("one card to be shown", async () => (await page.getByRole("article").count()) === 1);
    await press(page, "?");
    await page.getByRole("button", { name: "Change the key for: Approve", exact: true }).press("Enter");
    await press(page, "y", "Escape");
    await page.reload();
    await queueIsOpen(page);
    await expectActive(page, "two, you gnu");
    await press(page, "y");
    await eventuallyStored("rejected approved held");
    await expectActive(page, "three by Jo");
  });

  test("signing out asks once while something typed is not sent, says what, and asks nothing where nothing is", async () => {
    const page = await openQueue(await browsing.open());
    const leave = page.getByRole("dialog", { name: "Sign out without sending?" });
    const signOut = page.getByRole("button", { name: "Sign out", exact: true });
    await press(page, "r");
    await page.getByLabel(/^Reply as the newsroom/).fill("We have asked the harbour office.");
    await press(page, "Escape", "!");
    await page.getByRole("dialog").getByRole("textbox").fill("Is this satire?");
    await press(page, "Escape");

    await signOut.click();
    await leave.waitFor();
    expect(await leave.getByRole("listitem").allInnerTexts()).toEqual([
      "We have asked the harbour office.",
      "Is this satire?",
    ]);
    await leave.getByRole("button", { name: "Stay here" }).click();
    await press(page, "!");
    expect(await page.getByRole("dialog").getByRole("textbox").inputValue()).toBe("Is this satire?");
    await press(page, "Escape");
    await signOut.click();
    await leave.getByRole("button", { name: "Sign out" }).click();

    await page.getByRole("heading", { name: "Sign in to moderate" }).waitFor();
    const again = await openQueue(await browsing.open());
    await again.getByRole("button", { name: "Sign out", exact: true }).click();
    await again.getByRole("heading", { name: "Sign in to moderate" }).waitFor();
  });

  test("a note outlives a refusal, a slip beside the dialog and Escape, and goes once it is stored", async () => {
    const page = await openQueue(await browsing.open());
    const asking = page.getByRole("dialog", { name: "Decide with a reason or a note" });
    const note = asking.getByLabel("Note for moderators");

    await press(page, "n");
    await asking.waitFor();
    await page.mouse.click(5, 400);
    await asking.waitFor({ state: "detached" });
    await press(page, "n");
    await asking.waitFor();
    await press(page, "2");
    expect(await asking.getByLabel("Off topic").isChecked()).toBe(true);
    await note.fill("Third time this week.");
    await page.mouse.click(5, 400);
    expect(await note.inputValue()).toBe("Third time this week.");
    await press(page, "Escape");
    await asking.waitFor({ state: "detached" });
    await press(page, "n");
    expect(await note.inputValue()).toBe("Third time this week.");

    await intercept(page, "**/decisions", (route) => route.fulfill({ status: 422, json: { status: 422 } }));
    await asking.getByRole("button", { name: "Reject" }).press("Enter");
    await card(page, "one by Jo").getByText("Could not reject this").waitFor();
    await page.unroute("**/decisions");
    await press(page, "k");
    await expectActive(page, "one by Jo");
    await press(page, "n");
    expect(await note.inputValue()).toBe("Third time this week.");
    expect(await asking.getByLabel("Off topic").isChecked()).toBe(true);
    const asked = await closingAsks(page);
    await asking.getByRole("button", { name: "Reject" }).press("Enter");
    await eventuallyStored("rejected held held");
    await page.getByText("stored").waitFor();
    const { body } = await service.call<{ decisions: unknown[] }>("GET", `/v1/comments/${ids[0]}`);
    expect(body.decisions.at(-1)).toMatchObject({ note: "Third time this week.", reasons: ["Off topic"] });
    expect([asked, await closingAsks(page)]).toEqual([true, false]);

    await press(page, "z");
    await eventuallyStored("held held held");
    await expectActive(page, "one by Jo");
    await press(page, "n");
    expect(await note.inputValue()).toBe("");
  });

  test("a question to colleagues and a reply that are not sent are kept, closing the tab asks; Cancel forgets", async () => {
    const page = await openQueue(await browsing.open());
    const asking = page.getByRole("dialog", { name: "Ask for a second opinion" });

    await press(page, "!");
    await asking.getByLabel("Note for moderators").fill("Satire?");
    await press(page, "Escape");
    await asking.waitFor({ state: "detached" });
    const withNote = await closingAsks(page);
    await press(page, "!");
    expect(await asking.getByLabel("Note for moderators").inputValue()).toBe("Satire?");
    await asking.getByRole("button", { name: "Cancel" }).click();
    await asking.waitFor({ state: "detached" });
    const withNothing = await closingAsks(page);
    await press(page, "r");
    await page.getByLabel(/^Reply as the newsroom/).fill("Thank you.");
    await press(page, "Escape");

    expect([withNote, withNothing, await closingAsks(page)]).toEqual([true, false, true]);
  });

  test("a finger approves to the right, rejects to the left, and may think better of it; blurred text waits for a look", async () => {
    const page = await openQueue(await browsing.open({ ...checkable, ...phone }));
    await page.goto(`${service.url}/settings/account`);
    await page.getByLabel("Blur comments with slurs, swearing or threats until I look").check();
    await page.goto(`${service.url}/?site=${site}&order=oldest`);
    await expectActive(page, "one by Jo");
    const finger = await page.context().newCDPSession(page);
    const swipe = async (text: string, by: number): Promise<void> => {
      const body = card(page, text).locator(".body");
      // What is on the screen may still lie behind the header.
      await page.evaluate("scrollTo({ top: 0, behavior: 'instant' })");
      await body.scrollIntoViewIfNeeded();
      const box = (await body.boundingBox())!;
      const at = (x: number) => [{ x: 195 + x, y: box.y + box.height / 2 }];
      const send = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: { x: number; y: number }[]) =>
        finger.send("Input.dispatchTouchEvent", { type, touchPoints });
      await send("touchStart", at(0));
      for (const part of [0.25, 0.5, 0.75, 1]) await send("touchMove", at(by * part));
      await send("touchEnd", []);
    };

    const rude = page.locator(`[data-comment-id="${ids[1]}"]`);
    const look = rude.getByRole("button", { name: /Text hidden.*Show the text/ });
    await look.waitFor();
    expect(await rude.locator(".body").getAttribute("aria-hidden")).toBe("true");
    await expectAccessible(page, "a blurred text");
    await expectNothingWider(page, "the queue by finger");
    await page.keyboard.press("j");
    await page.keyboard.press("o");
    await look.waitFor({ state: "hidden" });
    expect(await rude.locator(".body").getAttribute("aria-hidden")).toBeNull();

    await swipe("one by Jo", 60);
    await swipe("one by Jo", 150);
    await eventuallyStored("approved held held");
    await swipe("two, you gnu", -150);

    await eventuallyStored("approved rejected held");
  });
});
