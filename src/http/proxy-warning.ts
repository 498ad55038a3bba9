import type { RequestHandler } from "express";
import type { Deps } from "../deps.ts";

/** Behind a proxy that is not trusted every visitor seems to come from the proxy: said once, since limits would hit all. */
export function warnOfUntrustedProxy(deps: Deps): RequestHandler {
  let warned = deps.config.trustProxy !== false;
  return (req, _res, next) => {
    if (!warned && req.headers["x-forwarded-for"] !== undefined) {
      warned = true;
      deps.log.warn(
        "a request carries X-Forwarded-For, which is not believed: set TRUST_PROXY if a proxy stands in front",
      );
    }
    next();
  };
}
