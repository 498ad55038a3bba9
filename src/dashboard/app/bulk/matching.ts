import { signal } from "@preact/signals";
import { filterOf } from "../list-filter.ts";
import type { View } from "../routes.ts";

/** The list of which everything is selected that matches, not only what is shown. */
export const matchingView = signal<View | null>(null);

/** Everything there is in all lists of all sites is nobody's wish. */
export const canSelectMatching = (view: View): boolean => Object.keys(filterOf(view)).length > 0;
