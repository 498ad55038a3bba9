// What the settings ask of the server, apart from api.ts so that the queue loads without it.
import { get, type Page, send } from "../api.ts";
import type { Scope } from "./scopes.ts";
import type { SiteSettings } from "./site-form.ts";

export interface ApiKey {
  id: string;
  siteKey: string | null;
  name: string;
  scopes: Scope[];
  createdAt: string;
  lastUsedAt: string | null;
}

export const fetchSite = (key: string): Promise<SiteSettings> => get(`/v1/sites/${encodeURIComponent(key)}`);

export const addSite = (site: {
  key: string;
  name: string;
  allowedOrigins: string[];
}): Promise<SiteSettings> => send("POST", "/v1/sites", site);

export const saveSite = (key: string, change: Partial<SiteSettings>): Promise<SiteSettings> =>
  send("PATCH", `/v1/sites/${encodeURIComponent(key)}`, change);

export const fetchKeys = (): Promise<Page<ApiKey>> => get("/v1/api-keys");

export const addKey = (key: {
  siteKey: string | null;
  name: string;
  scopes: Scope[];
}): Promise<{ id: string; key: string }> => send("POST", "/v1/api-keys", key);

export const revokeKey = (id: string): Promise<void> => send("DELETE", `/v1/api-keys/${id}`);
