// What is open on and around the cards: panels, dialogs, the selection, one card at a time.
import { signal } from "@preact/signals";
import type { Comment, DecisionStatus } from "../api.ts";
import type { Author } from "./author-api.ts";

export type PanelName = "reply" | "edit" | "author" | "context" | "related" | "history";

export type CardDialog =
  | { kind: "decide"; comments: readonly Comment[]; to: DecisionStatus; mustGiveReason: boolean }
  | { kind: "ban" | "trust" | "ask"; comment: Comment };

const ONE_AT_A_TIME = "moderato-one-at-a-time";

export const panels = signal<ReadonlyMap<string, PanelName>>(new Map());
export const cardDialog = signal<CardDialog | null>(null);
export const selected = signal<ReadonlySet<string>>(new Set());
export const oneAtATime = signal(localStorage.getItem(ONE_AT_A_TIME) !== null);
/** A search just typed: what it finds gets the focus. */
export const searchedFor = signal<string | null>(null);
/** What has been said of authors since their comments were loaded. */
const said = signal<ReadonlyMap<string, Author>>(new Map());

export function togglePanel(id: string, name: PanelName): void {
  const next = new Map(panels.value);
  if (next.get(id) === name) next.delete(id);
  else next.set(id, name);
  panels.value = next;
}

export function closePanel(id: string, name: PanelName): void {
  if (panels.value.get(id) === name) togglePanel(id, name);
}

export function toggleSelected(id: string): void {
  const next = new Set(selected.value);
  if (!next.delete(id)) next.add(id);
  selected.value = next;
}

export function unselect(ids: readonly string[]): void {
  const left = new Set(selected.value);
  for (const id of ids) left.delete(id);
  selected.value = left;
}

export function switchOneAtATime(): void {
  oneAtATime.value = !oneAtATime.value;
  if (oneAtATime.value) localStorage.setItem(ONE_AT_A_TIME, "1");
  else localStorage.removeItem(ONE_AT_A_TIME);
}

export function hearOfAuthor(comment: Comment, author: Author): void {
  said.value = new Map(said.value).set(authorMark(comment), author);
}

export const standingOf = (comment: Comment): { trusted: boolean; banned: boolean; note: string } =>
  said.value.get(authorMark(comment)) ?? {
    trusted: comment.author?.trusted ?? false,
    banned: comment.author?.banned ?? false,
    note: comment.author?.note ?? "",
  };

/** The same for comments that are surely by one author: who gave no address is known to the server alone. */
export const authorMark = ({ id, siteKey, authorEmail }: Comment): string =>
  authorEmail ? `${siteKey} ${authorEmail.trim().toLowerCase()}` : id;
