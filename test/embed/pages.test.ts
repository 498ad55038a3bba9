import { renderDemoPage } from "../../src/embed/demo-page.ts";
import type { CommentSection } from "../../src/embed/comment-section.ts";
import {
  renderEmbedPage,
  renderHumanError,
  renderStatusPage,
  renderSubmissionErrorPage,
  type SubmissionErrorPage,
} from "../../src/embed/pages.ts";
import type { OwnComment, ThreadComment } from "../../src/embed/thread.ts";

const hostile = [
  `"><script>alert(1)</script>`,
  "'><img src=x onerror=alert(1)>",
  "\u202Egnp.exe\u2066",
  "W".repeat(5_000),
];

const comment = (text: string, replies: ThreadComment[] = []): ThreadComment => ({
  id: "019ab0c4-0000-7000-8000-000000000001",
  parentId: null,
  authorName: text,
  authorUrl: `javascript:${text}`,
  isNewsroom: false,
  body: text,
  createdAt: "2026-11-24T08:00:00.000Z",
  editedAt: null,
  replies,
});

const ownComment = (text: string): OwnComment => ({
  id: "019ab0c4-0000-7000-8000-000000000002",
  parentId: null,
  authorName: text,
  body: text,
  createdAt: "2026-11-24T09:00:00.000Z",
  status: "waiting",
  publicReason: null,
  receipt: "receipt",
});

const section = (text: string, changes: Partial<CommentSection> = {}): CommentSection => ({
  thread: { items: [comment(text)], closed: false },
  own: null,
  here: "/embed/demo?pageUrl=https%3A%2F%2Fnews.example%2Fa",
  form: {
    action: "/v1/sites/demo/comments",
    pageUrl: "https://news.example/a",
    pageTitle: text,
    parentId: null,
    values: { authorName: text, authorEmail: text, body: text },
    errors: {},
    formToken: "1.token",
    idempotencyKey: "key",
  },
  ...changes,
});

const errorPage = (changes: Partial<SubmissionErrorPage> = {}): string =>
  renderSubmissionErrorPage({
    siteKey: "demo",
    siteName: "The Signal Mast",
    values: {
      pageUrl: "https://news.example/a",
      pageTitle: "A title",
      parentId: "",
      authorName: "Ana",
      authorEmail: "",
      authorUrl: "",
      body: "My words",
    },
    errors: [],
    problem: { status: 422, detail: "" },
    formToken: "1.token",
    idempotencyKey: "key",
    ...changes,
  });

