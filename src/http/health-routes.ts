import { Router } from "express";
import ipaddr from "ipaddr.js";
import type { HttpDeps } from "../deps.ts";
import { pendingMigrations } from "../db/migrate.ts";
import { notFound } from "../errors.ts";
import { can, type Caller } from "../people/caller.ts";
import { countWaiting } from "../comments/count-queries.ts";
import { addressOf } from "./request-address.ts";

export function createHealthRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/healthz", (_req, res) => {
    res.set("Cache-Control", "no-store").json({ status: "ok" });
  });

  router.get("/readyz", async (_req, res) => {
    res.set("Cache-Control", "no-store");
    const reason = await whyNotReady(deps);
    if (reason !== null) {
      res.status(503).set("Retry-After", "5").json({ status: "unavailable", reason });
      return;
    }
    const queue = await deps.queues.ping().then(
      () => "ok" as const,
      () => "down" as const,
    );
    res.json({ status: queue === "ok" ? "ok" : "degraded", queue });
  });

  // Not public: a private network's scraper, or a key with the right "admin" over all sites.
  router.get("/metrics", async (req, res) => {
    const { caller } = res.locals as { caller?: Caller };
    // A proxy on this machine that is not trusted makes every stranger look local.
    const isLocal =
      isLoopback(addressOf(req)) &&
      (deps.config.trustProxy !== false || req.headers["x-forwarded-for"] === undefined);
    if (!isLocal && (caller === undefined || !can(caller, "admin", null))) throw notFound("page or route");
    const [counts, jobs] = await Promise.all([
      countWaiting(deps.pool, null).catch(() => null),
      deps.queues.waitingJobs().catch(() => null),
    ]);
    if (counts !== null)
      for (const status of ["queued", "held"] as const)
        deps.metrics.waitingComments.set({ status }, counts[status]);
    if (jobs !== null)
      for (const [queue, count] of Object.entries(jobs)) deps.metrics.waitingJobs.set({ queue }, count);
    res.type(deps.metrics.registry.contentType).send(await deps.metrics.registry.metrics());
  });

  return router;
}

async function whyNotReady(deps: HttpDeps): Promise<string | null> {
  if (deps.isDraining()) return "the server is stopping";
  try {
    const pending = await pendingMigrations(deps.pool);
    // What takes comments in has connections of its own, with settings that a pooler may refuse.
    await deps.commentsPool.query("SELECT 1");
    return pending.length > 0 ? `the database lacks ${pending.join(", ")}` : null;
  } catch {
    return "the database cannot be reached";
  }
}

const isLoopback = (address: string | null) =>
  address !== null && ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";
