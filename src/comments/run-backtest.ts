// Tries a rule on comments that are decided already, beside the live queue: newest first, batch by batch, through the
// same code that judges new ones, with the facts of each comment's own moment.
import { isDatabaseDown } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { findSiteById } from "../sites/site-queries.ts";
import type { Site } from "../sites/site.ts";
import {
  type Backtest,
  dropChanges,
  finishBacktest,
  giveBackBacktest,
  keepChanges,
  type KeptChange,
  type Lease,
  leaseBacktest,
  maxKeptChanges,
  signOfLife,
} from "../rules/backtest-queries.ts";
import { type BacktestResult, createTally, type Sample, type Tally, type Tried } from "../rules/backtest.ts";
import { type CompiledRules, prepareRules } from "../rules/compile.ts";
import { type Found, runRules } from "../rules/evaluate.ts";
import type { CommentFacts, FactNeeds } from "../rules/facts.ts";
import {
  completeFacts,
  countableNeeds,
  hasExpired,
  missingNeeds,
  needsNothing,
  verdictWith,
  withoutExpired,
} from "../rules/replay.ts";
import { loadRuleVersions, loadWordLists } from "../rules/rule-queries.ts";
import type { Check, Condition, RuleStage } from "../rules/rule.ts";
import { loadRuleset } from "../rules/ruleset.ts";
import type { Finding, JudgementSettings } from "../rules/verdict.ts";
import { nextTurn } from "../text/in-slices.ts";
import { gatherFacts } from "./gather-facts.ts";
import {
  countJudged,
  countMatches,
  firstId,
  type JudgedComment,
  type JudgedRange,
  judgementsBy,
  type Judgements,
  keptFactsOf,
  readJudged,
  siteFacts,
  storedFindings,
} from "./judged-comments.ts";
import { standBack } from "./stand-back.ts";

// Small enough that neither PostgreSQL nor we are long at one batch.
const batchSize = 500;
// The loop is shared with requests and live moderation, each step of which waits for at most one such turn.
const maxBusyMs = 2;
const signOfLifeMs = 1_000;
const maxAttempts = 3;

/** Runs the oldest backtest that waits, if there is one; false where there was none. */
export async function runNextBacktest(deps: Deps, stopping: AbortSignal): Promise<boolean> {
  const backtest = await leaseBacktest(deps.pool);
  if (backtest === null) return false;
  try {
    if (backtest.attempts > maxAttempts) throw new Error(`It was broken off ${maxAttempts} times.`);
    const { result, done } = await runBacktest(deps, backtest, stopping);
    await finishBacktest(deps.pool, backtest, { result, done });
  } catch (error) {
    await endEarly(deps, backtest, error);
  }
  return true;
}

class Stopped extends Error {
  override name = "Stopped";
}

async function endEarly(deps: Deps, backtest: Backtest, error: unknown): Promise<void> {
  // Cancelled, in other hands, or soon to be leased again: the row knows.
  if (isDatabaseDown(error)) return;
  if (error instanceof Stopped) {
    await giveBackBacktest(deps.pool, backtest);
    return;
  }
  deps.log.error({ err: error, backtestId: backtest.id }, "a backtest failed");
  const message = error instanceof Error ? error.message : String(error);
  await finishBacktest(deps.pool, backtest, { error: message });
}

/** What stays the same from the first comment to the last. */
interface Trial {
  site: Site;
  siteFacts: CommentFacts["site"];
  settings: JudgementSettings;
  /** By this id the tried rule goes: the saved one's, whose place it takes, or the backtest's. */
  ruleId: string;
  isSaved: boolean;
  compiled: CompiledRules;
  needsFacts: boolean;
  countable: FactNeeds;
  keptSince: Date;
}

async function runBacktest(
  deps: Deps,
  backtest: Backtest,
  stopping: AbortSignal,
): Promise<{ result: BacktestResult; done: number }> {
  const site = await findSiteById(deps.pool, backtest.siteId);
  if (site === null) throw new Error(`there is no site ${backtest.siteId}`);
  const { settings } = await loadRuleset(deps.pool, site);
  const trial = await prepareTrial(deps, { backtest, site, settings });
  const createdAt = new Date(backtest.createdAt);
  const range: JudgedRange = {
    siteId: site.id,
    before: { createdAt: new Date(createdAt.getTime() + 1).toISOString(), id: firstId },
    since: backtest.days === null ? null : daysBefore(createdAt, backtest.days),
  };
  const total = await countJudged(deps.pool, range, backtest.limit);
  const tally = createTally(backtest.rule.then);
  const watch = createWatch(deps, { lease: backtest, total, stopping });
  await watch.report(0);
  const keep = await createKeeper(deps, backtest);
  let done = 0;
  const read = (before: JudgedRange["before"], already: number) =>
    readAhead(
      readJudged(deps.pool, {
        site,
        range: { ...range, before },
        limit: Math.min(batchSize, backtest.limit - already),
        withFacts: trial.needsFacts,
      }),
    );
  let next = read(range.before, 0);
  for (;;) {
    const batch = await next();
    const last = batch.at(-1);
    if (last === undefined) break;
    const isEnd =
      batch.length < Math.min(batchSize, backtest.limit - done) || done + batch.length >= backtest.limit;
    // Postgres reads the next batch while this one is judged.
    if (!isEnd) next = read({ createdAt: last.comment.createdAt, id: last.comment.id }, done + batch.length);
    await keep(await tryOn(deps, { trial, tally, watch, batch }));
    done += batch.length;
    await watch.report(done);
    if (isEnd) break;
  }
  const rules = (await loadRuleVersions(deps.pool, site.id)).filter(
    ({ ruleId, stage }) => ruleId !== trial.ruleId && stage !== "draft",
  );
  return { result: tally.result({ rules, busyMs: watch.judgingMs() }), done };
}

