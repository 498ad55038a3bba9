import type { PackWordList } from "./pack.ts";

/** What a pack wrote into a site's copy of a list, or what now stands there. */
export type ListContent = Pick<PackWordList, "name" | "entries"> & { allow: string[] };

export const contentOf = ({ name, entries, allow = [] }: PackWordList): ListContent => ({
  name,
  entries,
  allow: [...allow],
});

/**
 * A list after an update: what the pack added and dropped since it wrote `original` is done to `current`, and what a
 * person added, dropped or changed there stays so.
 */
export function mergeList(
  current: ListContent,
  { original, update }: { original: ListContent; update: ListContent },
): ListContent {
  return {
    name: current.name === original.name ? update.name : current.name,
    entries: merged(current.entries, original.entries, update.entries),
    allow: merged(current.allow, original.allow, update.allow),
  };
}

function merged<Item>(current: readonly Item[], original: readonly Item[], update: readonly Item[]): Item[] {
  const before = byText(original);
  const after = byText(update);
  const kept = [...byText(current)].filter(([text]) => !before.has(text) || after.has(text));
  const known = new Set(kept.map(([text]) => text));
  const added = [...after].filter(([text]) => !before.has(text) && !known.has(text));
  return [...kept, ...added].map(([, item]) => item);
}

const byText = <Item>(items: readonly Item[]): Map<string, Item> =>
  new Map(items.map((item) => [canonical(item), item]));

export const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

/** Keys in one order: what comes back from the database has them in another. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
