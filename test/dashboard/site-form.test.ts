import { describe, expect, test } from "@jest/globals";
import { countsCode, embedCode } from "../../src/dashboard/app/settings/embed-code.ts";
import { keyFrom } from "../../src/dashboard/app/settings/key-from.ts";
import { changesOf, formOf, type SiteSettings } from "../../src/dashboard/app/settings/site-form.ts";

const site: SiteSettings = {
  key: "news",
  name: "The News",
  allowedOrigins: ["https://news.example"],
  mode: "everything",
  newAuthorApprovals: 1,
  thresholds: { hold: 4, reject: null, spam: null },
  groupCaps: { links: 6 },
  closePagesAfterDays: null,
  dropIpAfterDays: 30,
  visitorLimitPerMinute: 10,
  blindReviewShare: 0.07,
  precisionTarget: 0.29,
  refusalReasons: [],
  refusalReasonRequired: false,
};

describe("the form of a site", () => {
  test("changes nothing until somebody types", () => {
    expect(changesOf(site, formOf(site))).toEqual({});
  });

  test("sends what differs and no more", () => {
    const form = { ...formOf(site), mode: "flagged", reject: "9", closePagesAfterDays: "14" } as const;

    expect(changesOf(site, form)).toEqual({
      mode: "flagged",
      thresholds: { hold: 4, reject: 9, spam: null },
      closePagesAfterDays: 14,
    });
  });

  test("takes origins and caps line by line, and per cent as a share", () => {
    const form = {
      ...formOf(site),
      allowedOrigins: " https://a.example \n\nhttps://b.example",
      groupCaps: "links: 6\nscheme: part: 2.5",
      blindReviewPercent: "5",
    };

    expect(changesOf(site, form)).toEqual({
      allowedOrigins: ["https://a.example", "https://b.example"],
      groupCaps: { links: 6, "scheme: part": 2.5 },
      blindReviewShare: 0.05,
    });
  });

  test("does not lose a cap without a number: the server refuses it", () => {
    expect(JSON.stringify(changesOf(site, { ...formOf(site), groupCaps: "links" }))).toBe(
      '{"groupCaps":{"links":null}}',
    );
  });
});

test.each([
  ["The Daily Ünder", "the-daily-under"],
  ["  News & Views!  ", "news-views"],
  ["новости", ""],
  ["a".repeat(63) + " b", "a".repeat(63)],
])("%j proposes the key %j", (name, key) => {
  expect(keyFrom(name)).toBe(key);
});

test("the code to paste names the server, the site and a page, and cannot be broken out of", () => {
  const page = 'https://news.example/a?b="><script>&c';

  expect(embedCode({ origin: "https://comments.example", siteKey: "news", page })).toBe(
    `<div id="moderato">
  <noscript>
    <a href="https://comments.example/embed/news?pageUrl=https%3A%2F%2Fnews.example%2Fa%3Fb%3D%22%3E%3Cscript%3E%26c">Comments</a>
  </noscript>
</div>
<script src="https://comments.example/embed.js" data-site="news" defer></script>`,
  );
  expect(countsCode(page)).not.toContain('"><script');
});
