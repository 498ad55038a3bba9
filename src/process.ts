// Builds what a process needs from its configuration, and takes it down again in the opposite order.
import type http from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { createIntake } from "./comments/intake.ts";
import type { Config } from "./config.ts";
import { createCommentsPool, createPool } from "./db/pool.ts";
import { loadServerKey } from "./db/server-key.ts";
import type { Deps, HttpDeps } from "./deps.ts";
import { createApp } from "./http/app.ts";
import { createAppServer } from "./http/app-server.ts";
import { createKeyLookup } from "./http/authenticate.ts";
import { openChangeStream } from "./http/change-stream.ts";
import { openRateLimits } from "./http/rate-limits.ts";
import { networkOfRequest } from "./http/request-address.ts";
import { createMetrics } from "./metrics.ts";
import { createMailer } from "./notices/mailer.ts";
import { openQueues } from "./queues.ts";
import { createAskingLine } from "./outside/asking-line.ts";
import { createServiceClient } from "./outside/service-client.ts";
import { createRuleCosts } from "./rules/rule-costs.ts";
import { createPageCache, createSiteCache } from "./sites/site-cache.ts";

export interface OpenedDeps {
  deps: Deps & { setPublicUrl: (url: string) => void };
  close: () => Promise<void>;
}

export const createLog = (config: Config) =>
  pino({
    level: config.logLevel,
    redact: ["req.headers.authorization", "req.headers.cookie", "*.password", "*.receipt"],
    serializers: { err: withoutData },
  });

/** PostgreSQL's errors quote the row they are about: what people wrote is not for the log. */
function withoutData(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = pino.stdSerializers.err(error);
  return { type, message, stack, ...("code" in error ? { code: error.code } : {}) };
}

/** `queuePrefix` keeps tests that share one Redis apart. */
export async function openDeps(
  config: Config,
  { databaseUrl, queuePrefix }: { databaseUrl: string; queuePrefix?: string },
): Promise<OpenedDeps> {
  const log = createLog(config);
  const pool = createPool({ connectionString: databaseUrl, max: 14, log });
  const commentsPool = createCommentsPool({ connectionString: databaseUrl, max: 6, log });
  const queues = openQueues({
    redisUrl: config.redisUrl,
    databaseUrl,
    log,
    ...(queuePrefix === undefined ? {} : { prefix: queuePrefix }),
  });
  const metrics = createMetrics();
  let publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  const deps = {
    config,
    pool,
    commentsPool,
    queues,
    log,
    serverKey: await loadServerKey(pool),
    metrics,
    sites: createSiteCache(pool),
    pages: createPageCache(pool),
    ruleCosts: createRuleCosts(() => performance.now()),
    services: createServiceClient({ allowedCidrs: config.webhookAllowedCidrs, log, metrics }),
    askingLine: createAskingLine(),
    mailer: createMailer(config),
    publicUrl: () => publicUrl,
    setPublicUrl: (url: string) => {
      publicUrl = url;
    },
    now: () => new Date(),
  };
  return {
    deps,
    async close() {
      await deps.services.close();
      await deps.askingLine.close();
      await queues.close();
      await Promise.all([pool.end(), commentsPool.end()]);
    },
  };
}

export interface RunningServer {
  url: string;
  deps: HttpDeps;
  /** Stops accepting, finishes requests, flushes the intake; bounded. */
  stop: () => Promise<void>;
}

const drainTimeoutMs = 10_000;

export async function startServer(deps: OpenedDeps["deps"], databaseUrl: string): Promise<RunningServer> {
  const { config } = deps;
  let draining = false;
  const intake = createIntake({ ...deps, pool: deps.commentsPool });
  const limits = openRateLimits(
    { redisUrl: config.redisUrl, pool: deps.pool, log: deps.log },
    networkOfRequest,
  );
  const changes = openChangeStream(databaseUrl, deps.log);
  const httpDeps: HttpDeps = {
    ...deps,
    intake,
    limits,
    changes,
    keys: createKeyLookup(deps),
    isDraining: () => draining,
  };
  const server = createAppServer(createApp(httpDeps), { keepAliveTimeout: 65_000, requestTimeout: 30_000 });
  await listen(server, config);
  const { port } = server.address() as AddressInfo;
  const shownHost = ["0.0.0.0", "::", "127.0.0.1"].includes(config.host) ? "localhost" : config.host;
  if (config.publicUrl === null) deps.setPublicUrl(`http://${shownHost}:${port}`);
  return {
    url: deps.publicUrl(),
    deps: httpDeps,
    async stop() {
      draining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await changes.close();
      server.closeIdleConnections();
      const cutOff = setTimeout(() => server.closeAllConnections(), drainTimeoutMs);
      await intake.drain();
      server.closeIdleConnections();
      // Live dashboards would keep the server open for ever.
      setTimeout(() => server.closeAllConnections(), 500).unref();
      await closed;
      clearTimeout(cutOff);
      await limits.close();
    },
  };
}

async function listen(server: http.Server, config: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
