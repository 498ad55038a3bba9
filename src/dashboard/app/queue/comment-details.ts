import { signal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import { fetchComment } from "../api.ts";
import type { CommentDetails } from "../api.ts";

const KEPT = 200;
const RETRY_AFTER_MS = 30_000;
const known = new Map<string, Signal<CommentDetails | "missing" | null>>();

/** The single view of a comment, fetched once per revision and then remembered. */
export function detailsOf(id: string, revision: number): Signal<CommentDetails | "missing" | null> {
  const key = `${id}@${revision}`;
  const remembered = known.get(key);
  if (remembered) return remembered;
  const details = signal<CommentDetails | "missing" | null>(null);
  known.set(key, details);
  const oldest = known.keys().next().value;
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  void fetchComment(id).then(
    (found) => (details.value = found),
    () => {
      details.value = "missing";
      // Kept for a while: forgotten at once, the screen would ask again without end.
      setTimeout(() => known.delete(key), RETRY_AFTER_MS);
    },
  );
  return details;
}

/** What has been answered is read anew. */
export function forgetDetails(id: string): void {
  for (const key of known.keys()) if (key.startsWith(`${id}@`)) known.delete(key);
}