/** Keeps what a batch has changed, batch by batch, while there is room. */
async function createKeeper(
  { pool }: Deps,
  lease: Lease,
): Promise<(changes: readonly KeptChange[]) => Promise<void>> {
  await dropChanges(pool, lease);
  let kept = 0;
  return async (all) => {
    const changes = all.slice(0, maxKeptChanges - kept);
    if (changes.length === 0) return;
    await keepChanges(pool, lease, { changes, firstPlace: kept });
    kept += changes.length;
  };
}

const daysBefore = (date: Date, days: number) => new Date(date.getTime() - days * 86_400_000);

/** Started now, awaited later: a failure is heard of then. */
function readAhead<Value>(reading: Promise<Value>): () => Promise<Value> {
  reading.catch(() => undefined);
  return () => reading;
}

async function prepareTrial(
  deps: Deps,
  { backtest, site, settings }: { backtest: Backtest; site: Site; settings: JudgementSettings },
): Promise<Trial> {
  const { ruleId, rule } = backtest;
  const tried = {
    ...rule,
    ruleId: ruleId ?? backtest.id,
    version: rule.version ?? 0,
    stage: triedStage(rule.stage),
  };
  const compiled = await prepareRules([tried], await loadWordLists(deps.pool, site.id));
  return {
    site,
    siteFacts: siteFacts(site),
    settings,
    ruleId: tried.ruleId,
    isSaved: ruleId !== null,
    compiled,
    needsFacts: needsFacts(rule.when),
    countable: countableNeeds(compiled.needs),
    keptSince: daysBefore(deps.now(), site.settings.dropIpAfterDays),
  };
}

/** A draft or a shadow is tried as if it counted: what it would do is the question. */
export const triedStage = (stage: RuleStage): RuleStage => (stage === "hold" ? "hold" : "enforce");

const readsTextAlone: ReadonlySet<Check["check"]> = new Set(["words", "pattern", "links", "shape"]);

function needsFacts(condition: Condition): boolean {
  if ("check" in condition) return !readsTextAlone.has(condition.check);
  if ("not" in condition) return needsFacts(condition.not);
  return ("all" in condition ? condition.all : condition.any).some(needsFacts);
}

interface Watch {
  /** Lets others have their turn where this one took long. Throws where the backtest has to stop. */
  breathe(): Promise<void>;
  /** Says how far it has come, now and then, and hears whether to go on. */
  report(done: number): Promise<void>;
  judged(ms: number): void;
  judgingMs(): number;
}

function createWatch(
  deps: Deps,
  { lease, total, stopping }: { lease: Lease; total: number; stopping: AbortSignal },
): Watch {
  let turnSince = performance.now();
  let reportedAt = 0;
  let judgingMs = 0;
  return {
    async breathe() {
      if (performance.now() - turnSince < maxBusyMs) return;
      await nextTurn();
      await standBack(deps.commentsPool);
      turnSince = performance.now();
      if (stopping.aborted) throw new Stopped();
    },
    async report(done) {
      if (stopping.aborted) throw new Stopped();
      if (performance.now() - reportedAt < signOfLifeMs) return;
      reportedAt = performance.now();
      if (!(await signOfLife(deps.pool, lease, { done, total }))) throw new Stopped();
    },
    judged: (ms) => void (judgingMs += ms),
    judgingMs: () => judgingMs,
  };
}

interface Judged {
  judged: JudgedComment;
  facts: CommentFacts;
  found: Found;
  outcome: Tried["outcome"];
}

