import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Locator, Page } from "playwright-core";
import { checkable, expectAccessible } from "../support/accessible.ts";
import { describeInBrowser, type PageOptions } from "../support/browser.ts";
import { givenHeldComment } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import { givenManyComments } from "../support/many-comments.ts";
import { activeCard } from "../support/people.ts";
import { admin, type Service, startService } from "../support/service.ts";

const german = { ...checkable, locale: "de-AT", viewport: { width: 360, height: 740 } };

describeInBrowser("the dashboard in German", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
    await givenHeldComment(service, { body: "Die Fähre fährt sonntags nie." });
  });
  afterAll(() => service.stop());

  const openSignIn = async (options: PageOptions = {}): Promise<Page> => {
    const page = await browsing.open({ ...german, ...options });
    await page.goto(service.url);
    return page;
  };
  const open = async (options?: PageOptions): Promise<Page> => {
    const page = await openSignIn(options);
    await page.getByLabel("E-Mail").fill(admin.email);
    await page.getByLabel("Passwort").fill(admin.password);
    await page.keyboard.press("Enter");
    await page.getByText("Live", { exact: true }).waitFor();
    return page;
  };

  test("a German browser is spoken to in German, down to the last decision; a choice goes before", async () => {
    const page = await openSignIn();
    await page.getByLabel("Passwort").waitFor();
    expect(await page.evaluate("document.documentElement.lang")).toBe("de");
    await expectAccessible(page, "sign-in");
    await page.close();

    const signedIn = await open();
    await signedIn.getByRole("article").filter({ hasText: "Die Fähre" }).waitFor();
    expect(await signedIn.title()).toContain("Zurückgehalten");
    await expectAccessible(signedIn, "the queue");
    await signedIn.keyboard.press("a");
    await signedIn.getByText("gespeichert").first().waitFor();
    await signedIn.keyboard.press("z");
    await signedIn.getByRole("article").filter({ hasText: "Die Fähre" }).waitFor();
    await signedIn.getByText("Live", { exact: true }).waitFor();

    await signedIn.goto(`${service.url}/settings/account`);
    await signedIn.getByLabel("Sprache").selectOption({ label: "English" });
    await signedIn.getByRole("heading", { name: "My account" }).waitFor();
    await signedIn.reload();
    await signedIn.getByRole("heading", { name: "My account" }).waitFor();
  });

  test("no page has English words left over, nor runs out of a narrow screen", async () => {
    const page = await open();
    for (const [path, loaded] of Object.entries(pages)) {
      await page.goto(service.url + path);
      await page.locator("main").getByText(loaded).first().waitFor({ state: "attached" });
      // It stands beside the heading for as long as the rest is being read.
      await page.locator("main .skeleton-panel").waitFor({ state: "detached" });
      // Panels within a page read by themselves.
      await page.waitForLoadState("networkidle");
      await page.evaluate(
        "document.querySelectorAll('details').forEach((details) => { details.open = true; })",
      );
      expect({ path, width: await page.evaluate("document.documentElement.scrollWidth") }).toEqual({
        ...{ path, width: 360 },
      });
      expect({ path, english: englishIn(await page.evaluate<string>(everyWord)) }).toEqual({
        path,
        english: [],
      });
    }
  });

  test("what the rules found and decided is read in German, while the record has it in English", async () => {
    const body = "Mehr davon auf https://ferry.example und https://boats.example";
    const { id } = await givenHeldComment(service, { body });

    const page = await open();
    const card = page.getByRole("article").filter({ hasText: "ferry.example" });

    await card.locator(".why .rule").getByText("Neuer Verfasser mit zwei oder mehr Links").waitFor();
    await card.getByText("2 Links: ferry.example, boats.example").waitFor();
    await card.getByText("noch kein Kommentar dieses Verfassers wurde freigegeben").waitFor();
    await card.getByRole("button", { name: "Verlauf" }).click();
    await card.getByText("4 Punkte; ab 4 wird ein Kommentar zurückgehalten").waitFor();
    const { body: details } = await service.call<{ findings: { ruleName: string; explanation: string }[] }>(
      "GET",
      `/v1/comments/${id}`,
    );
    expect(details.findings).toContainEqual(
      expect.objectContaining({
        ruleName: "New author with two or more links",
        explanation: "2 links: ferry.example, boats.example",
      }),
    );
  });

  test("what the server refuses is said in German, too: at the sign-in, in the search, of decisions, rules and passwords", async () => {
    const { id, revision } = await givenHeldComment(service, {
      ...{ authorName: "Mina", authorEmail: "mina@mail.example" },
      body: "Darüber entscheidet schon jemand.",
    });
    const door = await openSignIn();
    await door.getByLabel("E-Mail").fill(admin.email);
    await door.getByLabel("Passwort").fill("falsches Passwort");
    await door.keyboard.press("Enter");
    await door.getByText("E-Mail-Adresse oder Passwort ist falsch.").waitFor();
    await door.close();

    const page = await open();
    await page.locator("#search").fill("farbe:rot");
    await page.keyboard.press("Enter");
    await page.getByText("„farbe:“ kennt die Suche nicht.").waitFor();
    await expectNoEnglish(page);

    await intercept(page, `**/v1/comments/${id}/decisions`, async (route) => {
      const decided = { status: "approved", expectedRevision: revision };
      await service.call("POST", `/v1/comments/${id}/decisions`, { body: decided });
      await route.continue();
    });
    await page.goto(service.url);
    const card = page.locator(`[data-comment-id="${id}"]`);
    await card.getByRole("button", { name: "Ablehnen" }).first().click();
    await card
      .getByText(/^Schon/)
      .first()
      .waitFor();
    await expectNoEnglish(page);

    await page.goto(`${service.url}/settings/account`);
    const password = page.getByRole("form", { name: "Passwort" });
    await password.getByLabel("Derzeitiges Passwort").fill(admin.password);
    // As a browser that does not know the attribute.
    await page.evaluate("document.querySelector('[autocomplete=new-password]').removeAttribute('minlength')");
    await password.getByLabel("Neues Passwort").fill("kurz");
    await page.keyboard.press("Enter");
    await password.getByText("Das Passwort braucht mindestens 10 Zeichen.").waitFor();

    await page.goto(`${service.url}/rules/new`);
    await page.getByLabel("Name", { exact: true }).fill("Ziffern");
    await page.getByLabel("Art der Bedingung").selectOption({ label: "Ein Muster (für Geübte)" });
    await page.getByRole("button", { name: "+ Bedingung" }).click();
    await page.getByRole("textbox", { name: "Muster", exact: true }).fill("a(b");
    await page.getByRole("button", { name: "Regel speichern" }).click();
    await page.getByText("Es fehlt eine schließende ): „a(b“, Position 1").first().waitFor();
    await expectNoEnglish(page);
  });

  test("comments are found by a rule's German name, in the form of the filters and in the search", async () => {
    const { id } = await givenHeldComment(service, { body: "Fahrplan: https://a.example https://b.example" });
    const name = "Neuer Verfasser mit zwei oder mehr Links";
    const page = await open();
    const chip = page.getByRole("list", { name: "Aktive Filter" }).getByText(`Regel: ${name}`);
    const found = page.locator(`[data-comment-id="${id}"]`);

    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByLabel("Regel", { exact: true }).fill(name);
    await page.keyboard.press("Enter");
    await chip.waitFor();
    await found.waitFor();
    expect(new URL(page.url()).searchParams.get("q")).toBe('rule:"New author with two or more links"');

    await page.getByRole("button", { name: "Filter", exact: true }).click();
    expect(await page.getByLabel("Regel", { exact: true }).inputValue()).toBe(name);
    await page.goto(service.url);
    await page.locator("#search").fill(`rule:"${name}"`);
    await page.keyboard.press("Enter");
    await chip.waitFor();
    await found.waitFor();
  });

  test("rules that came with a pack have German names, until somebody gives them another", async () => {
    const page = await open();
    const rules = page.getByRole("list", { name: "Regeln", exact: true });
    await page.goto(`${service.url}/rules`);
    await page.getByRole("heading", { name: "Pakete", exact: true }).click();
    await page.getByRole("switch", { name: "Kommentarfluten und Wiederholungen" }).waitFor();
    await rules.getByRole("link", { name: "Neuer Verfasser mit einem Link", exact: true }).click();

    const name = page.getByRole("form", { name: "Regel" }).getByLabel("Name", { exact: true });
    expect(await name.inputValue()).toBe("New author with a link");
    await name.fill("Links von Neuen");
    await page.getByRole("button", { name: "Speichern", exact: true }).click();
    await page.getByText("Gespeichert als Version 2.").first().waitFor();

    await page.getByRole("link", { name: "Alle Regeln" }).click();
    await rules.getByRole("link", { name: "Links von Neuen", exact: true }).waitFor();
  });

  test("the dialog for more than can be decided at once keeps within a narrow screen", async () => {
    const page = await open();
    await intercept(page, "**/v1/decisions/preview", (route) =>
      route.fulfill({
        json: {
          ...{
            count: 50_000,
            isMore: true,
            authors: null,
            pages: null,
            sites: null,
            leftOut: 3,
            samples: [],
          },
          ...{ byStatus: { held: 48_000, approved: 2_000 }, decidedByModerators: { approved: 12 } },
          asOf: new Date().toISOString(),
        },
      }),
    );
    await page.goto(`${service.url}/?site=demo`);
    await activeCard(page).waitFor();

    await page.keyboard.press("Shift+M");
    await page.keyboard.press("Shift+S");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Mehr als 50.000 Kommentare.").waitFor();

    const wide = dialog.getByRole("button", { name: "50.000 Kommentare als Spam markieren" });
    expect(await wide.isDisabled()).toBe(true);
    const [inside, around] = [await boxOf(wide), await boxOf(dialog)];
    expect(inside.x + inside.width).toBeLessThanOrEqual(around.x + around.width);
    expect(await dialog.evaluate(isCut)).toBe(false);
    await expectNoEnglish(page);
    await expectAccessible(page, "the dialog");
  });

  // The last, since its many comments are older than those of the others.
  for (const width of [360, 390])
    test(`on a phone of ${width} px all decisions are in one row, the toast lies whole above the selection, and buttons about an author within their card`, async () => {
      const siteKey = `phone-${width}`;
      await service.call("POST", "/v1/sites", { body: { key: siteKey } });
      await givenHeldComment(service, { siteKey, body: "Erstens", authorName: "Jo" });
      await givenHeldComment(service, { siteKey, body: "Zweitens", authorName: "Maximiliane" });
      const page = await open({ viewport: { width, height: 740 }, hasTouch: true, isMobile: true });
      await page.goto(`${service.url}/?site=${siteKey}`);
      const decisions = page.locator("article .actions").first().getByRole("button");
      await decisions.first().waitFor();
      const tops = (await Promise.all((await decisions.all()).map(boxOf))).map(({ y }) => y);
      expect([tops.length, new Set(tops).size]).toEqual([4, 1]);
      const select = await boxOf(page.locator("article .select").first());
      expect(Math.min(select.width, select.height)).toBeGreaterThanOrEqual(44);
      const card = (body: string): Locator => page.getByRole("article").filter({ hasText: body });
      const toast = page.getByRole("complementary", { name: "Letzte Entscheidung" });

      await card("Erstens").getByRole("button", { name: "Freigeben" }).first().tap();
      await toast.getByText("gespeichert").waitFor();
      expect(await toast.locator("p").evaluate(isCut)).toBe(false);
      const [words, button] = [await boxOf(toast.locator("p")), await boxOf(toast.getByRole("button"))];
      expect(width === 360 || words.y + words.height > button.y).toBe(true);

      await card("Zweitens").getByRole("button", { name: "Verfasser" }).tap();
      const all = card("Zweitens").getByRole("button", { name: /^Über alle von diesem/ });
      await all.waitFor();
      const [inside, around] = [await boxOf(all), await boxOf(card("Zweitens"))];
      expect(inside.x + inside.width).toBeLessThanOrEqual(around.x + around.width);
      expect(await all.evaluate(isCut)).toBe(false);

      await givenManyComments(service, { siteKey, count: 60, authorName: "Maximiliane" });
      await page.reload();
      await activeCard(page).waitFor();
      await page.keyboard.press("Shift+X");
      await page.getByRole("button", { name: /^Alle 61/ }).waitFor();
      await page.keyboard.press("a");
      await toast.getByText("gespeichert").waitFor();
      const [above, bar] = [await boxOf(toast), await boxOf(page.locator(".selection"))];
      expect(above.y + above.height).toBeLessThanOrEqual(bar.y);
      expect(await toast.locator("p").evaluate(isCut)).toBe(false);
    });
});

