// Two moderators at one queue who race: neither waits for the other, nor for the line.
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { describeInBrowser } from "../support/browser.ts";
import { givenManyComments } from "../support/many-comments.ts";
import { expectActive, givenModerator, signIn } from "../support/people.ts";
import { admin, type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

const count = 200;
const cutMs = 10_000;
const grace = { name: "Grace", email: "grace@example.org", password: "a rear admiral's word" };

interface Racer {
  page: Page;
  account: { email: string; password: string };
  /** As colleagues' cards name them. */
  name: string;
  key: string;
  status: "approved" | "rejected";
}

interface Decision {
  id: string;
  revision: number;
  name: string;
  status: string;
}

describeInBrowser("two moderators who race for one queue", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
    await givenModerator(service, grace);
  });
  afterAll(() => service.stop());

  let site = "";
  let ids: string[] = [];
  let racers: [Racer, Racer];
  beforeEach(async () => {
    site = `race-${Math.random().toString(36).slice(2, 10)}`;
    await service.call("POST", "/v1/sites", { body: { key: site, name: site } });
    ids = await givenManyComments(service, { siteKey: site, count, body: "Number {n}." });
    racers = [
      await givenRacer({ account: admin, name: "ada", key: "a", status: "approved" }),
      await givenRacer({ account: grace, name: "Grace", key: "d", status: "rejected" }),
    ];
  });

  /** Both begin with the oldest: they are after the same comment all the time. */
  const givenRacer = async (racer: Omit<Racer, "page">): Promise<Racer> => {
    const page = await browsing.open();
    await signIn(page, service, `/?site=${site}&order=oldest`, racer.account);
    await expectActive(page, "Number 1.");
    await eventually("all of them to be counted", async () => (await tabCounts(page)).held === count);
    return { page, ...racer };
  };
  const decideWhile = async ({ page, key }: Racer, goOn: () => Promise<boolean>): Promise<void> => {
    while (await goOn()) await page.keyboard.press(key);
  };
  const toTheEnd = (racer: Racer): Promise<void> =>
    decideWhile(
      racer,
      async () => (await openCards(racer.page)) > 0 || (await tabCounts(racer.page)).held !== 0,
    );

  /** What moderators decided, comment by comment: what was decided twice would be there twice. */
  const decisions = async (): Promise<Decision[]> => {
    const { rows } = await service.deps.pool.query<Decision>(
      `SELECT comment_id AS id, revision, name, status FROM decisions JOIN users ON users.id = user_id
       WHERE comment_id = ANY($1::uuid[]) AND decided_by = 'moderator'`,
      [ids],
    );
    return rows;
  };
  const decidedBy = async ({ name }: Racer): Promise<string[]> =>
    (await decisions()).filter((decision) => decision.name === name).map(({ id }) => id);

  const expectDecidedOnce = async (): Promise<void> => {
    await eventually("nothing to wait for an answer", async () => (await decisions()).length >= count);
    const made = await decisions();
    expect(made.map(({ id }) => id).sort()).toEqual([...ids].sort());
    for (const { name, status } of racers) {
      const own = made.filter((decision) => decision.name === name);
      expect(own.length).toBeGreaterThan(0);
      expect(new Set(own.map((decision) => `${decision.status} at ${decision.revision}`))).toEqual(
        new Set([`${status} at 3`]),
      );
    }
    const { body } = await service.call<{ items: { status: string; revision: number }[] }>(
      "GET",
      `/v1/comments?siteKey=${site}&status=held`,
    );
    expect(body.items).toEqual([]);
  };
  const expectRight = async (racer: Racer, colleague: Racer): Promise<void> => {
    const { page, status } = racer;
    const [own, theirs] = await Promise.all([decidedBy(racer), decidedBy(colleague)]);
    const wanted = { held: 0, [status]: own.length, [colleague.status]: theirs.length };
    await eventually(`the tabs to say ${JSON.stringify(wanted)}`, async () => {
      const shown = await tabCounts(page);
      return Object.entries(wanted).every(([list, number]) => shown[list] === number);
    });
    // What is left on the page is what the colleague was faster with, each card says so, and none is one's own.
    const left = await leftCards(page);
    expect(left.filter(({ id }) => !theirs.includes(id))).toEqual([]);
    const said = new RegExp(`^Already ${colleague.status} by ${colleague.name}`);
    expect(left.filter(({ note, isOvertaken }) => !isOvertaken || !said.test(note))).toEqual([]);
  };
  /** A decision that came too late is explained on its own card. */
  const expectExplained = async ({ page }: Racer, stale: ReadonlySet<string>): Promise<void> => {
    const left = await leftCards(page);
    const explained = left.filter(({ note }) => note !== "").map(({ id }) => id);
    expect([...stale].filter((id) => !explained.includes(id))).toEqual([]);
  };

  test("each of 200 comments is decided once, whoever was too late is told, and both count right at the end", async () => {
    const [ada, other] = racers;
    const stale = racers.map(({ page }) => collectStale(page));

    await Promise.all(racers.map(toTheEnd));

    await expectDecidedOnce();
    await expectRight(ada, other);
    await expectRight(other, ada);
    expect(stale[0]!.size + stale[1]!.size).toBeGreaterThan(0);
    await expectExplained(ada, stale[0]!);
    await expectExplained(other, stale[1]!);
  }, 180_000);

  test("with the line of one cut for ten seconds both decide on, and it ends the same", async () => {
    const [ada, cut] = racers;
    const stale = collectStale(cut.page);
    const decidedUntil = (racer: Racer, number: number) =>
      decideWhile(racer, async () => (await decidedBy(racer)).length < number);
    await Promise.all(racers.map((racer) => decidedUntil(racer, 20)));

    await cut.page.context().setOffline(true);
    const cutAt = Date.now();
    await decideWhile(cut, async () => (await openCards(cut.page)) > 0);
    await cut.page.getByText(/^\d+ decisions wait for the connection$/).waitFor();
    const before = (await decidedBy(cut)).length;
    await decidedUntil(ada, (await decidedBy(ada)).length + 10);
    await eventually("the line to have been cut for ten seconds", () => Date.now() - cutAt >= cutMs);
    expect((await decidedBy(cut)).length).toBe(before);
    await cut.page.context().setOffline(false);
    // Ada rests meanwhile: who goes on at once is always ahead of what was decided without a line.
    await cut.page.getByText("wait for the connection").first().waitFor({ state: "hidden" });
    expect((await decidedBy(cut)).length).toBeGreaterThan(before);

    await Promise.all(racers.map(toTheEnd));
    await expectDecidedOnce();
    await expectRight(ada, cut);
    await expectRight(cut, ada);
    expect(stale.size).toBeGreaterThan(0);
    await expectExplained(cut, stale);
  }, 180_000);
});

/** The comments for which the server answered that somebody else was faster. */
function collectStale(page: Page): Set<string> {
  const stale = new Set<string>();
  page.on("response", (response) => {
    const id = /\/v1\/comments\/([^/]+)\/decisions$/.exec(response.url())?.[1];
    if (id !== undefined && response.status() === 409) stale.add(id);
  });
  return stale;
}

const openCards = (page: Page): Promise<number> =>
  page.evaluate("document.querySelectorAll('.card[data-comment-id]:not(.overtaken)').length");

const tabCounts = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(`Object.fromEntries(
    [...document.querySelectorAll(".list-tabs .tab")].map((tab) => {
      const [, name, count] = /^(.*?) *(\\d+)?$/.exec(tab.textContent);
      return [name.toLowerCase(), count === undefined ? null : Number(count)];
    }),
  )`);

interface LeftCard {
  id: string;
  isOvertaken: boolean;
  note: string;
}

const leftCards = (page: Page): Promise<LeftCard[]> =>
  page.evaluate(`[...document.querySelectorAll(".card[data-comment-id]")].map((card) => ({
    id: card.dataset.commentId,
    isOvertaken: card.classList.contains("overtaken"),
    note: card.querySelector(".note p")?.textContent ?? "",
  }))`);
