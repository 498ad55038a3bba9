import { computed, signal } from "@preact/signals";
import { screenFor } from "./routes.ts";

const address = signal({ path: location.pathname, query: location.search });

export const path = computed(() => address.value.path);
export const query = computed(() => address.value.query);
export const screen = computed(() => screenFor(path.value, query.value));

export function navigate(target: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, "", target);
  else history.pushState(null, "", target);
  readAddress();
}

export function readAddress(): void {
  address.value = { path: location.pathname, query: location.search };
}

addEventListener("popstate", readAddress);
