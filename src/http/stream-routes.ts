import { isDeepStrictEqual } from "node:util";
import { Router } from "express";
import type { HttpDeps } from "../deps.ts";
import { type Caller, lacking, sitesWith } from "../people/caller.ts";
import { siteFor } from "../sites/site-for.ts";
import { callerNow, callerOf } from "./authenticate.ts";

const heartbeatMs = 15_000;
// A dashboard that does not read is cut off before it fills our memory; it reconnects and reloads.
const maxBufferedBytes = 1_000_000;
// Who was signed out, or lost a site, hears no more after so long; a key that was revoked likewise.
const askAgainMs = 60_000;

export function createStreamRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/stream", async (req, res) => {
    const caller = callerOf(res);
    const { siteKey } = req.query;
    const sitesOf = async (of: Caller): Promise<string[] | null> =>
      typeof siteKey === "string"
        ? [(await siteFor(deps, of, { key: siteKey, scope: "read" })).id]
        : sitesWith(of, "read");
    const visible = await sitesOf(caller);
    if (visible?.length === 0) throw lacking("read");

    res.writeHead(200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store",
      "X-Accel-Buffering": "no",
    });
    let lastId = 0;
    const send = (event: string, data: object) => {
      if (res.writableLength > maxBufferedBytes) res.destroy();
      else res.write(`id: ${++lastId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    res.write("retry: 1000\n\n");

    const unsubscribe = deps.changes.subscribe({
      onChange: ({ siteId, kind = "comment", ...change }) => {
        if (visible !== null && !visible.includes(siteId)) return;
        send(kind, change);
      },
      onReady: () => send("ready", {}),
    });
    const heartbeat = setInterval(() => res.write(": still here\n\n"), heartbeatMs);
    // Where anything has changed, the line ends; whoever may still listen comes again by itself.
    const asking = setInterval(() => {
      void callerNow(deps, req)
        .then(async (now) => now !== null && isDeepStrictEqual(await sitesOf(now), visible))
        .catch(() => false)
        .then((isSame) => isSame || res.end());
    }, askAgainMs);
    // Ends with the request, or when the process drains (the server closes the connection).
    res.on("close", () => {
      clearInterval(heartbeat);
      clearInterval(asking);
      unsubscribe();
    });
  });

  return router;
}
