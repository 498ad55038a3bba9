import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { checkable, expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment, readComment } from "../support/givens.ts";
import { card, eventuallyCards, expectActive, givenModerator, signIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";

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
    await his.keyboard.press("j");
    await card(hers, "Satire or not?").getByText("Ben is looking at this").waitFor({ state: "hidden" });

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
    await his.getByRole("button", { name: "No longer needed" }).click();
    await his
      .getByLabel("Latest decision")
      .getByText(/^The question is withdrawn/)
      .waitFor();
    await hers.getByRole("link", { name: /^Held/ }).click();
    await eventuallyCards(hers, ["Satire or not?", "Plain enough"]);
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
