// What a backtest tells: counted comment by comment, so that a million take no more memory than a thousand. Pure.
import { precisionOf } from "./precision.ts";
import type { Force, Then } from "./rule.ts";
import type { TextField } from "./text-field.ts";
import type { JudgedStatus } from "./verdict.ts";

const maxSamples = 20;

export interface BacktestResult {
  /** Comments the rule was tried on, those it has no answer for left out. */
  comments: number;
  /** Comments of which a fact the rule needs is no longer known. They count nowhere else. */
  unknown: number;
  /** Comments of which a fact was not known even then: what follows is in the matrix. */
  unanswered: number;
  /** Comments that rules never judged (imported, or a moderator was faster): they are in all but the matrix. */
  unjudged: number;
  hits: number;
  /** What the rules decided, and what they would have decided. */
  matrix: { from: JudgedStatus; to: JudgedStatus; count: number }[];
  againstModerators: AgainstModerators;
  overlap: Overlap[];
  samples: { cells: SampledCell[]; kinds: Record<SampleKind, Sample[]> };
  costMicroseconds: number;
  /** When the oldest and the newest of the comments came. */
  from: string | null;
  to: string | null;
}

/** A hit is right where a moderator refused the comment; of a rule that speaks for comments, where one approved it. */
export interface AgainstModerators {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
  precision: number | null;
  /** The lower end of Wilson's interval of 95 %: what the precision is at least, given how few were seen. */
  precisionLow: number | null;
  recall: number | null;
}

export interface Overlap {
  ruleId: string;
  ruleName: string;
  both: number;
  onlyThis: number;
  onlyThat: number;
}

export interface SampledCell {
  from: JudgedStatus;
  to: JudgedStatus;
  items: Sample[];
}

export const sampleKinds = [
  "truePositives",
  "falsePositives",
  "falseNegatives",
  "undecidedHits",
  "unknown",
] as const;
export type SampleKind = (typeof sampleKinds)[number];

/** Names a comment and the places in it; the text is read when it is shown, so that an erased one is gone here, too. */
export interface Sample {
  commentId: string;
  field: TextField;
  spans: [start: number, end: number][];
  /** Of the field as it was judged: after an edit the spans lie elsewhere. */
  textLength: number;
}

/** What the tried rule said of one comment. */
export interface Tried {
  createdAt: string;
  outcome: "hit" | "miss" | "unanswered" | "unknown";
  /** What a moderator made of it, if one did. */
  label: "refused" | "approved" | null;
  /** What the rules decided, and what they would have; null where they never judged it. */
  change: { from: JudgedStatus; to: JudgedStatus } | null;
  /** Other rules that matched then; needed of hits alone. */
  others: readonly string[];
  sample: () => Sample;
}

export interface Tally {
  add(tried: Tried): void;
  /** How many of the comments that were added another rule matched. */
  addMatches(ruleId: string, comments: number): void;
  result(of: { rules: readonly { ruleId: string; name: string }[]; busyMs: number }): BacktestResult;
}

export function createTally(then: Pick<Then, "points" | "force">): Tally {
  const rightLabel = speaksFor(then) ? "approved" : "refused";
  const cells = new Map<string, { from: JudgedStatus; to: JudgedStatus; count: number; items: Sample[] }>();
  const kinds = Object.fromEntries(sampleKinds.map((kind) => [kind, [] as Sample[]])) as Record<
    SampleKind,
    Sample[]
  >;
  const labelled = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
  const matches = new Map<string, { both: number; all: number }>();
  const counts = { seen: 0, unknown: 0, unanswered: 0, unjudged: 0, hits: 0 };
  let oldest: string | null = null;
  let newest: string | null = null;

  function keep(kind: SampleKind, { sample }: Tried): void {
    if (kinds[kind].length < maxSamples) kinds[kind].push(sample());
  }

  function compareWithModerator(tried: Tried): void {
    const { outcome, label } = tried;
    if (outcome === "unanswered") return;
    if (label === null) {
      if (outcome === "hit") keep("undecidedHits", tried);
      return;
    }
    const isPositive = label === rightLabel;
    if (outcome === "hit") {
      labelled[isPositive ? "truePositives" : "falsePositives"]++;
      keep(isPositive ? "truePositives" : "falsePositives", tried);
    } else if (isPositive) {
      labelled.falseNegatives++;
      keep("falseNegatives", tried);
    } else {
      labelled.trueNegatives++;
    }
  }

  function countChange({ from, to }: NonNullable<Tried["change"]>, tried: Tried): void {
    const key = `${from} ${to}`;
    const cell = cells.get(key) ?? { from, to, count: 0, items: [] };
    cells.set(key, cell);
    cell.count++;
    // Where nothing changes, only what the rule saw is worth showing.
    if (cell.items.length < maxSamples && (from !== to || tried.outcome === "hit"))
      cell.items.push(tried.sample());
  }

  const matchesOf = (ruleId: string) => {
    const known = matches.get(ruleId) ?? { both: 0, all: 0 };
    matches.set(ruleId, known);
    return known;
  };

  return {
    add(tried) {
      counts.seen++;
      if (oldest === null || tried.createdAt < oldest) oldest = tried.createdAt;
      if (newest === null || tried.createdAt > newest) newest = tried.createdAt;
      if (tried.outcome === "unknown") {
        counts.unknown++;
        keep("unknown", tried);
        return;
      }
      if (tried.outcome === "unanswered") counts.unanswered++;
      if (tried.outcome === "hit") {
        counts.hits++;
        for (const ruleId of tried.others) matchesOf(ruleId).both++;
      }
      if (tried.change === null) counts.unjudged++;
      else countChange(tried.change, tried);
      compareWithModerator(tried);
    },
    addMatches(ruleId, comments) {
      matchesOf(ruleId).all += comments;
    },
    result({ rules, busyMs }) {
      const comments = counts.seen - counts.unknown;
      return {
        comments,
        unknown: counts.unknown,
        unanswered: counts.unanswered,
        unjudged: counts.unjudged,
        hits: counts.hits,
        matrix: [...cells.values()]
          .map(({ from, to, count }) => ({ from, to, count }))
          .sort((a, b) => b.count - a.count || `${a.from} ${a.to}`.localeCompare(`${b.from} ${b.to}`)),
        againstModerators: { ...labelled, ...qualityOf(labelled) },
        overlap: rules.map(({ ruleId, name }) => {
          const { both, all } = matchesOf(ruleId);
          return { ruleId, ruleName: name, both, onlyThis: counts.hits - both, onlyThat: all - both };
        }),
        samples: {
          cells: [...cells.values()].flatMap(({ from, to, items }) =>
            items.length > 0 ? { from, to, items } : [],
          ),
          kinds,
        },
        costMicroseconds: counts.seen === 0 ? 0 : Math.round((busyMs * 100_000) / counts.seen) / 100,
        from: oldest,
        to: newest,
      };
    },
  };
}

/** A rule that approves, or takes points away, is right where a moderator approves. */
const speaksFor = ({ points, force }: { points?: number | undefined; force?: Force | undefined }): boolean =>
  force === undefined ? (points ?? 0) < 0 : force === "approve";

function qualityOf(labelled: Record<"truePositives" | "falsePositives" | "falseNegatives", number>) {
  const { truePositives, falsePositives, falseNegatives } = labelled;
  const precision = precisionOf(truePositives, truePositives + falsePositives);
  // A share of the positives, as precision is one of the hits.
  const recall = precisionOf(truePositives, truePositives + falseNegatives);
  return { precision: precision.value, precisionLow: precision.lowerBound, recall: recall.value };
}
