import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { describeInBrowser } from "../support/browser.ts";
import { signIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

describeInBrowser("what is not saved is not lost by a wrong step", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const open = async (path: string): Promise<Page> => {
    const page = await browsing.open();
    await signIn(page, service);
    await page.goto(`${service.url}/rules`);
    await page.getByRole("heading", { name: "Rules" }).waitFor();
    await page.goto(service.url + path);
    return page;
  };
  const givenRule = async (name: string) => {
    const { body } = await service.call<{ id: string }>("POST", "/v1/rules", {
      body: {
        ...{ siteKey: "demo", name, stage: "shadow", then: { points: 2 } },
        when: { check: "words", phrases: ["gnu"] },
      },
    });
    return body.id;
  };
  const dialog = (page: Page) => page.getByRole("dialog", { name: "Leave without saving?" });
  const nameField = (page: Page) => page.getByLabel("Name", { exact: true });
  const at = (page: Page) => new URL(page.url()).pathname;

  test("a link, Back and signing out ask first; staying keeps page, address and focus; leaving goes where it was going", async () => {
    const id = await givenRule("Gnus");
    const page = await open("/rules");
    await page.getByRole("link", { name: "Edit Gnus" }).click();
    await nameField(page).fill("Gnus and okapis");

    const link = page.getByRole("link", { name: "All rules" });
    await link.focus();
    await page.keyboard.press("Enter");
    await dialog(page).getByText("The rule “Gnus” has changes that are not saved.").waitFor();
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Stay here");
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
    await eventually("the focus to be where it was", () =>
      page.evaluate<boolean>('document.activeElement.textContent === "All rules"'),
    );
    expect([at(page), await nameField(page).inputValue()]).toEqual([`/rules/${id}`, "Gnus and okapis"]);

    await page.goBack();
    await dialog(page).getByRole("button", { name: "Stay here" }).click();
    await page.waitForURL(`**/rules/${id}`);
    expect(await nameField(page).inputValue()).toBe("Gnus and okapis");

    await page.getByRole("button", { name: "Sign out" }).click();
    await dialog(page).getByRole("button", { name: "Stay here" }).click();

    await page.goBack();
    await page.waitForURL(`**/rules/${id}`);
    await dialog(page).getByRole("button", { name: "Leave without saving" }).click();
    await page.getByRole("link", { name: "Edit Gnus" }).waitFor();
    expect(at(page)).toBe("/rules");
    await page.goForward();
    expect(await nameField(page).inputValue()).toBe("Gnus");
  });

  test("nobody is asked where nothing was changed, where it was changed back, or once it is saved", async () => {
    const id = await givenRule("Emus");
    const page = await open("/rules");
    await page.getByRole("link", { name: "Edit Emus" }).click();
    await nameField(page).fill("Other");
    await nameField(page).fill("Emus");
    await page.getByLabel("What happens").selectOption("hold");
    await page.getByLabel("What happens").selectOption("");
    await page.getByLabel("Points").fill("2");

    await page.getByRole("link", { name: "All rules" }).click();
    await page.getByRole("link", { name: "Edit Emus" }).click();
    await nameField(page).fill("Emus at dawn");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved as version 2.").first().waitFor();
    await page.getByRole("link", { name: "All rules" }).click();

    await page.getByRole("link", { name: "Edit Emus at dawn" }).waitFor();
    expect(await dialog(page).count()).toBe(0);
    expect((await service.call("GET", `/v1/rules/${id}`)).body.name).toBe("Emus at dawn");
  });

  test("a word list asks, too, also for phrases that are pasted and not added; a deleted list does not", async () => {
    const page = await open("/word-lists/new");
    await page.getByLabel("Phrases, one a line").fill("casino");
    await page.getByRole("link", { name: "All word lists" }).click();
    await dialog(page).getByText("The new word list has changes").waitFor();
    await dialog(page).getByRole("button", { name: "Stay here" }).click();
    await page.getByRole("button", { name: "Add to the list" }).click();
    await page.getByLabel("Name of the list").fill("Games");
    await page.getByRole("button", { name: "Save list" }).click();
    await page.getByText("Saved.", { exact: true }).waitFor();

    await page.getByLabel("Name of the list").fill("Games of chance");
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("button", { name: "Delete list" }).click();

    await page.getByRole("heading", { name: "Word lists" }).waitFor();
    expect(await dialog(page).count()).toBe(0);
  });

  test("the forms of the settings ask, too, and no longer once they are saved, or where nothing was changed", async () => {
    await service.call("POST", "/v1/webhook-endpoints", {
      body: { siteKey: "demo", url: "https://example.org/hook" },
    });
    const page = await open("/settings/sites/demo");
    const expectAsked = async (what: string, link: string): Promise<void> => {
      await page.getByRole("link", { name: link, exact: true }).click();
      await dialog(page).getByText(`${what} has changes that are not saved.`).waitFor();
      await dialog(page).getByRole("button", { name: "Stay here" }).click();
    };

    await page.getByLabel("Hold from").fill("9");
    await page.getByLabel("Address of the chat’s incoming webhook").fill("https://chat.example/x");
    await expectAsked("The form “Tell a chat what waits”", "All sites");
    await page.getByLabel("Address of the chat’s incoming webhook").fill("");
    await expectAsked("The site “Demo”", "All sites");
    expect(await page.getByLabel("Hold from").inputValue()).toBe("9");
    await page.getByRole("button", { name: "Save settings" }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    await page.getByRole("link", { name: "All sites", exact: true }).click();
    await page.getByRole("heading", { name: "Sites" }).waitFor();

    await page.getByRole("link", { name: "My account" }).click();
    await page.getByLabel("Public name").fill("The desk");
    await expectAsked("Your name", "Webhooks");
    await page.getByRole("button", { name: "Save names" }).click();
    await page.getByLabel(/^By e-mail to/).check();
    await expectAsked("The form “Tell me what waits”", "Webhooks");
    await page.getByRole("button", { name: "Save notices" }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Webhooks" }).click();

    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Address", { exact: true }).fill("https://example.org/other");
    await expectAsked("The webhook https://example.org/hook", "Numbers");
    await page.getByLabel("Address", { exact: true }).fill("https://example.org/hook");
    await page.getByRole("link", { name: "Numbers" }).click();
    await page.getByRole("heading", { name: "Numbers", exact: true }).waitFor();
  });

  test("closing the tab asks as browsers do, and only then", async () => {
    const page = await open("/rules/new");
    page.removeAllListeners("dialog");
    const asked: string[] = [];
    page.on("dialog", (shown) => {
      asked.push(shown.type());
      void shown.accept();
    });

    await page.reload();
    await nameField(page).waitFor();
    const before = [...asked];
    await nameField(page).click();
    await page.keyboard.type("Tapirs");
    await page.reload();
    await nameField(page).waitFor();

    expect(before).toEqual([]);
    expect(asked).toEqual(["beforeunload"]);
    expect(await nameField(page).inputValue()).toBe("");
  });

  test("Enter within a condition saves nothing; in the rule's own fields it saves the rule", async () => {
    const page = await open("/rules/new");
    await nameField(page).fill("Links");
    await page.getByLabel("Kind of condition").selectOption({ label: "A number of links" });
    await page.getByRole("button", { name: "+ Add condition" }).click();

    await page.getByLabel("How many links: number").press("Enter");
    await page.getByRole("checkbox").first().press("Enter");
    // While a rule is being saved the button says so, and afterwards it says “Save”.
    expect(await page.getByRole("button", { name: "Save rule" }).count()).toBe(1);
    expect(at(page)).toBe("/rules/new");

    await page.getByLabel("Points").press("Enter");
    await page.getByText("Saved as version 1.").first().waitFor();
  });
});
