import { forbidden, notFound } from "../errors.ts";

export const scopes = ["submit", "read", "moderate", "rules", "admin", "akismet"] as const;
export type Scope = (typeof scopes)[number];

export const roles = ["admin", "moderator", "viewer"] as const;
export type Role = (typeof roles)[number];

/** Who calls the API: a signed-in user or an API key, and what each may do where. */
export interface Caller {
  kind: "user" | "key";
  id: string;
  name: string;
  grants: readonly Grant[];
}

export interface Grant {
  /** null = every site */
  siteId: string | null;
  scopes: readonly Scope[];
}

const impliedScopes: Record<Scope, readonly Scope[]> = {
  submit: ["submit"],
  read: ["read"],
  moderate: ["moderate", "read"],
  rules: ["rules", "read"],
  admin: scopes,
  akismet: ["akismet"],
};

export const scopesOfRole: Record<Role, readonly Scope[]> = {
  admin: scopes,
  moderator: ["moderate"],
  viewer: ["read"],
};

/** As a list of SQL: the roles that have this right. */
export const rolesWith = (scope: Scope): string =>
  roles
    .filter((role) => scopesOfRole[role].some((held) => impliedScopes[held].includes(scope)))
    .map((role) => `'${role}'`)
    .join(", ");

export function can(caller: Caller, scope: Scope, siteId: string | null): boolean {
  return caller.grants.some(
    (grant) => coversSite(grant, siteId) && grant.scopes.some((held) => impliedScopes[held].includes(scope)),
  );
}

/**
 * Throws 404 where the caller has nothing to do with the site (its existence stays unknown to him) and 403 where he
 * has, but not this right. `what` completes "There is no such …".
 */
export function assertCan(caller: Caller, scope: Scope, site: { siteId: string | null; what: string }): void {
  if (can(caller, scope, site.siteId)) return;
  if (site.siteId !== null && !knows(caller, site.siteId)) throw notFound(site.what);
  throw site.siteId === null ? forbidden(`This needs the right "${scope}" over all sites.`) : lacking(scope);
}

export const lacking = (scope: Scope) => forbidden(`This needs the right "${scope}".`);

/** Whether the caller has to do with what is there: with the site, or, null, with every site. */
export const knows = (caller: Caller, siteId: string | null): boolean =>
  caller.grants.some((grant) => coversSite(grant, siteId));

/** null = all of them. */
export const sitesKnownTo = (caller: Caller): string[] | null =>
  knows(caller, null) ? null : caller.grants.flatMap(({ siteId }) => siteId ?? []);

/** As `sitesWith`; 403 where there are none. */
export function someSitesWith(caller: Caller, scope: Scope): string[] | null {
  const siteIds = sitesWith(caller, scope);
  if (siteIds?.length === 0) throw lacking(scope);
  return siteIds;
}

/** The sites on which the caller has the scope; null = all of them. */
export function sitesWith(caller: Caller, scope: Scope): string[] | null {
  if (can(caller, scope, null)) return null;
  return caller.grants.flatMap((grant) =>
    grant.siteId !== null && can(caller, scope, grant.siteId) ? [grant.siteId] : [],
  );
}

const coversSite = (grant: Grant, siteId: string | null) => grant.siteId === null || grant.siteId === siteId;
