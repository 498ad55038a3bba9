import { describe, expect, test } from "@jest/globals";
import {
  chatText,
  durationOf,
  type NoticeContent,
  noticeMessage,
  plainLine,
} from "../../src/notices/notice-message.ts";
import type { Waiting } from "../../src/notices/notice.ts";

const now = new Date("2026-11-25T08:00:00Z");
const waitingAt = (siteName: string, held: number, urgent: number): Waiting => ({
  siteId: siteName,
  siteKey: siteName,
  siteName,
  held,
  oldestAt: new Date("2026-11-25T05:00:00Z"),
  newestAt: now,
  hasUnsettled: false,
  urgent: {
    held: { count: held, newestAt: now },
    high: { count: urgent, newestAt: now },
    highest: { count: 0, newestAt: null },
  },
});
const content = (more: Partial<NoticeContent> = {}): NoticeContent => ({
  waiting: [waitingAt("Defence Daily", 12, 3)],
  urgent: "high",
  comments: [],
  queueUrl: "https://moderato.example/?site=daily",
  settingsUrl: "https://moderato.example/settings/account",
  now,
  ...more,
});
const comment = (body: string, authorName = "Jo") => ({
  siteName: "Defence Daily",
  authorName,
  pageTitle: "A story",
  body,
  score: 8,
  isUrgent: true,
});

describe("a notice", () => {
  test("says in its subject how much waits, where, and how much of it is urgent", () => {
    const { subject, text } = noticeMessage(content());

    expect(subject).toBe("12 comments wait at Defence Daily, 3 urgent");
    expect(text).toContain("The oldest has waited 3 hours.");
    expect(text).toContain("https://moderato.example/?site=daily");
    expect(text).toContain("https://moderato.example/settings/account");
  });

  test("of one comment, and without anything urgent, is said so", () => {
    expect(noticeMessage(content({ waiting: [waitingAt("News", 1, 0)] })).subject).toBe(
      "1 comment waits at News",
    );
    expect(noticeMessage(content({ urgent: null })).subject).toBe("12 comments wait at Defence Daily");
  });

  test("of several sites counts each", () => {
    const { subject, text, html } = noticeMessage(
      content({ waiting: [waitingAt("News", 2, 0), waitingAt("Sports", 3, 1)] }),
    );

    expect(subject).toBe("5 comments wait at 2 sites, 1 urgent");
    expect(text).toContain("News: 2 waiting\nSports: 3 waiting, 1 urgent");
    expect(html).toContain("<li>Sports: 3 waiting, 1 urgent</li>");
  });

  test("quotes the first 200 characters of a comment, counting an emoji as one", () => {
    const { text } = noticeMessage(content({ comments: [comment("😀".repeat(300))] }));

    expect(text).toContain(`\u2068${"😀".repeat(200)}…\u2069`);
    expect(text).not.toContain("😀".repeat(201));
  });

  test("is text to a mail program whatever strangers write", () => {
    const hostile = `"><script>alert(1)</script><img src=x onerror='alert(1)'>&`;
    const { html } = noticeMessage(content({ comments: [comment(hostile, hostile)] }));

    expect(html).not.toMatch(/<script|<img/);
    expect(html.match(/&lt;script&gt;/g)).toHaveLength(2);
  });

  test("has a subject of one line, whatever the site is called", () => {
    const waiting = [waitingAt("News\r\nBcc: eve@example.org\u2028\u202Egpj", 2, 0)];

    expect(noticeMessage(content({ waiting })).subject).toBe(
      "2 comments wait at News Bcc: eve@example.org gpj",
    );
  });

  test("lets no text turn the direction of another", () => {
    const { text, html } = noticeMessage(content({ comments: [comment("\u2069\u202Eabc", "\u2067Jo")] }));

    expect(text).toContain("Urgent: \u2068Jo\u2069 on \u2068A story\u2069\n\u2068abc\u2069");
    expect(html).toContain('<blockquote dir="auto"');
    expect(text + html).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
  });
});

test("a chat gets numbers and a link, and no sign that it would take for a call or markup", () => {
  const text = chatText(content({ waiting: [waitingAt("<!channel> @all & co", 2, 1)] }));

  expect(text).toBe(
    "2 comments wait at &lt;!channel&gt; @\u200ball &amp; co, 1 urgent. The oldest has waited 3 hours.\nhttps://moderato.example/?site=daily",
  );
});

test.each([
  [0, "less than a minute"],
  [60_000, "1 minute"],
  [47 * 3_600_000, "47 hours"],
  [72 * 3_600_000, "3 days"],
])("%d ms are %s", (ms, words) => {
  expect(durationOf(ms)).toBe(words);
});

test("a line keeps what people write in any script", () => {
  expect(plainLine(" שלום\n\n世界\t 👩‍👧 ")).toBe("שלום 世界 👩‍👧");
});
