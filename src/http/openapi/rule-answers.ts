import { z } from "zod";
import { decidedStatuses } from "../../comments/comment.ts";
import { backtestView, listedBacktestView } from "../../rules/backtest-view.ts";
import { ruleSchema, ruleStages, thenSchema } from "../../rules/rule.ts";
import { textFields } from "../../rules/text-field.ts";
import { wordListSchema } from "../../rules/word-list.ts";
import { id, time, count, span, named, pageOf } from "./shared.ts";
import { finding } from "./comment-answers.ts";

export const rule = named(
  "Rule",
  z.object({
    id,
    siteKey: z.string(),
    version: z.int(),
    name: z.string(),
    stage: z.enum(ruleStages),
    when: ruleSchema.shape.when,
    then: thenSchema,
    emergencyBrake: z.boolean(),
    pack: z.string().nullable(),
    savedBy: z.string().nullable(),
    createdAt: time,
    brakedAt: time.nullable(),
    brakeReason: z.string().nullable(),
    brakedFrom: z.enum(ruleStages).nullable(),
  }),
  "`brakedAt`, `brakeReason` and `brakedFrom`, the stage before, are set while the version is one that the emergency brake saved.",
);
export const rulePage = pageOf(rule);

const share = z.number().min(0).max(1).nullable();
const ruleNumbers = named(
  "RuleNumbers",
  z.object({
    hits: count,
    judged: count,
    confirmed: count,
    overturned: count,
    precision: share,
    precisionLowerBound: share,
    precisionUpperBound: share,
    precisionOf: z.enum(["all", "blind"]),
    blind: z.object({ hits: count, judged: count, confirmed: count, overturned: count }),
    lastHitAt: time.nullable(),
    evaluated: count,
    share,
    meanCostMicroseconds: z.number().min(0).nullable(),
  }),
  "`hits`: judgements with a finding; `judged`: those of which a human had the last word, `confirmed` or `overturned`. The bounds are Wilson's at 95 %. `precisionOf` says whether they rest on all judged hits or on those reviewed blind.",
);
const standing = {
  numbers: ruleNumbers,
  advice: named(
    "RuleAdvice",
    z.object({
      advice: z.enum(["promote", "keep", "demote"]),
      to: z.enum(ruleStages),
      sentence: z.string(),
    }),
  ),
};
export const listedRulePage = pageOf(
  named(
    "ListedRule",
    rule.extend({ numbers: standing.numbers.optional(), advice: standing.advice.optional() }),
    "`numbers` (of 30 days) and `advice` are there if `expand` asks for numbers.",
  ),
);
export const ruleNumbersOfDays = named(
  "RuleNumbersOfDays",
  z.object({
    ruleId: id,
    days: count,
    ...standing,
    total: ruleNumbers,
    stages: z.object({ shadow: ruleNumbers, hold: ruleNumbers, enforce: ruleNumbers }),
    versions: z.array(
      z.object({
        version: z.int(),
        name: z.string(),
        stage: z.enum(ruleStages),
        createdAt: time,
        numbers: ruleNumbers,
      }),
    ),
    daily: z.array(z.object({ day: z.iso.date(), hits: count, confirmed: count, overturned: count })),
  }),
  "`numbers` and `advice` are of the newest versions that ask the same, whatever their stage; `total` is of all.",
);

const namedRule = { siteKey: z.string(), ruleId: id, name: z.string(), stage: z.enum(ruleStages) };
const sickRules = z.array(z.object({ ...namedRule, sentence: z.string() }));
export const ruleHealth = named(
  "RuleHealth",
  z.object({
    days: count,
    rules: count,
    neverFired: sickRules,
    alwaysOverturned: sickRules,
    overlaps: z.array(
      z.object({
        rules: z.tuple([z.object(namedRule), z.object(namedRule)]),
        both: count,
        hits: z.tuple([count, count]),
        share: z.number(),
        sentence: z.string(),
      }),
    ),
    tooBroad: sickRules,
    slow: sickRules,
  }),
);

const undoneCounts = z.object({ approved: count, rejected: count, spam: count });
export const ruleUndo = named(
  "RuleUndo",
  z.discriminatedUnion("preview", [
    z.object({ preview: z.literal(true), counts: undoneCounts, total: count }),
    z.object({
      preview: z.literal(false),
      batchId: id.nullable(),
      results: z.object({ undone: count, changedMeanwhile: count, from: undoneCounts }),
      remaining: count,
    }),
  ]),
  "One request undoes up to 5,000 decisions; repeat it while something is `remaining`. `batchId` takes it back.",
);

export const verdict = named(
  "Verdict",
  z.object({
    verdict: z.enum(decidedStatuses),
    basis: z.enum(["force", "points", "unknown", "mode"]),
    points: z.number(),
    findings: z.array(finding.extend({ group: z.string().nullable() })),
    unknown: z.array(
      z.object({
        ruleId: id,
        ruleVersion: z.int(),
        ruleName: z.string(),
        check: z.string(),
        reason: z.string(),
        holds: z.boolean(),
      }),
    ),
    reasons: z.array(z.string()),
    publicReason: z.string().nullable(),
  }),
);

export const backtest = named("Backtest", backtestView);
export const backtestPage = pageOf(named("ListedBacktest", listedBacktestView));

export const wordList = named(
  "WordList",
  z.object({
    id,
    siteKey: z.string(),
    name: z.string(),
    entries: wordListSchema.shape.entries,
    allow: z.array(z.string()).optional(),
    pack: z.string().nullable(),
    createdAt: time,
    updatedAt: time,
  }),
);
export const wordListPage = pageOf(wordList);

export const ruleExport = named(
  "RuleExport",
  z.object({
    siteKey: z.string(),
    exportedAt: time,
    rules: z.array(rule),
    wordLists: z.array(wordList),
  }),
);

export const pack = named(
  "Pack",
  z.object({
    key: z.string(),
    name: z.string(),
    description: z.string(),
    version: z.int(),
    onForNewSites: z.boolean(),
    isOn: z.boolean(),
    switchedOnAt: time.nullable(),
    hasUpdate: z.boolean(),
    sources: z.array(z.object({ name: z.string(), licence: z.string(), url: z.string().nullable() })),
    rules: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        points: z.number().nullable(),
        stage: z.enum(ruleStages),
        ruleId: id.nullable(),
        isChanged: z.boolean(),
        isDeleted: z.boolean(),
      }),
    ),
    wordLists: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        phrases: count,
        allowed: count,
        wordListId: id.nullable(),
        isChanged: z.boolean(),
      }),
    ),
  }),
  "`ruleId` and `wordListId` are those of the site's own copies; null while they wait on the shelf or were deleted.",
);
export const packPage = pageOf(pack);

export const phraseReport = named(
  "PhraseReport",
  z.object({
    comments: count,
    items: z.array(
      z.object({
        phrase: z.string(),
        comments: count,
        samples: z.array(z.object({ id, field: z.enum(textFields), excerpt: z.string(), span })),
      }),
    ),
  }),
  "`comments` were read; `items` are the phrases found in them, the most frequent first. `span` counts within `excerpt`.",
);
