import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page, Response } from "playwright-core";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment } from "../support/givens.ts";
import { openArticle, signIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";

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

async function compressedScripts(loaded: Response[]): Promise<number> {
  const bodies = await Promise.all(loaded.filter(isScript).map((response) => response.body()));
  return bodies.reduce((bytes, body) => bytes + gzipSync(body, { level: 9 }).length, 0);
}

const foreign = (loaded: Response[], service: Service): string[] =>
  loaded
    .map((response) => response.url())
    .filter((url) => !url.startsWith(`${service.url}/`) && !url.startsWith("data:"));
