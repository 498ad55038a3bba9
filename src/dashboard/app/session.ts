import { computed, signal } from "@preact/signals";
import * as api from "./api.ts";
import type { Credentials, RoleName, Session, Site, User } from "./api.ts";

export const session = signal<Session | null>(null);
export const startProblem = signal<string | null>(null);
/** The session ended while somebody was working: the screen stays, a sign-in form lies over it. */
export const expired = signal(false);
export const sites = signal<Site[]>([]);
/** This person has gone, and the page goes, too, whatever was being written on it. */
export const departed = signal(false);

export const user = computed(() => session.value?.user ?? null);

export async function startSession(): Promise<void> {
  try {
    session.value = await api.fetchSession();
    startProblem.value = null;
  } catch (error) {
    startProblem.value = api.sentenceOf(error);
  }
}

/** Roles are given and taken, and sessions end, while a page is open. */
export async function readSessionAgain(): Promise<void> {
  const fresh = await api.fetchSession().catch(() => null);
  if (!fresh || !user.value) return;
  if (!fresh.user) expired.value = true;
  else if (fresh.user.id === user.value.id && hasOtherRoles(fresh.user)) {
    session.value = fresh;
    asked = null;
    void askForSites();
  }
}

const hasOtherRoles = ({ roles }: User): boolean =>
  JSON.stringify(roles) !== JSON.stringify(user.value?.roles);

export async function signIn(credentials: Credentials): Promise<void> {
  const before = user.value?.id;
  const fresh = await api.signIn(credentials);
  // Somebody else sits down: nothing of the former person's screen may stay.
  if (expired.value && fresh.user?.id !== before) {
    departed.value = true;
    location.reload();
  }
  asked = null;
  session.value = fresh;
  expired.value = false;
}

export async function setUp(account: { token: string; email: string; password: string }): Promise<void> {
  session.value = await api.setUp(account);
}

export async function signOut(): Promise<void> {
  await api.signOut();
  departed.value = true;
  // A new page load leaves nothing of this person in memory: no comment, no undo.
  location.assign("/");
}

export async function loadSites(): Promise<void> {
  sites.value = (await api.fetchSites()).items;
}

let asked: Promise<void> | null = null;

/** Once a session, unless it fails; then whoever needs them next asks again. */
export const askForSites = (): Promise<void> =>
  (asked ??= loadSites().catch(() => {
    asked = null;
  }));

export const canDecide = (siteKey: string): boolean => hasRole(siteKey, ["admin", "moderator"]);

export const canAdminister = (siteKey: string): boolean => hasRole(siteKey, ["admin"]);

export const canAdministerAny = computed(
  () => user.value?.roles.some(({ role }) => role === "admin") ?? false,
);

export const canAdministerAll = computed(
  () => user.value?.roles.some(({ role, siteKey }) => role === "admin" && siteKey === null) ?? false,
);

export const canDecideAny = computed(() => user.value?.roles.some(({ role }) => role !== "viewer") ?? false);

function hasRole(siteKey: string, allowed: readonly RoleName[]): boolean {
  const roles = user.value?.roles ?? [];
  return roles.some((held) => (held.siteKey ?? siteKey) === siteKey && allowed.includes(held.role));
}