/** Returns what would have been decided otherwise. */
async function tryOn(
  deps: Deps,
  { trial, tally, watch, batch }: { trial: Trial; tally: Tally; watch: Watch; batch: JudgedComment[] },
): Promise<KeptChange[]> {
  const counted = await countMissing(deps, trial, batch);
  const judged: Judged[] = [];
  for (const comment of batch) {
    await watch.breathe();
    judged.push(judge(comment, { trial, watch, counted: counted.get(comment.comment.id) ?? null }));
  }
  const answered = judgementsOf(judged.filter(({ outcome }) => outcome !== "unknown"));
  const [changes, matches] = await Promise.all([
    changesOf(deps, { trial, watch, judged }),
    countMatches(deps.pool, trial.site.id, answered),
  ]);
  const changed: KeptChange[] = [];
  for (const { judged: comment, found, outcome } of judged) {
    await watch.breathe();
    const from = comment.decision?.status;
    const { to = from, others = [] } = changes.get(comment.decision?.id ?? "") ?? {};
    const change = from === undefined || to === undefined ? null : { from, to };
    const sample = () => sampleOf(comment, found);
    tally.add({
      createdAt: comment.comment.createdAt,
      outcome,
      label: comment.label,
      change,
      others,
      sample,
    });
    if (change !== null && change.from !== change.to) changed.push({ ...change, sample: sample() });
  }
  for (const { ruleId, comments } of matches) tally.addMatches(ruleId, comments);
  return changed;
}

/** Facts that were not kept, counted now as of each comment's moment. */
async function countMissing(
  deps: Deps,
  { site, countable, needsFacts: areNeeded, keptSince }: Trial,
  batch: readonly JudgedComment[],
): Promise<Map<string, CommentFacts>> {
  const counted = new Map<string, CommentFacts>();
  if (!areNeeded) return counted;
  const lacking = batch.filter(
    ({ facts }) => facts === null || !needsNothing(missingNeeds(facts, countable)),
  );
  if (lacking.length === 0) return counted;
  const ids = lacking.map(({ comment }) => comment.id);
  for (const { id, facts } of await gatherFacts(deps.pool, site, {
    ids,
    needs: countable,
    of: "judged",
    model: null,
  }))
    counted.set(id, withoutExpired(facts, keptSince));
  return counted;
}

function judge(
  comment: JudgedComment,
  { trial, watch, counted }: { trial: Trial; watch: Watch; counted: CommentFacts | null },
): Judged {
  const startedAt = performance.now();
  const known = { comment: comment.comment, site: trial.siteFacts };
  const facts = completeFacts(known, comment.facts, counted);
  const found = runRules(trial.compiled, facts);
  watch.judged(performance.now() - startedAt);
  const outcome =
    found.findings.length > 0
      ? "hit"
      : found.unknown.length === 0
        ? "miss"
        : hasExpired(trial.compiled.needs, comment.facts, facts)
          ? "unknown"
          : "unanswered";
  return { judged: comment, facts, found, outcome };
}

interface Change {
  to: NonNullable<Tried["change"]>["to"];
  others: string[];
}

/** Only where the rule, or its earlier self, had a say can anything be otherwise. */
async function changesOf(
  deps: Deps,
  { trial, watch, judged }: { trial: Trial; watch: Watch; judged: readonly Judged[] },
): Promise<Map<string, Change>> {
  const { site, ruleId, settings } = trial;
  const earlier = trial.isSaved
    ? await judgementsBy(deps.pool, { siteId: site.id, ruleId }, judgementsOf(judged))
    : new Set<string>();
  const touched = judged.flatMap((one) => {
    const { decision } = one.judged;
    if (decision === null || one.outcome === "unknown") return [];
    return one.outcome === "miss" && !earlier.has(decision.id) ? [] : [{ ...one, decision }];
  });
  const changes = new Map<string, Change>();
  if (touched.length === 0) return changes;
  const judgements = judgementsOf(touched);
  const [findings, keptFacts] = await Promise.all([
    storedFindings(deps.pool, site.id, judgements),
    keptFactsOf(deps.pool, site.id, judgements),
  ]);
  for (const { decision, facts, found } of touched) {
    await watch.breathe();
    const stored: Finding[] = findings.get(decision.id) ?? [];
    const kept = keptFacts.get(decision.id) ?? {};
    const to = verdictWith(
      { ruleId, found },
      {
        status: decision.status,
        findings: stored,
        facts: completeFacts(facts, kept, null),
        circumstances: kept,
      },
      settings,
    );
    changes.set(decision.id, { to, others: [...new Set(stored.map((finding) => finding.ruleId))] });
  }
  return changes;
}

const judgementsOf = (judged: readonly Judged[]): Judgements =>
  judged.flatMap(({ judged: { comment, decision } }) =>
    decision === null ? [] : [{ commentId: comment.id, decisionId: decision.id }],
  );

const maxSpans = 20;

function sampleOf({ comment }: JudgedComment, { findings }: Found): Sample {
  const field = findings.find(({ span }) => span !== null)?.field ?? "body";
  return {
    commentId: comment.id,
    field,
    spans: findings
      .flatMap((finding) => (finding.field === field && finding.span !== null ? [finding.span] : []))
      .slice(0, maxSpans),
    textLength: (comment[field] ?? "").length,
  };
}
