// What keeps an eye on rules: what they cost, what they did, and the brake for those that hit far too much.
import type { Deps } from "./deps.ts";
import { brakeRunawayRules } from "./rules/brake-rules.ts";
import { addRuleCosts, foldRuleNumbers } from "./rules/number-queries.ts";

const foldedAtOnce = 1_000;
// A flood must not wait for its own statistics: they catch up afterwards.
const maxFoldingMs = 500;

/** Each process writes its own; what is lost in a crash are a few seconds of a mean. */
export const writeRuleCosts = ({ pool, ruleCosts }: Deps): Promise<void> =>
  addRuleCosts(pool, ruleCosts.take());

/** One process at a time. Never fails: numbers must not keep comments from being put back. */
export async function watchRules(deps: Deps): Promise<void> {
  try {
    await brakeRunawayRules(deps);
    await foldNewDecisions(deps);
  } catch (error) {
    deps.log.warn({ err: error }, "the rules could not be watched; it is tried again");
  }
}

async function foldNewDecisions({ pool }: Deps): Promise<void> {
  const startedAt = performance.now();
  while ((await foldRuleNumbers(pool, foldedAtOnce)) === foldedAtOnce) {
    if (performance.now() - startedAt > maxFoldingMs) return;
  }
}
