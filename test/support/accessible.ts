import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect } from "@jest/globals";
import type { Page } from "playwright-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The checker is foreign script, which our pages refuse: pages that are checked are opened without the policy. */
export const checkable = { bypassCSP: true };

/** No violation of any rule in light; in dark none of those that look at colours, the rest being the same page. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(`globalThis.axe || (() => { ${axe} })()`);
  const schemes = [
    { colorScheme: "light", options: {} },
    { colorScheme: "dark", options: { runOnly: ["color-contrast", "link-in-text-block"] } },
  ] as const;
  for (const { colorScheme, options } of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const violations = await page.evaluate<string[]>(`axe
      .run(document, ${JSON.stringify({ resultTypes: ["violations"], ...options })})
      .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => id + ": " + node.target.join(" ") + " " + node.failureSummary)))`);
    expect({ what, colorScheme, violations }).toEqual({ what, colorScheme, violations: [] });
  }
}
