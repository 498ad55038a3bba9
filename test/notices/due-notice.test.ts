import { expect, test } from "@jest/globals";
import { dueNotice } from "../../src/notices/due-notice.ts";
import { type NoticeTarget, usualSettings, type Waiting } from "../../src/notices/notice.ts";

const at = (time: string) => new Date(`2026-11-25T${time}Z`);
const target = (
  more: Partial<NoticeTarget> = {},
  settings: Partial<NoticeTarget["settings"]> = {},
): NoticeTarget => ({
  id: "target",
  language: "en",
  to: { kind: "mail", email: "ada@example.org" },
  settings: { ...usualSettings, ...settings },
  siteIds: null,
  toldThrough: at("06:00:00"),
  toldSiteIds: null,
  urgentSentAt: null,
  digestHour: at("00:00:00"),
  failures: 0,
  retryAt: null,
  ...more,
});
const site = (newestAt: Date | null, urgentAt: Date | null = null, siteId = "news"): Waiting => ({
  siteId,
  siteKey: siteId,
  siteName: siteId,
  held: 3,
  oldestAt: at("01:00:00"),
  newestAt,
  hasUnsettled: false,
  urgent: {
    held: { count: 3, newestAt },
    high: { count: 1, newestAt: urgentAt },
    highest: { count: 0, newestAt: null },
  },
});

test("an hour for a digest with news is one message, and remembers how far it told", () => {
  expect(dueNotice(target(), [site(at("07:00:00"))], at("08:00:30"))).toMatchObject({
    kind: "send",
    toldThrough: at("07:00:00"),
    digestHour: at("08:00:00"),
    urgentSentAt: null,
  });
});

test("before the hour nothing is said of what is not urgent", () => {
  expect(
    dueNotice(target({ digestHour: at("07:00:00") }), [site(at("07:30:00"))], at("07:59:59")),
  ).toBeNull();
});

test("without news the hour passes, although much waits", () => {
  expect(dueNotice(target(), [site(at("05:00:00"))], at("08:00:30"))).toEqual({
    kind: "pass-over",
    digestHour: at("08:00:00"),
  });
  expect(dueNotice(target(), [], at("08:00:30"))).toMatchObject({ kind: "pass-over" });
});

test("an hour is kept where what has only just come may be its news", () => {
  const justCome = [{ ...site(at("05:00:00")), hasUnsettled: true }];

  expect(dueNotice(target(), justCome, at("08:00:30"))).toBeNull();
  expect(dueNotice(target(), [{ ...site(null), hasUnsettled: true }], at("08:00:30"))).toBeNull();
});

test("all that waits on a site is news to whom the last message said nothing of it", () => {
  const old = [site(at("05:00:00"), at("05:00:00"), "given")];

  expect(dueNotice(target({ toldSiteIds: ["news"] }), old, at("08:00:30"))).toMatchObject({
    kind: "send",
    toldThrough: at("06:00:00"),
  });
  expect(dueNotice(target({ toldSiteIds: ["given"] }), old, at("08:00:30"))).toMatchObject({
    kind: "pass-over",
  });
  const betweenHours = { digestHour: at("08:00:00"), toldSiteIds: ["news"] };
  expect(dueNotice(target(betweenHours), old, at("08:00:30"))).toMatchObject({
    kind: "send",
    urgentSentAt: at("08:00:30"),
  });
  expect(dueNotice(target(betweenHours), [site(at("05:00:00"), null, "given")], at("08:00:30"))).toBeNull();
});

test("what is urgent is told at once, then not again within the pause, then together", () => {
  const news = [site(at("07:00:00"), at("07:00:00"))];

  expect(dueNotice(target({ digestHour: at("07:00:00") }), news, at("07:00:10"))).toMatchObject({
    kind: "send",
    urgentSentAt: at("07:00:10"),
    digestHour: null,
  });
  const told = { toldThrough: at("06:59:00"), urgentSentAt: at("06:59:00"), digestHour: at("07:00:00") };
  expect(dueNotice(target(told), news, at("07:13:59"))).toBeNull();
  expect(dueNotice(target(told), news, at("07:14:00"))).toMatchObject({ kind: "send" });
});

test("whoever wants no interruption has none", () => {
  const news = [site(at("07:00:00"), at("07:00:00"))];

  expect(
    dueNotice(target({ digestHour: at("07:00:00") }, { urgent: null }), news, at("07:00:10")),
  ).toBeNull();
  expect(
    dueNotice(target({ digestHour: at("07:00:00") }, { urgent: "highest" }), news, at("07:00:10")),
  ).toBeNull();
});

test("sites that are not theirs, or not wanted, are no news", () => {
  const news = [site(at("07:00:00"), at("07:00:00"), "other")];

  expect(dueNotice(target({ siteIds: ["news"] }), news, at("08:00:30"))).toMatchObject({ kind: "pass-over" });
  expect(dueNotice(target({}, { siteIds: ["news"] }), news, at("08:00:30"))).toMatchObject({
    kind: "pass-over",
  });
});

test("after a failure it waits until it may try again, and the hour is kept", () => {
  const news = [site(at("07:00:00"))];

  expect(dueNotice(target({ retryAt: at("08:05:00") }), news, at("08:04:00"))).toBeNull();
  expect(dueNotice(target({ retryAt: at("08:05:00") }), news, at("08:05:00"))).toMatchObject({
    kind: "send",
    digestHour: at("08:00:00"),
  });
});
