// What moderators see of each other: who looks at which comment, whose opinion is asked for, what was left for the next.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Claim, Comment } from "../api.ts";
import { ApiError } from "../api.ts";
import { canDecide, user } from "../session.ts";
import { entryOf } from "./queue-state.ts";
import { queue } from "./queue-store.ts";
import type { HandoverNote } from "./together-api.ts";
import * as togetherApi from "./together-api.ts";

/** Whoever goes through the queue by keys is not looking at a comment, only passing it. */
const LOOKING_AFTER_MS = 1_500;
/** Well within the lease that the server gives. */
const RENEW_MS = 120_000;

const claims = signal<ReadonlyMap<string, Claim | null>>(new Map());

export function hearClaim({ id, claim }: { id: string; claim: Claim | null }): void {
  const heard = claims.value.get(id);
  if (heard !== undefined && heard?.until === claim?.until) return;
  claims.value = new Map(claims.value).set(id, claim);
}

/** Who else looks at it; null where nobody does. */
export function lookingAt(comment: Comment, nowMs: number): string | null {
  const heard = claims.value.get(comment.id);
  const claim = heard === undefined ? comment.claim : heard;
  if (!claim || claim.userId === user.value?.id || Date.parse(claim.until) < nowMs) return null;
  return claim.by;
}

/** Tells colleagues which comment is looked at, for as long as the page is. Who came first keeps it. */
export function useClaim(): void {
  const { activeId, view } = queue.value;
  const comment = entryOf(queue.value, activeId)?.comment;
  const isMine = comment !== undefined && canDecide(comment.siteKey);
  const wanted = isMine && (view.list === "held" || view.list === "asked") ? comment.id : null;
  useEffect(() => {
    if (wanted === null) return undefined;
    let hasLooked = false;
    let isClaimed = false;
    const isOthers = (): boolean => {
      const shown = entryOf(queue.value, wanted)?.comment;
      return shown !== undefined && lookingAt(shown, Date.now()) !== null;
    };
    const claim = (): void => {
      if (!hasLooked || document.visibilityState !== "visible" || isOthers()) return;
      isClaimed = true;
      void togetherApi.claim(wanted).catch(() => undefined);
    };
    const release = (): void => {
      if (isClaimed) void togetherApi.releaseClaim(wanted).catch(() => undefined);
      isClaimed = false;
    };
    const whenSeen = (): void => (document.visibilityState === "visible" ? claim() : release());
    const first = setTimeout(() => {
      hasLooked = true;
      claim();
    }, LOOKING_AFTER_MS);
    const again = setInterval(claim, RENEW_MS);
    let heard = claims.value.get(wanted);
    const stopHearing = claims.subscribe((all) => {
      const before = heard;
      heard = all.get(wanted);
      // Given up by whoever had it: also by another window of this person.
      if (isOthers() || (before && heard === null)) isClaimed = false;
      if (!isClaimed) claim();
    });
    document.addEventListener("visibilitychange", whenSeen);
    addEventListener("pagehide", release);
    return () => {
      clearTimeout(first);
      clearInterval(again);
      stopHearing();
      document.removeEventListener("visibilitychange", whenSeen);
      removeEventListener("pagehide", release);
      release();
    };
  }, [wanted]);
}

export const notes = signal<readonly HandoverNote[]>([]);
let notesOf: string | null = null;

export async function loadNotes(siteKey: string | null = notesOf): Promise<void> {
  notesOf = siteKey;
  const page = await togetherApi.fetchNotes(siteKey).catch(() => null);
  if (page && siteKey === notesOf) notes.value = page.items;
}

export async function leaveNote(siteKey: string, body: string): Promise<void> {
  const note = await togetherApi.leaveNote(siteKey, body);
  if (!notes.value.some(({ id }) => id === note.id)) notes.value = [note, ...notes.value];
}

export async function finishNote(id: string): Promise<void> {
  await togetherApi.finishNote(id).catch((error: unknown) => {
    // A colleague was faster.
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
  });
  notes.value = notes.value.filter((note) => note.id !== id);
}
