// Who calls: a Bearer key (cookies are then ignored), or a session cookie with CSRF protection.
import { parseCookie } from "cookie";
import type { Request, RequestHandler, Response } from "express";
import { createBriefCache } from "../brief-cache.ts";
import type { Deps, HttpDeps } from "../deps.ts";
import { forbidden, unauthorized } from "../errors.ts";
import { adminKeyId } from "../people/audit.ts";
import { type Caller, scopesOfRole } from "../people/caller.ts";
import { findApiKey, findSession, rolesOf, touchApiKey, type SessionRow } from "../people/people-queries.ts";
import { equalStrings, hashToken } from "../people/tokens.ts";

export const sessionLimits = { idleHours: 12, absoluteHours: 24 * 7 };

export interface Session extends SessionRow {
  token: string;
}

export function callerOf(res: Response): Caller {
  const caller = (res.locals as { caller?: Caller }).caller;
  if (caller === undefined) throw unauthorized("Sign in or send an API key as a Bearer token.");
  return caller;
}

/** The signed-in session, or null for keys and strangers. */
export const sessionOf = (res: Response) => (res.locals as { session?: Session }).session ?? null;

/** Finds out who calls, if anyone; wrong credentials are refused, missing ones are for `callerOf` to refuse. */
export function identify(deps: HttpDeps): RequestHandler {
  return async (req, res, next) => {
    const authorization = req.headers.authorization;
    if (authorization !== undefined) {
      const caller = await callerOfKey(deps, authorization);
      if (caller === null) throw unauthorized("This API key is unknown or revoked.");
      res.locals.caller = caller;
      next();
      return;
    }
    const session = await readSession(deps, req);
    if (session !== null) {
      if (!["GET", "HEAD"].includes(req.method)) assertSameSite(req, csrfToken(deps, session.token));
      res.locals.session = session;
      res.locals.caller = await callerOfSession(deps, session);
    }
    next();
  };
}

/** Who the credentials of a request belong to at this moment; null where they have ended since. */
export async function callerNow(deps: HttpDeps, req: Request): Promise<Caller | null> {
  const { authorization } = req.headers;
  if (authorization !== undefined) return callerOfKey(deps, authorization);
  const session = await readSession(deps, req);
  return session === null ? null : callerOfSession(deps, session);
}

async function callerOfKey({ keys }: HttpDeps, authorization: string): Promise<Caller | null> {
  const key = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  return key === undefined ? null : keys.find(key);
}

export async function callerOfSession(deps: Deps, session: SessionRow): Promise<Caller> {
  const roles = await rolesOf(deps.pool, session.userId);
  return {
    kind: "user",
    id: session.userId,
    name: session.name,
    grants: roles.map((role) => ({ siteId: role.siteId, scopes: scopesOfRole[role.role] })),
  };
}

async function readSession(deps: Deps, req: Request): Promise<Session | null> {
  const token = readCookies(req)[cookieName(deps, "session")];
  if (token === undefined) return null;
  const session = await findSession(deps.pool, hashToken(token), sessionLimits);
  return session === null ? null : { ...session, token };
}

/** `__Host-` needs a secure context: https, or a loopback address, which browsers trust as such. */
export function isSecureOrigin(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === "https:" || hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}

export const cookieName = (deps: Deps, name: "session" | "visitor") =>
  isSecureOrigin(deps.publicUrl()) ? `__Host-moderato-${name}` : `moderato-${name}`;

export const readCookies = (req: Request): Record<string, string | undefined> =>
  parseCookie(req.headers.cookie ?? "");

export const cookieOptions = (deps: Deps) =>
  ({ httpOnly: true, sameSite: "lax", path: "/", secure: isSecureOrigin(deps.publicUrl()) }) as const;

export const csrfToken = (deps: Deps, sessionToken: string) => deps.serverKey.sign("csrf", sessionToken);

/** Sec-Fetch-Site where the browser sends it, else Origin, and in any case the token, which no other site can read. */
export function assertSameSite(req: Request, expectedToken: string): void {
  const site = req.headers["sec-fetch-site"];
  const origin = req.headers.origin;
  const foreign =
    site !== undefined
      ? site !== "same-origin" && site !== "none"
      : origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== req.headers.host);
  const sent = req.headers["x-csrf-token"];
  if (foreign || typeof sent !== "string" || !equalStrings(sent, expectedToken)) {
    throw forbidden("This request did not come from the dashboard. Reload the page and try again.");
  }
}

export interface KeyLookup {
  find(key: string): Promise<Caller | null>;
  /** After a key of this process was made or revoked. */
  forgetAll(): void;
}

const keyMemory = { ttlMs: 2_000, maxEntries: 1_000 };

/** Keys are looked up once every two seconds at most: that long a key revoked by another process still works. */
export function createKeyLookup(deps: Deps): KeyLookup {
  const { adminApiKey } = deps.config;
  const cache = createBriefCache(async (hash): Promise<Caller | null> => {
    const row = await findApiKey(deps.pool, Buffer.from(hash, "base64"));
    if (row === null) return null;
    void touchApiKey(deps.pool, row.id).catch((error: unknown) =>
      deps.log.warn({ err: error }, "the use of an API key was not noted"),
    );
    return { kind: "key", id: row.id, name: row.name, grants: [{ siteId: row.siteId, scopes: row.scopes }] };
  }, keyMemory);
  return {
    async find(key) {
      if (adminApiKey !== null && equalStrings(key, adminApiKey)) {
        return {
          kind: "key",
          id: adminKeyId,
          name: "ADMIN_API_KEY",
          grants: [{ siteId: null, scopes: ["admin"] }],
        };
      }
      return cache.get(hashToken(key).toString("base64"));
    },
    forgetAll: () => cache.forgetAll(),
  };
}
