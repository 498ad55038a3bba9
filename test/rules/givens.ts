import { compileRules } from "../../src/rules/compile.ts";
import { evaluate } from "../../src/rules/evaluate.ts";
import { type CommentFacts, stranger } from "../../src/rules/facts.ts";
import { ruleOf } from "../../src/rules/packs/pack.ts";
import { packs } from "../../src/rules/packs/packs.ts";
import { type RuleInput, ruleSchema, type RuleVersion } from "../../src/rules/rule.ts";
import type { JudgementSettings, Verdict } from "../../src/rules/verdict.ts";
import type { WordList } from "../../src/rules/word-list.ts";

type FactsInput = {
  [Part in keyof CommentFacts]?: CommentFacts[Part] extends unknown[]
    ? CommentFacts[Part]
    : Partial<CommentFacts[Part]> | null;
};

/** A first comment by an unknown author through the site's form, with nothing remarkable about it. */
export function givenFacts(given: FactsInput = {}): CommentFacts {
  return {
    comment: {
      id: "01890a5d-ac96-774b-bcce-b302099a8057",
      siteKey: "demo",
      pageUrl: "https://news.example/a",
      pageTitle: "An article",
      parentId: null,
      authorName: "Ana",
      authorEmail: "ana@mail.example",
      authorUrl: null,
      body: "What a thoughtful article.",
      ip: "192.0.2.1",
      userAgent: null,
      referrer: null,
      createdAt: "2026-03-10T12:00:00.000Z",
      ...given.comment,
    },
    site: { hosts: ["news.example"], ...given.site },
    author: { ...stranger, ...given.author },
    page: { firstSeenAt: "2026-03-01T12:00:00.000Z", closed: false, ...given.page },
    form: given.form === null ? null : { honeypotFilled: false, writtenInMs: 30_000, ...given.form },
    velocity: given.velocity ?? [],
    duplicates: given.duplicates ?? [],
  };
}

export const givenBody = (body: string): CommentFacts => givenFacts({ comment: { body } });

export const givenSettings = (given: Partial<JudgementSettings> = {}): JudgementSettings => ({
  mode: "flagged",
  newAuthorApprovals: 1,
  thresholds: { hold: 4, reject: null, spam: null },
  groupCaps: {},
  ...given,
});

/** What a new site starts with. */
export const defaultRules = packs
  .filter(({ onForNewSites }) => onForNewSites)
  .flatMap(({ rules }) => rules.map((rule) => ruleOf(rule, (listKey) => listKey)));

let rulesGiven = 0;

/** A stored rule; goes through the schema, so that a test cannot use what nobody could save. */
export function givenRule(
  given: Partial<Omit<RuleInput, "when">> & { when: unknown; ruleId?: string },
): RuleVersion {
  const { ruleId = `rule-${String(++rulesGiven).padStart(4, "0")}`, ...input } = given;
  const rule = ruleSchema.parse({ name: "A rule", stage: "enforce", then: { points: 4 }, ...input });
  return { ruleId, version: 1, name: rule.name, stage: rule.stage, when: rule.when, then: rule.then };
}

export function judge(
  rules: readonly RuleVersion[],
  facts: CommentFacts,
  { settings, wordLists = [] }: { settings?: Partial<JudgementSettings>; wordLists?: WordList[] } = {},
): Verdict {
  return evaluate(compileRules(rules, wordLists), facts, givenSettings(settings));
}

/** What a single check makes of a comment. */
export function found(when: unknown, facts: CommentFacts, wordLists: WordList[] = []) {
  const { findings, unknown } = judge([givenRule({ when })], facts, { wordLists });
  return {
    outcome: unknown.length > 0 ? "unknown" : findings.length > 0,
    matched: findings.flatMap(({ matched }) => matched ?? []),
    spans: findings.flatMap(({ span }) => (span === null ? [] : [span])),
    explanation: findings[0]?.explanation ?? unknown[0]?.reason ?? null,
  };
}
