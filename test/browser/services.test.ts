import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Webhook } from "standardwebhooks";
import type { Page } from "playwright-core";
import { createServerKey } from "../../src/db/server-key.ts";
import { describeInBrowser } from "../support/browser.ts";
import { givenComment, judged } from "../support/givens.ts";
import { intercept } from "../support/intercept.ts";
import { signIn } from "../support/people.ts";
import { type Service, startService } from "../support/service.ts";
import { json, type ServiceDouble, startServiceDouble, text } from "../support/service-double.ts";

describeInBrowser("rules that ask a service", (browsing) => {
  let service: Service;
  let scorer: ServiceDouble;
  let akismet: ServiceDouble;
  beforeAll(async () => {
    scorer = await startServiceDouble(json({ score: 0.97, reason: "sold as a diet" }));
    akismet = await startServiceDouble((res, request) => {
      const isGood = request.body.includes("key=goodkey");
      text(isGood ? "valid" : "invalid")(res, request);
    });
    service = await startService({ env: { AKISMET_URL: akismet.url } });
  });
  afterAll(async () => {
    await service.stop();
    await scorer.stop();
    await akismet.stop();
  });

  const writeRule = async (name: string, condition: string): Promise<Page> => {
    const page = await browsing.open();
    await signIn(page, service);
    await page.goto(`${service.url}/rules/new`);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Kind of condition").selectOption({ label: condition });
    await page.getByRole("button", { name: "+ Add condition" }).click();
    return page;
  };
  const save = (page: Page) => page.getByRole("button", { name: "Save rule" }).click();

  test("one's own service is named, its secret made beside it, and a card shows what it said", async () => {
    const page = await writeRule("Our scorer", "The score of a service of yours");
    await page.getByLabel("Address of the service").fill(`${scorer.url}/check`);
    await save(page);
    await page.getByText("no signing secret for external checks yet").first().waitFor();

    await page.getByRole("button", { name: "Make the signing secret" }).click();
    const secret = await page.locator(".secret code").innerText();
    await page.getByRole("button", { name: "Make a new secret" }).waitFor();
    await save(page);
    await page.getByText("Saved as version 1.").first().waitFor();

    const { id } = await givenComment(service, { body: "lose weight today" });
    await judged(service, id);
    const { body, headers } = scorer.requests.at(-1)!;
    expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
    await page.goto(service.url);
    await page.getByText("gives it a score of 0.97: sold as a diet").first().waitFor();
  });

  test("an Akismet key that Akismet refuses is refused beside its field, another is kept and never shown", async () => {
    const page = await writeRule("Akismet", "Akismet takes it for spam");
    const key = page.getByLabel("Akismet key");
    await key.fill("badkey");
    await page.getByRole("button", { name: "Save the key" }).click();
    await page.getByText("Akismet does not accept this key").waitFor();

    const rulesSent: string[] = [];
    page.on("request", (request) => {
      if (/\/v1\/rules$/.test(request.url())) rulesSent.push(request.method());
    });
    await key.fill("goodkey");
    await key.press("Enter");
    await page.getByText("The site’s Akismet key was saved").waitFor();
    expect(await page.getByLabel("Another Akismet key").inputValue()).toBe("");
    expect(rulesSent).toEqual([]);
    await save(page);
    await page.getByText("Saved as version 1.").first().waitFor();
    expect(rulesSent).toEqual(["POST"]);
  });

  test("a key that cannot be read any more is named beside its field, until it is saved anew", async () => {
    const body = { key: "goodkey" };
    await service.call("POST", "/v1/sites/demo/services/akismet", { body });
    const sealed = createServerKey("the server's key of another day").encrypt("goodkey");
    await service.database.pool.query("UPDATE service_secrets SET secret = $1 WHERE service = 'akismet'", [
      sealed,
    ]);
    const page = await writeRule("Akismet again and again", "Akismet takes it for spam");
    const unreadable = page.getByText("The Akismet key cannot be read any more");
    await unreadable.waitFor();

    await page.getByLabel("Another Akismet key").fill("goodkey");
    await page.getByRole("button", { name: "Save the key" }).click();
    await unreadable.waitFor({ state: "detached" });
  });

  test("whether Akismet is told what moderators decide is a switch of the site, saved by itself", async () => {
    const page = await writeRule("Akismet again", "Akismet takes it for spam");
    await page.getByLabel("Akismet key").fill("goodkey");
    await page.getByRole("button", { name: "Save the key" }).click();
    const reports = page.getByRole("checkbox", { name: "Tell Akismet when moderators decide" });
    await reports.waitFor();
    expect(await reports.isChecked()).toBe(true);

    await reports.press("Space");
    await page.getByText("Akismet is not told what moderators decide.").waitFor({ state: "attached" });
    expect(await reports.isChecked()).toBe(false);
    expect(await page.evaluate("document.activeElement.type")).toBe("checkbox");
    const { body } = await service.call("GET", "/v1/sites/demo/services");
    expect(body).toMatchObject({ akismet: { reportDecisions: false } });

    await intercept(page, "**/services/akismet", (route) => route.abort());
    await reports.press("Space");
    await page.locator(".service-setup [role=alert]").waitFor();
    expect(await reports.isChecked()).toBe(false);
  });
});
