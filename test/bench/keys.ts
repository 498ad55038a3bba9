// A moderator's hour at the keyboard: npm run bench -- keys. A hundred held comments decided by a key each, from the key
// to the stored decision, and from the key to what it paints while two hundred cards are loaded.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { findProgram, startBrowser } from "../support/chromium.ts";
import { eventually } from "../support/wait.ts";
import { type Benchmark, median, percentile } from "./benchmark.ts";
import { type Child, portOf, programs, startChild } from "./child.ts";
import { table } from "./table.ts";
import { targets, verdictLine } from "./targets.ts";

const adminKey = "bench-admin-key-0123456789-abcdefghijkl";
const admin = { email: "ada@example.org", password: "correct horse battery" };
const toDecide = 100;
const loadedCards = 200;
const repeats = 100;
/** Between two keys: faster than hands are, and slow enough for the one before to be answered. */
const paceMs = 100;
const longest = { withinMs: 300_000 };

export const keys: Benchmark = async (options) => {
  const program = await findProgram();
  if (program === null) {
    options.say("There is no Chromium here: nothing is measured.");
    return {};
  }
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "moderato-keys-"));
  await chmod(dataDir, 0o755);
  const service = await startChild(programs.moderato, {
    env: {
      ...{ PORT: "0", DATA_DIR: dataDir, ADMIN_API_KEY: adminKey, LOG_LEVEL: "warn" },
      ...{ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password },
    },
    ready: /Dashboard +http/,
  });
  const browser = await startBrowser(program);
  try {
    await givenHeld(service, "decided", toDecide);
    // Some of them are decided while it is measured.
    await givenHeld(service, "loaded", loadedCards + 2 * repeats);
    const decided = await decideByKeys(await openQueue(browser, service, "decided"));
    const painted = await paintByKeys(await openQueue(browser, service, "loaded"));
    options.say(
      `\n${table(
        ["a hundred held comments by keys", "keys", "p50 ms", "p95 ms", "most ms"],
        [["from the key to the stored decision", String(decided.keystrokes), ...spread(decided.times)]],
      )}`,
    );
    options.say(
      `\n${table(
        [
          `from the key to the painted screen, ${loadedCards} cards loaded, ten keys a second`,
          "keys",
          "p50 ms",
          "p95 ms",
          "most ms",
        ],
        painted.map(({ what, times }) => [what, String(times.length), ...spread(times)]),
      )}`,
    );
    const measured = painted.map(({ what, times }) => ({
      target: targets.keyToPaint,
      where: what,
      value: percentile(times, 0.95),
    }));
    options.say(`\n${measured.map(verdictLine).join("\n")}`);
    return { decided, painted, targets: measured };
  } finally {
    await browser.close();
    await service.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
};

const spread = (times: readonly number[]) => [median(times), percentile(times, 0.95), Math.max(...times)];

/** A site that holds everything, with this many comments of as many authors. */
async function givenHeld(service: Child, siteKey: string, count: number): Promise<void> {
  await call(service, "/v1/sites", { key: siteKey });
  for (let number = 1; number <= count; number++) {
    await call(service, "/v1/comments", {
      siteKey,
      pageUrl: `https://news.example/story-${number % 7}`,
      pageTitle: `Story ${number % 7}`,
      authorName: `Author ${number}`,
      authorEmail: `author-${number}@example.org`,
      body: `Number ${number} thinks otherwise. ${"The harbour is for everybody. ".repeat(number % 12)}`,
    });
  }
  await eventually(
    "all comments to be held",
    async () => {
      const { counts } = (await call(service, `/v1/stats?siteKey=${siteKey}`)) as {
        counts: { held: number };
      };
      return counts.held === count;
    },
    longest,
  );
}

async function call(service: Child, address: string, body?: object): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${portOf(service)}${address}`, {
    headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Notes in the page itself when a key came, when it was painted and when its decision was answered. */
const notes = `
  globalThis.pressed = []; globalThis.stored = []; globalThis.painted = [];
  addEventListener("keydown", ({ timeStamp, key }) => {
    pressed.push({ at: timeStamp, id: document.querySelector("article[aria-current=true]")?.dataset.commentId });
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => painted.push({ key, ms: performance.now() - timeStamp });
      port2.postMessage(null);
    });
  }, true);
  const ask = globalThis.fetch;
  globalThis.fetch = async (...asked) => {
    const answer = await ask(...asked);
    const id = /comments\\/([^/]+)\\/decisions$/.exec(String(asked[0]?.url ?? asked[0]))?.[1];
    if (id && answer.ok) stored.push({ id, at: performance.now() });
    return answer;
  };
`;

async function openQueue(browser: Browser, service: Child, siteKey: string): Promise<Page> {
  const page = await browser.newPage();
  await page.addInitScript(notes);
  await page.goto(`http://127.0.0.1:${portOf(service)}/?site=${siteKey}&order=oldest`);
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.keyboard.press("Enter");
  await page.locator("article[aria-current=true]").waitFor({ timeout: 60_000 });
  await page.evaluate("pressed.length = painted.length = 0");
  return page;
}

async function decideByKeys(page: Page): Promise<{ keystrokes: number; times: number[] }> {
  for (let number = 1; number <= toDecide; number++) {
    await page.getByText(`Number ${number} thinks otherwise.`).waitFor();
    await page.keyboard.press("ads"[number % 3]!);
  }
  await eventually(
    "all decisions to be stored",
    async () => (await page.evaluate("stored.length")) === toDecide,
  );
  const { pressed, stored } =
    await page.evaluate<Record<"pressed" | "stored", { id: string; at: number }[]>>("({ pressed, stored })");
  const answeredAt = new Map(stored.map(({ id, at }) => [id, at]));
  return { keystrokes: pressed.length, times: pressed.map(({ id, at }) => answeredAt.get(id)! - at) };
}

async function paintByKeys(page: Page): Promise<{ what: string; times: number[] }[]> {
  const shown = () => page.evaluate<number>("document.querySelectorAll('.card[data-comment-id]').length");
  while ((await shown()) < loadedCards) await page.keyboard.press("j");
  const acts = [
    { what: "j, the next card", key: "j" },
    { what: "k, the one before", key: "k" },
    { what: "x, select", key: "x" },
    { what: "a, approve", key: "a" },
  ];
  const measured = [];
  for (const { what, key } of acts) {
    await page.evaluate("painted.length = 0");
    for (let turn = 1; turn <= repeats; turn++) {
      await setTimeout(paceMs);
      await page.keyboard.press(key);
      // Waited for in the page: to be asked again and again would be work for it.
      await page.evaluate(`new Promise((resolve) => {
        const look = () => (painted.length >= ${turn} ? resolve() : setTimeout(look, 20));
        look();
      })`);
    }
    const times = await page.evaluate<number[]>("painted.map(({ ms }) => ms)");
    measured.push({ what, times });
  }
  return measured;
}
