// What moderators decide teaches their site's model: the sweep adds what is new and takes back what no longer holds.
// A decision writes its lesson in its own transaction, so none is lost; a lesson remembers what was counted, so none
// counts twice and a changed mind is corrected to the last feature. Before it is learnt, a decision is foretold: that tells
// how far the model can be trusted.
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import {
  binOf,
  type Counts,
  evidenceOf,
  hasLearntEnough,
  holdFrom,
  withApprovals,
} from "../rules/learned-model.ts";
import {
  findSiteToTeach,
  type LearntLesson,
  type Lesson,
  type LockedModel,
  lockModel,
  pruneModel,
  readCounts,
  takeLessons,
  writeLessons,
  writeModel,
} from "../rules/lesson-queries.ts";
import { traitsOf } from "../rules/traits.ts";
import type { Feature } from "../text/features.ts";
import { mapInTurns } from "../text/in-slices.ts";

const lessonsAtOnce = 50;
const maxRounds = 20;
/** About ten megabytes a site. */
const maxFeatures = 100_000;
const roundsBetweenPruning = 50;

/** Learns what there is to learn, within bounds; true where more is left. */
export async function learnFromDecisions({ pool }: Pick<Deps, "pool">): Promise<boolean> {
  for (let round = 0; round < maxRounds; round++) {
    const siteId = await findSiteToTeach(pool);
    if (siteId === null) return false;
    if ((await learnOf(pool, siteId)) === 0) return false;
  }
  return true;
}

const learnOf = (pool: Deps["pool"], siteId: string): Promise<number> =>
  inTransaction(pool, async (tx) => {
    const before = await lockModel(tx, siteId);
    const lessons = await takeLessons(tx, siteId, lessonsAtOnce);
    if (lessons.length === 0) return 0;
    const traits = await mapInTurns(lessons, (lesson) => (lesson.refused === null ? [] : traitsOf(lesson)));
    const known = await readCounts(tx, siteId, [...new Set(traits.flat().map(({ id }) => id))]);
    const { model, changes, learnt } = learn(
      before,
      lessons.map((lesson, index) => ({ lesson, traits: traits[index]! })),
      known,
    );
    await writeModel(tx, siteId, { model, changes });
    await writeLessons(tx, siteId, learnt);
    if (model.version % roundsBetweenPruning === 0) await pruneModel(tx, siteId, maxFeatures);
    return lessons.length;
  });

/** The model after these lessons, and by how much each count changes. */
function learn(
  before: LockedModel,
  lessons: readonly { lesson: Lesson; traits: readonly Feature[] }[],
  known: ReadonlyMap<number, Counts>,
): { model: LockedModel; changes: Map<number, Counts>; learnt: LearntLesson[] } {
  const model = { ...before, version: before.version + 1 };
  const changes = new Map<number, Counts>();
  const approvals: [bin: number, change: 1 | -1][] = [];
  const add = (
    { refused, features, foretold }: Pick<LearntLesson, "refused" | "features" | "foretold">,
    amount: 1 | -1,
  ): void => {
    if (refused === null) return;
    const kind = refused ? "refused" : "approved";
    model[kind] = Math.max(0, model[kind] + amount);
    if (!refused && foretold !== null) approvals.push([foretold, amount]);
    for (const feature of features) {
      const counts = changes.get(feature) ?? { refused: 0, approved: 0 };
      counts[kind] += amount;
      changes.set(feature, counts);
    }
  };
  const learnt = lessons.map(({ lesson, traits }) => {
    const { commentId, decisionId, refused, learntRefused } = lesson;
    // What the model has learnt already it cannot foretell any more.
    const isNew = learntRefused === null && hasLearntEnough(before);
    const foretold = isNew ? binOf(evidenceOf(traits, before, known)) : lesson.foretold;
    const now = { commentId, decisionId, refused, features: traits.map(({ id }) => id), foretold };
    add({ refused: learntRefused, features: lesson.learntFeatures, foretold: lesson.foretold }, -1);
    add(now, 1);
    return now;
  });
  model.approvedAt = withApprovals(before.approvedAt, approvals);
  model.holdFrom = holdFrom(model.approvedAt);
  return { model, changes, learnt };
}
