// Holds what is kept of past hours against the rows, and mends it. It never should differ.
import type { Pool } from "pg";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { differingRuleNumbers, rebuildRuleNumbers } from "../rules/number-queries.ts";
import { countHours, isSame } from "./count-hours.ts";
import {
  allCountedHours,
  countAgain,
  countHour,
  forgetWhatIsCounted,
  isHourUnsettled,
  lockCounting,
  readHour,
  someCountedHours,
  writeHour,
} from "./hour-queries.ts";

const checkedAtOnce = 5;
const longPastMs = 86_400_000;

/** A few hours of the past, others each time. */
export async function checkSomeHours({
  pool,
  log,
  metrics,
  now,
}: Pick<Deps, "pool" | "log" | "metrics" | "now">): Promise<void> {
  const hours = await someCountedHours(pool, new Date(now().getTime() - longPastMs), checkedAtOnce);
  for (const hour of hours) {
    const result = await mendHour(pool, hour);
    metrics.checkedHours.inc({ result });
    if (result === "mended")
      log.error({ hour }, "the counts of an hour did not agree with the rows; they do now");
  }
}

/** `unsettled`: it differs from the rows, but something is on its way that may be why; it is counted once more. */
type Checked = "right" | "mended" | "unsettled";

const mendHour = (pool: Pool, hour: Date): Promise<Checked> =>
  inTransaction(pool, async (tx) => {
    await lockCounting(tx);
    const [counted, kept] = [await countHour(tx, hour), await readHour(tx, hour)];
    if (isSame(counted, kept)) return "right";
    if (await isHourUnsettled(tx, hour)) {
      await countAgain(tx, hour);
      return "unsettled";
    }
    await writeHour(tx, hour, counted);
    return "mended";
  });

/** Holds every hour, and rules' numbers, against the rows; for an admin at the command line, beside a running service. */
export async function rebuildRollups({ pool }: Pick<Deps, "pool">): Promise<string> {
  const mended: Date[] = [];
  const hours = await allCountedHours(pool);
  for (const hour of hours) if ((await mendHour(pool, hour)) === "mended") mended.push(hour);
  // Hours of which nothing was known are found by looking through all decisions.
  await inTransaction(pool, async (tx) => {
    await lockCounting(tx);
    await forgetWhatIsCounted(tx);
  });
  await countHours(pool);
  const rules = await differingRuleNumbers(pool);
  if (rules.length > 0) await rebuildRuleNumbers(pool);
  return [
    `${hours.length} hours were held against the rows; ${differed(mended.length)}.`,
    ...mended.map((hour) => `  ${hour.toISOString()}`),
    `The numbers of rules were held against the rows; ${differed(rules.length)}.`,
    ...rules.map(({ ruleId, ruleVersion, day }) => `  rule ${ruleId}, version ${ruleVersion}, ${day}`),
  ].join("\n");
}

const differed = (count: number): string =>
  count === 0 ? "none differed" : `${count} differed and ${count === 1 ? "is" : "are"} mended`;
