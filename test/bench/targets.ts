// What the service has to reach, as ratios of one run: the machine is noisy, its ratios are not.
import { shown } from "./table.ts";

export interface Target {
  what: string;
  must: number;
  good: number;
  goal: number;
  /** `atMost`: smaller is better. */
  atMost?: boolean;
}

export interface Measured {
  target: Target;
  where: string;
  value: number;
}

export const targets = {
  intakeToNaive: { what: "intake, × naive", must: 1.5, good: 2, goal: 3 },
  intakeToBare: {
    what: "intake, × bare Express that stores nothing",
    must: 0.6,
    good: 0.85,
    goal: 1.2,
  },
  saturatedP99: { what: "saturated p99, × naive", must: 1, good: 0.7, goal: 0.5, atMost: true },
  besideIntake: { what: "intake beside a worker, × naive with its worker", must: 1.5, good: 2, goal: 2.5 },
  besideDecisions: {
    what: "decisions/s beside the intake, × naive with its worker",
    must: 1.5,
    good: 2,
    goal: 2.5,
  },
  drainRedis: { what: "decisions/s of a full queue, × one UPDATE a job", must: 2, good: 4, goal: 8 },
  drainPostgres: { what: "decisions/s of a full queue, × one UPDATE a job", must: 3, good: 8, goal: 15 },
  answerAtSteady: {
    what: "answer p50 at 200/s, × naive",
    must: 1.5,
    good: 1,
    goal: 0.8,
    atMost: true,
  },
  decisionAtSteady: { what: "decision p99 at 200/s, ms", must: 50, good: 25, goal: 16, atMost: true },
  wordPress: { what: "intake, × WordPress 6.1 (0.06 naive)", must: 15, good: 25, goal: 40 },
  backtest: {
    what: "backtest, comments a second and core",
    must: 10_000,
    good: 20_000,
    goal: 50_000,
  },
  heldPage: { what: "a page of the queue, p99 ms", must: 30, good: 15, goal: 8, atMost: true },
  keyToPaint: {
    what: "from a key to the painted screen, p95 ms",
    must: 50,
    good: 32,
    goal: 17,
    atMost: true,
  },
  search: { what: "search, p99 ms", must: 300, good: 150, goal: 80, atMost: true },
  numbers: { what: "a picture of numbers, p99 ms", must: 150, good: 75, goal: 40, atMost: true },
  thread: { what: "thread, p99 ms", must: 30, good: 15, goal: 8, atMost: true },
  waline: { what: "intake, × Waline 1.39 (0.09 naive)", must: 10, good: 18, goal: 30 },
} satisfies Record<string, Target>;

export function verdictLine({ target, where, value }: Measured): string {
  const reached = (["goal", "good", "must"] as const).find((level) => isMet(target, value, target[level]));
  const sign = target.atMost === true ? "≤" : "≥";
  const levels = `must ${sign} ${target.must}, good ${target.good}, goal ${target.goal}`;
  return `${reached === undefined ? "MISSED" : `met: ${reached}`}  ${shown(value)}  ${target.what}, ${where} (${levels})`;
}

const isMet = (target: Target, value: number, bound: number) =>
  target.atMost === true ? value <= bound : value >= bound;
