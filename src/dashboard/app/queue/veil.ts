// Whether texts that may hurt are blurred until they are looked at: a wish of this person on this machine.
// Off unless somebody asks for it: most decisions are about the text, and a blur is a step more for each.
import { signal } from "@preact/signals";
import type { Comment } from "../api.ts";
import { sites } from "../session.ts";
import { isGraphic } from "./graphic.ts";

const VEIL = "moderato-blur";

export const veilOn = signal(localStorage.getItem(VEIL) !== null);
const lookedAt = signal<ReadonlySet<string>>(new Set());

export function switchVeil(on: boolean): void {
  veilOn.value = on;
  if (on) localStorage.setItem(VEIL, "1");
  else localStorage.removeItem(VEIL);
}

export function isVeiled(comment: Comment): boolean {
  if (!veilOn.value || lookedAt.value.has(comment.id)) return false;
  return isGraphic(comment, sites.value.find(({ key }) => key === comment.siteKey)?.thresholds?.hold);
}

export const look = (id: string): void => void (lookedAt.value = new Set(lookedAt.value).add(id));
