import type { Response } from "express";
import type { Site } from "../sites/site.ts";

/**
 * Headers of every page of this folder: nothing inline, nothing foreign. With `site`, that website may frame the page,
 * and its form may end there: browsers hold the redirect after a form to `form-action` as well.
 */
export function setPageHeaders(
  res: Response,
  page: { publicUrl: string; site?: Pick<Site, "allowedOrigins">; hasScript?: boolean },
): void {
  const websites = page.site?.allowedOrigins.filter(isOrigin) ?? [];
  const directives = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    ...(page.hasScript && { "script-src": ["'self'"], "connect-src": ["'self'"] }),
    "base-uri": ["'none'"],
    "form-action": ["'self'", new URL(page.publicUrl).origin, ...websites],
    "frame-ancestors": page.site ? ["'self'", ...websites] : ["'none'"],
  };
  const policy = Object.entries(directives).map(([name, sources]) => `${name} ${sources.join(" ")}`);
  res.removeHeader("X-Frame-Options");
  res.set({
    "Content-Security-Policy": policy.join("; "),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
  });
}

/** Only what a URL parser calls an origin may stand in a header. */
const isOrigin = (written: string) => URL.canParse(written) && new URL(written).origin === written;
