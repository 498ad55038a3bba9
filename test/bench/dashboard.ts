// How fast the moderators' pages are with a long past: npm run bench -- dashboard [--comments 2000000] [--only api,browser]
// With DATABASE_URL the database is kept: seeded if it is empty, used as it is otherwise.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import pg from "pg";
import type { Locator, Page } from "playwright-core";
import { startEmbeddedPostgres } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";
import { migrateQueueSchema } from "../../src/queues.ts";
import { countHours } from "../../src/stats/count-hours.ts";
import { findProgram, startBrowser } from "../support/chromium.ts";
import { type Benchmark, median, type Options, percentile, wants } from "./benchmark.ts";
import { type Child, portOf, programs, startChild } from "./child.ts";
import { stopAtEnd } from "./ending.ts";
import { type Seeded, seedComments } from "./seed-comments.ts";
import { table } from "./table.ts";
import { type Measured, targets, verdictLine } from "./targets.ts";

const adminKey = "bench-admin-key-0123456789-abcdefghijkl";
const admin = { email: "ada@example.org", password: "correct horse battery" };
const usualComments = 2_000_000;
const sites = 20;
const repeats = 300;
const fewest = 10;
const pageSize = 50;
// Code is compiled by how often it ran, and what moderators wait for is a service that has run for a day.
const warmUps = 200;
const longestMs = 3_000;
const firstSite = "site-1";

interface Question {
  what: string;
  target: keyof typeof targets | null;
  path: (turn: number) => string;
  /** What is posted; without it, it is only read. */
  body?: object;
}

const questions: Question[] = [
  held("held, all sites, riskiest first", "status=held&order=risk"),
  held("held, all sites, newest first", "status=held&order=newest"),
  held("held, one site, riskiest first", `status=held&order=risk&siteKey=${firstSite}`),
  held("approved, all sites, newest first", "status=approved&order=newest"),
  held("flagged, all sites, riskiest first", "status=approved&flagged=true&order=risk"),
  held("all, all sites, oldest first", "status=queued,held,approved,rejected,spam&order=oldest"),
  search("a common word", "and"),
  search("a usual word", "theatre"),
  search("a rare word", "quincunx"),
  search("two words and an operator", "harbour storm has:link"),
  search("a phrase", '"theatre stage"'),
  search("a phrase of the commonest words", '"of the harbour"'),
  search("an author", "author:ada"),
  search("a domain", "domain:shop-7.example"),
  search("an address", "ip:198.51.7.7"),
  search("a rule in a site", "rule:insults", `&siteKey=${firstSite}`),
  search("a word among the held", "theatre", "&status=held&order=risk"),
  search("a word long ago", "theatre before:600d"),
  search("nothing", "nowordlikethis"),
  { what: "counts of all sites", target: "heldPage", path: () => "/v1/stats" },
  bulk("held of a site", { siteKey: firstSite, status: "held" }),
  bulk("held of all sites", { status: "held" }),
  bulk("found among the held", { status: "held", q: "theatre" }),
  bulk("everything of a site", { siteKey: firstSite }),
  numbers("volume"),
  numbers("decision-times"),
  numbers("backlog"),
  numbers("rules"),
  numbers("moderators"),
  numbers("hours-of-week"),
  numbers("volume", { days: 366, more: `&siteKey=${firstSite}` }),
  numbers("decision-times", { days: 366 }),
  numbers("backlog", { days: 366 }),
  numbers("hours-of-week", { days: 366 }),
];

