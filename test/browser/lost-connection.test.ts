import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { checkable, expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { givenComment, judged } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import {
  card,
  eventuallyCards,
  expectActive,
  fillSignIn,
  givenModerator,
  queueIsOpen,
  signIn,
} from "../support/people.ts";
import { admin, type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

describeInBrowser("a moderator on a bad line", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const names = ["one", "two", "three", "four", "five", "six", "seven"];
  let site = "";
  let ids: string[] = [];
  beforeEach(async () => {
    site = `line-${Math.random().toString(36).slice(2, 10)}`;
    await service.call("POST", "/v1/sites", { body: { key: site, name: site } });
    ids = [];
    for (const body of names) ids.push((await givenComment(service, { siteKey: site, body })).id);
    await Promise.all(ids.map((id) => judged(service, id)));
  });

  const openQueue = async (page: Page): Promise<Page> => {
    await signIn(page, service, `/?site=${site}&order=oldest`);
    await expectActive(page, "one");
    return page;
  };
  const press = async (page: Page, keys: string): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** What people decided of each comment, oldest first: doubled ones would be there twice. */
  const decided = async (): Promise<string> => {
    const answers = await Promise.all(
      ids.map((id) =>
        service.call<{ decisions: { by: string; status: string }[] }>("GET", `/v1/comments/${id}`),
      ),
    );
    const words = answers.map(({ body }) =>
      body.decisions.flatMap(({ by, status }) => (by === "moderator" ? [status[0]] : [])).join(""),
    );
    return words.map((word) => word || "-").join(" ");
  };
  const eventuallyDecided = (wanted: string): Promise<unknown> =>
    eventually(`the decisions to be ${wanted}`, async () => (await decided()) === wanted);

  test("decides on without a connection, closes the page, and finds each decision made once", async () => {
    const page = await openQueue(await browsing.open());

    await page.context().setOffline(true);
    await press(page, "adsad");
    await page.getByText("5 decisions wait for the connection").waitFor();
    await press(page, "z");
    await press(page, "j");
    await expectActive(page, "six");
    await page.close();
    expect(await decided()).toBe("- - - - - - -");
    const next = await browsing.open({ beside: page });
    await page.context().setOffline(false);
    await next.goto(`${service.url}/?site=${site}&order=oldest`);

    const toast = next.getByRole("complementary", { name: "Latest decision" });
    await toast.getByText("5 decisions from before are stored.").waitFor();
    await eventuallyDecided("a r s a rh - -");
    await next.getByRole("link", { name: "Held 3" }).waitFor();
    await next.reload();
    await eventuallyCards(next, ["five", "six", "seven"]);
  });

  /** Approves the first and rejects the second on a page that is closed before any server hears of it. */
  const leaveTwoBehind = async (): Promise<Page> => {
    const page = await openQueue(await browsing.open());
    await intercept(page, /\/decisions$/, (route) => route.abort());
    await press(page, "ad");
    await page.getByText("2 decisions wait for the connection").waitFor();
    await page.close();
    return browsing.open({ beside: page });
  };

  test.each([
    [500, "The server had a problem.", 2],
    [429, "Too many requests.", 1],
  ])("what a passing %i keeps from being stored is kept, shown and told", async (status, reason, tries) => {
    const page = await leaveTwoBehind();
    let asked = 0;
    await intercept(page, /\/decisions$/, async (route) => {
      asked++;
      await eventuallyCards(page, names.slice(2));
      return route.fulfill({ status, json: { status } });
    });
    await page.goto(`${service.url}/?site=${site}&order=oldest`);
    const toast = page.getByRole("complementary", { name: "Latest decision" });
    await toast.getByText(`2 decisions from before are not stored yet: ${reason}`).waitFor();
    await eventuallyCards(page, names);
    await expectActive(page, "three");
    expect([asked, await decided()]).toEqual([tries, "- - - - - - -"]);

    await page.unroute(/\/decisions$/);
    await press(page, "kks");
    await eventuallyDecided("s - - - - - -");
    // Until the page knows that, it asks before it goes.
    await page.getByText("stored", { exact: true }).waitFor();
    await page.reload();

    await toast.getByText("1 decision from before is stored.").waitFor();
    await eventuallyDecided("s r - - - - -");
  });

  test("what the server cannot store holds up what was decided later on the same comments alone", async () => {
    const before = await openQueue(await browsing.open());
    await intercept(before, /\/decisions$/, (route) => route.abort());
    await press(before, "azda");
    await before.getByText("4 decisions wait for the connection").waitFor();
    await before.close();
    const page = await browsing.open({ beside: before });
    await intercept(page, new RegExp(`/${ids[0]}/decisions$`), (route) =>
      route.fulfill({ status: 500, json: { status: 500 } }),
    );

    await page.goto(`${service.url}/?site=${site}&order=oldest`);

    const toast = page.getByRole("complementary", { name: "Latest decision" });
    await toast.getByText("decision from before is not stored yet: The server had a problem.").waitFor();
    await eventuallyDecided("- a - - - - -");
    await page.unroute(new RegExp(`/${ids[0]}/decisions$`));
    await page.reload();
    await toast.getByText("decisions from before are stored.").waitFor();
    await eventuallyDecided("ahr a - - - - -");
  });

  test("what the server refuses for good is shown again, with the server's reason", async () => {
    const page = await leaveTwoBehind();
    const detail = 'This needs the right "moderate".';
    await intercept(page, /\/decisions$/, (route) =>
      route.fulfill({ status: 403, json: { status: 403, detail } }),
    );

    await page.goto(`${service.url}/?site=${site}&order=oldest`);

    await page
      .getByRole("complementary", { name: "Latest decision" })
      .getByText(`2 decisions from before could not be stored: ${detail}`)
      .waitFor();
    await page.unroute(/\/decisions$/);
    await page.reload();
    await eventuallyCards(page, names);
    expect(await decided()).toBe("- - - - - - -");
  });

  test("an answer that got lost on its way is asked for again, and nothing is decided twice", async () => {
    const page = await openQueue(await browsing.open(checkable));
    let lost = 0;
    await intercept(page, /\/(decisions|undo)$/, async (route) => {
      if (lost++ % 2 === 0) {
        await route.fetch();
        return route.fulfill({ status: 503, json: { status: 503 } });
      }
      return route.continue();
    });

    await press(page, "a");
    await page.getByText("1 decision waits for the connection").waitFor();
    await expectAccessible(page, "waiting for the connection");
    await eventuallyDecided("a - - - - - -");
    // That it is stored was said for some seconds only, and the check above may have taken longer.
    await page.getByText("Live", { exact: true }).waitFor();
    await page.keyboard.press("Shift+X");
    await page.keyboard.press("Shift+D");
    await eventuallyDecided("a r r r r r r");
    await page.getByText("Rejected 6 comments").waitFor();
    await page.getByText("stored").waitFor();
    await press(page, "z");

    await eventuallyDecided("a rh rh rh rh rh rh");
    await eventuallyCards(page, names.slice(1));
    await page.getByRole("link", { name: "Held 6" }).waitFor();
    await eventually("each act to be sent twice", () => lost === 6);
  });

  /** Three decisions wait, and the page asks for a password. */
  const openWithWaiting = async (): Promise<Page> => {
    const page = await openQueue(await browsing.open());
    await page.context().setOffline(true);
    await press(page, "ads");
    await page.getByText("3 decisions wait for the connection").waitFor();
    await service.deps.pool.query("DELETE FROM sessions");
    await page.context().setOffline(false);
    await page.getByRole("dialog", { name: "Your session has ended" }).waitFor();
    return page;
  };

  test("what waits for the connection while the session ends is sent after signing in again", async () => {
    const page = await openWithWaiting();

    await fillSignIn(page, admin);

    await eventuallyDecided("a r s - - - -");
    await page.getByText("decisions wait for the connection").waitFor({ state: "detached" });
    await eventuallyCards(page, names.slice(3));
    expect(await page.evaluate("localStorage.length")).toBe(0);
  });

  test("what waits for the connection is not sent in the name of who signs in next, but when its person is back", async () => {
    const mara = { name: "Mara", email: "mara@example.org", password: "a long enough secret" };
    await givenModerator(service, mara);
    const page = await openWithWaiting();
    const reloads = page.waitForEvent("load");
    // The page has all the time in the world to send something before it goes.
    await intercept(page, /\/\?site=/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await route.continue();
    });

    await fillSignIn(page, mara);
    await reloads;
    await queueIsOpen(page);
    await eventuallyCards(page, names);
    expect(await decided()).toBe("- - - - - - -");

    await page.getByRole("button", { name: "Sign out" }).click();
    await fillSignIn(page, admin);
    await eventuallyDecided("a r s - - - -");
  });

  test("what somebody else decided meanwhile stays as it is, and the page says so", async () => {
    const page = await openQueue(await browsing.open());
    await page.context().setOffline(true);
    await press(page, "aa");
    await page.getByText("2 decisions wait for the connection").waitFor();
    await service.call("POST", `/v1/comments/${ids[0]}/decisions`, { body: { status: "spam" } });

    await page.context().setOffline(false);

    await card(page, "one").getByText("Already marked as spam").waitFor();
    await eventuallyDecided("s a - - - - -");
  });
});
