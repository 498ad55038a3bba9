// What keeps an eye on rules: what they cost, what they did, and the brake for those that hit far too much.
import { spareTime } from "./comments/stand-back.ts";
import type { Deps } from "./deps.ts";
import { brakeRunawayRules } from "./rules/brake-rules.ts";
import { addRuleCosts, foldRuleNumbers } from "./rules/number-queries.ts";

const foldedAtOnce = 200;
// A flood must not wait for its own statistics: they catch up afterwards.
const maxFoldingMs = 500;

/** Each process writes its own; what is lost in a crash are a few seconds of a mean. */
export const writeRuleCosts = ({ pool, ruleCosts }: Deps): Promise<void> =>
  addRuleCosts(pool, ruleCosts.take());

/** One process at a time. Never fails: rules must not keep comments from being put back. */
export const brakeRules = (deps: Deps): Promise<void> => watching(deps, () => brakeRunawayRules(deps));

/** Takes new decisions into the numbers of the rules. One process at a time; never fails. */
export const foldNewDecisions = (deps: Deps): Promise<void> =>
  watching(deps, async () => {
    const hasTime = spareTime(deps.commentsPool, maxFoldingMs);
    while ((await hasTime()) && (await foldRuleNumbers(deps.pool, foldedAtOnce)) === foldedAtOnce);
  });

async function watching(deps: Deps, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    deps.log.warn({ err: error }, "the rules could not be watched; it is tried again");
  }
}
