import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { checkable, expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import { activeCard, signIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";

const phone = { ...checkable, viewport: { width: 360, height: 740 } };

describeInBrowser("the header on a phone", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
    await givenHeldComment(service);
  });
  afterAll(() => service.stop());

  test("is one row, and its menu leads to every page, by the keyboard, too", async () => {
    const page = await browsing.open(phone);
    await signIn(page, service);
    expect((await page.getByRole("banner").boundingBox())!.height).toBeLessThan(56);
    const menu = page.getByRole("button", { name: "Menu" });
    const pages = page.getByRole("navigation", { name: "Moderato" });
    expect(await pages.isVisible()).toBe(false);

    for (const [name, title] of [
      ["Numbers", "Numbers"],
      ["Rules", "Rules"],
      ["Webhooks", "Webhooks"],
      ["Settings", "Sites"],
    ] as const) {
      await menu.press("Enter");
      const link = pages.getByRole("link", { name });
      expect((await link.boundingBox())!.height).toBeGreaterThanOrEqual(44);
      await link.press("Enter");
      await page.getByRole("heading", { name: title, exact: true, level: 1 }).waitFor();
      await pages.waitFor({ state: "hidden" });
      expect(await menu.innerText()).toMatch(new RegExp(`^${name}`));
      expect(await menu.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    }

    await page.keyboard.press("Enter");
    await pages.waitFor();
    await expectAccessible(page, "the open menu");
    await page.keyboard.press("Escape");
    await pages.waitFor({ state: "hidden" });
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign out" }).press("Enter");
    await page.getByLabel("Password").waitFor();
  });

  test("keeps its buttons in sight while decisions are being stored", async () => {
    const page = await browsing.open({ ...phone, locale: "de-DE" });
    await page.goto(service.url);
    await page.getByLabel("E-Mail").fill("ada@example.org");
    await page.getByLabel("Passwort").fill("correct horse battery");
    await page.keyboard.press("Enter");
    await activeCard(page).waitFor();
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    await intercept(page, "**/decisions", async (route) => {
      await answered;
      await route.continue();
    });

    await page.keyboard.press("a");
    await page.getByText("Wird gespeichert: 1").first().waitFor();

    for (const name of ["Menü", "Gehe zu"]) {
      const button = (await page.getByRole("button", { name }).boundingBox())!;
      expect(button.x).toBeGreaterThanOrEqual(0);
      expect(button.x + button.width).toBeLessThanOrEqual(360);
      expect(button.width).toBeGreaterThanOrEqual(44);
    }
    answer();
    await page.getByText("gespeichert", { exact: true }).waitFor();
  });
});
