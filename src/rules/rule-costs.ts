import type { RuleVersion } from "./rule.ts";

/** Told by `evaluate` how long each rule took; the clock is given, since rules have none. */
export interface RuleTimer {
  /** Milliseconds from any fixed moment. */
  now: () => number;
  add: (rule: RuleVersion, milliseconds: number) => void;
}

export interface RuleCost {
  ruleId: string;
  ruleVersion: number;
  evaluated: number;
  microseconds: number;
}

/** What rules cost in this process, added up until it is written. */
export interface RuleCosts {
  timer: RuleTimer;
  /** What has come together since the last time. */
  take: () => RuleCost[];
}

/**
 * Lanes and links are made once for all rules of a comment: their time falls to the first rule that asks for them.
 */
export function createRuleCosts(now: () => number): RuleCosts {
  let costs = new Map<RuleVersion, { evaluated: number; milliseconds: number }>();
  return {
    timer: {
      now,
      add(rule, milliseconds) {
        const known = costs.get(rule);
        if (known === undefined) costs.set(rule, { evaluated: 1, milliseconds });
        else {
          known.evaluated += 1;
          known.milliseconds += milliseconds;
        }
      },
    },
    take() {
      const taken = costs;
      costs = new Map();
      const byVersion = new Map<string, RuleCost>();
      for (const [{ ruleId, version }, { evaluated, milliseconds }] of taken) {
        const key = `${ruleId} ${version}`;
        const sum = byVersion.get(key) ?? { ruleId, ruleVersion: version, evaluated: 0, microseconds: 0 };
        sum.evaluated += evaluated;
        sum.microseconds += milliseconds * 1000;
        byVersion.set(key, sum);
      }
      return [...byVersion.values()];
    },
  };
}
