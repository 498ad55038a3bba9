import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment, readComment } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import { activeCard, expectActive, inThread, openArticle, queueIsOpen, signIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

describeInBrowser("replies as the newsroom", (browsing) => {
  let service: Service;
  let page: Page;
  beforeAll(async () => {
    service = await startService();
    for (const body of ["Is the figure right?", "And who wrote this?"])
      await givenHeldComment(service, { pageUrl: `${service.url}/demo`, authorName: "Newsroom", body });
  });
  afterAll(() => service.stop());

  test("a moderator answers from the keyboard, a refusal keeps the words, and readers see whose they are", async () => {
    page = await browsing.open({ bypassCSP: true });
    await signIn(page, service, "/?order=oldest");
    await expectActive(page, "Is the figure right?");
    const id = (await activeCard(page).getAttribute("data-comment-id"))!;

    await page.keyboard.press("r");
    const field = page.getByLabel("Reply as the newsroom to Newsroom");
    await field.fill("Yes: it is 12.");
    await expectAccessible(page, "replying");
    await intercept(page, "**/reply", (route) => route.abort());
    await field.press("Control+Enter");
    await page.getByRole("status").getByText("is back in its place").waitFor();

    await page.unroute("**/reply");
    expect(await field.inputValue()).toBe("Yes: it is 12.");
    await field.press("Control+Enter");
    await eventually("the comment to be published", async () => {
      const { status } = await readComment(service, id);
      return status === "approved";
    });
    await expectActive(page, "And who wrote this?");

    const reader = await browsing.open();
    await openArticle(reader, service);
    await inThread(reader, "Yes: it is 12.").locator("[part=newsroom]").waitFor();
    expect(await reader.locator("[part=newsroom]").count()).toBe(1);
    expect(await inThread(reader, "Is the figure right?").locator("[part=newsroom]").count()).toBe(0);

    await page.keyboard.press("z");
    await eventually("both to be taken back", async () => (await readComment(service, id)).status === "held");
  });

  test("what is published already is answered where it stands", async () => {
    const { id } = await givenHeldComment(service, { authorName: "Mara", body: "Published before." });
    await service.call("POST", `/v1/comments/${id}/decisions`, { body: { status: "approved" } });
    page = await browsing.open();
    await signIn(page, service, "/approved");
    await queueIsOpen(page);

    await page.getByRole("button", { name: "Reply", exact: true }).first().click();
    await page.getByLabel("Reply as the newsroom to Mara").fill("Thank you.");
    await page.getByRole("button", { name: /^Publish the reply/ }).click();

    await page.getByText("The reply to Mara is published.").first().waitFor();
    const { body } = await service.call<{ items: { body: string; isNewsroom: boolean }[] }>(
      "GET",
      "/v1/comments?status=approved&limit=1",
    );
    expect(body.items).toMatchObject([{ body: "Thank you.", isNewsroom: true }]);
  });
});
