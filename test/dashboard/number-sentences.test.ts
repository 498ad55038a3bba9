import { expect, test } from "@jest/globals";
import {
  backlogSentence,
  duration,
  moderatorsSentence,
  peopleWaitingSentence,
  rulesSentence,
  timeName,
  volumeSentence,
  waitingSentence,
  weekSentence,
} from "../../src/dashboard/app/numbers/number-sentences.ts";
import type {
  ModeratorLoad,
  RuleNumbers,
  Volume,
  WaitingSummary,
} from "../../src/dashboard/app/numbers/numbers-api.ts";

const nothing: Volume = {
  ...{ start: "2026-11-24T00:00:00.000Z", submitted: 0, deleted: 0, undone: 0 },
  ...{ rulesApproved: 0, rulesHeld: 0, rulesRejected: 0, rulesSpam: 0 },
  ...{ peopleApproved: 0, peopleHeld: 0, peopleRejected: 0, peopleSpam: 0 },
};
const none: WaitingSummary = { comments: 0, p50Seconds: null, p95Seconds: null, overHour: 0 };
const some = (comments: number, p50Seconds: number, overHour = 0): WaitingSummary => ({
  ...{ comments, p50Seconds, p95Seconds: p50Seconds * 10, overHour },
});

test("what came and who decided: a comment that is only held has not been decided", () => {
  const day = {
    ...nothing,
    submitted: 1_240,
    rulesApproved: 900,
    rulesHeld: 300,
    peopleRejected: 20,
    peopleSpam: 1,
  };

  expect(volumeSentence([day, nothing])).toBe(
    "1,240 comments came. Of 921 decisions, people made 21 and rules 900.",
  );
  expect(volumeSentence([{ ...nothing, submitted: 1, rulesHeld: 1 }])).toBe(
    "1 comment came; nothing was decided.",
  );
});

test("how long visitors waited, and how long where people decided", () => {
  expect(waitingSentence({ all: some(200, 250, 38), rules: none, people: some(200, 250, 38) })).toBe(
    "Half of the comments were decided within about 4 minutes; 38 waited for an hour or longer.",
  );
  expect(waitingSentence({ all: some(200, 1), rules: some(150, 1), people: some(50, 7_000) })).toBe(
    "Half of the comments were decided within about 1 second, half of those that people decided within 2 hours; none waited for an hour.",
  );
  expect(waitingSentence({ all: some(1, 30), rules: none, people: some(1, 30) })).toBe(
    "One comment was decided, after about 30 seconds; none waited for an hour.",
  );
  expect(waitingSentence({ all: none, rules: none, people: none })).toBe(
    "No comment was decided for the first time.",
  );
  expect(peopleWaitingSentence({ all: some(9, 1), rules: some(9, 1), people: none })).toBe(
    "People have decided nothing.",
  );
});

test.each([
  [0.3, "1 second"],
  [89, "89 seconds"],
  [90, "2 minutes"],
  [5_399, "90 minutes"],
  [5_400, "2 hours"],
  [172_800, "2 days"],
])("%d seconds are said as %s", (seconds, said) => {
  expect(duration(seconds)).toBe(said);
});

test("what waits now, or at the end of a time that is over", () => {
  const day = (held: number, mostHeld: number) => ({ start: "", held, mostHeld });

  expect(backlogSentence([day(3, 90), day(12, 14)], true)).toBe(
    "12 comments are waiting now; at most 90 did.",
  );
  expect(backlogSentence([day(1, 1)], false)).toBe("1 comment is waiting at the end; at most one did.");
  expect(backlogSentence([day(0, 0)], true)).toBe("Nothing is waiting now, and nothing did.");
});

test("rules, moderators and the busiest hour are named", () => {
  const rule = { name: "Links", hits: 30, judged: 10, overturned: 0 } as RuleNumbers;
  const who = (name: string, decisions: number) => ({ name, decisions }) as ModeratorLoad;
  const hour = (weekday: number, of: number, submitted: number, times: number) => ({
    ...{ weekday, hour: of, submitted, times, decided: 0 },
  });

  expect(rulesSentence([rule])).toBe(
    "1 rule hit something, most of all “Links” (30 hits). People judged 10 hits and overturned none.",
  );
  expect(rulesSentence([])).toBe("No rule has hit anything.");
  expect(moderatorsSentence([who("Ada", 75), who("Bo", 25)])).toBe(
    "2 moderators made 100 decisions; Ada made 75 % of them.",
  );
  expect(moderatorsSentence([who("Ada", 1)])).toBe("Ada made 1 decision.");
  // More came on Mondays at 9, but that hour came twice as often.
  expect(weekSentence([hour(1, 9, 10, 4), hour(7, 23, 8, 2)])).toBe(
    "Most comments come on Sundays from 23:00 to 00:00: about 4 in that hour.",
  );
  expect(weekSentence([hour(1, 9, 0, 4)])).toBe("No comment came.");
});

test("a day is named in the zone it is a day of", () => {
  const at = { bucket: "day", zone: "Europe/Berlin" } as const;

  expect(timeName("2026-11-23T23:00:00.000Z", at)).toBe("Tue, Nov 24, 2026");
  expect(timeName("2026-11-23T23:00:00.000Z", { ...at, bucket: "hour" })).toBe("Tue, Nov 24, 00:00");
});
