// Answers a page's requests in the server's place.
import type { Page } from "playwright-core";
import { eventually } from "./wait.ts";

// Its only use is to be answered here; no server knows it.
const probe = "/is-intercepted";

/**
 * As page.route(), but the page's very next request is intercepted, too. Chromium says that it intercepts before an
 * open page knows of it: of a hundred requests made at once, three or four went past it to the server.
 */
export async function intercept(
  page: Page,
  address: Parameters<Page["route"]>[0],
  answer: Parameters<Page["route"]>[1],
): Promise<void> {
  await page.route(address, answer);
  if (page.url() === "about:blank") return;
  await page.route(`**${probe}`, (route) => route.fulfill({ status: 204 }));
  await eventually("requests to be intercepted", () =>
    page.evaluate(`fetch("${probe}").then(({ status }) => status === 204)`),
  );
}
