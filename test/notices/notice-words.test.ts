import { describe, expect, test } from "@jest/globals";
import { LANGUAGES } from "../../src/dashboard/app/language.ts";
import { durationOf } from "../../src/notices/notice-message.ts";
import { noticeLanguages, noticeWords } from "../../src/notices/notice-words.ts";

test("whoever reads the dashboard in a language is told in it", () => {
  expect(LANGUAGES.map(({ tag }) => tag).sort()).toEqual([...noticeLanguages].sort());
});

describe.each([
  [
    "en",
    {
      sites: ["0 sites", "1 site", "2 sites", "1,200 sites"],
      waiting: ["0 comments wait", "1 comment waits", "2 comments wait", "1,200 comments wait"],
      urgent: ["", ", 1 urgent", ", 2 urgent", ", 1,200 urgent"],
      at: "at",
      oldest: ["The oldest has waited", "It has waited", "The oldest has waited", "The oldest has waited"],
      onSite: ["0 waiting", "1 waiting", "2 waiting", "1,200 waiting"],
    },
  ],
  [
    "de",
    {
      sites: ["0 Websites", "1 Website", "2 Websites", "1.200 Websites"],
      waiting: [
        "0 Kommentare warten",
        "1 Kommentar wartet",
        "2 Kommentare warten",
        "1.200 Kommentare warten",
      ],
      urgent: ["", ", 1 dringend", ", 2 dringend", ", 1.200 dringend"],
      at: "bei",
      oldest: [
        "Der älteste wartet seit",
        "Er wartet seit",
        "Der älteste wartet seit",
        "Der älteste wartet seit",
      ],
      onSite: ["0 warten", "1 wartet", "2 warten", "1.200 warten"],
    },
  ],
] as const)("%s: none, one, two and many are counted in the right number", (language, said) => {
  const words = noticeWords[language];
  const place = "News";

  test.each([0, 1, 2, 1200].map((count, index) => [count, index] as const))("%d", (count, index) => {
    expect(words.sites(count)).toBe(said.sites[index]);
    expect(words.waiting({ held: count, urgent: 0, place })).toBe(`${said.waiting[index]} ${said.at} News`);
    expect(words.waiting({ held: 2, urgent: count, place })).toBe(
      `${said.waiting[2]} ${said.at} News${said.urgent[index]}`,
    );
    expect(words.oldest({ held: count, waited: "…" })).toBe(`${said.oldest[index]} ….`);
    expect(words.waitingOnSite({ siteName: place, held: count, urgent: count })).toBe(
      `News: ${said.onSite[index]}${said.urgent[index]}`,
    );
  });
});

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [-minute, "less than a minute", "weniger als einer Minute"],
  [minute - 1, "less than a minute", "weniger als einer Minute"],
  [minute, "1 minute", "1 Minute"],
  [59 * minute, "59 minutes", "59 Minuten"],
  [hour, "1 hour", "1 Stunde"],
  [47 * hour, "47 hours", "47 Stunden"],
  [2 * day, "2 days", "2 Tagen"],
  [1200 * day, "1,200 days", "1.200 Tagen"],
])("%d ms: it has waited %s, er wartet seit %s", (ms, inEnglish, inGerman) => {
  expect([durationOf("en", ms), durationOf("de", ms)]).toEqual([inEnglish, inGerman]);
});

test("a single day is one as well", () => {
  expect(noticeLanguages.map((language) => noticeWords[language].duration.days(1))).toEqual([
    "1 day",
    "1 Tag",
  ]);
});

test("a test of a chat names its site", () => {
  expect(noticeWords.en.chatTest("daily")).toBe(
    "This is a test by Moderato: notices for the site daily arrive here.",
  );
  expect(noticeWords.de.chatTest("daily")).toBe(
    "Dies ist ein Test von Moderato: Benachrichtigungen zur Website daily kommen hier an.",
  );
});
