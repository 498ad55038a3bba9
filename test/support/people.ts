// What people do in a browser, in their words: visitors of the sample article, and moderators.
import type { Locator, Page } from "playwright-core";
import { inTransaction } from "../../src/db/transaction.ts";
import { hashPassword } from "../../src/people/password.ts";
import { insertAdmin } from "../../src/people/people-queries.ts";
import type { Browsing, PageOptions } from "./browser.ts";
import { admin, type Service } from "./service.ts";
import { eventually } from "./wait.ts";

export interface Written {
  name: string;
  comment: string;
}

export async function openArticle(page: Page, service: Service): Promise<void> {
  await page.goto(`${service.url}/demo`);
  await widgetIsThere(page);
}

/** Until then the article shows the plain form, which works, too, but in another way. */
export const widgetIsThere = (page: Page): Promise<void> =>
  page.locator("moderato-comments [part=form]").waitFor();

export async function write(page: Page, { name, comment }: Written): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Comment", { exact: true }).fill(comment);
}

export const post = (page: Page): Promise<void> => page.getByRole("button", { name: "Post comment" }).click();

/** A comment in a thread as readers see it. */
export const inThread = (page: Page, text: string): Locator =>
  page.getByRole("listitem").filter({ hasText: text });

export async function signIn(page: Page, service: Service, path = "/", account = admin): Promise<void> {
  await page.goto(service.url + path);
  await fillSignIn(page, account);
  await queueIsOpen(page);
}

/** Opens pages of one person, who types the password for the first of them only. `service` is asked when a page is opened. */
export function signedIn(
  browsing: Browsing,
  service: () => Service,
): (path: string, options?: PageOptions) => Promise<Page> {
  let storageState: PageOptions["storageState"];
  return async (path, options = {}) => {
    const page = await browsing.open({ ...options, storageState });
    if (storageState === undefined) {
      await signIn(page, service(), path);
      storageState = await page.context().storageState();
    } else {
      await page.goto(service().url + path);
      await queueIsOpen(page);
    }
    return page;
  };
}

export async function fillSignIn(page: Page, account: { email: string; password: string }): Promise<void> {
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  await page.keyboard.press("Enter");
}

/** The list has been read, and news arrive by themselves. */
export async function queueIsOpen(page: Page): Promise<void> {
  await page.getByText("Live", { exact: true }).waitFor();
  await page.locator(".card[data-comment-id], .empty").first().waitFor();
}

/** The line above the cards, which moves them down when it comes: by a question of its own, as the counts do. */
export const workloadIsShown = (page: Page): Promise<void> => page.locator(".workload").waitFor();

export const card = (page: Page, text: string): Locator =>
  page.getByRole("article").filter({ hasText: text });

export const activeCard = (page: Page): Locator => page.locator("article[aria-current=true]");

/** The counts in it come by a question of their own. */
export const titleIs = (page: Page, title: string): Promise<unknown> =>
  eventually(`the title “${title}”`, async () => (await page.title()) === title);

/** Waits until this card, and no other, is the active one. */
export const expectActive = (page: Page, text: string): Promise<unknown> =>
  eventually(`the card “${text}” to be the active one`, async () => {
    const active = await activeCard(page).allInnerTexts();
    return active.length === 1 && active[0]!.includes(text);
  });

export const cardTexts = (page: Page): Promise<string[]> => page.locator("article .body").allInnerTexts();

export const eventuallyCards = (page: Page, texts: string[]): Promise<unknown> =>
  eventually(`the cards ${texts.join(", ")}`, async () => {
    const shown = await cardTexts(page);
    return shown.length === texts.length && texts.every((text, index) => shown[index] === text);
  });

/** A second moderator; `admin` of the service is the first. */
export async function givenModerator(
  { deps }: Service,
  { name, email, password }: { name: string; email: string; password: string },
): Promise<void> {
  const passwordHash = await hashPassword(password);
  await inTransaction(deps.pool, (tx) => insertAdmin(tx, { name, email, passwordHash }));
}
