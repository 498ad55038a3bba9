// The calls of the pages on rules and word lists, with the shapes they rely on.
import { get, type Finding, type Page, send } from "../api.ts";
import type { Condition } from "./condition.ts";

export const STAGES = ["draft", "shadow", "hold", "enforce"] as const;
export type Stage = (typeof STAGES)[number];
export type Force = "hold" | "reject" | "spam" | "approve";

export interface Then {
  points?: number | undefined;
  group?: string | undefined;
  force?: Force | undefined;
  whenUnknown?: "hold" | "ignore" | undefined;
  publicReason?: string | undefined;
}

export interface RuleFields {
  name: string;
  stage: Stage;
  when: Condition;
  then: Then;
  emergencyBrake?: boolean;
}

export interface Rule extends RuleFields {
  id: string;
  siteKey: string;
  version: number;
  /** The key of the pack that it is of. */
  pack?: string | null;
  savedBy: string | null;
  createdAt: string;
  /** Why the emergency brake put it into shadow. */
  brakeReason?: string | null;
  /** Only in a list, and only of a server that counts. */
  numbers?: RuleNumbers | null;
  advice?: Advice | null;
}

/** What became of the comments that a rule hit, from moderators' decisions. */
export interface RuleNumbers {
  hits: number;
  judged: number;
  overturned: number;
  precision: number | null;
  precisionLowerBound: number | null;
  /** Whether the precision rests on hits that were reviewed blind alone. */
  precisionOf: "all" | "blind";
  lastHitAt: string | null;
  /** Hits among the comments it was run on. */
  share: number | null;
  meanCostMicroseconds: number | null;
}

export interface Day {
  /** Such as 2026-11-24, in UTC; days without a hit are left out. */
  day: string;
  hits: number;
  overturned: number;
}

export interface RuleNumbersOfDays {
  days: number;
  numbers: RuleNumbers;
  advice: Advice;
  daily: Day[];
}

interface NamedRule {
  ruleId: string;
  name: string;
  stage: Stage;
}

export interface HealthItem extends NamedRule {
  sentence: string;
}

/** What may be wrong with the rules of a site. */
export interface Health {
  days: number;
  rules: number;
  neverFired: HealthItem[];
  alwaysOverturned: HealthItem[];
  overlaps: { rules: [NamedRule, NamedRule]; sentence: string }[];
  tooBroad: HealthItem[];
  slow: HealthItem[];
}

export type UndoneCounts = Record<"approved" | "rejected" | "spam", number>;

export interface UndoneStep {
  batchId: string | null;
  results: { undone: number; changedMeanwhile: number };
  remaining: number;
}

export interface Advice {
  advice: "promote" | "keep" | "demote";
  to: Stage;
  sentence: string;
}

export interface Verdict {
  verdict: "held" | "approved" | "rejected" | "spam";
  points: number;
  findings: Finding[];
  unknown: { ruleId: string; ruleName: string; reason: string; holds: boolean }[];
  reasons: string[];
  publicReason: string | null;
}

export interface TestInput {
  siteKey: string;
  text: string;
  authorName?: string;
  authorEmail?: string;
  rule?: { id?: string; name?: string; when: Condition; then: Then };
}

export interface WordListEntry {
  phrase: string;
  lanes?: string[] | undefined;
  language?: string | undefined;
  fields?: string[] | undefined;
}

export interface WordListFields {
  name: string;
  entries: WordListEntry[];
  allow?: string[];
}

