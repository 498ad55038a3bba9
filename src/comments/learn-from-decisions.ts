// What moderators decide teaches their site's model: the sweep adds what is new and takes back what no longer holds.
// A decision writes its lesson in its own transaction, so none is lost; a lesson remembers what was counted, so none
// counts twice and a changed mind is corrected to the last feature.
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { featuresOf } from "../text/features.ts";
import type { Counts } from "../rules/learned-model.ts";
import {
  findSiteToTeach,
  type LearntLesson,
  lockModel,
  pruneModel,
  takeLessons,
  writeLessons,
  writeModel,
} from "../rules/lesson-queries.ts";

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
    const model = { ...before, version: before.version + 1 };
    const changes = new Map<number, Counts>();
    const add = (of: { refused: boolean | null; features: readonly number[] }, amount: 1 | -1): void => {
      if (of.refused === null) return;
      const kind = of.refused ? "refused" : "approved";
      model[kind] = Math.max(0, model[kind] + amount);
      for (const feature of of.features) {
        const counts = changes.get(feature) ?? { refused: 0, approved: 0 };
        counts[kind] += amount;
        changes.set(feature, counts);
      }
    };
    const learnt: LearntLesson[] = [];
    for (const lesson of lessons) {
      const { commentId, decisionId, refused } = lesson;
      const features = refused === null ? [] : featuresOf(lesson).map(({ id }) => id);
      add({ refused: lesson.learntRefused, features: lesson.learntFeatures }, -1);
      add({ refused, features }, 1);
      learnt.push({ commentId, decisionId, refused, features });
    }
    await writeModel(tx, siteId, { model, changes });
    await writeLessons(tx, siteId, learnt);
    if (model.version % roundsBetweenPruning === 0) await pruneModel(tx, siteId, maxFeatures);
    return lessons.length;
  });
