import { get, type Page, send } from "../api.ts";
import type { Language } from "../language.ts";

export type Urgency = "held" | "high" | "highest";

export interface NoticeSettings {
  enabled: boolean;
  urgent: Urgency | null;
  urgentEveryMinutes: number;
  digestHours: number[];
  timeZone: string;
  language: Language;
}

interface Told {
  lastSentAt: string | null;
  lastError: string | null;
  lastErrorAt: string | null;
}

export interface OwnNotices extends NoticeSettings, Told {
  isSaved: boolean;
  canSendMail: boolean;
  email: string;
  siteKeys: string[] | null;
}

export interface Chat extends NoticeSettings, Told {
  host: string | null;
  isUrlUnreadable: boolean;
}

export interface Tested {
  sent: boolean;
  problem: string | null;
}

export const fetchOwnNotices = (): Promise<OwnNotices> => get("/v1/account/notices");

export const saveOwnNotices = (
  settings: NoticeSettings & { siteKeys: string[] | null },
): Promise<OwnNotices> => send("PATCH", "/v1/account/notices", settings);

export const testOwnNotices = (language: Language): Promise<Tested> =>
  send("POST", `/v1/account/notices/test?language=${language}`);

const chatOf = (siteKey: string): string => `/v1/sites/${encodeURIComponent(siteKey)}/chat`;

export const fetchChat = (siteKey: string): Promise<Chat> => get(chatOf(siteKey));

export const saveChat = (siteKey: string, chat: NoticeSettings & { url?: string }): Promise<Chat> =>
  send("PATCH", chatOf(siteKey), chat);

export const testChat = (siteKey: string): Promise<Tested> => send("POST", `${chatOf(siteKey)}/test`);

export const deleteChat = (siteKey: string): Promise<void> => send("DELETE", chatOf(siteKey));

export interface ListedPage {
  id: string;
  siteKey: string;
  pageUrl: string;
  pageTitle: string | null;
  closed: boolean;
  closedAt: string | null;
  firstSeenAt: string;
}

export const fetchPages = (
  query: { siteKey: string; q: string; closed: string },
  cursor: string | null,
): Promise<Page<ListedPage>> => get("/v1/pages", { ...query, cursor });

export const switchPage = (siteKey: string, pageUrl: string, closed: boolean): Promise<ListedPage> =>
  send("POST", "/v1/pages", { siteKey, pageUrl, closed });
