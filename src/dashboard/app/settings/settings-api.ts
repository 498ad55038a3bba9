// What the settings ask of the server, apart from api.ts so that the queue loads without it.
import { get, keepToken, type Page, type RoleName, send, type Session } from "../api.ts";
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

export interface RoleOnSite {
  siteKey: string | null;
  role: RoleName;
}

export interface Person {
  id: string;
  email: string;
  name: string;
  roles: RoleOnSite[];
  hasSecondStep: boolean;
  mayBeManaged: boolean;
  createdAt: string;
  lastSeenAt: string | null;
}

export interface Invitation extends RoleOnSite {
  id: string;
  email: string;
  madeBy: string;
  createdAt: string;
  expiresAt: string;
}

export interface OneTimeLink {
  url: string;
  expiresAt: string;
}

export const fetchPeople = (): Promise<Page<Person>> => get("/v1/users");

export const changeRoles = (
  id: string,
  roles: { siteKey: string | null; role: RoleName | null }[],
): Promise<Person> => send("PATCH", `/v1/users/${id}`, { roles });

export const removePerson = (id: string): Promise<void> => send("DELETE", `/v1/users/${id}`);

export const makePasswordLink = (id: string): Promise<OneTimeLink> =>
  send("POST", `/v1/users/${id}/password-link`);

export const endSessionsOf = (id: string): Promise<void> => send("DELETE", `/v1/users/${id}/sessions`);

export const endSecondStepOf = (id: string): Promise<void> => send("DELETE", `/v1/users/${id}/second-step`);

export const fetchInvitations = (): Promise<Page<Invitation>> => get("/v1/invitations");

export const invite = (invitation: RoleOnSite & { email: string }): Promise<OneTimeLink & { id: string }> =>
  send("POST", "/v1/invitations", invitation);

export const withdrawInvitation = (id: string): Promise<void> => send("DELETE", `/v1/invitations/${id}`);

export interface LinkPurpose {
  purpose: "invitation" | "new-password";
  email: string;
  siteName: string | null;
  role: RoleName | null;
  hasAccount: boolean;
}

export const lookAtLink = (token: string): Promise<LinkPurpose> =>
  send("POST", "/v1/one-time-links/look", { token });

export const useLink = (use: { token: string; password?: string; name?: string }): Promise<Session> =>
  keepToken(send<Session>("POST", "/v1/one-time-links/use", use));

export interface Account {
  id: string;
  email: string;
  name: string;
  publicName: string | null;
  hasSecondStep: boolean;
  recoveryCodesLeft: number;
}

export interface OwnSession {
  id: string;
  userAgent: string | null;
  createdAt: string;
  lastSeenAt: string;
  isCurrent: boolean;
}

export const fetchAccount = (): Promise<Account> => get("/v1/account");

export const rename = (names: { name: string; publicName: string }): Promise<Account> =>
  send("PATCH", "/v1/account", names);

export const changePassword = (change: { currentPassword: string; newPassword: string }): Promise<void> =>
  send("POST", "/v1/account/password", change);

export const beginSecondStep = (password: string): Promise<{ secret: string; address: string }> =>
  send("POST", "/v1/account/second-step", { password });

export const confirmSecondStep = (code: string): Promise<{ recoveryCodes: string[] }> =>
  send("POST", "/v1/account/second-step/confirm", { code });

export const renewRecoveryCodes = (password: string): Promise<{ recoveryCodes: string[] }> =>
  send("POST", "/v1/account/second-step/recovery-codes", { password });

export const removeSecondStep = (password: string): Promise<void> =>
  send("POST", "/v1/account/second-step/remove", { password });

export const fetchSessions = (): Promise<Page<OwnSession>> => get("/v1/sessions");

export const endSession = (id: string): Promise<void> => send("DELETE", `/v1/sessions/${id}`);

export const endOtherSessions = (): Promise<void> => send("DELETE", "/v1/sessions");

export interface AuditEntry {
  id: string;
  siteKey: string | null;
  actor: string;
  by: "user" | "key" | "service";
  action: string;
  subject: string | null;
  detail: Record<string, unknown> | null;
  createdAt: string;
}

export const fetchAudit = (
  filter: Record<string, string | null>,
  cursor: string | null,
): Promise<Page<AuditEntry>> => get("/v1/audit", { ...filter, cursor });
