// Takes the README's pictures of a service with a believable evening in it: npm run screenshots.
// With a folder as argument it takes all pages, in both widths, light and dark, for people to look at; with words after
// the folder, only those whose names begin with one of them.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { createSetupToken } from "../../src/first-start.ts";
import { packageRoot } from "../../src/package-root.ts";
import { findProgram, noBrowser, startBrowser } from "../support/chromium.ts";
import globalSetup from "../support/global-setup.ts";
import globalTeardown from "../support/global-teardown.ts";
import { givenManyComments } from "../support/many-comments.ts";
import { openArticle, post, queueIsOpen, signIn, widgetIsThere, write } from "../support/people.ts";
import { admin, type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";
import { givenWeeks } from "./given-numbers.ts";
import { givenEvening } from "./evening.ts";
import {
  countAll,
  decide,
  givenBrakedRule,
  givenDecidingRule,
  givenRule,
  sendJudged,
} from "./given-rule-life.ts";

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 860 } };
const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
const sizes = { desktop, phone };

interface Scene {
  name: string;
  /** In which sizes the README shows it. */
  inReadme?: readonly (keyof typeof sizes)[];
  wholePage?: true;
  show: (page: Page, service: Service) => Promise<void>;
}

const bulkScenes: Scene[] = [
  {
    name: "bulk-selected",
    show: async (page, service) => {
      await signIn(page, service, "/?site=flood");
      await page.keyboard.press("Shift+X");
      await page.getByRole("button", { name: /^Select all 640/ }).waitFor();
      await page.locator(".campaign").waitFor();
    },
  },
  {
    name: "bulk-dialog",
    show: async (page, service) => {
      await signIn(page, service, "/?site=flood");
      await page.keyboard.press("Shift+M");
      await page.keyboard.press("Shift+S");
      await page.getByRole("button", { name: "Mark 640 comments as spam" }).waitFor();
    },
  },
  {
    name: "bulk-author",
    show: async (page, service) => {
      await signIn(page, service, "/?site=flood");
      await page.keyboard.press("Shift+B");
      await page.getByText(/by 1 author/).waitFor();
    },
  },
  {
    name: "bulk-done",
    show: async (page, service) => {
      await signIn(page, service, "/?site=done");
      const done = page.getByRole("group", { name: /^Rejected/ });
      await done.or(page.locator("article").first()).waitFor();
      if (await done.isVisible()) return;
      await page.keyboard.press("Shift+M");
      await page.keyboard.press("Shift+D");
      await page.getByRole("button", { name: "Reject 40 comments" }).click();
      await done.waitFor();
    },
  },
];

async function givenFlood(service: Service): Promise<void> {
  for (const key of ["flood", "done"])
    await service.call("POST", "/v1/sites", {
      body: { key, name: key === "flood" ? "Signal Mast" : "Tarn Echo" },
    });
  const body =
    "Dear all, a wonderful doctor brought my savings back within three days, write to him at once.";
  await givenManyComments(service, { siteKey: "flood", count: 12, body });
  await givenManyComments(service, {
    siteKey: "flood",
    count: 628,
    body: "Cheap life jackets, offer number {n}.",
  });
  await givenManyComments(service, { siteKey: "done", count: 40 });
}

