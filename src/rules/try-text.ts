// What a text would cause, with a rule that is not saved yet beside the site's own; nothing is stored.
import type { Queryable } from "../db/transaction.ts";
import { ownHosts } from "../sites/site.ts";
import { type CompiledRules, prepareRules } from "./compile.ts";
import { type Found, runRules } from "./evaluate.ts";
import { type CommentFacts, type FactNeeds, stranger } from "./facts.ts";
import { settle } from "./outcome.ts";
import type { Condition, Then } from "./rule.ts";
import { loadWordLists } from "./rule-queries.ts";
import type { Ruleset } from "./ruleset.ts";
import { findModel } from "./lesson-queries.ts";
import { scoreComments } from "./score-comments.ts";
import type { UnknownCheck, Verdict } from "./verdict.ts";

export interface TriedText {
  text: string;
  authorName?: string | undefined;
  authorEmail?: string | undefined;
  authorUrl?: string | undefined;
  pageUrl?: string | undefined;
}

/** As it stands in an editor: with `id` it takes the place of the stored rule. */
export interface UnsavedRule {
  id?: string | undefined;
  name?: string | undefined;
  when: Condition;
  then: Then;
}

export const unsavedRuleId = "00000000-0000-0000-0000-000000000000";

/** The unsaved rule speaks as if it were enforced, whatever its stage will be. */
export async function tryText(
  db: Queryable,
  ruleset: Ruleset,
  { tried, rule, now }: { tried: TriedText; rule: UnsavedRule | undefined; now: Date },
): Promise<Verdict> {
  const { compiled, settings } = ruleset;
  if (rule === undefined) {
    const facts = await gatherForTrial(db, ruleset, { tried, needs: compiled.needs, now });
    return settle({ ...foundIn(compiled, facts), facts, settings });
  }
  const unsaved = await compileUnsaved(db, ruleset, rule);
  const needs = bothNeeds(compiled.needs, unsaved.needs);
  const facts = await gatherForTrial(db, ruleset, { tried, needs, now });
  const ofSite = foundIn(compiled, facts);
  const ofRule = foundIn(unsaved, facts);
  const isOther = ({ ruleId }: { ruleId: string }) => ruleId !== rule.id;
  return settle({
    findings: [...ofSite.findings.filter(isOther), ...ofRule.findings],
    unknown: [...ofSite.unknown.filter(isOther), ...ofRule.unknown],
    facts,
    settings,
  });
}

/** Services elsewhere are not asked while somebody types. The answer says so, and what the others say stands. */
function foundIn(compiled: CompiledRules, facts: CommentFacts): Found {
  const { findings, unknown } = runRules(compiled, facts);
  const isAsked = ({ check }: UnknownCheck) => check !== "external" && check !== "akismet";
  return { findings, unknown: unknown.map((one) => (isAsked(one) ? one : { ...one, holds: false })) };
}

// While somebody types the text, the rule stays the same; a long list is compiled once for it.
const maxKept = 20;
const compiledByRule = new Map<string, CompiledRules>();

async function compileUnsaved(db: Queryable, { site }: Ruleset, rule: UnsavedRule): Promise<CompiledRules> {
  const { id = unsavedRuleId, name = "This rule", when, then } = rule;
  const version = { ruleId: id, version: 0, name, stage: "enforce" as const, when, then };
  const key = JSON.stringify([site.id, site.rulesRevision, version]);
  const known = compiledByRule.get(key);
  if (known !== undefined) return known;
  const compiled = await prepareRules([version], await loadWordLists(db, site.id));
  compiledByRule.set(key, compiled);
  const oldest = compiledByRule.keys().next().value;
  if (compiledByRule.size > maxKept && oldest !== undefined) compiledByRule.delete(oldest);
  return compiled;
}

const bothNeeds = (a: FactNeeds, b: FactNeeds): FactNeeds => ({
  velocity: [...a.velocity, ...b.velocity],
  duplicates: [...a.duplicates, ...b.duplicates],
  similar: [...(a.similar ?? []), ...(b.similar ?? [])],
  ...(a.learned === true || b.learned === true ? { learned: true } : {}),
  outside: [...(a.outside ?? []), ...(b.outside ?? [])],
});

interface Trial {
  tried: TriedText;
  needs: FactNeeds;
  now: Date;
}

/** What the model says of the text is asked; all else is as of a first comment. */
async function gatherForTrial(db: Queryable, ruleset: Ruleset, trial: Trial): Promise<CommentFacts> {
  const facts = factsOfFirstComment(ruleset, trial);
  if (trial.needs.learned !== true) return facts;
  const siteId = ruleset.site.id;
  const [score] = await scoreComments(db, { siteId, model: await findModel(db, siteId) }, [facts.comment]);
  return { ...facts, learned: score ?? null };
}

const notAskedInTrial = "is not asked while a text is tried";
const none = { count: 0, closest: null };

/** The facts of a first comment by an unknown author: what a stranger sending this text would meet. */
function factsOfFirstComment({ site }: Ruleset, { tried, needs, now }: Trial): CommentFacts {
  return {
    comment: {
      id: unsavedRuleId,
      siteKey: site.key,
      pageUrl: tried.pageUrl ?? "https://test.invalid/",
      pageTitle: null,
      parentId: null,
      authorName: tried.authorName ?? "",
      authorEmail: tried.authorEmail ?? null,
      authorUrl: tried.authorUrl ?? null,
      body: tried.text,
      ip: null,
      userAgent: null,
      referrer: null,
      createdAt: now.toISOString(),
    },
    site: { hosts: ownHosts(site) },
    author: stranger,
    page: { firstSeenAt: now.toISOString(), closed: false },
    form: null,
    velocity: needs.velocity.map((need) => ({ ...need, count: 0, uniqueAuthors: 0 })),
    duplicates: needs.duplicates.map((need) => ({ ...need, sameAuthor: 0, otherAuthors: 0, rejected: 0 })),
    similar: (needs.similar ?? []).map((need) => ({
      ...need,
      sameAuthor: none,
      otherAuthors: none,
      rejected: none,
    })),
    outside: (needs.outside ?? []).map((need) => ({ ...need, answer: null, problem: notAskedInTrial })),
  };
}
