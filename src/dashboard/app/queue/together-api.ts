// What moderators tell each other besides decisions.
import type { Page, SecondOpinion } from "../api.ts";
import { get, send } from "../api.ts";

export interface HandoverNote {
  id: string;
  siteKey: string;
  body: string;
  writtenBy: string;
  writtenAt: string;
}

export const claim = (id: string): Promise<unknown> => send("POST", `/v1/comments/${id}/claim`);

export const releaseClaim = (id: string): Promise<void> => send("DELETE", `/v1/comments/${id}/claim`);

export const askForOpinion = (id: string, note: string): Promise<{ secondOpinion: SecondOpinion }> =>
  send("POST", `/v1/comments/${id}/second-opinion`, { note });

export const withdrawOpinion = (id: string): Promise<void> =>
  send("DELETE", `/v1/comments/${id}/second-opinion`);

export const fetchNotes = (siteKey: string | null): Promise<Page<HandoverNote>> =>
  get("/v1/handover-notes", { siteKey });

export const leaveNote = (siteKey: string, body: string): Promise<HandoverNote> =>
  send("POST", "/v1/handover-notes", { siteKey, body });

export const finishNote = (id: string): Promise<void> => send("DELETE", `/v1/handover-notes/${id}`);
