import { computed, signal } from "@preact/signals";
import { fetchStats } from "../api.ts";
import type { CommentEvent, Stats } from "../api.ts";
import type { CountsState } from "./counts-state.ts";
import { noCounts, shownCounts, withHeard, withStored } from "./counts-state.ts";

const state = signal<CountsState>(noCounts);
export const counts = computed(() => shownCounts(state.value));
/** The server's last word, without what has been decided since. */
export const stats = signal<Stats | null>(null);

const CORRECT_AFTER_MS = 5_000;

let siteKey: string | null = null;
let correction = 0;

export function countSite(wanted: string | null): void {
  if (wanted !== siteKey) {
    state.value = { ...state.value, stored: null };
    stats.value = null;
  }
  siteKey = wanted;
  void loadCounts();
}

export async function loadCounts(): Promise<void> {
  clearTimeout(correction);
  correction = 0;
  const wanted = siteKey;
  const answer = await fetchStats(wanted).catch(() => null);
  if (!answer || wanted !== siteKey) return;
  // What a second opinion is asked on stands in another list.
  const held = answer.counts.held - answer.secondOpinions.heldAndAsked;
  state.value = withStored(state.value, { ...answer.counts, held });
  stats.value = answer;
}

export function changeCounts(change: (state: CountsState) => CountsState): void {
  state.value = change(state.value);
}

export function countEvent(event: CommentEvent): void {
  if (siteKey && siteKey !== event.siteKey) return;
  changeCounts((counts) => withHeard(counts, event));
  // Adding up may drift (a line lost, an import): the server's own numbers correct it soon after.
  correction ||= window.setTimeout(() => void loadCounts(), CORRECT_AFTER_MS);
}
