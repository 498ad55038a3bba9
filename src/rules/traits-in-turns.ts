import type { Feature, FeatureSource } from "../text/features.ts";
import { traitsOf } from "./traits.ts";

const maxBusyMs = 5;

/** The traits of many comments: a long text takes milliseconds, and requests and lock renewals are let through in between. */
export async function traitsInTurns(sources: readonly (FeatureSource | null)[]): Promise<Feature[][]> {
  const traits: Feature[][] = [];
  let busySince = performance.now();
  for (const source of sources) {
    traits.push(source === null ? [] : traitsOf(source));
    if (performance.now() - busySince < maxBusyMs) continue;
    await new Promise((resume) => setImmediate(resume));
    busySince = performance.now();
  }
  return traits;
}