const scenes: Scene[] = [
  { name: "queue", inReadme: ["desktop", "phone"], show: (page, service) => signIn(page, service) },
  {
    name: "sign-in",
    show: async (page, service) => {
      await page.goto(service.url);
      await page.getByLabel("E-mail").fill("ilse@signal-mast.example");
    },
  },
  {
    name: "article",
    inReadme: ["phone"],
    show: async (page, service) => {
      await openArticle(page, service);
      await page.evaluate(`document.querySelector("#moderato").scrollIntoView(); scrollBy(0, -130)`);
    },
  },
  { name: "whole-article", wholePage: true, show: (page, service) => openArticle(page, service) },
  {
    name: "whole-queue",
    wholePage: true,
    show: async (page, service) => {
      await signIn(page, service);
      await page.getByRole("button", { name: "History" }).first().click();
    },
  },
  {
    name: "after-decision",
    show: async (page, service) => {
      await signIn(page, service);
      await page.keyboard.press("a");
      await page.getByText("stored").waitFor();
      await page.screenshot();
    },
  },
  {
    name: "newsroom-reply",
    show: async (page, service) => {
      await signIn(page, service);
      await page.keyboard.press("r");
      await page.getByLabel(/^Reply as the newsroom/).fill("Thank you. We have asked the harbour office.");
      await page.getByRole("button", { name: /^Approve and reply/ }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "notices",
    wholePage: true,
    show: async (page, service) => {
      await signIn(page, service);
      await page.goto(`${service.url}/settings/account`);
      await page.getByLabel(/^By e-mail to/).check();
    },
  },
  {
    name: "chat",
    show: async (page, service) => {
      await signIn(page, service);
      await page.goto(`${service.url}/settings/sites/demo`);
      await page.getByRole("heading", { name: "Tell a chat what waits" }).scrollIntoViewIfNeeded();
      await page.getByRole("button", { name: "Add chat" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "pages",
    show: async (page, service) => {
      await signIn(page, service);
      await page.goto(`${service.url}/settings/pages`);
      await page.getByRole("list", { name: "Pages" }).waitFor();
    },
  },
  {
    name: "second-step",
    show: async (page, service) => {
      await signIn(page, service);
      await page.goto(`${service.url}/settings/account`);
      await page.getByLabel("Your password").fill(admin.password);
      await page.keyboard.press("Enter");
      await page.getByRole("img", { name: "The key as a picture" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "blurred",
    show: async (page, service) => {
      await signIn(page, service);
      await page.goto(`${service.url}/settings/account`);
      await page.getByLabel(/^Blur comments/).check();
      await page.goto(`${service.url}/?site=demo`);
      await page.locator(".veiled").first().scrollIntoViewIfNeeded();
    },
  },
  {
    name: "offline",
    show: async (page, service) => {
      await signIn(page, service);
      await queueIsOpen(page);
      await page.context().setOffline(true);
      for (const key of "ad") await page.keyboard.press(key);
      await page.getByText("2 decisions wait for the connection").waitFor();
    },
  },
  {
    name: "refusal-reasons",
    wholePage: true,
    show: async (page, service) => {
      await signIn(page, service);
      await page.goto(`${service.url}/settings/sites/demo`);
      await page.getByRole("button", { name: "Add a reason" }).click();
    },
  },
  {
    name: "help",
    show: async (page, service) => {
      await signIn(page, service);
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "jump",
    show: async (page, service) => {
      await signIn(page, service);
      await page.keyboard.press("Control+k");
      await page.keyboard.type("signal-mast.example/night-rescue");
      await page.locator(".jump [role=option]").first().waitFor();
    },
  },
  {
    name: "approved",
    show: async (page, service) => {
      await signIn(page, service, "/approved");
    },
  },
  {
    name: "webhooks",
    wholePage: true,
    show: async (page, service) => {
      await signIn(page, service);
      await page.goto(`${service.url}/webhooks`);
      await page
        .getByLabel("Address of your website's receiver")
        .fill("https://signal-mast.example/comments");
      await page.getByRole("button", { name: "Add webhook" }).click();
      await page.getByText("Signing secret.").waitFor();
    },
  },
  {
    name: "numbers",
    inReadme: ["desktop"],
    show: async (page, service) => {
      await openNumbers(page, service);
      await page.getByRole("slider").first().focus();
    },
  },
  {
    name: "whole-numbers",
    wholePage: true,
    show: async (page, service) => {
      await openNumbers(page, service);
      await page.getByRole("button", { name: "Table of “Who decided”" }).click();
    },
  },
  {
    name: "rule",
    inReadme: ["desktop"],
    show: async (page, service) => {
      await signIn(page, service);
      await queueIsOpen(page);
      await page.keyboard.press("m");
      await page.getByRole("region", { name: "The comment this rule is made from" }).waitFor();
      await page.getByText("Would have hit").first().waitFor();
    },
  },
  {
    name: "packs",
    wholePage: true,
    show: async (page, service) => {
      await signIn(page, service);
      await page.goto(`${service.url}/rules`);
      await page.getByRole("heading", { name: "Packs" }).click();
      const slurs = page.getByRole("switch", { name: "Slurs in English" });
      // The picture before may have switched it on already.
      if ((await slurs.getAttribute("aria-checked")) === "false") await slurs.click();
      await page.getByRole("switch", { name: "Slurs in English", checked: true }).waitFor();
      await page.getByText("What is in it: Slurs in English").click();
    },
  },
  {
    name: "posted",
    show: async (page, service) => {
      await openArticle(page, service);
      await write(page, { name: "Mara", comment: "Were the cadets told beforehand?" });
      await post(page);
      await page.getByText("Thank you. Your comment is waiting for a moderator.").waitFor();
    },
  },
  {
    name: "widget-errors",
    show: async (page, service) => {
      await openArticle(page, service);
      await page.getByRole("button", { name: "Reply" }).first().click();
      await post(page);
    },
  },
  {
    name: "embed",
    wholePage: true,
    show: async (page, service) => {
      await page.goto(
        `${service.url}/embed/demo?pageUrl=${encodeURIComponent(`${service.url}/demo`)}&pageTitle=A+night+rescue`,
      );
    },
  },
  {
    name: "form-error",
    wholePage: true,
    show: async (page, service) => {
      await page.goto(
        `${service.url}/embed/demo?pageUrl=https://signal-mast.example/a&pageTitle=A+night+rescue`,
      );
      await page
        .getByLabel("Comment", { exact: true })
        .fill("Nobody was cold who had not volunteered to be.");
      await post(page);
    },
  },
  {
    name: "status",
    show: async (page, service) => {
      const pageUrl = "https://signal-mast.example/a";
      await page.goto(`${service.url}/embed/demo?pageUrl=${pageUrl}&pageTitle=A+night+rescue`);
      await page.evaluate(`document.querySelector("form").action = "/v1/sites/demo/comments"`);
      await write(page, { name: "Jonas", comment: "Nobody was cold who had not volunteered to be." });
      await post(page);
      await page.getByText("What you wrote").waitFor();
    },
  },
  {
    name: "error",
    show: async (page, service) => {
      await page.goto(`${service.url}/embed/nowhere?pageUrl=https://signal-mast.example/a`);
    },
  },
  {
    name: "not-found",
    show: async (page, service) => {
      await signIn(page, service);
      await page.goto(`${service.url}/nowhere`);
    },
  },
];

const emptyScenes: Scene[] = [
  {
    name: "set-up",
    show: async (page, service) => {
      await page.goto(`${service.url}/setup?token=${(await createSetupToken(service.deps)) ?? ""}`);
      await page.getByLabel("E-mail").waitFor();
    },
  },
  {
    name: "empty-queue",
    show: async (page, service) => {
      const token = await createSetupToken(service.deps);
      if (token === null) return signIn(page, service);
      await page.goto(`${service.url}/setup?token=${token}`);
      await page.getByLabel("E-mail").fill("ada@example.org");
      await page.getByLabel("Password").fill("correct horse battery");
      await page.getByRole("button", { name: "Make the account" }).click();
      await queueIsOpen(page);
    },
  },
  {
    name: "article-without-comments",
    show: async (page, service) => {
      await openArticle(page, service);
      await widgetIsThere(page);
      await page.evaluate(`document.querySelector("#moderato").scrollIntoView()`);
    },
  },
];

/** Of a service whose rules have a past. */
const ruleScenes: Scene[] = [
  { name: "rules-braked-queue", show: (page, service) => signIn(page, service) },
  {
    name: "rules-list",
    wholePage: true,
    show: async (page, service) => {
      await signIn(page, service, "/");
      await page.goto(`${service.url}/rules`);
      await page.locator(".rule-card").first().waitFor();
    },
  },
  {
    name: "rules-one",
    wholePage: true,
    show: async (page, service) => {
      await openRule(page, service, "Walruses");
      await page.getByText("Undo what it decided").click();
      await page.getByText("would go back into the held queue").waitFor();
      const backtest = page.getByRole("region", { name: "What it would have done" });
      await backtest.getByRole("button", { name: "Try it on them" }).click();
      await backtest.getByText("Would have hit").first().waitFor();
      await backtest.getByText("Tried before").click();
    },
  },
  {
    name: "rules-braked",
    show: async (page, service) => {
      await openRule(page, service, "Questions about the tide");
      await page.getByRole("region", { name: "Emergency brake" }).waitFor();
    },
  },
  {
    name: "rules-unsaved",
    show: async (page, service) => {
      await openRule(page, service, "Walruses");
      await page.getByLabel("Name", { exact: true }).fill("Walruses and seals");
      await page.getByRole("link", { name: "All rules" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "rules-health",
    wholePage: true,
    show: async (page, service) => {
      await signIn(page, service);
      await page.goto(`${service.url}/rules/health`);
      await page.locator(".health, .empty").first().waitFor();
    },
  },
  {
    name: "rules-services",
    wholePage: true,
    show: async (page, service) => {
      await signIn(page, service);
      await page.goto(`${service.url}/rules/new`);
      await page.getByLabel("Name", { exact: true }).fill("Ask others");
      for (const condition of ["The score of a service of yours", "Akismet takes it for spam"]) {
        await page.getByLabel("Kind of condition").selectOption({ label: condition });
        await page.getByRole("button", { name: "+ Add condition" }).click();
      }
      await page.getByRole("button", { name: /signing secret|new secret/ }).click();
      await page.locator(".secret code").waitFor();
      await page.getByRole("button", { name: "Save rule" }).click();
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "rules-word-list",
    wholePage: true,
    show: async (page, service) => {
      await signIn(page, service);
      await page.goto(`${service.url}/word-lists/new`);
      await page.getByLabel("Name of the list").fill("Nuisances");
      await page.getByLabel("Phrases, one a line").fill("casino\nfree spins");
      await page.getByRole("button", { name: "Add to the list" }).click();
    },
  },
];

async function openNumbers(page: Page, service: Service): Promise<void> {
  const { rows } = await service.database.pool.query("SELECT FROM users WHERE name = 'Ilse Brandt'");
  if (rows.length === 0) await givenWeeks(service, { days: 28 });
  await signIn(page, service);
  const isCounted = async (): Promise<boolean> => {
    await page.goto(`${service.url}/numbers`);
    await page.getByRole("slider").first().waitFor();
    return (await page.getByText("Older comments are still being counted").count()) === 0;
  };
  await eventually("the past to be counted", isCounted, { withinMs: 120_000 });
}

async function openRule(page: Page, service: Service, name: string): Promise<void> {
  await signIn(page, service);
  await page.goto(`${service.url}/rules`);
  await page.getByRole("link", { name: `Edit ${name}` }).click();
  await page.locator(".figures").waitFor();
}

async function givenPast(service: Service): Promise<void> {
  await service.call("PATCH", "/v1/sites/demo", { body: { mode: "flagged" } });
  await givenDecidingRule(service, "Walruses");
  for (const name of ["Oysters", "Anything about oysters and other shellfish of the North Sea"]) {
    await givenRule(service, {
      ...{ name, stage: "shadow", when: { check: "words", phrases: ["oyster"] }, then: { points: 1 } },
    });
  }
  const oysters = await sendJudged(
    service,
    Array.from({ length: 12 }, (_, index) => `Oyster number ${index} was a good one`),
  );
  for (const id of oysters.slice(0, 6)) {
    await decide(service, id, "held");
    await decide(service, id, "approved");
  }
  await givenBrakedRule(service, "Questions about the tide");
  await countAll(service);
  await eventually("the costs to be counted", async () => {
    const { body } = await service.call<{ neverFired: object[] }>("GET", "/v1/rules/health?siteKey=demo");
    return body.neverFired.length > 0;
  });
}

async function take(
  browser: Browser,
  service: Service,
  shot: { scene: Scene; options: BrowserContextOptions; file: string },
) {
  const context = await browser.newContext({ locale: "en-GB", ...shot.options });
  context.setDefaultTimeout(15_000);
  try {
    const page = await context.newPage();
    await shot.scene.show(page, service);
    if (shot.scene.wholePage) await makeRoomForAll(page);
    // A cursor that blinks would make every picture another one.
    await page.screenshot({ path: shot.file, animations: "disabled", caret: "hide" });
  } finally {
    await context.close();
  }
}

/** A window as high as the page: what stays in sight while one scrolls must not stand in the midst of the picture. */
async function makeRoomForAll(page: Page): Promise<void> {
  const { width } = page.viewportSize()!;
  // Twice: what comes into sight may be higher than was thought.
  for (let round = 1; round <= 2; round++) {
    const height = await page.evaluate<number>("document.documentElement.scrollHeight");
    await page.setViewportSize({ width, height });
    await page.evaluate("new Promise(requestAnimationFrame)");
  }
}

async function main(folder: string | undefined, names: readonly string[]): Promise<void> {
  const program = await findProgram();
  if (program === null) throw new Error(noBrowser);
  const all = folder !== undefined;
  const into = path.resolve(folder ?? path.join(packageRoot, ".github"));
  await mkdir(into, { recursive: true });
  await globalSetup();
  const browser = await startBrowser(program);
  const service = await startService();
  const fresh = all ? await startService({ env: { ADMIN_EMAIL: "", ADMIN_PASSWORD: "" } }) : null;
  const lived = all ? await startService() : null;
  const isWanted = (name: string): boolean =>
    names.length === 0 || names.some((start) => name.startsWith(start) || start.startsWith(name));
  try {
    await givenEvening(service);
    // All pictures are taken by one visitor.
    await service.call("PATCH", "/v1/sites/demo", { body: { visitorLimitPerMinute: 1_000 } });
    if (lived !== null && isWanted("rules")) await givenPast(lived);
    if (lived !== null && isWanted("bulk")) await givenFlood(lived);
    const shots = [
      ...scenes.map((scene) => ({ scene, service })),
      ...(fresh === null ? [] : emptyScenes.map((scene) => ({ scene, service: fresh }))),
      ...(lived === null ? [] : [...ruleScenes, ...bulkScenes].map((scene) => ({ scene, service: lived }))),
    ].filter(({ scene }) => isWanted(scene.name));
    for (const { scene, service: shown } of shots) {
      for (const size of all ? (["desktop", "phone"] as const) : (scene.inReadme ?? [])) {
        for (const colorScheme of all ? (["light", "dark"] as const) : (["light"] as const)) {
          const file = path.join(into, `${scene.name}-${size}${colorScheme === "dark" ? "-dark" : ""}.png`);
          await take(browser, shown, { scene, options: { ...sizes[size], colorScheme }, file }).catch(
            (error: unknown) => {
              process.stderr.write(`${file}: ${String(error)}\n`);
              process.exitCode = 1;
            },
          );
        }
      }
    }
  } finally {
    await browser.close();
    await service.stop();
    await fresh?.stop();
    await lived?.stop();
    await globalTeardown();
  }
}

await main(process.argv[2], process.argv.slice(3));
