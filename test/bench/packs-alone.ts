// What the packs hold: no counts, every author a stranger, and nothing learnt but what is given.
import { type CompiledRules, compileRules } from "../../src/rules/compile.ts";
import { evaluate } from "../../src/rules/evaluate.ts";
import { type CommentFacts, type LearnedFact, stranger } from "../../src/rules/facts.ts";
import { type Pack, ruleOf } from "../../src/rules/packs/pack.ts";
import { packs } from "../../src/rules/packs/packs.ts";
import { siteSettingsSchema } from "../../src/sites/site.ts";
import type { Row } from "./spam.ts";

const sets: [name: string, isIn: (pack: Pack) => boolean][] = [
  ["on for a new site", (pack) => pack.onForNewSites],
  ["and spam", (pack) => pack.onForNewSites || pack.key === "spam"],
  ["all", () => true],
];

const { thresholds, groupCaps, newAuthorApprovals } = siteSettingsSchema.parse({});
const settings = { mode: "flagged" as const, newAuthorApprovals, thresholds, groupCaps };

export function judgeByPacks(texts: readonly { name: string; rows: readonly Row[] }[]) {
  return sets.flatMap(([name, isIn]) => {
    const compiled = compilePacks(packs.filter(isIn));
    return texts.map(({ name: ofTexts, rows }) => {
      const isHeld = (row: Row): boolean => isHeldBy(compiled, row, null);
      const refused = rows.filter(({ label }) => label === "spam");
      const honest = rows.filter(({ label }) => label === "ham");
      return {
        texts: ofTexts,
        packs: name,
        refusedHeld: refused.length === 0 ? null : refused.filter(isHeld).length / refused.length,
        honestHeld: honest.filter(isHeld).length / honest.length,
        honest: honest.length,
      };
    });
  });
}

/** Of a site that has switched on the pack against spam. */
export function holdWithSpamPack(): (row: Row, learned: LearnedFact | null) => boolean {
  const compiled = compilePacks(packs.filter(sets[1]![1]));
  return (row, learned) => isHeldBy(compiled, row, learned);
}

const isHeldBy = (
  compiled: CompiledRules,
  { text, author = "Jo" }: Row,
  learned: LearnedFact | null,
): boolean =>
  evaluate(compiled, { ...firstComment(compiled, text, author), learned }, settings).verdict === "held";

function compilePacks(chosen: readonly Pack[]): CompiledRules {
  const id = (pack: Pack, key: string): string => `${pack.key}/${key}`;
  const rules = chosen.flatMap((pack) =>
    pack.rules.map((rule) => {
      const { name, stage, when, then } = ruleOf(rule, (list) => id(pack, list));
      return { ruleId: id(pack, rule.key), version: 1, name, stage, when, then };
    }),
  );
  return compileRules(
    rules,
    chosen.flatMap((pack) => pack.wordLists.map((list) => ({ ...list, id: id(pack, list.key) }))),
  );
}

function firstComment({ needs }: CompiledRules, body: string, authorName: string): CommentFacts {
  const none = { count: 0, closest: null };
  return {
    comment: {
      ...{ id: "01890a5d-ac96-774b-bcce-b302099a8057", siteKey: "bench", parentId: null, body, authorName },
      ...{ pageUrl: "https://news.example/a", pageTitle: null, authorEmail: null, authorUrl: null },
      ...{ ip: null, userAgent: null, referrer: null, createdAt: "2026-03-10T12:00:00.000Z" },
    },
    site: { hosts: ["news.example"] },
    author: stranger,
    page: { firstSeenAt: null, closed: false },
    form: null,
    velocity: needs.velocity.map((need) => ({ ...need, count: 0, uniqueAuthors: 0 })),
    duplicates: needs.duplicates.map((need) => ({ ...need, sameAuthor: 0, otherAuthors: 0, rejected: 0 })),
    similar: (needs.similar ?? []).map((need) => ({
      ...need,
      ...{ sameAuthor: none, otherAuthors: none, rejected: none },
    })),
    learned: null,
  };
}
