import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import {
  aboutText,
  ACTION_KINDS,
  ACTION_WORDS,
  momentOf,
} from "../../src/dashboard/app/settings/audit-words.ts";
import { deviceName } from "../../src/dashboard/app/settings/device-name.ts";
import { SCOPES } from "../../src/dashboard/app/settings/scopes.ts";
import { scopes } from "../../src/people/caller.ts";

describe("the audit log in words", () => {
  const source = path.resolve(import.meta.dirname, "../../src");
  const recorded = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("dashboard"))
    .map((name) => readFileSync(path.join(source, name), "utf8"))
    .flatMap((text) => [...text.matchAll(/action(?::| =) ([^,;\n]+)/g)].map((found) => found[1]!))
    .flatMap((value) => [...value.matchAll(/"([a-z-]+\.[a-z-]+)"/g)].map((found) => found[1]!));

  test("says every act that the server records, and no other", () => {
    expect(Object.keys(ACTION_WORDS).sort()).toEqual([...new Set(recorded)].sort());
  });

  test("can be filtered by the kind of every act", () => {
    const kinds = new Set(recorded.map((action) => action.split(".")[0]));

    expect(new Set(ACTION_KINDS.map(({ kind }) => kind))).toEqual(kinds);
  });

  test("shows what an act was about, without ids", () => {
    const id = "01a21029-728c-76d5-a663-7de380461f0f";

    expect(aboutText({ action: "rule.undo", subject: id, detail: null })).toBe("");
    const detail = { name: "Links", stage: "hold", ruleId: id, points: 4 };
    expect(aboutText({ action: "rule.save", subject: id, detail })).toBe(
      "Name: Links, Stage: Hold, points: 4",
    );
    expect(aboutText({ action: "invitation.create", subject: null, detail: { role: "viewer" } })).toBe(
      "Role: Viewer",
    );
    expect(aboutText({ action: "site.create", subject: "news", detail: null })).toBe("news");
  });

  test("says why the emergency brake stopped a rule with times as they are here", () => {
    const since = "2026-11-29T12:27:29.173Z";
    const reason = `It hit 22 of 22 comments (100 %) since ${since}. It is in shadow now; save it to go on.`;

    const said = aboutText({ action: "rule.brake", subject: null, detail: { from: "enforce", reason } });

    expect(said).toMatch(
      /^Stage before: Enforce, Reason: It hit 22 of 22 comments .* since [^TZ]+, [^TZ]+\.$/,
    );
  });

  test("a day ends with the next midnight, also at the end of a month", () => {
    expect(momentOf("2026-11-30", { end: true })).toBe(new Date(2026, 11, 1).toISOString());
    expect(momentOf("2026-11-30")).toBe(new Date(2026, 10, 30).toISOString());
    expect(momentOf("")).toBeNull();
  });
});

test("every scope is explained", () => {
  expect(SCOPES.map(({ scope }) => scope).sort()).toEqual([...scopes].sort());
});

test.each([
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
    "Edge on Windows",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  ["curl/8.5.0", "A program"],
  [null, "A program"],
])("%j is called %s", (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});
