// Hours of the day in somebody's time zone, as moments. Across a change of the clocks each hour comes once a day: one that
// the clocks leave out is due when they have jumped over it.

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The latest of the hours that has begun by `now`; null where there are none. */
export function lastDigestHour(
  { digestHours, timeZone }: { digestHours: readonly number[]; timeZone: string },
  now: Date,
): Date | null {
  const today = wallClock(timeZone, now.getTime());
  const midnight = today - (today % dayMs);
  const moments = [midnight, midnight - dayMs]
    .flatMap((day) => digestHours.map((hour) => momentOf(timeZone, day + hour * hourMs)))
    .filter((moment) => moment <= now.getTime());
  return moments.length === 0 ? null : new Date(Math.max(...moments));
}

/** When clocks there show this; what they leave out counts from after the jump, what comes twice is the second time. */
function momentOf(timeZone: string, shown: number): number {
  const first = shown - offsetAt(timeZone, shown);
  const second = shown - offsetAt(timeZone, first);
  if (wallClock(timeZone, second) === shown) return second;
  return wallClock(timeZone, first) === shown ? first : Math.max(first, second);
}

const offsetAt = (timeZone: string, moment: number) => wallClock(timeZone, moment) - moment;

/** What clocks there show, written as if it were UTC. */
function wallClock(timeZone: string, moment: number): number {
  const parts = formatOf(timeZone).formatToParts(moment);
  const value = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  return Date.UTC(
    value("year"),
    value("month") - 1,
    value("day"),
    value("hour"),
    value("minute"),
    value("second"),
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, made);
  return made;
}
