import { describe, expect, test } from "@jest/globals";
import { Webhook } from "standardwebhooks";
import {
  akismetQuestion,
  akismetReport,
  type AkismetVerdict,
  readVerdict,
  verdictToTell,
} from "../../src/outside/akismet-question.ts";
import { externalQuestion, readExternalAnswer } from "../../src/outside/external-question.ts";
import type { AkismetAnswer } from "../../src/rules/outside-fact.ts";
import { createWebhookSecret } from "../../src/webhooks/sign-webhook.ts";
import { givenFacts } from "../rules/givens.ts";

const now = new Date();

describe("the question to an external check", () => {
  const facts = givenFacts({
    comment: { body: "Grüße 👋", userAgent: "Firefox" },
    author: { approvedCount: 3 },
  });
  const secrets = [createWebhookSecret(), createWebhookSecret()];
  const ask = (revision = 1) =>
    externalQuestion({ revision, facts }, { siteId: "s1", url: "https://mod.example/check", secrets, now });

  test("is signed after Standard Webhooks, by a rotated secret too", () => {
    const { body, headers } = ask();

    for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(createWebhookSecret()).verify(body, headers)).toThrow();
    expect(() => new Webhook(secrets[0]!).verify(body.replace("Grüße", "Grusse"), headers)).toThrow();
  });

  test("tells what is known of the comment, without e-mail address, IP address and browser", () => {
    const { body } = ask();

    expect(JSON.parse(body)).toEqual({
      type: "comment.check",
      timestamp: now.toISOString(),
      data: {
        comment: {
          id: facts.comment.id,
          siteKey: "demo",
          pageUrl: "https://news.example/a",
          pageTitle: "An article",
          parentId: null,
          authorName: "Ana",
          authorUrl: null,
          body: "Grüße 👋",
          createdAt: "2026-03-10T12:00:00.000Z",
          revision: 1,
        },
        author: facts.author,
        page: facts.page,
        form: facts.form,
      },
    });
    expect(body).not.toMatch(/ana@mail|192\.0\.2|Firefox/);
  });

  test("has the same id when the same text is asked about again, another for another text", () => {
    expect(ask().headers["webhook-id"]).toBe(ask().headers["webhook-id"]);
    expect(ask(2).headers["webhook-id"]).not.toBe(ask().headers["webhook-id"]);
    expect(ask().headers["webhook-id"]).not.toContain(".");
  });
});

describe("the answer of an external check", () => {
  test.each([
    ['{"score":0.5}', { score: 0.5, reason: null }],
    ['{"score":0,"reason":null,"more":[1]}', { score: 0, reason: null }],
    ['{"score":1,"reason":" two\\nlines\\u0000 "}', { score: 1, reason: "two lines" }],
    [`{"score":1,"reason":"${"a".repeat(299)}👋"}`, { score: 1, reason: `${"a".repeat(299)}\ufffd` }],
  ])("%s is understood", (body, expected) => {
    expect(readExternalAnswer({ body })).toEqual(expected);
  });

  test.each([
    "",
    "null",
    "0.9",
    "[]",
    "{}",
    "<html>",
    '{"score":"0.9"}',
    '{"score":1.01}',
    '{"score":-0.1}',
    '{"score":null}',
    '{"score":1,"reason":7}',
    '{"score":1e999}',
  ])("%s is none", (body) => {
    expect(() => readExternalAnswer({ body })).toThrow("answered without a score from 0 to 1");
  });
});

