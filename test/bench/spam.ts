// How well spam is told from honest comments: by the packs alone, each text as a stranger's first; and by a site's model
// after so many decisions, taught by one video's comments and tried on another's, and replayed in the order of time with
// a decision after each comment. The labelled texts are not part of the package; MODERATO_BENCH_DATA names their folder.
import { readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import type { LearnedFact } from "../../src/rules/facts.ts";
import {
  binOf,
  type Counts,
  evidenceOf,
  hasLearntEnough,
  holdFrom,
  scoreOf,
  withApprovals,
} from "../../src/rules/learned-model.ts";
import { traitsOf } from "../../src/rules/traits.ts";
import type { Benchmark } from "./benchmark.ts";
import { holdWithSpamPack, judgeByPacks } from "./packs-alone.ts";
import { table } from "./table.ts";

const folder = process.env.MODERATO_BENCH_DATA ?? "../shared/data";
const draws = 5;
const threshold = 0.9;
const maxHonestHeld = 0.01;

export interface Row {
  text: string;
  label: "spam" | "ham";
  author?: string;
  date?: string;
}

interface Text {
  features: { id: number; weight: number }[];
  refused: boolean;
}

interface Judged {
  row: Row;
  /** Null before there is enough to learn from. */
  learned: LearnedFact | null;
}

export const spam: Benchmark = ({ say }) => {
  const videos = splitByVideo(read("youtube-spam.dev.jsonl"));
  const messages = read("sms-spam.dev.jsonl");
  const packsAlone = judgeByPacks([
    ...videos.map((rows, index) => ({ name: `video ${index + 1}`, rows })),
    { name: "both videos", rows: videos.flat() },
    { name: "text messages", rows: messages },
    { name: "innocent names", rows: readNames("innocent.dev.jsonl") },
    { name: "HateCheck", rows: readHate("hatecheck.dev.jsonl") },
  ]);
  say("Packs alone, a stranger's first comment, held at 4 points:");
  say(
    table(
      ["texts", "packs", "spam held", "honest held", "of them"],
      packsAlone.map(({ texts, packs, refusedHeld, honestHeld, honest }) => [
        texts,
        packs,
        refusedHeld === null ? null : percent(refusedHeld),
        percent(honestHeld),
        honest,
      ]),
    ),
  );
  say("");
  say("Learned from decisions:");
  const rows = [
    ...videos.flatMap((video, index) => {
      const others = videos.filter((_, other) => other !== index).flat();
      return [30, 200, 500].map((decisions) =>
        measured(`video ${index + 1}, taught by the other`, Math.min(decisions, others.length), () =>
          drawn(others, decisions, (lessons) => judgeAll(lessons, video)),
        ),
      );
    }),
    ...[30, 200, 500].map((decisions) =>
      measured("text messages, taught by others of them", decisions, () =>
        drawn(messages, decisions, (lessons, rest) => judgeAll(lessons, rest)),
      ),
    ),
    ...videos.map((video, index) =>
      measured(`video ${index + 1}, replayed`, video.length, () => replay(video)),
    ),
    measured("both videos on one site, replayed", videos.flat().length, () =>
      replay(videos.flat().sort((a, b) => ((a.date ?? "") < (b.date ?? "") ? -1 : 1))),
    ),
    measured("text messages, replayed", messages.length, () => replay(messages)),
  ];
  const head = [
    "texts",
    "decisions",
    `spam ≥ ${threshold}`,
    `honest ≥ ${threshold}`,
    "spam at ≤ 1 % honest",
    "from",
    "spam held, packs too",
    "honest held, packs too",
  ];
  say(
    table(
      head,
      rows.map((row) => [
        row.texts,
        String(row.decisions),
        percent(row.caught),
        percent(row.held),
        percent(row.caughtAtOnePercent),
        row.from.toFixed(2),
        percent(row.caughtWithPacks),
        percent(row.heldWithPacks),
      ]),
    ),
  );
  return Promise.resolve({ packsAlone, rows });
};

function measured(texts: string, asked: number, judge: () => Judged[]) {
  const all = judge();
  const isSpam = ({ row }: Judged): boolean => row.label === "spam";
  // Comments that come before there is enough to learn from have no score, as on a new site.
  const scores = (spam: boolean): number[] =>
    all.flatMap((one) => (isSpam(one) === spam && one.learned !== null ? [one.learned.score] : []));
  const refused = scores(true);
  const honest = scores(false).sort((a, b) => b - a);
  const reach = (of: number[], least: number) => of.filter((score) => score >= least).length / of.length;
  const held = (of: Judged[]) => of.filter(({ row, learned }) => isHeld(row, learned)).length / of.length;
  // Just above the first honest text too many.
  const from = (honest[Math.floor(honest.length * maxHonestHeld)] ?? 0) + 0.0001;
  return {
    texts,
    decisions: asked,
    caught: reach(refused, threshold),
    held: reach(honest, threshold),
    caughtAtOnePercent: reach(refused, from),
    from,
    caughtWithPacks: held(all.filter(isSpam)),
    heldWithPacks: held(all.filter((one) => !isSpam(one))),
  };
}

const isHeld = holdWithSpamPack();

/** Several draws of so many lessons, or of all where there are fewer. */
function drawn(rows: Row[], amount: number, judge: (lessons: Row[], rest: Row[]) => Judged[]): Judged[] {
  return Array.from({ length: draws }, (_, draw) => {
    const mixed = shuffled(rows, draw + 1);
    return judge(mixed.slice(0, amount), mixed.slice(amount));
  }).flat();
}

function judgeAll(lessons: Row[], rows: Row[]): Judged[] {
  const student = createStudent();
  for (const lesson of lessons) student.learn(textOf(lesson));
  return rows.map((row) => ({ row, learned: student.learned(textOf(row)) }));
}

function replay(rows: Row[]): Judged[] {
  const student = createStudent();
  return rows.map((row) => {
    const text = textOf(row);
    const learned = student.learned(text);
    student.learn(text);
    return { row, learned };
  });
}

function createStudent() {
  const model = { version: 0, refused: 0, approved: 0, holdFrom: holdFrom([]) };
  let approvedAt: number[] = [];
  const counts = new Map<number, Counts>();
  return {
    learn({ features, refused }: Text) {
      if (!refused && hasLearntEnough(model)) {
        approvedAt = withApprovals(approvedAt, [[binOf(evidenceOf(features, model, counts)), 1]]);
        model.holdFrom = holdFrom(approvedAt);
      }
      const kind = refused ? "refused" : "approved";
      model[kind]++;
      model.version++;
      for (const { id } of features) {
        const known = counts.get(id) ?? { refused: 0, approved: 0 };
        known[kind]++;
        counts.set(id, known);
      }
    },
    learned: ({ features }: Text) => (hasLearntEnough(model) ? scoreOf(features, model, counts) : null),
  };
}

const known = new Map<Row, Text>();

function textOf(row: Row): Text {
  const text = known.get(row) ?? {
    features: traitsOf({ body: row.text, authorName: row.author ?? "", authorEmail: null }),
    refused: row.label === "spam",
  };
  known.set(row, text);
  return text;
}

const read = (file: string): Row[] => readLines<Row>(file);

/** As the author's name and in a sentence. */
const readNames = (file: string): Row[] =>
  readLines<{ text: string }>(file).map(({ text }) => ({
    text: `Greetings from ${text}, a fair point.`,
    label: "ham",
    author: text,
  }));

const readHate = (file: string): Row[] =>
  readLines<{ text: string; label: string }>(file).map(({ text, label }) => ({
    text,
    label: label === "hateful" ? "spam" : "ham",
  }));

const readLines = <Line>(file: string): Line[] =>
  readFileSync(path.join(folder, file), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);

/** Each video's comments are in the order of time: where the date falls back, the next one begins. */
function splitByVideo(rows: Row[]): Row[][] {
  const videos: Row[][] = [];
  let before = "";
  for (const row of rows) {
    const date = row.date ?? "";
    if (videos.length === 0 || Number(new Date(before)) - Number(new Date(date)) > 90 * 86_400_000)
      videos.push([]);
    videos.at(-1)!.push(row);
    before = date;
  }
  return videos;
}

/** The same order in every run, so that runs compare. */
function shuffled<Value>(values: readonly Value[], seed: number): Value[] {
  const mixed = [...values];
  let state = seed;
  for (let at = mixed.length - 1; at > 0; at--) {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    const other = Math.floor((state / 4_294_967_296) * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