describe.each(hostile)("nothing a visitor or website sends becomes markup: %.30s", (text) => {
  test.each<[string, () => string]>([
    [
      "embed page",
      () =>
        renderEmbedPage({ ...section(text, { own: ownComment(text) }), siteName: text, articleUrl: text }),
    ],
    [
      "demo page",
      () =>
        renderDemoPage({
          ...section(text, { own: ownComment(text) }),
          canonicalUrl: "https://a.example/demo",
        }),
    ],
    [
      "error page",
      () =>
        errorPage({
          siteKey: text,
          siteName: text,
          values: {
            pageUrl: text,
            pageTitle: text,
            parentId: text,
            authorName: text,
            authorEmail: text,
            authorUrl: text,
            body: text,
          },
          errors: [
            { detail: text, pointer: "#/body" },
            { detail: text, pointer: text },
          ],
        }),
    ],
    [
      "status page",
      () =>
        renderStatusPage({
          status: "refused",
          publicReason: text,
          body: text,
          pageUrl: text,
          pageTitle: text,
        }),
    ],
    ["plain error", () => renderHumanError({ status: 404, title: text, detail: text })],
  ])("%s", (_name, render) => {
    const page = render();

    expect(page).not.toMatch(/<script>alert|<img|href="javascript/i);
    expect(page).not.toMatch(/ style=|<style/);
    expect(page.startsWith("<!doctype html>")).toBe(true);
  });
});

test("every wrong field is named on top with a link, and beside the field for screen readers", () => {
  const page = errorPage({
    errors: [
      { detail: "Please tell us your name.", pointer: "#/authorName" },
      { detail: "Please write a comment.", pointer: "#/body" },
    ],
  });

  expect(page).toContain(`<a href="#moderato-body">Please write a comment.</a>`);
  expect(page).toMatch(
    /<input[^>]*id="moderato-authorName"[^>]*aria-invalid="true" aria-describedby="moderato-authorName-error"/s,
  );
  expect(page).toMatch(/<textarea[^>]*aria-invalid="true" aria-describedby="moderato-body-error"/s);
  expect(page).toMatch(/id="moderato-body-error">\s*Please write a comment\./);
  expect(page).toContain(`role="alert"`);
});

test("a refused form keeps the text, a leading line break included", () => {
  const page = errorPage({
    values: {
      pageUrl: "https://news.example/a",
      pageTitle: "",
      parentId: "p",
      authorName: "Ana",
      authorEmail: "a@b.c",
      authorUrl: "https://ana.example/",
      body: "\nfirst\n  second",
    },
    problem: { status: 503, detail: "Temporarily unavailable.", retryAfterSeconds: 5 },
  });

  expect(page).toMatch(/<textarea[^>]*>\n\nfirst\n {2}second<\/textarea>/);
  expect(page).toContain(`value="a@b.c"`);
  expect(page).toContain(`name="parentId" value="p"`);
  expect(page).toContain(`name="authorUrl" value="https://ana.example/"`);
  expect(page).toContain("Please try again in 5 seconds.");
});

test("where comments are closed, the text stands there to be copied and nothing can be posted", () => {
  const page = errorPage({ problem: { status: 403, detail: "Comments on this page are closed." } });

  expect(page).toContain("Comments on this page are closed.");
  expect(page).toMatch(/readonly[^>]*>\nMy words<\/textarea>/);
  expect(page).not.toContain("<form");
});

test("the author sees the own waiting comment, and that it waits", () => {
  const page = renderDemoPage({
    ...section("x", { own: ownComment("My own words") }),
    canonicalUrl: "https://a.example/demo",
  });

  expect(page).toMatch(
    /id="moderato-received" role="status">\s*Thank you\. Your comment is waiting for a moderator\./,
  );
  expect(page).toContain("My own words");
});

test("the form works without JavaScript: it posts the page, the token and a key, and hides the trap from people", () => {
  const page = renderDemoPage({ ...section(""), canonicalUrl: "https://a.example/demo" });

  expect(page).toMatch(/<form[^>]*method="post"[^>]*action="\/v1\/sites\/demo\/comments"/s);
  expect(page).toContain(`name="pageUrl" value="https://news.example/a"`);
  expect(page).toContain(`name="formToken" value="1.token"`);
  expect(page).toContain(`name="idempotencyKey" value="key"`);
  expect(page).toMatch(/name="website"[^>]*tabindex="-1"[^>]*autocomplete="off"/s);
});

test("a reader can answer a comment without JavaScript", () => {
  const items = [comment("Tomas")];
  const form = { ...section("").form, parentId: items[0]!.id };

  const page = renderEmbedPage({
    ...section("", { thread: { items, closed: false }, form }),
    siteName: "S",
    articleUrl: null,
  });

  expect(page).toContain("Reply to <bdi>Tomas</bdi>");
  expect(page).toContain(`name="parentId" value="${items[0]!.id}"`);
  expect(page).toContain(`&amp;replyTo=${items[0]!.id}#moderato-form`);
});

test("a closed page shows its comments and says that it is closed", () => {
  const page = renderEmbedPage({
    ...section("Tomas", { thread: { items: [comment("Tomas")], closed: true } }),
    siteName: "S",
    articleUrl: "https://news.example/a",
  });

  expect(page).toContain("Comments on this page are closed.");
  expect(page).not.toContain("<form");
});

test.each([
  ["waiting", "Thank you. Your comment is waiting for a moderator."],
  ["published", "Your comment is published"],
  ["refused", "Reason: personal attack"],
] as const)("the status page says what became of a %s comment", (status, words) => {
  const page = renderStatusPage({
    status,
    publicReason: "personal attack",
    body: "b",
    pageUrl: "https://news.example/a",
    pageTitle: null,
  });

  expect(page).toContain(words);
  expect(page).toContain(`href="https://news.example/a"`);
});