const boxOf = async (locator: Locator) => (await locator.boundingBox())!;
const isCut = (element: {
  scrollWidth: number;
  clientWidth: number;
  scrollHeight: number;
  clientHeight: number;
}) => element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;

/** Each with words that it has once it is there. */
const pages = {
  "/rejected": "Hier stehen künftig abgelehnte Kommentare.",
  "/numbers": "Andere Tage",
  "/webhooks": "Noch kein Webhook",
  "/rules": "Umgekehrter Text",
  "/rules/health": "Nichts fällt auf",
  "/rules/new": "Notbremse",
  "/word-lists": "Noch keine Wortliste",
  "/word-lists/new": "Die Liste ist noch leer.",
  "/settings/sites": "Einstellungen und Code zum Einbauen",
  "/settings/sites/demo": "Kommentare in die Seiten einbauen",
  "/settings/pages": "https://news.",
  "/settings/keys": "Was er darf",
  "/settings/people": "Verwaltung, alle Websites",
  "/settings/audit": "Was Personen und Schlüssel getan haben.",
  "/settings/account": "Öffentlicher Name",
};

async function expectNoEnglish(page: Page): Promise<void> {
  expect(englishIn(await page.evaluate<string>(everyWord))).toEqual([]);
}

const everyWord = `[
  document.body.innerText,
  ...[...document.querySelectorAll("[aria-label], [title], [placeholder]")].flatMap((element) =>
    ["aria-label", "title", "placeholder"].map((name) => element.getAttribute(name) ?? "")),
].join("\\n")`;

const timeZone = /^[A-Z]\w+\/[\w ]+$/;
const english = /\b(?:the|and|of|is|are|not|with|for|your|you|this|what|by|no)\b/i;
/** English words in quotation marks are what a pack looks for; the search has one operator by such a name. */
const quotedOrLicence = /„[^“]*“|CC BY|, is, has,/g;
const englishIn = (text: string): string[] =>
  text.split("\n").filter((line) => english.test(line.replace(quotedOrLicence, "")) && !timeZone.test(line));
