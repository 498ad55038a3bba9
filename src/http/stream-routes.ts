import { Router } from "express";
import type { HttpDeps } from "../deps.ts";
import { sitesWith } from "../people/caller.ts";
import { findSiteByKey } from "../sites/site-queries.ts";
import { callerOf } from "./authenticate.ts";

const heartbeatMs = 15_000;
// A dashboard that does not read is cut off before it fills our memory; it reconnects and reloads.
const maxBufferedBytes = 1_000_000;

export function createStreamRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/stream", async (req, res) => {
    const visible = sitesWith(callerOf(res), "read");
    const wanted =
      typeof req.query.siteKey === "string" ? await findSiteByKey(deps.pool, req.query.siteKey) : null;

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
        if (wanted !== null && wanted.id !== siteId) return;
        if (visible !== null && !visible.includes(siteId)) return;
        send(kind, change);
      },
      onReady: () => send("ready", {}),
    });
    const heartbeat = setInterval(() => res.write(": still here\n\n"), heartbeatMs);
    // Ends with the request, or when the process drains (the server closes the connection).
    res.on("close", () => {
      clearInterval(heartbeat);
      unsubscribe();
    });
  });

  return router;
}
