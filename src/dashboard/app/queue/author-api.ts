// Authors, and what belongs to a comment.
import { get, send } from "../api.ts";
import type { Counts, FlatComment, Page } from "../api.ts";

export interface Author {
  id: string | null;
  siteKey: string;
  authorName: string;
  authorEmail: string | null;
  knownBy: "email" | "name-and-network" | "name";
  trusted: boolean;
  banned: boolean;
  bannedUntil: string | null;
  note: string;
  changedBy: string | null;
  changedAt: string | null;
  counts: Counts;
  firstSeenAt: string | null;
  lastSeenAt: string | null;
  otherNames: string[];
}

export interface AuthorChange {
  trusted?: boolean;
  banned?: boolean;
  bannedUntil?: string | null;
  note?: string;
}

export interface Related {
  author: number;
  page: number;
  ip: { address: string; count: number } | null;
  domains: string[];
  alike: number;
}

export interface AlikeComment extends FlatComment {
  similarity: number;
}

export const fetchAuthor = (commentId: string): Promise<Author> => get(`/v1/comments/${commentId}/author`);

export const changeAuthor = (commentId: string, change: AuthorChange): Promise<Author> =>
  send("PATCH", `/v1/comments/${commentId}/author`, change);

export const fetchRelated = (commentId: string): Promise<Related> => get(`/v1/comments/${commentId}/related`);

export const fetchAlike = (commentId: string): Promise<Page<AlikeComment>> =>
  get(`/v1/comments/${commentId}/alike`, { limit: "20" });

export interface PageState {
  id: string;
  closed: boolean;
}

export const fetchPage = async (siteKey: string, pageUrl: string): Promise<PageState | null> =>
  (await get<Page<PageState>>("/v1/pages", { siteKey, pageUrl, limit: "1" })).items[0] ?? null;

export const closePage = (siteKey: string, pageUrl: string, closed: boolean): Promise<PageState> =>
  send("POST", "/v1/pages", { siteKey, pageUrl, closed });
