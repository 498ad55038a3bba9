import type { Pool } from "pg";
import type { Logger } from "pino";
import type { Intake } from "./comments/intake.ts";
import type { Config } from "./config.ts";
import type { ServerKey } from "./db/server-key.ts";
import type { ChangeStream } from "./http/change-stream.ts";
import type { KeyLookup } from "./http/authenticate.ts";
import type { RateLimits } from "./http/rate-limits.ts";
import type { Metrics } from "./metrics.ts";
import type { Mailer } from "./notices/mailer.ts";
import type { AskingLine } from "./outside/asking-line.ts";
import type { ServiceClient } from "./outside/service-client.ts";
import type { Queues } from "./queues.ts";
import type { RuleCosts } from "./rules/rule-costs.ts";
import type { PageCache, SiteCache } from "./sites/site-cache.ts";

/** What every use case gets: built once per process by src/process.ts. */
export interface Deps {
  config: Config;
  pool: Pool;
  /**
   * For what runs for each comment on its way in and through the rules, so that it never waits behind readers. PostgreSQL
   * plans each statement once for a connection and by its indexes: planning anew takes longer than running it.
   */
  commentsPool: Pool;
  queues: Queues;
  log: Logger;
  serverKey: ServerKey;
  metrics: Metrics;
  sites: SiteCache;
  pages: PageCache;
  /** How long rules took in this process; the sweep writes it down. */
  ruleCosts: RuleCosts;
  /** Asks other services what they think of a comment; those comments wait in line, so that nobody waits for them. */
  services: ServiceClient;
  askingLine: AskingLine;
  mailer: Mailer;
  /** Where browsers reach us, without a trailing slash. */
  publicUrl: () => string;
  now: () => Date;
}

/** A process that answers HTTP also takes comments in and limits who may ask how often. */
export interface HttpDeps extends Deps {
  intake: Intake;
  keys: KeyLookup;
  limits: RateLimits;
  changes: ChangeStream;
  /** True from SIGTERM on: /readyz says so and nothing new is begun. */
  isDraining: () => boolean;
}