function numbers(name: string, { days = 28, more = "" } = {}): Question {
  const from = new Date(Date.now() - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  return {
    what: `numbers: ${name}, ${days} days`,
    target: "numbers",
    path: () => `/v1/stats/${name}?from=${from}&zone=Europe/Berlin${more}`,
  };
}

function held(what: string, query: string): Question {
  return { what, target: "heldPage", path: () => `/v1/comments?${query}&expand=findings,author` };
}

/** What is one key away from a card, each time of another one. */
function beside(what: string, ids: readonly string[], more = ""): Question {
  return {
    what: `beside a card: ${what}`,
    target: "thread",
    path: (turn) => `/v1/comments/${ids[turn % ids.length]!}${more}`,
  };
}

function bulk(what: string, filter: object): Question {
  return {
    what: `before deciding all: ${what}`,
    target: "search",
    path: () => "/v1/decisions/preview",
    body: { filter, status: "rejected" },
  };
}

function search(what: string, q: string, more = ""): Question {
  return {
    what: `search: ${what}`,
    target: "search",
    path: () => `/v1/comments?q=${encodeURIComponent(q)}${more}&expand=findings,author`,
  };
}

export const dashboard: Benchmark = async (options) => {
  const ground = await openGround(options);
  const api = await startChild(programs.moderato, {
    args: ["api"],
    env: {
      PORT: "0",
      DATABASE_URL: ground.url,
      ADMIN_API_KEY: adminKey,
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      LOG_LEVEL: "warn",
    },
    ready: /Dashboard +http/,
  });
  try {
    const measured: Measured[] = [];
    const results: Record<string, unknown> = {};
    if (wants(options, "api")) results.api = await measureApi(api, ground, options, measured);
    if (wants(options, "browser")) results.browser = await measureBrowser(api, options);
    options.say(`\n${measured.map(verdictLine).join("\n")}`);
    return { ...results, targets: measured };
  } finally {
    await api.stop();
    await ground.close();
  }
};

interface Ground {
  url: string;
  seeded: Pick<Seeded, "busiestPage">;
  close: () => Promise<void>;
}

async function openGround(options: Options): Promise<Ground> {
  const given = process.env.DATABASE_URL;
  const dataDir = given === undefined ? await mkdtemp(path.join(os.tmpdir(), "moderato-bench-")) : null;
  if (dataDir !== null) await chmod(dataDir, 0o755);
  const postgres = dataDir === null ? null : await startEmbeddedPostgres({ dataDir, say: () => undefined });
  if (postgres !== null) stopAtEnd(postgres.stop);
  const url = given ?? postgres!.connectionString;
  await migrate(url);
  await migrateQueueSchema(url);
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const { rows } = await pool.query<{ empty: boolean }>("SELECT NOT EXISTS (SELECT FROM comments) AS empty");
  if (rows[0]!.empty) {
    await seedComments(pool, {
      comments: options.comments ?? usualComments,
      sites,
      until: new Date(),
      say: options.say,
    });
  }
  const startedAt = performance.now();
  await countHours(pool);
  options.say(`The hours were counted in ${Math.round(performance.now() - startedAt)} ms.`);
  const { rows: busiest } = await pool.query<{ page_url: string }>(
    `SELECT page_url FROM comments JOIN sites ON sites.id = site_id WHERE sites.key = $1 AND status = 'approved'
     GROUP BY page_url ORDER BY count(*) DESC LIMIT 1`,
    [firstSite],
  );
  await pool.end();
  return {
    url,
    seeded: { busiestPage: busiest[0]?.page_url ?? "" },
    async close() {
      await postgres?.stop();
      if (dataDir !== null) await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function measureApi(api: Child, { seeded }: Ground, options: Options, measured: Measured[]) {
  const address = `http://127.0.0.1:${portOf(api)}`;
  const ask = async (path: string, posted?: object) => {
    const startedAt = performance.now();
    const answer = await fetch(address + path, {
      headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" },
      ...(posted === undefined ? {} : { method: "POST", body: JSON.stringify(posted) }),
    });
    const body = await answer.text();
    const ms = performance.now() - startedAt;
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${body}`);
    return {
      ms,
      body: JSON.parse(body) as { items?: { id: string }[]; nextCursor?: string | null; count?: number },
    };
  };
  const held = (await ask("/v1/comments?status=held&order=risk")).body.items!.map(({ id }) => id);
  const asked: Question[] = [
    ...questions,
    {
      what: "thread of the busiest page",
      target: "thread",
      path: () => `/v1/sites/${firstSite}/comments?pageUrl=${encodeURIComponent(seeded.busiestPage)}`,
    },
    beside("all that is known of it", held),
    beside("its author", held, "/author"),
    beside("what is related", held, "/related"),
    beside("look-alikes", held, "/alike?limit=20"),
  ];
  const rows: (string | number | null)[][] = [];
  const results: object[] = [];
  for (let turn = 0; turn < warmUps; turn++) {
    const question = asked[turn % asked.length]!;
    await ask(question.path(turn), question.body);
  }
  for (const question of asked) {
    const first = await ask(question.path(0), question.body);
    const times: number[] = [];
    const until = performance.now() + longestMs;
    for (let turn = 0; turn < repeats && (turn < fewest || performance.now() < until); turn++)
      times.push((await ask(question.path(turn), question.body)).ms);
    const next = first.body.nextCursor;
    const following: number[] = [];
    const wholePages: number[] = [];
    if (typeof next === "string")
      for (let turn = 0, cursor: string | null | undefined = next; turn < fewest && cursor; turn++) {
        // A search that takes long comes in several answers.
        const startedAt = performance.now();
        for (let found = 0; cursor && found < pageSize;) {
          const answer = await ask(`${question.path(0)}&cursor=${cursor}`);
          following.push(answer.ms);
          found += answer.body.items?.length ?? 0;
          cursor = answer.body.nextCursor;
        }
        wholePages.push(performance.now() - startedAt);
      }
    const p99 = percentile([...times, ...following], 0.99);
    rows.push([
      question.what,
      first.body.items?.length ?? first.body.count ?? null,
      median(times),
      percentile(times, 0.99),
      following.length > 0 ? median(following) : null,
      p99,
      wholePages.length > 0 ? median(wholePages) : null,
    ]);
    results.push({
      what: question.what,
      p50: median(times),
      p99,
      nextPage: median(following),
      nextWholePage: median(wholePages),
    });
    if (question.target !== null)
      measured.push({ target: targets[question.target], where: question.what, value: p99 });
  }
  options.say(
    `\n${table(["asked for", "found", "p50 ms", "p99 ms", "next answers p50", "p99 of all", "next 50 p50"], rows)}`,
  );
  return results;
}

interface Look {
  what: string;
  /** Where it begins; without it, where the one before ended. */
  from?: string;
  act: (page: Page, address: string) => Promise<unknown>;
  seen: (page: Page) => Locator;
}

const cards = (page: Page) => page.locator(".card[data-comment-id]");
const panel = (page: Page, name: string) => cards(page).getByRole("region", { name, exact: true });
const looks: readonly Look[] = [
  { what: "the queue", act: (page, address) => page.goto(address), seen: (page) => cards(page).first() },
  {
    what: "the next page",
    async act(page) {
      for (let key = 0; key < pageSize - 15; key++) await page.keyboard.press("j");
    },
    seen: (page) => cards(page).nth(pageSize),
  },
  {
    what: "the author",
    from: "/",
    act: (page) => page.keyboard.press("i"),
    seen: (page) => panel(page, "Author").locator(".facts"),
  },
  {
    what: "the conversation",
    from: "/",
    act: (page) => page.keyboard.press("c"),
    seen: (page) => panel(page, "Conversation").locator(".conversation"),
  },
  {
    what: "what is related",
    from: "/",
    act: (page) => page.keyboard.press("l"),
    seen: (page) => panel(page, "Related").locator(".pivots"),
  },
  {
    what: "all that match, before they are decided",
    from: `/?site=${firstSite}`,
    async act(page) {
      for (const key of ["Shift+X", "Shift+M", "Shift+D"]) await page.keyboard.press(key);
    },
    seen: (page) => page.getByRole("dialog").getByRole("listitem").first(),
  },
  {
    what: "a search",
    from: "/approved",
    async act(page) {
      await page.getByLabel("Search comments").fill("quincunx");
      await page.keyboard.press("Enter");
    },
    seen: (page) => cards(page).filter({ hasText: "quincunx" }).first(),
  },
  {
    what: "all pictures of numbers",
    act: (page, address) => page.goto(`${address}/numbers`),
    seen: (page) => page.locator(".picture").nth(5),
  },
];

/** As a moderator sees it: from the key to what it shows on the screen. */
async function measureBrowser(api: Child, options: Options) {
  const program = await findProgram();
  if (program === null) {
    options.say("There is no Chromium here: nothing is measured in a browser.");
    return null;
  }
  const address = `http://127.0.0.1:${portOf(api)}`;
  const browser = await startBrowser(program);
  const page = await browser.newPage();
  await page.goto(address);
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.keyboard.press("Enter");
  const firstCard = page.locator(".card[data-comment-id]").first();
  await firstCard.waitFor({ timeout: 60_000 });
  const times = new Map(looks.map(({ what }) => [what, [] as number[]]));
  for (let round = 0; round < Math.max(5, options.rounds); round++) {
    for (const { what, from, act, seen } of looks) {
      if (from !== undefined) {
        await page.goto(address + from);
        await firstCard.waitFor();
      }
      const startedAt = performance.now();
      await act(page, address);
      await seen(page).waitFor();
      times.get(what)!.push(performance.now() - startedAt);
    }
  }
  await browser.close();
  options.say(
    `\n${table(
      ["in the browser, from the key to what it shows", "p50 ms", "most ms"],
      [...times].map(([what, of]) => [what, median(of), Math.max(...of)]),
    )}`,
  );
  return Object.fromEntries(times);
}
