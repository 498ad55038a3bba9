import type { Request, Response } from "express";
import { isAllowedOrigin, type Site } from "../sites/site.ts";

/**
 * The Origin of a request and whether the site takes comments from it. Missing and `null` origins (no browser, a
 * sandboxed frame, a strict referrer policy) are accepted: they prove nothing either way.
 */
export function originOf(req: Request, site: Site): { origin: string | null; allowed: boolean } {
  const origin = req.headers.origin;
  if (origin === undefined || origin === "null") return { origin: null, allowed: true };
  return { origin, allowed: isOwnOrigin(req, origin) || isAllowedOrigin(site, origin) };
}

/** A browser's Origin names the very host it sent the request to: a form on our own pages. */
export const isOwnOrigin = (req: Request, origin: string) =>
  URL.canParse(origin) && new URL(origin).host === req.headers.host;

/** No credentials: the public routes know no cookies. */
export function setCorsHeaders(req: Request, res: Response, site: Site): void {
  res.vary("Origin");
  const { origin, allowed } = originOf(req, site);
  if (origin === null || !allowed) return;
  res.set({
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Idempotency-Key",
    "Access-Control-Expose-Headers": "RateLimit, RateLimit-Policy, Retry-After",
    "Access-Control-Max-Age": "600",
    "Cross-Origin-Resource-Policy": "cross-origin",
  });
}
