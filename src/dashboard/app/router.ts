import { computed, signal } from "@preact/signals";
import { screenFor } from "./routes.ts";
import { mayLeave, unsaved } from "./unsaved.ts";

const address = signal({ path: location.pathname, query: location.search });

export const path = computed(() => address.value.path);
export const query = computed(() => address.value.query);
export const screen = computed(() => screenFor(path.value, query.value));

/** Asks first where something is not saved. */
export const navigate = (target: string, { replace = false } = {}): void =>
  mayLeave(() => go(target, { replace }));

/** Where one is, and how many pages into this visit: tells how far the browser's Back and Forward went. */
let here = addressNow();
let place = placeIn(history.state);

let cameByHistory = false;
/** By the browser's Back or Forward, and not by a link: where one has been before. */
export const cameBack = (): boolean => cameByHistory;

function go(target: string, { replace }: { replace: boolean }): void {
  cameByHistory = false;
  if (!replace) place += 1;
  history[replace ? "replaceState" : "pushState"]({ place }, "", target);
  readAddress();
  if (!replace) scrollTo({ top: 0 });
}

/** The page has another address from now on, while everything on it stays. */
export function renameAddress(target: string): void {
  history.replaceState({ place }, "", target);
  here = addressNow();
}

function readAddress(): void {
  here = addressNow();
  address.value = { path: location.pathname, query: location.search };
}

let isGoingBackHere = false;

addEventListener("popstate", ({ state }) => {
  if (isGoingBackHere) {
    isGoingBackHere = false;
    return;
  }
  // A jump within the page, as by “Skip to the content”.
  if (addressNow() === here) return history.replaceState({ place }, "");
  const steps = placeIn(state) - place;
  if (unsaved.value === null || steps === 0) {
    place += steps;
    cameByHistory = true;
    return readAddress();
  }
  // The browser has gone already: back to where it was, and there again once that is what is wanted.
  isGoingBackHere = true;
  history.go(-steps);
  mayLeave(() => history.go(steps));
});

function addressNow(): string {
  return location.pathname + location.search;
}

function placeIn(state: unknown): number {
  const known = (state as { place?: unknown } | null)?.place;
  return typeof known === "number" ? known : 0;
}