describe("the question to Akismet", () => {
  const ask = (facts = givenFacts(), { allowedOrigins = ["https://news.example"], revision = 1 } = {}) =>
    akismetQuestion(
      { revision, facts },
      {
        site: { id: "s1", allowedOrigins },
        key: "abc123",
        akismetUrl: "https://rest.akismet.com",
        publicUrl: "https://comments.example",
      },
    );

  test("has every field of the comment check that is known, and leaves out the others", () => {
    const { url, body } = ask(
      givenFacts({ comment: { authorEmail: null, userAgent: "Firefox & Co", body: "a&b=c 👋" } }),
    );

    expect(url).toBe("https://rest.akismet.com/1.1/comment-check");
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      api_key: "abc123",
      blog: "https://news.example/",
      blog_charset: "UTF-8",
      user_ip: "192.0.2.1",
      user_agent: "Firefox & Co",
      permalink: "https://news.example/a",
      comment_type: "comment",
      comment_author: "Ana",
      comment_content: "a&b=c 👋",
      comment_date_gmt: "2026-03-10T12:00:00.000Z",
    });
  });

  test("says that an edited text is asked about again, and takes the page's site where no other is known", () => {
    const fields = new URLSearchParams(ask(givenFacts(), { allowedOrigins: [], revision: 2 }).body);

    expect([fields.get("recheck_reason"), fields.get("blog")]).toEqual(["edit", "https://news.example/"]);
  });
});

describe("the answer of Akismet", () => {
  test.each([
    ["false", {}, "ham"],
    ["true", {}, "spam"],
    ["true\n", { "x-akismet-pro-tip": "discard" }, "discard"],
    ["false", { "x-akismet-pro-tip": "discard" }, "ham"],
    // An alert about the account comes beside a verdict that counts.
    ["true", { "x-akismet-alert-code": "10010", "x-akismet-alert-msg": "Please upgrade" }, "spam"],
  ])("%j with %j is %s", (body, headers, expected) => {
    expect(readVerdict({ body, headers })).toBe(expected);
  });

  test.each([
    [
      "invalid",
      { "x-akismet-debug-help": "Missing required field: blog." },
      "does not accept the request: Missing required field: blog.",
    ],
    ["invalid", {}, "does not accept the request"],
    ["", {}, "answered neither true nor false"],
    ["Missing required field: user_ip.", {}, "answered neither true nor false"],
    ["TRUE", { "x-akismet-alert-msg": "Suspended" }, "answered neither true nor false: Suspended"],
  ])("%j with %j is no verdict", (body, headers, problem) => {
    expect(() => readVerdict({ body, headers: headers })).toThrow(new Error(problem));
  });
});

describe("the report to Akismet", () => {
  test.each<[AkismetAnswer, AkismetVerdict | null, AkismetVerdict | null, AkismetVerdict | null]>([
    // What it answered, what it was told, what the moderator says: what it is to be told.
    ["ham", null, "spam", "spam"],
    ["spam", null, "ham", "ham"],
    ["discard", null, "ham", "ham"],
    ["discard", null, "spam", null],
    ["ham", null, "ham", null],
    ["ham", null, null, null],
    ["ham", "spam", null, "ham"],
    ["ham", "spam", "spam", null],
    ["spam", "ham", null, "spam"],
    ["spam", "ham", "spam", "spam"],
  ])("after %s, told %s, with %s is %s", (answer, told, said, expected) => {
    expect(verdictToTell({ answer, told, said })).toBe(expected);
  });

  test("says what was asked about, and what the answer was", () => {
    const { comment } = givenFacts();
    const account = {
      site: { id: "s1", allowedOrigins: ["https://news.example"] },
      key: "k",
      akismetUrl: "https://akismet.example",
      publicUrl: "https://moderato.example",
    };
    const asked = new URLSearchParams(akismetQuestion({ revision: 1, facts: givenFacts() }, account).body);

    const { url, body, read } = akismetReport({ comment, answer: "spam", verdict: "ham" }, account);

    expect(url).toBe("https://akismet.example/1.1/submit-ham");
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      ...Object.fromEntries(asked),
      comment_check_response: "true",
    });
    expect(read({ statusCode: 200, headers: {}, body: "Thanks" })).toBe(true);
    expect(() => read({ statusCode: 200, headers: {}, body: "invalid" })).toThrow("does not accept");
  });
});
