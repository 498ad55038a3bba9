import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { checkable, expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment, readComment } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import {
  activeCard,
  card,
  eventuallyCards,
  expectActive,
  givenModerator,
  signIn,
  workloadIsShown,
} from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

describeInBrowser("two moderators at one queue", (browsing) => {
  let service: Service;
  const ben = { name: "Ben", email: "ben@example.org", password: "another long secret" };

  beforeAll(async () => {
    service = await startService();
    await givenModerator(service, ben);
  });
  afterAll(() => service.stop());

  test("see who looks at what, ask each other, and leave each other notes", async () => {
    const { id } = await givenHeldComment(service, { body: "Satire or not?", authorName: "Jo" });
    await givenHeldComment(service, { body: "Plain enough", authorName: "Mia" });
    const his = await browsing.open();
    await signIn(his, service, "/?order=oldest", ben);
    await expectActive(his, "Satire or not?");
    const hers = await browsing.open(checkable);
    await signIn(hers, service, "/?order=oldest");

    await card(hers, "Satire or not?").getByText("Ben is looking at this").waitFor();
    // Twice as long as it takes until somebody counts as looking.
    await hers.waitForTimeout(3_000);
    await card(hers, "Satire or not?").getByText("Ben is looking at this").waitFor();
    await his.keyboard.press("j");
    await card(hers, "Satire or not?").getByText("Ben is looking at this").waitFor({ state: "hidden" });
    await card(his, "Satire or not?").getByText("Ada is looking at this").waitFor();

    await hers.keyboard.press("!");
    const asking = hers.getByRole("dialog", { name: "Ask for a second opinion" });
    await asking.waitFor();
    await hers.keyboard.type("He may mean it.");
    await expectAccessible(hers, "asking for a second opinion");
    await hers.keyboard.press("Tab");
    await hers.keyboard.press("Enter");
    await eventuallyCards(hers, ["Plain enough"]);
    await expectActive(hers, "Plain enough");

    await card(his, "Satire or not?").getByText("asks for a second opinion").waitFor();
    await his.keyboard.press("]");
    await expectActive(his, "Satire or not?");
    await card(his, "Satire or not?").getByText("He may mean it.").waitFor();
    await hers.getByRole("link", { name: "Second opinion 1" }).click();
    await expectActive(hers, "Satire or not?");
    await expectAccessible(hers, "the list of second opinions");
    await his.keyboard.press("a");
    await his.getByText("stored").waitFor();
    await card(hers, "Satire or not?").getByText("Already approved by Ben").waitFor();
    expect(await readComment(service, id)).toMatchObject({ status: "approved" });

    await his.keyboard.press("z");
    await expectActive(his, "Satire or not?");
    await his.getByText("Live", { exact: true }).waitFor();
    await his.getByRole("button", { name: "No longer needed" }).click();
    await his
      .getByLabel("Latest decision")
      .getByText(/^The question is withdrawn/)
      .waitFor();
    await hers.getByRole("link", { name: /^Held/ }).click();
    await eventuallyCards(hers, ["Satire or not?", "Plain enough"]);
  });

  test("a question is taken back like a decision, in the order in which both came", async () => {
    const [one, two] = [
      await givenHeldComment(service, { body: "unsure one" }),
      await givenHeldComment(service, { body: "unsure two" }),
    ];
    await givenHeldComment(service, { body: "unsure three" });
    const hers = await browsing.open(checkable);
    await signIn(hers, service, "/?order=oldest");
    while (!(await activeCard(hers).innerText()).includes("unsure one")) await hers.keyboard.press("j");
    await hers.keyboard.press("d");
    await hers.getByText("stored").waitFor();
    await expectActive(hers, "unsure two");
    await hers.keyboard.press("!");
    await hers.getByRole("dialog").getByLabel("Note for moderators").fill("Is he?");
    await hers.getByRole("dialog").getByRole("button", { name: "Ask" }).press("Enter");
    await hers.getByRole("button", { name: "Undo z" }).waitFor();
    await expectAccessible(hers, "what can be taken back after a question");
    await expectActive(hers, "unsure three");

    await hers.keyboard.press("z");
    await expectActive(hers, "unsure two");
    await hers.getByText("The question is withdrawn; the comment is where it was.").first().waitFor();
    expect(await hers.getByText("asks for a second opinion").count()).toBe(0);
    await eventually("the question to be withdrawn", async () => {
      const { secondOpinion } = (await readComment(service, two.id)) as { secondOpinion?: unknown };
      return secondOpinion === null;
    });
    expect(await readComment(service, one.id)).toMatchObject({ status: "rejected" });

    await hers.keyboard.press("z");
    await expectActive(hers, "unsure one");
    await eventually("the decision to be taken back", async () => {
      return (await readComment(service, one.id)).status === "held";
    });

    await hers.keyboard.press("!");
    await hers.getByRole("dialog").getByRole("button", { name: "Ask" }).press("Enter");
    await hers.getByRole("button", { name: "Undo z" }).waitFor();
    await service.call("POST", `/v1/comments/${one.id}/decisions`, { body: { status: "approved" } });
    await hers.keyboard.press("z");
    await hers
      .getByLabel("Latest decision")
      .getByText(/^Already approved/)
      .waitFor();
    expect(await card(hers, "unsure one").count()).toBe(0);
  });

  test("a question of a colleague is not taken back as one's own, and none is asked about what was decided meanwhile", async () => {
    const { id } = await givenHeldComment(service, { body: "whose question one" });
    await givenHeldComment(service, { body: "whose question two" });
    const hers = await browsing.open();
    await signIn(hers, service, "/?q=whose&order=oldest");
    await expectActive(hers, "whose question one");
    await hers.keyboard.press("!");
    await hers.getByRole("dialog").getByRole("button", { name: "Ask" }).press("Enter");
    await expectActive(hers, "whose question two");
    const his = await browsing.open();
    await signIn(his, service, "/second-opinion?q=whose", ben);
    await his.getByRole("button", { name: "No longer needed" }).click();
    await his.getByText("The question is withdrawn").first().waitFor();
    await his.keyboard.press("!");
    await his.getByRole("dialog").getByLabel("Note for moderators").fill("Mine.");
    await his.getByRole("dialog").getByRole("button", { name: "Ask" }).press("Enter");
    await his.getByRole("dialog").waitFor({ state: "detached" });

    await hers.keyboard.press("z");
    await hers.getByLabel("Latest decision").getByText("Ben asks about it already.").waitFor();
    expect(await readComment(service, id)).toMatchObject({
      secondOpinion: { askedBy: "Ben", note: "Mine." },
    });

    await hers.keyboard.press("!");
    const asking = hers.getByRole("dialog", { name: "Ask for a second opinion" });
    await asking.getByLabel("Note for moderators").fill("Too late.");
    await his.goto(`${service.url}/?q=whose`);
    await expectActive(his, "whose question two");
    await his.keyboard.press("a");
    await asking.getByText("Already approved by Ben").waitFor();
    expect(await asking.getByRole("button", { name: "Ask" }).isDisabled()).toBe(true);
    expect(await asking.getByLabel("Note for moderators").inputValue()).toBe("Too late.");
  });

  test("see each other's claims also where both have one name", async () => {
    await givenHeldComment(service, { body: "namesakes one" });
    const namesake = { ...ben, email: "other-ben@example.org" };
    await givenModerator(service, namesake);
    const his = await browsing.open();
    await signIn(his, service, "/?q=namesakes", ben);
    const others = await browsing.open();
    await signIn(others, service, "/?q=namesakes", namesake);

    await card(others, "namesakes one").getByText("Ben is looking at this").waitFor();
  });

  test("going on in one of two windows leaves the other one's comment as looked at", async () => {
    await givenHeldComment(service, { body: "two windows one" });
    await givenHeldComment(service, { body: "two windows two" });
    const first = await browsing.open();
    await signIn(first, service, "/?q=windows&order=oldest");
    const second = await first.context().newPage();
    await second.goto(`${service.url}/?q=windows&order=oldest`);
    await expectActive(second, "two windows one");
    const his = await browsing.open();
    await signIn(his, service, "/?q=windows&order=newest", ben);
    const badge = card(his, "two windows one").getByText("Ada is looking at this");
    await badge.waitFor();
    // Both windows have said so by then.
    await second.waitForTimeout(2_000);

    const claimed = first.waitForResponse(
      (response) => response.url().endsWith("/claim") && response.request().method() === "POST",
    );
    await second.keyboard.press("j");
    await claimed;
    await badge.waitFor();
  });

  test("what happens while a page is opened is seen on it", async () => {
    const { id } = await givenHeldComment(service, { body: "just now one" });
    const next = await givenHeldComment(service, { body: "just now two" });
    const hers = await browsing.open();
    await signIn(hers, service, "/?q=just&order=oldest");
    let listen: () => void = () => undefined;
    const listening = new Promise<void>((resolve) => (listen = resolve));
    await intercept(hers, "**/v1/stream", async (route) => {
      await listening;
      await route.continue();
    });
    await hers.reload();
    await eventuallyCards(hers, ["just now one", "just now two"]);
    const his = await browsing.open();
    await signIn(his, service, "/?q=just&order=oldest", ben);
    const claimed = his.waitForResponse(`**/v1/comments/${next.id}/claim`);
    await his.keyboard.press("a");
    await claimed;
    await eventually("the decision", async () => (await readComment(service, id)).status === "approved");
    listen();

    await card(hers, "just now one").getByText("Already approved by Ben").waitFor();
    await card(hers, "just now two").getByText("Ben is looking at this").waitFor();
  });

  test("what one decides and takes back stands again where the other looks at it, and can be decided there", async () => {
    for (const body of ["back one", "back two", "back three"]) await givenHeldComment(service, { body });
    const hers = await browsing.open();
    await signIn(hers, service, "/?q=back&order=newest");
    await expectActive(hers, "back three");
    await hers.keyboard.press("j");
    await expectActive(hers, "back two");
    const his = await browsing.open();
    await signIn(his, service, "/?q=back&order=newest", ben);
    await his.keyboard.press("j");
    await his.keyboard.press("s");
    await card(hers, "back two").getByText("Already marked as spam by Ben").waitFor();

    const readAgain = hers.waitForResponse(/\/v1\/comments\/[^/?]+$/);
    await his.keyboard.press("z");
    await card(hers, "back two").getByText("it was put back").waitFor();

    await eventuallyCards(hers, ["back three", "back two", "back one"]);
    await expectActive(hers, "back two");
    await (await readAgain).finished();
    await hers.keyboard.press("a");
    await eventuallyCards(hers, ["back three", "back one"]);
    await hers.getByText("stored").waitFor();
  });

  test("what one decides while the other's line is deaf is seen without a reload, and nothing moves", async () => {
    for (const body of ["gap one", "gap two", "gap three"]) await givenHeldComment(service, { body });
    const his = await browsing.open();
    await signIn(his, service, "/?order=newest", ben);
    await expectActive(his, "gap three");
    const hers = await browsing.open();
    await signIn(hers, service, "/?order=newest");
    await expectActive(hers, "gap three");
    await workloadIsShown(hers);
    const top = (await activeCard(hers).boundingBox())?.y;

    await service.deps.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'moderato changes' AND datname = current_database()",
    );
    await his.keyboard.press("j");
    await his.keyboard.press("s");

    await card(hers, "gap two").getByText("Already marked as spam by Ben").waitFor();
    await expectActive(hers, "gap three");
    expect((await activeCard(hers).boundingBox())?.y).toBe(top);
  });

  test("after a broken line the cards that others decided meanwhile say so, before they are decided again", async () => {
    for (const body of ["asleep one", "asleep two", "asleep three"])
      await givenHeldComment(service, { body });
    const hers = await browsing.open();
    await signIn(hers, service, "/?order=newest");
    await intercept(hers, "**/v1/stream", (route) => route.abort());
    await hers.reload();
    await expectActive(hers, "asleep three");
    const his = await browsing.open();
    await signIn(his, service, "/?order=newest", ben);
    await his.keyboard.press("a");
    await expectActive(his, "asleep two");
    await his.keyboard.press("d");
    await his.getByText("stored").waitFor();
    const { id } = await givenHeldComment(service, { body: "asleep four" });

    await hers.unroute("**/v1/stream");

    await card(hers, "asleep three").getByText("Already approved by Ben").waitFor();
    await card(hers, "asleep two").getByText("Already rejected by Ben").waitFor();
    await expectActive(hers, "asleep three");
    await hers.getByRole("button", { name: "1 new" }).waitFor();
    await hers.keyboard.press("j");
    await hers.keyboard.press("j");
    await expectActive(hers, "asleep one");
    await hers.keyboard.press(".");
    await expectActive(hers, "asleep four");
    expect(await readComment(service, id)).toMatchObject({ status: "held" });
  });

  test("a note stands above the queue of everyone until somebody has done with it", async () => {
    await givenHeldComment(service, { body: "Something to hold" });
    const his = await browsing.open();
    await signIn(his, service, "/", ben);
    const hers = await browsing.open(checkable);
    await signIn(hers, service);

    await his.getByRole("button", { name: "Leave a note" }).focus();
    await his.keyboard.press("Enter");
    const field = his.getByRole("dialog").getByLabel("Note for moderators");
    await field.and(his.locator(":focus")).waitFor();
    await his.keyboard.type("The harbour thread is under attack.\nHold everything.");
    await his.keyboard.press("Tab");
    await his.keyboard.press("Enter");

    const notes = hers.getByRole("list", { name: "Notes from your colleagues" });
    await notes.getByText("The harbour thread is under attack.").waitFor();
    await expectAccessible(hers, "a note above the queue");
    await notes.getByRole("button", { name: "Done: the note by Ben" }).click();
    await notes.waitFor({ state: "hidden" });
    await his.getByRole("list", { name: "Notes from your colleagues" }).waitFor({ state: "hidden" });
  });
});
