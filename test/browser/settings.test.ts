import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { codeAt, stepSeconds } from "../../src/people/totp.ts";
import { checkable, expectAccessible } from "../support/accessible.ts";
import { describeInBrowser } from "../support/browser.ts";
import { fillSignIn, queueIsOpen, signIn } from "../support/people.ts";
import { admin, type Service, startService } from "../support/service.ts";

const password = "a long enough secret";

describeInBrowser("the settings", (browsing) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
    await service.call("POST", "/v1/sites", { body: { key: "news", name: "The News" } });
  });
  afterAll(() => service.stop());

  const open = async (path: string): Promise<Page> => {
    const page = await browsing.open();
    await signIn(page, service);
    await page.goto(service.url + path);
    return page;
  };
  const follow = async (url: string, page?: Page): Promise<Page> => {
    const visitor = page ?? (await browsing.open());
    await visitor.goto(service.url + url.slice(url.indexOf("/join")));
    return visitor;
  };

  test("a site is added by the keyboard, gets its code to paste, and a setting is changed alone", async () => {
    const page = await open("/settings");
    await page.getByRole("link", { name: "Sites", exact: true }).press("Enter");
    await page.getByLabel("Name", { exact: true }).fill("The Daily Ünder");
    expect(await page.getByLabel("Key", { exact: true }).inputValue()).toBe("the-daily-under");
    await page.getByLabel("Allowed origins").fill("https://daily.example\nhttps://www.daily.example");
    await page.getByRole("button", { name: "Add site" }).press("Enter");

    await page.getByRole("heading", { name: "The Daily Ünder" }).waitFor();
    expect(await page.getByLabel("Embed code", { exact: true }).innerText()).toContain(
      `<script src="${service.url}/embed.js" data-site="the-daily-under" defer></script>`,
    );
    await page.getByLabel("Hold what rules find").press("Space");
    await page.getByLabel("Close pages after, days").fill("14");
    await page.keyboard.press("Enter");
    await page.getByText("Saved", { exact: true }).waitFor();

    const { body } = await service.call("GET", "/v1/sites/the-daily-under");
    expect(body).toMatchObject({ mode: "flagged", closePagesAfterDays: 14, thresholds: { hold: 4 } });
    const audit = await service.call<{ items: { detail: unknown }[] }>("GET", "/v1/audit?action=site.save");
    expect(audit.body.items[0]!.detail).toEqual({ mode: "flagged", closePagesAfterDays: 14 });
  });

  test("reasons for rejecting are added, put in order, changed and removed by the keyboard", async () => {
    const reasons = ["Insult", "Advert"].map((label) => ({
      code: label.toLowerCase(),
      label,
      publicText: "",
    }));
    await service.call("PATCH", "/v1/sites/news", { body: { refusalReasons: reasons } });
    const page = await browsing.open({ ...checkable, viewport: { width: 390, height: 844 } });
    await signIn(page, service);
    await page.goto(`${service.url}/settings/sites/news`);
    const focused = () => page.evaluate<string>("document.activeElement.textContent");

    await page.getByRole("button", { name: "Add a reason" }).press("Enter");
    await page.keyboard.type("Off topic");
    const added = page.getByRole("group", { name: "3 Off topic" });
    await added.getByLabel("Text for the author").fill("Please keep to the article.");
    await added.getByRole("button", { name: "Up" }).press("Enter");
    expect(await focused()).toBe("Up: Off topic");
    await page.keyboard.press("Enter");
    await page.getByRole("group", { name: "1 Off topic" }).waitFor();
    expect(await focused()).toBe("Down: Off topic");
    await page.getByRole("button", { name: /^Remove.*Advert/ }).press("Enter");
    await page.keyboard.press("End");
    await page.keyboard.type("s");
    await page.getByLabel("Rejecting in the dashboard asks for one of them").press("Space");
    await expectAccessible(page, "the reasons of a site");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await page.getByRole("button", { name: "Save settings" }).press("Enter");
    await page.getByText("Saved", { exact: true }).waitFor();

    const { body } = await service.call("GET", "/v1/sites/news");
    expect(body).toMatchObject({
      refusalReasons: [
        { code: "off-topic", label: "Off topic", publicText: "Please keep to the article." },
        { code: "insult", label: "Insults", publicText: "" },
      ],
      refusalReasonRequired: true,
    });
  });

  test("on a phone every choice that is explained has the whole width", async () => {
    const page = await browsing.open({ viewport: { width: 360, height: 740 } });
    await signIn(page, service);
    for (const [path, count] of [
      ["/settings/sites/news", 3],
      ["/settings/keys", 6],
      ["/settings/people", 3],
    ] as const) {
      await page.goto(service.url + path);
      await page
        .locator(".choice")
        .nth(count - 1)
        .waitFor();
      const lefts = await page
        .locator(".choice")
        .evaluateAll((choices: { getBoundingClientRect(): { left: number } }[]) =>
          choices.map((choice) => Math.round(choice.getBoundingClientRect().left)),
        );
      expect({ path, count: lefts.length, columns: new Set(lefts).size }).toEqual({
        path,
        count,
        columns: 1,
      });
    }
  });

  test("what the server refuses is said, and what was typed stays", async () => {
    const page = await open("/settings/sites/news");
    await page.getByLabel("Allowed origins").fill("news.example/path");
    await page.getByRole("button", { name: "Save settings" }).click();

    await page.getByRole("alert").getByText("An origin is scheme and host only").waitFor();
    expect(await page.getByLabel("Allowed origins").inputValue()).toBe("news.example/path");
  });

  test("a key is shown once, works, and is revoked after a question", async () => {
    const page = await open("/settings/keys");
    await page.getByLabel("Name", { exact: true }).fill("<b>cms</b>");
    await page.getByLabel("Site", { exact: true }).selectOption({ label: "The News" });
    await page.getByLabel(/^read/).check();
    await page.getByRole("button", { name: "Make key" }).click();
    const key = await page.getByLabel("API key", { exact: true }).innerText();
    // The text does not scroll, so it is no stop on the way to its button.
    await page.getByRole("button", { name: "Make key" }).focus();
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.ariaLabel")).toBe("Copy: API key");
    expect((await service.call("GET", "/v1/comments?siteKey=news", { key })).status).toBe(200);

    await page.reload();
    await page.getByRole("button", { name: "Revoke <b>cms</b>" }).click();
    expect(await page.getByText(key).count()).toBe(0);
    await page.getByRole("button", { name: "Revoke key" }).click();
    await page.getByText("There is no key yet.").waitFor();
    expect((await service.call("GET", "/v1/comments?siteKey=news", { key })).status).toBe(401);
  });

  test("somebody is invited, comes in, is made admin, forgets the password and is removed", async () => {
    const page = await open("/settings/people");
    await page.getByLabel("E-mail").fill("bo@example.org");
    await page.getByLabel("Site", { exact: true }).selectOption({ label: "The News" });
    await page.getByRole("button", { name: "Make the invitation" }).click();
    const bo = await follow(await page.getByLabel("Link", { exact: true }).innerText());
    await bo.getByText("The News").waitFor();
    expect(new URL(bo.url()).hash).toBe("");
    await bo.getByLabel("Name").fill("Bo‮<script>");
    await bo.getByLabel("Password").fill(password);
    await bo.keyboard.press("Enter");
    await queueIsOpen(bo);
    await bo.getByRole("link", { name: "My account" }).click();
    await bo.getByRole("heading", { name: "bo@example.org" }).waitFor();

    await page.reload();
    await page.getByRole("button", { name: /^Manage Bo/ }).click();
    await page.getByLabel("The News", { exact: true }).selectOption({ label: "Admin" });
    await page.getByRole("button", { name: "Save roles" }).click();
    await page.getByText("Admin, The News").waitFor();
    await page.getByRole("button", { name: "Reset password" }).click();
    await page.getByRole("button", { name: "Make the link" }).click();
    const again = await follow(await page.getByLabel("Link", { exact: true }).innerText());
    await again.getByLabel("New password").fill("something else entirely");
    await again.keyboard.press("Enter");
    await queueIsOpen(again);
    await again.getByRole("link", { name: "Settings" }).waitFor();

    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("group", { name: "Remove" }).getByRole("button", { name: "Remove" }).click();
    await page.getByRole("button", { name: /^Manage Bo/ }).waitFor({ state: "detached" });
    await again.goto(`${service.url}/settings/account`);
    await again.getByRole("heading", { name: "Sign in to moderate" }).waitFor();
  });

  test("a link that was used says so, and the last admin stays", async () => {
    const used = await follow("/join#nonsense");
    await used.getByRole("alert").getByText("This link has been used").waitFor();

    const page = await open("/settings/people");
    await page.getByRole("button", { name: "Manage ada" }).click();
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("group", { name: "Remove" }).getByRole("button", { name: "Remove" }).click();
    await page.getByRole("alert").getByText("the last admin").waitFor();
  });

  test("an invitation to somebody with an account is accepted after signing in", async () => {
    const invite = async (siteKey: string) =>
      String(
        (
          await service.call("POST", "/v1/invitations", {
            body: { email: "mara@example.org", siteKey, role: "moderator" },
          })
        ).body.url,
      );
    const mara = await follow(await invite("news"));
    await mara.getByLabel("Name").fill("Mara");
    await mara.getByLabel("Password").fill(password);
    await mara.keyboard.press("Enter");
    await queueIsOpen(mara);

    const elsewhere = await follow(await invite("demo"));
    await elsewhere.getByLabel("Password").fill(password);
    await elsewhere.keyboard.press("Enter");
    await elsewhere.getByRole("button", { name: "Accept" }).click();
    await queueIsOpen(elsewhere);

    const { body } = await service.call<{ items: { email: string; roles: object[] }[] }>("GET", "/v1/users");
    expect(body.items.find(({ email }) => email === "mara@example.org")!.roles).toHaveLength(2);
  });

  test("the second step is set up, asked for, passed by a code and by a recovery code", async () => {
    const made = await service.call("POST", "/v1/invitations", {
      body: { email: "step@example.org", siteKey: "news", role: "viewer" },
    });
    const page = await follow(String(made.body.url));
    await page.getByLabel("Name").fill("Step");
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await queueIsOpen(page);
    await page.goto(`${service.url}/settings/account`);
    await page.getByLabel("Your password").fill(password);
    await page.keyboard.press("Enter");
    const secret = (await page.getByLabel("Key for the app", { exact: true }).innerText()).replaceAll(
      " ",
      "",
    );
    await page.getByRole("img", { name: "The key as a picture" }).waitFor();
    await expectAccessible(page, "setting up the second step");
    const code = (off: number) => codeAt(secret, Math.floor(Date.now() / 1000 / stepSeconds) + off);
    await page.getByLabel("The code that the app shows").fill("000000");
    await page.keyboard.press("Enter");
    await page.getByText("This is not the code of the moment").waitFor();
    await page.getByLabel("The code that the app shows").fill(code(-1));
    await page.keyboard.press("Enter");
    const codes = (await page.getByLabel("Recovery codes", { exact: true }).innerText()).trim().split("\n");
    await page.getByText("10 recovery codes left.").waitFor();
    expect(codes).toHaveLength(10);

    for (const typed of [code(0), codes[0]!]) {
      const again = await browsing.open();
      await again.goto(service.url);
      await fillSignIn(again, { email: "step@example.org", password });
      await again.getByLabel("Code").fill(typed);
      await again.keyboard.press("Enter");
      await queueIsOpen(again);
    }
  });

  test("other sessions are seen and ended, the password is changed", async () => {
    const other = await open("/");
    const page = await open("/settings/account");
    await page.getByRole("button", { name: "Sign out everywhere else" }).click();
    await page.getByText("This one").waitFor();
    await page.getByRole("button", { name: "Sign out everywhere else" }).waitFor({ state: "detached" });
    await other.goto(`${service.url}/settings/account`);
    await other.getByRole("heading", { name: "Sign in to moderate" }).waitFor();

    await page.getByLabel("Present password").fill("wrong");
    await page.getByLabel("New password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("The password is wrong.").waitFor();
    await page.getByLabel("Present password").fill(admin.password);
    await page.keyboard.press("Enter");
    await page.getByText("The password is changed").waitFor();
    await page.getByLabel("Present password").fill(password);
    await page.getByLabel("New password").fill(admin.password);
    await page.keyboard.press("Enter");
    await page.getByText("The password is changed").waitFor();
  });

  test("the audit log is filtered by address and saved as a file with the same filter", async () => {
    const page = await open("/settings/audit");
    await page.getByLabel("About").selectOption({ label: "Sites" });
    await page.getByLabel("Site", { exact: true }).selectOption({ label: "The News" });
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByText("added a site").waitFor();
    expect(new URL(page.url()).search).toBe("?site=news&action=site");
    expect(await page.getByText("signed in").count()).toBe(0);

    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Save as CSV" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe("moderato-audit.csv");
    expect(file.url()).toContain("siteKey=news&action=site");
  });
});
