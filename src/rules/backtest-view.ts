// A backtest as the API shows it. Samples are kept without text: it is read when they are shown, so what was deleted or
// erased since is not among them, and what was edited since has no highlights.
import { z } from "zod";
import { commentStatuses, decidedStatuses } from "../comments/comment.ts";
import { type CommentTexts, textsOf } from "../comments/judged-comments.ts";
import type { Queryable } from "../db/transaction.ts";
import { type Backtest, backtestStatuses, type ListedBacktest } from "./backtest-queries.ts";
import { type BacktestResult, type Sample, sampleKinds } from "./backtest.ts";
import { excerptAround } from "./excerpt.ts";
import { ruleSchema, ruleStages } from "./rule.ts";
import { textFields } from "./text-field.ts";

const id = z.uuid();
const time = z.iso.datetime();
const count = z.int().min(0);
const share = z.number().min(0).max(1).nullable();

const sampleView = z
  .object({
    commentId: id,
    status: z.enum(commentStatuses),
    authorName: z.string(),
    field: z.enum(textFields),
    text: z.string(),
    spans: z.array(z.tuple([z.int(), z.int()])),
  })
  .meta({
    id: "BacktestSample",
    description: "`text` is a part of `field`; `spans` are the places in it, in UTF-16 units, end exclusive.",
  });

const resultView = z
  .object({
    comments: count.meta({ description: "Comments the rule was tried on, the unknown ones left out." }),
    unknown: count.meta({
      description:
        "Left out everywhere: a fact that the rule needs was not kept, and cannot be counted any more.",
    }),
    unanswered: count.meta({
      description: "A fact was not known even then; the matrix has what follows from that.",
    }),
    unjudged: count.meta({ description: "Not in the matrix: no rules decided on these." }),
    hits: count,
    matrix: z.array(z.object({ from: z.enum(decidedStatuses), to: z.enum(decidedStatuses), count })),
    againstModerators: z
      .object({
        truePositives: count,
        falsePositives: count,
        falseNegatives: count,
        trueNegatives: count,
        precision: share,
        precisionLow: share,
        recall: share,
      })
      .meta({
        description:
          "A hit is right where a moderator rejected the comment or marked it as spam; of a rule that speaks for " +
          "comments, where one approved it. precisionLow is the lower end of Wilson's interval of 95 %.",
      }),
    overlap: z.array(
      z.object({ ruleId: id, ruleName: z.string(), both: count, onlyThis: count, onlyThat: count }),
    ),
    samples: z.object({
      cells: z.array(
        z.object({
          from: z.enum(decidedStatuses),
          to: z.enum(decidedStatuses),
          items: z.array(sampleView),
        }),
      ),
      kinds: z.object(
        Object.fromEntries(sampleKinds.map((kind) => [kind, z.array(sampleView)])) as Record<
          (typeof sampleKinds)[number],
          z.ZodArray<typeof sampleView>
        >,
      ),
    }),
    costMicroseconds: z.number().meta({ description: "What the rule costs, per comment." }),
    from: time.nullable(),
    to: time.nullable(),
  })
  .meta({ id: "BacktestResult" });

export const backtestView = z.object({
  id,
  siteKey: z.string(),
  ruleId: id.nullable().meta({ description: "The saved rule whose place the tried one takes." }),
  rule: z.object({
    version: z.int().nullable(),
    name: z.string(),
    stage: z.enum(ruleStages),
    when: ruleSchema.shape.when,
    then: ruleSchema.shape.then,
  }),
  days: z.int().nullable(),
  limit: z.int(),
  status: z.enum(backtestStatuses),
  progress: z.object({ done: count, total: count.nullable() }),
  result: resultView.nullable(),
  error: z.string().nullable(),
  requestedBy: z.string(),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
});
export type BacktestView = z.infer<typeof backtestView>;

export const listedBacktestView = backtestView.extend({
  result: resultView
    .omit({ samples: true })
    .meta({ id: "ListedBacktestResult", description: "Without the samples." })
    .nullable(),
});

export function listedViewOf({
  siteId,
  attempts,
  ...shown
}: ListedBacktest): z.infer<typeof listedBacktestView> {
  void siteId;
  void attempts;
  return shown;
}

export async function viewOf(db: Queryable, backtest: Backtest): Promise<BacktestView> {
  const { siteId, attempts, result, ...shown } = backtest;
  void attempts;
  return { ...shown, result: result === null ? null : await resultWithTexts(db, siteId, result) };
}

/** What shows samples with their texts, of the comments that are still there. */
export async function textsFor(db: Queryable, siteId: string, samples: readonly Sample[]) {
  const texts = await textsOf(db, siteId, [...new Set(samples.map(({ commentId }) => commentId))]);
  return (sample: Sample) => {
    const of = texts.get(sample.commentId);
    return of === undefined ? [] : [sampleWithText(sample, of)];
  };
}

async function resultWithTexts(db: Queryable, siteId: string, result: BacktestResult) {
  const { cells, kinds } = result.samples;
  const all = [...cells.flatMap(({ items }) => items), ...Object.values(kinds).flat()];
  const withText = await textsFor(db, siteId, all);
  const shown = (samples: readonly Sample[]) => samples.flatMap(withText);
  return {
    ...result,
    samples: {
      cells: cells.map(({ items, ...cell }) => ({ ...cell, items: shown(items) })),
      kinds: Object.fromEntries(
        sampleKinds.map((kind) => [kind, shown(kinds[kind])]),
      ) as BacktestResultView["samples"]["kinds"],
    },
  };
}
type BacktestResultView = z.infer<typeof resultView>;

const excerptLength = 300;

function sampleWithText({ commentId, field, spans, textLength }: Sample, texts: CommentTexts) {
  const whole = texts[field] ?? "";
  const { text, spans: shownSpans } = excerptAround(whole, {
    spans: whole.length === textLength ? spans : [],
    length: excerptLength,
  });
  return { commentId, status: texts.status, authorName: texts.authorName, field, text, spans: shownSpans };
}