export interface WordList extends WordListFields {
  id: string;
  siteKey: string;
  pack?: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface PhraseReport {
  /** Approved comments that were read. */
  comments: number;
  items: { phrase: string; comments: number; samples: PhraseSample[] }[];
}

export interface PhraseSample {
  id: string;
  field: string;
  span: [number, number];
  excerpt: string;
}

/** Rules and word lists that a site switches on together; ids are those of its own copies. */
export interface Pack {
  key: string;
  name: string;
  description: string;
  version: number;
  isOn: boolean;
  hasUpdate: boolean;
  sources: { name: string; licence: string; url: string | null }[];
  rules: {
    key: string;
    name: string;
    points: number | null;
    ruleId: string | null;
    isChanged: boolean;
    isDeleted: boolean;
  }[];
  wordLists: {
    key: string;
    name: string;
    phrases: number;
    allowed: number;
    wordListId: string | null;
    isChanged: boolean;
  }[];
}

export type Judged = "approved" | "held" | "rejected" | "spam";

export interface Backtest {
  id: string;
  rule: { when: Condition; then: Then };
  status: "queued" | "running" | "done" | "cancelled" | "failed";
  progress: { done: number; total: number | null };
  result: BacktestResult | null;
  error: string | null;
}

export interface ListedBacktest extends Omit<Backtest, "result"> {
  requestedBy: string;
  createdAt: string;
  result: Omit<BacktestResult, "samples"> | null;
}

export interface BacktestResult {
  comments: number;
  hits: number;
  matrix: { from: Judged; to: Judged; count: number }[];
  againstModerators: {
    truePositives: number;
    falsePositives: number;
    falseNegatives: number;
    precision: number | null;
    precisionLow: number | null;
    recall: number | null;
  };
  samples: {
    cells: { from: Judged; to: Judged; items: Sample[] }[];
    kinds: Partial<Record<"truePositives" | "falsePositives" | "falseNegatives" | "undecidedHits", Sample[]>>;
  };
}

export interface Sample {
  commentId: string;
  status: string;
  authorName: string;
  field: string;
  text: string;
  spans: [number, number][];
}

/** The id that the test gives to a rule that is not stored yet. */
export const UNSAVED_RULE = "00000000-0000-0000-0000-000000000000";

export async function fetchRules(siteKey: string): Promise<Rule[]> {
  return (await get<Page<Rule>>("/v1/rules", { siteKey, expand: "numbers" })).items;
}

export const fetchRule = (id: string): Promise<Rule> => get(`/v1/rules/${id}`);

export async function fetchVersions(id: string): Promise<Rule[]> {
  return (await get<Page<Rule>>(`/v1/rules/${id}/versions`)).items;
}

export const fetchNumbers = (id: string, days: number): Promise<RuleNumbersOfDays> =>
  get(`/v1/rules/${id}/numbers`, { days: String(days) });

export const fetchHealth = (siteKey: string, days: number): Promise<Health> =>
  get("/v1/rules/health", { siteKey, days: String(days) });

export const previewUndo = (id: string, since: string): Promise<{ counts: UndoneCounts; total: number }> =>
  send("POST", `/v1/rules/${id}/undo`, { since, preview: true });

export const undoStep = (id: string, since: string, limit: number): Promise<UndoneStep> =>
  send("POST", `/v1/rules/${id}/undo`, { since, limit });

export const addRule = (rule: RuleFields & { siteKey: string }): Promise<Rule> =>
  send("POST", "/v1/rules", rule);

export const changeRule = (id: string, change: Partial<RuleFields>): Promise<Rule> =>
  send("PATCH", `/v1/rules/${id}`, change);

export const deleteRule = (id: string): Promise<void> => send("DELETE", `/v1/rules/${id}`);

export const testText = (input: TestInput, signal: AbortSignal): Promise<Verdict> =>
  send("POST", "/v1/rules/test", input, { signal });

export async function fetchWordLists(siteKey: string): Promise<WordList[]> {
  return (await get<Page<WordList>>("/v1/word-lists", { siteKey })).items;
}

export const fetchWordList = (id: string): Promise<WordList> => get(`/v1/word-lists/${id}`);

export const addWordList = (list: WordListFields & { siteKey: string }): Promise<WordList> =>
  send("POST", "/v1/word-lists", list);

export const changeWordList = (id: string, change: Partial<WordListFields>): Promise<WordList> =>
  send("PATCH", `/v1/word-lists/${id}`, change);

export const deleteWordList = (id: string): Promise<void> => send("DELETE", `/v1/word-lists/${id}`);

export const reportPhrases = (
  input: { siteKey: string; entries: WordListEntry[]; allow?: string[] },
  signal: AbortSignal,
): Promise<PhraseReport> => send("POST", "/v1/word-lists/report", input, { signal });

export async function fetchPacks(siteKey: string): Promise<Pack[]> {
  return (await get<Page<Pack>>("/v1/packs", { siteKey })).items;
}

export const switchPack = (key: string, siteKey: string, isOn: boolean): Promise<Pack> =>
  isOn
    ? send("POST", `/v1/packs/${key}`, { siteKey })
    : send("DELETE", `/v1/packs/${key}?${new URLSearchParams({ siteKey }).toString()}`);

export const restorePackRule = (key: string, rule: string, siteKey: string): Promise<Pack> =>
  send("POST", `/v1/packs/${key}/rules/${rule}/restore`, { siteKey });

/** Since when the site's rules can ask a service; null = not yet. */
export interface Services {
  external: SavedService | null;
  akismet: AkismetSetup | null;
}

export interface SavedService {
  savedAt: string;
  /** It was kept under another key of the server. */
  isUnreadable: boolean;
}

export interface AkismetSetup extends SavedService {
  /** Whether Akismet is told where moderators decide against its word. */
  reportDecisions: boolean;
}

export const fetchServices = (siteKey: string): Promise<Services> => get(`/v1/sites/${siteKey}/services`);

export const makeSigningSecret = (siteKey: string): Promise<{ secret: string }> =>
  send("POST", `/v1/sites/${siteKey}/services/external`);

export const saveAkismetKey = (siteKey: string, key: string): Promise<Services> =>
  send("POST", `/v1/sites/${siteKey}/services/akismet`, { key });

export const switchAkismetReports = (siteKey: string, reportDecisions: boolean): Promise<Services> =>
  send("PATCH", `/v1/sites/${siteKey}/services/akismet`, { reportDecisions });

/** As if the rule were enforced: a shadow changes nothing, and so would its picture. */
export const startBacktest = (
  id: string | null,
  rule: Omit<RuleFields, "stage"> & { siteKey: string },
  limit: number,
): Promise<Backtest> =>
  send("POST", id === null ? "/v1/backtests" : `/v1/rules/${id}/backtests`, {
    rule: { ...rule, stage: "enforce" },
    limit,
  });

export const fetchBacktest = (id: string): Promise<Backtest> => get(`/v1/backtests/${id}`);

export const fetchBacktests = (ruleId: string, cursor: string | null): Promise<Page<ListedBacktest>> =>
  get("/v1/backtests", { rule: ruleId, cursor, limit: "10" });

export const cancelBacktest = (id: string): Promise<void> => send("DELETE", `/v1/backtests/${id}`);
