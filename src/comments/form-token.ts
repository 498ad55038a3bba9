import type { ServerKey } from "../db/server-key.ts";

/** Carried by every form: when it was shown, signed so that "written in 40 seconds" cannot be made up. */
export function createFormToken(key: ServerKey, now: Date): string {
  const shownAt = String(now.getTime());
  return `${shownAt}.${key.sign("form", shownAt)}`;
}

const longestMs = 24 * 3_600_000;

/** How long the writing took, or null where the token is missing, forged or older than a day (an open tab, a cached page). */
export function writtenInMs(key: ServerKey, token: unknown, now: Date): number | null {
  const [, shownAt, signature] =
    typeof token === "string" ? (/^(\d{1,15})\.([\w-]+)$/.exec(token) ?? []) : [];
  if (shownAt === undefined || signature !== key.sign("form", shownAt)) return null;
  const elapsedMs = now.getTime() - Number(shownAt);
  return elapsedMs >= 0 && elapsedMs <= longestMs ? elapsedMs : null;
}
