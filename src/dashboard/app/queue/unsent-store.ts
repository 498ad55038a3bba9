// The connection that decisions wait for, and what of them this browser keeps until they are answered.
import { computed, signal } from "@preact/signals";
import { ApiError } from "../api.ts";
import { announce } from "../frame/announcer.tsx";
import { t } from "../language.ts";
import { newKey } from "../request-key.ts";
import { departed, user } from "../session.ts";
import { createPatientLine } from "./patient-line.ts";
import { saving } from "./queue-store.ts";
import type { Unsent, UnsentDecision, UnsentUndo } from "./unsent.ts";
import { readUnsent, withAnswer } from "./unsent.ts";

const isWaiting = signal(false);
/** Left by a page that was closed, and not yet answered. */
export const leftToSend = signal(0);
export const waitingCount = computed(() => (isWaiting.value ? saving.value + leftToSend.value : 0));

const NO_SERVER = new Set([0, 502, 503, 504]);

const line = createPatientLine({
  isLost(error) {
    if (!(error instanceof ApiError)) return false;
    const { status, problem } = error;
    // Without saying what the comment is now: an earlier attempt under this key is still being answered.
    if (NO_SERVER.has(status) || (status === 409 && !problem.current)) return true;
    // What waits for the connection is promised to be sent: where the session has ended meanwhile, in the next one.
    return status === 401 && isWaiting.value;
  },
  pause: (ms, woken) => Promise.race([woken, new Promise<void>((resolve) => setTimeout(resolve, ms))]),
  onWaiting(now) {
    isWaiting.value = now;
    announce(
      now ? t("No connection. Decisions wait, and are sent when it is back.") : t("The connection is back."),
    );
  },
});

const never = new Promise<never>(() => undefined);
/** Not in the name of who signs in next: then it stays in this browser for whoever decided. */
export const whenConnected = <T>(attempt: () => Promise<T>): Promise<T> =>
  line.send(() => (departed.value ? never : attempt()));
export const connectionMayBeBack = line.wake;
addEventListener("online", line.wake);

/** One item each, so that two tabs of a person do not write over one another. */
const prefix = (): string => `moderato-unsent ${user.value?.id ?? ""} `;

/** Of this page: what another left behind is sent by whoever finds it. */
const ownKeys = new Set<string>();
let turns = 0;

/** `isKept`: not with a note or a reply, since what somebody wrote does not stay behind in a browser. */
export function keepDecision(
  decision: Pick<UnsentDecision, "items" | "to" | "reasonCode" | "isTogether">,
  { isKept }: { isKept: boolean },
): string {
  const kept = { ...kindless(), kind: "decision" as const, isTried: false, ...decision };
  if (isKept) write(kept);
  return kept.key;
}

export function keepUndo(undo: Pick<UnsentUndo, "ids" | "ofKey" | "decisionId">): string {
  const kept = { ...kindless(), kind: "undo" as const, ...undo };
  write(kept);
  return kept.key;
}

function kindless(): { key: string; takenAt: number; turn: number } {
  const key = newKey();
  ownKeys.add(key);
  return { key, takenAt: Date.now(), turn: turns++ };
}

/** From here on its key stands for these revisions. */
export function trying(key: string, items: UnsentDecision["items"]): void {
  const kept = all().find((one) => one.key === key);
  if (kept?.kind === "decision") write({ ...kept, items, isTried: true });
}

/** `decisionId`: what an undo of it would name; null where nothing was changed. */
export function answered(key: string, decisionId: string | null): void {
  const before = all();
  const after = withAnswer(before, key, decisionId);
  localStorage.removeItem(prefix() + key);
  for (const one of before) {
    const now = after.find((other) => other.key === one.key);
    if (!now) localStorage.removeItem(prefix() + one.key);
    else if (now !== one) write(now);
  }
}

export const leftBehind = (): Unsent[] => all().filter(({ key }) => !ownKeys.has(key));

/** Too old, or an undo of what nobody kept. */
export function clearStale(): void {
  const names = new Set(all().map(({ key }) => prefix() + key));
  for (const name of storedNames()) if (!names.has(name)) localStorage.removeItem(name);
}

const all = (): Unsent[] =>
  readUnsent(
    storedNames().map((name) => localStorage.getItem(name) ?? ""),
    Date.now(),
  );

const storedNames = (): string[] => Object.keys(localStorage).filter((name) => name.startsWith(prefix()));

function write(unsent: Unsent): void {
  try {
    localStorage.setItem(prefix() + unsent.key, JSON.stringify(unsent));
  } catch {
    // Full or forbidden: then a reload loses it, and the page asks before it is left.
  }
}
