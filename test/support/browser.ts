// A real Chromium for tests: the one named in CHROME_PATH, else the system's, else the one that came from npm.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect } from "@jest/globals";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { eventually } from "./wait.ts";

const run = promisify(execFile);

const systemNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const usualPlaces = [
  "/usr/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const launchArgs = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const patienceMs = 10_000;
const root = path.resolve(import.meta.dirname, "../..");
const unpackProgram = `import chromium from "@sparticuz/chromium"; await chromium.executablePath();`;

interface Program {
  file: string;
  env: Record<string, string>;
}

/** What a test file gets: pages of separate people, closed after each test. */
export interface Browsing {
  open(options?: PageOptions): Promise<Page>;
  /** What the console of any page complained about: exceptions, violations of a content security policy, warnings of errors. */
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
      browser = await chromium.launch({
        executablePath: program.file,
        args: launchArgs,
        env: { ...(process.env as Record<string, string>), ...program.env },
      });
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

const noBrowser =
  "No Chromium could be started: set CHROME_PATH, install chromium, or run npm ci with optional and development packages.";

/** null where nothing starts. */
async function findProgram(): Promise<Program | null> {
  const named = process.env.CHROME_PATH;
  if (named) return starts({ file: named, env: {} });
  for (const file of systemPrograms()) {
    const found = await starts({ file, env: {} });
    if (found !== null) return found;
  }
  return findProgramFromNpm();
}

const systemPrograms = (): string[] => {
  const onPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => systemNames.map((name) => path.join(folder, name)));
  return [...new Set([...usualPlaces, ...onPath])].filter((file) => existsSync(file));
};

/** A program that cannot be linked, or that is a stub of a package manager, does not even say its version. */
async function starts(candidate: Program): Promise<Program | null> {
  try {
    const { stdout } = await run(candidate.file, ["--version"], {
      env: { ...process.env, ...candidate.env },
      timeout: patienceMs,
    });
    return /chrom/i.test(stdout) ? candidate : null;
  } catch {
    return null;
  }
}

/** @sparticuz/chromium carries the program packed, and the libraries that a bare system lacks. */
async function findProgramFromNpm(): Promise<Program | null> {
  try {
    const folder = await unpackOnce();
    const file = path.join(folder, "chromium");
    const fonts: Record<string, string> = existsSync("/etc/fonts")
      ? {}
      : { FONTCONFIG_PATH: path.join(folder, "fonts") };
    return (
      (await starts({ file, env: fonts })) ??
      (await starts({ file, env: { ...fonts, LD_LIBRARY_PATH: path.join(folder, "al2023/lib") } }))
    );
  } catch {
    return null;
  }
}

/** Unpacked beside and then renamed, so that two runs at once never start half a program. */
async function unpackOnce(): Promise<string> {
  const manifest = await readFile(path.join(root, "node_modules/@sparticuz/chromium/package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const folder = path.join(os.tmpdir(), `moderato-chromium-${version}-${os.userInfo().uid}`);
  if (existsSync(folder)) return folder;
  const unpacked = await mkdtemp(`${folder}-`);
  // The package unpacks into the folder for temporary files, and its libraries only where it believes to be on AWS.
  await run(process.execPath, ["--input-type=module", "--eval", unpackProgram], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: "", TMPDIR: unpacked, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" },
  });
  await rename(unpacked, folder).catch(() => rm(unpacked, { recursive: true, force: true }));
  return folder;
}

const program = await findProgram();
if (program === null) process.stderr.write(`\n*** Browser tests are skipped. ${noBrowser}\n\n`);
