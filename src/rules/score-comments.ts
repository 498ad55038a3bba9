import type { Queryable } from "../db/transaction.ts";
import type { FeatureSource } from "../text/features.ts";
import { mapInTurns } from "../text/in-slices.ts";
import type { LearnedFact } from "./facts.ts";
import { hasLearntEnough, type LearnedModel, scoreOf } from "./learned-model.ts";
import { readModel } from "./lesson-queries.ts";
import { traitsOf } from "./traits.ts";

/** What the site's model says of each comment; null for all of them while it knows too little. */
export async function scoreComments(
  db: Queryable,
  { siteId, model }: { siteId: string; model: LearnedModel | null },
  comments: readonly FeatureSource[],
): Promise<(LearnedFact | null)[]> {
  const none = comments.map(() => null);
  if (model === null || !hasLearntEnough(model)) return none;
  const traits = await mapInTurns(comments, traitsOf);
  const known = await readModel(db, siteId, [...new Set(traits.flat().map(({ id }) => id))]);
  if (known === null || !hasLearntEnough(known.model)) return none;
  return traits.map((ofComment) => scoreOf(ofComment, known.model, known.counts));
}
