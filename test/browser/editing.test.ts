import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { givenHeldComment, readComment } from "../support/givens.ts";
import { activeCard, expectActive, inThread, openArticle, signedIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

describeInBrowser("editing a comment", (browsing) => {
  let service: Service;
  let ids: string[];
  beforeAll(async () => {
    service = await startService();
    await service.call("POST", "/v1/rules", {
      body: {
        ...{ siteKey: "demo", name: "Telephone", stage: "enforce" },
        ...{ when: { check: "words", phrases: ["call 555"] }, then: { points: 4 } },
      },
    });
  });
  afterAll(() => service.stop());
  beforeEach(async () => {
    const { body } = await service.call<{ items: { id: string }[] }>(
      "GET",
      "/v1/comments?status=held,approved",
    );
    for (const { id } of body.items) await service.call("DELETE", `/v1/comments/${id}`);
    ids = [];
    for (const body of ["A fair point; call 555.", "The next one."])
      ids.push(
        (await givenHeldComment(service, { pageUrl: `${service.url}/demo`, authorName: "Mara", body })).id,
      );
  });

  const open = signedIn(browsing, () => service);
  const openQueue = async (): Promise<Page> => {
    const page = await open("/?order=oldest");
    await expectActive(page, "A fair point");
    return page;
  };
  const field = (page: Page) => page.getByLabel("Edit the text by Mara");

  test("a text is mended and published from the keyboard, what it was stays in its history, and undo takes both back one after the other", async () => {
    const page = await openQueue();
    expect(await activeCard(page).locator("mark").count()).toBe(1);

    await page.keyboard.press("e");
    await expectAccessible(page, "editing");
    expect(await field(page).inputValue()).toBe("A fair point; call 555.");
    await field(page).fill("A fair point.");
    await field(page).press("Control+Enter");

    await expectActive(page, "The next one.");
    await eventually(
      "the comment to be published",
      async () => (await readComment(service, ids[0]!)).status === "approved",
    );
    const reader = await browsing.open({ bypassCSP: true });
    await openArticle(reader, service);
    await inThread(reader, "A fair point.").getByText("edited", { exact: true }).waitFor();

    await page.keyboard.press("z");
    await expectActive(page, "A fair point.");
    await eventually("it to be held", async () => (await readComment(service, ids[0]!)).status === "held");
    await activeCard(page).getByRole("button", { name: "History" }).click();
    await activeCard(page).locator("del", { hasText: "call 555" }).waitFor();
    expect(await activeCard(page).locator("mark").count()).toBe(0);

    await page.keyboard.press("z");
    await page.getByText("The text by Mara is again what it was.").first().waitFor();
    await activeCard(page).locator("mark", { hasText: "call 555" }).waitFor();
    expect(await readComment(service, ids[0]!)).toMatchObject({
      body: "A fair point; call 555.",
      status: "held",
    });
  });

  test("a text is changed where it stands: no rule's mark is left in it, and it is nobody else's news", async () => {
    const page = await openQueue();
    await activeCard(page).getByRole("button", { name: "Edit", exact: true }).click();
    const saveOnly = page.getByRole("button", { name: "Save only" });
    expect(await saveOnly.isDisabled()).toBe(true);
    await field(page).fill("A fair point, mended.");
    await saveOnly.click();

    await page.getByText("The text by Mara is changed.").first().waitFor();
    await expectActive(page, "A fair point, mended.");
    expect(await activeCard(page).locator("mark, .note").count()).toBe(0);
    expect(await activeCard(page).and(page.locator(":focus")).count()).toBe(1);
    await page.keyboard.press("a");
    await expectActive(page, "The next one.");
    await eventually(
      "it to be published",
      async () => (await readComment(service, ids[0]!)).status === "approved",
    );
  });

  test("a text that somebody has changed since is not taken back", async () => {
    const page = await openQueue();
    await page.keyboard.press("e");
    await field(page).fill("A fair point, mended.");
    await page.getByRole("button", { name: "Save only" }).click();
    await page.getByText("The text by Mara is changed.").first().waitFor();
    await service.call("PATCH", `/v1/comments/${ids[0]}`, {
      body: { body: "A colleague's.", status: "held" },
    });
    await expectActive(page, "A colleague's.");

    await page.keyboard.press("z");
    await page.getByText("The text by Mara was changed since, and stays as it is.").first().waitFor();
    expect((await readComment(service, ids[0]!)).body).toBe("A colleague's.");
  });

  test("what was written is kept where somebody was faster, while the panel is closed, and until it is said to go", async () => {
    const page = await openQueue();
    await page.keyboard.press("e");
    await field(page).fill("A fair point, mended.");
    await page.keyboard.press("Escape");
    await field(page).waitFor({ state: "detached" });
    await page.keyboard.press("e");
    expect(await field(page).inputValue()).toBe("A fair point, mended.");

    const { revision } = await readComment(service, ids[0]!);
    await service.call("PATCH", `/v1/comments/${ids[0]}`, {
      body: { body: "A fair point, says a colleague.", status: "held", expectedRevision: revision },
    });
    await activeCard(page).getByText("says a colleague").waitFor();
    await activeCard(page).getByText("The text was changed while you were reading").waitFor();
    expect(await field(page).inputValue()).toBe("A fair point, mended.");
    await page.getByText("Saving puts yours in its place").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.keyboard.press("e");
    expect(await field(page).inputValue()).toBe("A fair point, says a colleague.");
  });
});
