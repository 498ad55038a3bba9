import { describe, expect, test } from "@jest/globals";
import { lastDigestHour } from "../../src/notices/digest-hours.ts";
import { isTimeZone } from "../../src/time-zone.ts";

const lastHour = (now: string, timeZone: string, ...digestHours: number[]) =>
  lastDigestHour({ digestHours, timeZone }, new Date(now))?.toISOString() ?? null;

describe("the last hour for a digest", () => {
  test.each([
    ["2026-01-15T07:30:00Z", "Europe/Berlin", [8, 18], "2026-01-15T07:00:00.000Z"],
    ["2026-07-15T07:30:00Z", "Europe/Berlin", [8, 18], "2026-07-15T06:00:00.000Z"],
    ["2026-01-15T06:59:59Z", "Europe/Berlin", [8, 18], "2026-01-14T17:00:00.000Z"],
    ["2026-01-15T07:00:00Z", "Europe/Berlin", [8], "2026-01-15T07:00:00.000Z"],
    ["2026-01-15T03:00:00Z", "America/New_York", [22], "2026-01-15T03:00:00.000Z"],
    ["2026-01-15T03:00:00Z", "Asia/Kolkata", [8], "2026-01-15T02:30:00.000Z"],
    ["2026-01-14T12:00:00Z", "Pacific/Auckland", [0], "2026-01-14T11:00:00.000Z"],
    ["2025-12-31T23:30:00Z", "Europe/Berlin", [0], "2025-12-31T23:00:00.000Z"],
  ])("at %s in %s of %j is %s", (now, timeZone, hours, expected) => {
    expect(lastHour(now, timeZone, ...hours)).toBe(expected);
  });

  test("without hours there is none", () => {
    expect(lastHour("2026-01-15T07:30:00Z", "Europe/Berlin")).toBeNull();
  });
});

describe("when the clocks change", () => {
  /** Every hour for a digest on these days, found by asking every ten minutes. */
  const hoursBetween = (from: string, to: string, timeZone: string, hour: number) => {
    const found = new Set<string>();
    for (let at = Date.parse(from); at < Date.parse(to); at += 600_000) {
      const last = lastHour(new Date(at).toISOString(), timeZone, hour);
      if (last !== null && last >= from) found.add(last);
    }
    return [...found];
  };

  test.each(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "UTC"])(
    "every hour comes exactly once a day in %s all year",
    (timeZone) => {
      for (const hour of [0, 1, 2, 3, 8]) {
        const moments = new Set<string>();
        for (let day = 0; day < 366; day++)
          for (const at of [11, 23]) {
            const now = new Date(Date.UTC(2026, 0, 2 + day, at)).toISOString();
            moments.add(lastHour(now, timeZone, hour)!);
          }
        const gaps = [...moments].map((moment) => Date.parse(moment)).sort((a, b) => a - b);
        for (const [index, moment] of gaps.slice(1).entries()) {
          const hours = (moment - gaps[index]!) / 3_600_000;
          expect(hours).toBeGreaterThanOrEqual(22);
          expect(hours).toBeLessThanOrEqual(26);
        }
      }
    },
  );

  test("an hour that is left out is due when the clocks have jumped over it", () => {
    expect(hoursBetween("2026-03-29T00:00:00.000Z", "2026-03-29T12:00:00.000Z", "Europe/Berlin", 2)).toEqual([
      "2026-03-29T01:00:00.000Z",
    ]);
    expect(
      hoursBetween("2026-03-08T05:00:00.000Z", "2026-03-08T20:00:00.000Z", "America/New_York", 2),
    ).toEqual(["2026-03-08T07:00:00.000Z"]);
  });

  test("an hour that comes twice is due once", () => {
    expect(hoursBetween("2026-10-25T00:00:00.000Z", "2026-10-25T12:00:00.000Z", "Europe/Berlin", 2)).toEqual([
      "2026-10-25T01:00:00.000Z",
    ]);
  });
});

test.each([
  ["Europe/Berlin", true],
  ["UTC", true],
  ["America/Argentina/Buenos_Aires", true],
  ["Europe/Atlantis", false],
  ["+02:00", false],
  ["", false],
  ["../../etc", false],
])("%j as a time zone: %s", (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});
