import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page, Response } from "playwright-core";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment } from "../support/givens.ts";
import { openArticle, queueIsOpen, signIn } from "../support/people.ts";
import { admin, type Service, startService } from "../support/service.ts";

const maxQueueScriptBytes = 100_000;
const maxWidgetScriptBytes = 9_000;

describeInBrowser("what a page weighs, compressed", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
    await givenHeldComment(service);
  });
  afterAll(() => service.stop());

  test("the first load of the queue takes less than 100 kB of JavaScript, and nothing from elsewhere", async () => {
    const page = await browsing.open();
    const loaded = collectLoads(page);

    await signIn(page, service);

    expect(await compressedScripts(loaded)).toBeLessThan(maxQueueScriptBytes);
    expect(foreign(loaded, service)).toEqual([]);
  });

  test("so it does in German, with all its words", async () => {
    const page = await browsing.open({ locale: "de-DE" });
    const loaded = collectLoads(page);

    await page.goto(service.url);
    await page.getByLabel("E-Mail").fill(admin.email);
    await page.getByLabel("Passwort").fill(admin.password);
    await page.keyboard.press("Enter");
    await queueIsOpen(page);

    expect(await compressedScripts(loaded)).toBeLessThan(maxQueueScriptBytes);
    expect(foreign(loaded, service)).toEqual([]);
  });

  test("a file of the dashboard is kept for a year, and one that is not there is told as missing", async () => {
    const html = await (await fetch(service.url)).text();
    const script = /\/assets\/[^"]+\.js/.exec(html)![0];

    const [found, missing] = await Promise.all([
      fetch(service.url + script, { headers: { "accept-encoding": "gzip" } }),
      fetch(`${service.url}/assets/none.js`),
    ]);

    expect(Object.fromEntries(found.headers)).toMatchObject({
      "cache-control": "public,max-age=31536000,immutable",
      "content-encoding": "gzip",
      "content-type": "text/javascript",
      vary: "Accept-Encoding",
      "x-content-type-options": "nosniff",
    });
    expect([missing.status, missing.headers.get("content-type")]).toEqual([
      404,
      "application/problem+json; charset=utf-8",
    ]);
  });

  test("the widget of a website is one script of a few kB, and nothing from elsewhere", async () => {
    const page = await browsing.open();
    const loaded = collectLoads(page);

    await openArticle(page, service);

    expect(loaded.filter(isScript)).toHaveLength(1);
    expect(await compressedScripts(loaded)).toBeLessThan(maxWidgetScriptBytes);
    expect(foreign(loaded, service)).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
  });
});

function collectLoads(page: Page): Response[] {
  const loaded: Response[] = [];
  page.on("response", (response) => loaded.push(response));
  return loaded;
}

const isScript = (response: Response) => response.request().resourceType() === "script";

/** As they came over the wire. */
async function compressedScripts(loaded: Response[]): Promise<number> {
  const sizes = await Promise.all(loaded.filter(isScript).map((response) => response.request().sizes()));
  return sizes.reduce((bytes, { responseBodySize }) => bytes + responseBodySize, 0);
}

const foreign = (loaded: Response[], service: Service): string[] =>
  loaded
    .map((response) => response.url())
    .filter((url) => !url.startsWith(`${service.url}/`) && !url.startsWith("data:"));
