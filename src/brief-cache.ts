/** Remembers answers for a moment, so that a flood about one thing asks the database once; what changed elsewhere is seen after `ttlMs`. */
export interface BriefCache<Value> {
  get(key: string): Promise<Value>;
  forget(key: string): void;
  forgetAll(): void;
}

export function createBriefCache<Value>(
  load: (key: string) => Promise<Value>,
  { ttlMs, maxEntries }: { ttlMs: number; maxEntries: number },
): BriefCache<Value> {
  const entries = new Map<string, { value: Promise<Value>; until: number }>();
  return {
    get(key) {
      const known = entries.get(key);
      if (known !== undefined && known.until > Date.now()) return known.value;
      // Unknown keys are remembered too; the bound keeps a guesser from filling the memory.
      if (entries.size >= maxEntries) entries.clear();
      const value = load(key);
      entries.set(key, { value, until: Date.now() + ttlMs });
      value.catch(() => entries.delete(key));
      return value;
    },
    forget: (key) => void entries.delete(key),
    forgetAll: () => entries.clear(),
  };
}
