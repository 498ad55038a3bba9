import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { signIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { givenWeeks } from "./given-numbers.ts";

const phone = { viewport: { width: 360, height: 780 }, bypassCSP: true, timezoneId: "Europe/Berlin" };

describeInBrowser("the numbers on the screen", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({ workers: false });
    await givenWeeks(service, { days: 6 });
    await service.call("POST", "/v1/sites", { body: { key: "quiet", name: "Quiet" } });
  });
  afterAll(() => service.stop());

  const expectUsable = async (page: Page, what: string): Promise<void> => {
    await expectAccessible(page, what);
    const tooWide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect([what, tooWide]).toEqual([what, 0]);
  };

  test("pictures are read by the keyboard, and the tables hold what the pictures say", async () => {
    const page = await browsing.open(phone);
    await signIn(page, service);
    await page.getByRole("button", { name: "Menu" }).press("Enter");
    await page.getByRole("link", { name: "Numbers" }).press("Enter");
    await page
      .getByText(/^Half of the comments were decided within about .*; \d+ waited for an hour or longer\.$/)
      .waitFor();
    await expectUsable(page, "pictures");

    const { body } = await service.call<{ items: Record<string, number>[] }>(
      "GET",
      "/v1/stats/volume?zone=Europe/Berlin",
    );
    const yesterday = body.items.at(-2)!;
    const volume = page.getByRole("slider", { name: "Comments and outcomes by time" });
    await volume.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    const said = (await volume.getAttribute("aria-valuetext"))!;
    const approved = yesterday.rulesApproved! + yesterday.peopleApproved!;
    expect(approved).toBeGreaterThan(0);
    expect(said).toContain(`${yesterday.submitted} came, ${approved} approved`);
    await page.getByText(said, { exact: true }).waitFor();

    const week = page.getByRole("slider", { name: "Comments by the hour of the week" });
    await week.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    expect(await week.getAttribute("aria-valuetext")).toMatch(/^Tuesday, 00:00 to 01:00: usually /);

    for (const title of [
      ...["Comments and outcomes", "Time to a decision", "Waiting for people"],
      ...["Rules", "Who decided", "Hours of the week"],
    ])
      await page.getByRole("button", { name: `Table of “${title}”` }).press("Enter");
    const rows = page.getByRole("region", { name: "Table of “Comments and outcomes”" }).getByRole("row");
    const row = await rows
      .nth(body.items.length - 1)
      .getByRole("cell")
      .allInnerTexts();
    const rejected = yesterday.rulesRejected! + yesterday.peopleRejected!;
    expect(row.slice(0, 3)).toEqual([yesterday.submitted, approved, rejected].map(String));
    expect(await rows.count()).toBe(1 + body.items.length);
    const who = page.getByRole("region", { name: "Table of “Who decided”" }).getByRole("row");
    expect(await who.nth(1).innerText()).toMatch(/^Ilse Brandt\s+\d+/);
    await expectUsable(page, "tables");

    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "CSV of “Who decided”" }).click();
    expect((await download).suggestedFilename()).toMatch(/^moderators-.*\.csv$/);
  });

  test("site and days stand in the address; a rule is one step away; a quiet site says so", async () => {
    const page = await browsing.open({ bypassCSP: true });
    await signIn(page, service);
    await page.goto(`${service.url}/numbers?days=7`);
    await page.getByLabel("Site", { exact: true }).selectOption({ label: "Quiet" });
    await page.getByRole("heading", { name: "Nothing happened in this time" }).waitFor();
    expect(new URL(page.url()).search).toBe("?site=quiet&days=7");
    await expectUsable(page, "nothing");

    await page.getByLabel("Site", { exact: true }).selectOption({ label: "All sites" });
    await page.getByLabel("Time", { exact: true }).selectOption("Other days");
    await page.getByLabel("From", { exact: true }).waitFor();
    expect(new URL(page.url()).search).toMatch(/^\?from=.*&to=.*$/);
    await page.reload();
    await page.getByRole("region", { name: "Rules", exact: true }).getByRole("link").nth(1).click();
    await page.waitForURL(({ pathname }) => /^\/rules\/[0-9a-f-]+$/.test(pathname));
    await page.getByText("judged by people").first().waitFor();
  });
});
