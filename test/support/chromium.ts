// A real Chromium: the one named in CHROME_PATH, else the one that came from npm (the same everywhere, and without a
// window's parts, which takes a fifth off the time of a test), else the system's.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

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
const startWithinMs = 20_000;
const root = path.resolve(import.meta.dirname, "../..");
const unpackProgram = `import chromium from "@sparticuz/chromium"; await chromium.executablePath();`;

export interface Program {
  file: string;
  env: Record<string, string>;
}

export const noBrowser =
  "No Chromium could be started: set CHROME_PATH, install chromium, or run npm ci with optional and development packages.";

export const startBrowser = (program: Program): Promise<Browser> =>
  chromium.launch({
    executablePath: program.file,
    args: launchArgs,
    env: { ...(process.env as Record<string, string>), ...program.env },
  });

/** null where nothing starts. */
export async function findProgram(): Promise<Program | null> {
  const named = process.env.CHROME_PATH;
  if (named) return starts({ file: named, env: {} });
  const fromNpm = await findProgramFromNpm();
  if (fromNpm !== null) return fromNpm;
  for (const file of systemPrograms()) {
    const found = await starts({ file, env: {} });
    if (found !== null) return found;
  }
  return null;
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
      timeout: startWithinMs,
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
