// Declares tests that people do in a browser, each with pages of their own, none of which may complain.
import { afterAll, afterEach, beforeAll, describe, expect } from "@jest/globals";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { findProgram, noBrowser, startBrowser } from "./chromium.ts";
import { eventually } from "./wait.ts";

// A busy machine may take its time: waiting costs nothing where a test passes.
const patienceMs = 20_000;

/** What a test file gets: pages of separate people, closed after each test. */
export interface Browsing {
  open(options?: PageOptions): Promise<Page>;
  /** What any page complained about: exceptions, errors in its console, violations of its content security policy. */
  complaints: string[];
}

export interface PageOptions extends BrowserContextOptions {
  /** Another tab of the same person; otherwise every page is a person with cookies and storage of their own. */
  beside?: Page;
}

/** Declares the tests of one file in a browser of their own; without any Chromium they are skipped, or fail where all must run. */
export function describeInBrowser(name: string, tests: (browsing: Browsing) => void): void {
  const mustRun = process.env.MODERATO_REQUIRE_ALL_TESTS === "1";
  const declare = program === null && !mustRun ? describe.skip : describe;
  declare(name, () => {
    let browser: Browser | null = null;
    let contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    const before = openResources();

    beforeAll(async () => {
      if (program === null) throw new Error(noBrowser);
      browser = await startBrowser(program);
    });
    afterEach(async () => {
      const open = contexts;
      contexts = [];
      await Promise.all(open.map((context) => context.close()));
      const told = complaints.splice(0);
      expect(told).toEqual([]);
    });
    tests({
      complaints,
      async open({ beside, ...options } = {}) {
        const context = beside?.context() ?? (await browser!.newContext({ locale: "en-GB", ...options }));
        if (!contexts.includes(context)) contexts.push(context);
        context.setDefaultTimeout(patienceMs);
        const page = await context.newPage();
        listenForComplaints(page, complaints);
        return page;
      },
    });
    // Declared after the tests' own afterAll hooks, so that it runs when their servers have been stopped.
    afterAll(async () => {
      await browser?.close();
      await eventually("all browsers and servers of this file to be gone", () =>
        sameOrFewer(openResources(), before),
      );
    });
  });
}

function listenForComplaints(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    // Browsers write every answer of 400 and above there; the tests look at what the page makes of it.
    const isAnswer = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isAnswer) complaints.push(`console: ${message.text()}`);
  });
}

/** Servers listening and programs running in this process: what a test that leaks leaves behind. */
function openResources(): Map<string, number> {
  const counted = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (["TCPServerWrap", "ProcessWrap"].includes(kind)) counted.set(kind, (counted.get(kind) ?? 0) + 1);
  }
  return counted;
}

const sameOrFewer = (now: Map<string, number>, before: Map<string, number>) =>
  [...now].every(([kind, count]) => count <= (before.get(kind) ?? 0));

const program = await findProgram();
if (program === null) process.stderr.write(`\n*** Browser tests are skipped. ${noBrowser}\n\n`);
