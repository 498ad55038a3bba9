import { describe, expect, test } from "@jest/globals";
import {
  chatText,
  type NoticeContent,
  noticeMessage,
  plainLine,
  testMessage,
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
  language: "en",
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

describe("in German", () => {
  test("a mail is German down to the link that ends it, and says so to the program that reads it out", () => {
    const { subject, text, html } = noticeMessage(
      content({
        language: "de",
        waiting: [waitingAt("News", 2, 0), waitingAt("Sport", 1, 1)],
        comments: [comment("Go home!"), { ...comment("Nie wieder."), pageTitle: null, isUrgent: false }],
      }),
    );

    expect(subject).toBe("3 Kommentare warten bei 2 Websites, 1 dringend");
    expect(text).toBe(
      [
        "3 Kommentare warten bei 2 Websites, 1 dringend. Der älteste wartet seit 3 Stunden.",
        "News: 2 warten\nSport: 1 wartet, 1 dringend",
        "Dringend: \u2068Jo\u2069 zu \u2068A story\u2069\n\u2068Go home!\u2069",
        "\u2068Jo\u2069 zu \u2068Defence Daily\u2069\n\u2068Nie wieder.\u2069",
        "Warteschlange öffnen: https://moderato.example/?site=daily",
        "-- \nDiese Benachrichtigung wurde in Moderato eingeschaltet. Einstellung ändern: https://moderato.example/settings/account",
        "",
      ].join("\n\n"),
    );
    expect(html).toMatch(/^<!doctype html><html lang="de">/);
    expect(html).toMatch(/<blockquote dir="auto" lang="" [^>]*>Go home!</);
    expect(html).toContain(">Warteschlange öffnen</a>");
    expect(html).toContain(">Einstellung ändern</a>");
  });

  test("strangers' names are as much text, of one line and within their own direction, as in English", () => {
    const hostile = `<b>\u2069\u202EJo</b>\r\nBcc: eve@example.org ${"x".repeat(200)}`;
    const { subject, text, html } = noticeMessage(
      content({
        language: "de",
        waiting: [waitingAt(hostile, 1, 0)],
        comments: [comment(hostile, hostile)],
      }),
    );

    const name = `<b>Jo</b> Bcc: eve@example.org ${"x".repeat(69)}…`;
    expect(subject).toBe(`1 Kommentar wartet bei ${name}`);
    expect(text).toContain(`Dringend: \u2068${name}\u2069 zu`);
    expect(text).not.toMatch(/\u202e/);
    expect(html).not.toContain("<b>");
  });

  test("a chat is told in German, with no sign that calls or marks up", () => {
    const text = chatText(content({ language: "de", waiting: [waitingAt("@all <co>", 1, 1)] }));

    expect(text).toBe(
      "1 Kommentar wartet bei @\u200ball &lt;co&gt;, 1 dringend. Er wartet seit 3 Stunden.\nhttps://moderato.example/?site=daily",
    );
  });

  test("a test is German", () => {
    const settingsUrl = "https://moderato.example/settings/account";

    expect(testMessage("de", settingsUrl)).toMatchObject({
      subject: "Ein Test von Moderato",
      text: `Dies ist der gewünschte Test. Benachrichtigungen von Moderato kommen hier an.\n\n${settingsUrl}\n`,
      html: expect.stringMatching(/<html lang="de">.*<p>Dies ist der gewünschte Test\./),
    });
  });
});

test("a line keeps what people write in any script", () => {
  expect(plainLine(" שלום\n\n世界\t 👩‍👧 ")).toBe("שלום 世界 👩‍👧");
});
