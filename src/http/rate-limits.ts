// Limits shared by all processes: counted in Redis where there is one, else in Postgres; when the store is down each
// process counts for itself, so that a limiter in trouble never refuses an honest comment.
import type { Request, Response } from "express";
import { Redis } from "ioredis";
import type { Pool } from "pg";
import type { Logger } from "pino";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { ProblemError } from "../errors.ts";
import { hashToken } from "../people/tokens.ts";

export interface RateLimits {
  /** Counts one submission of a visitor; throws 429 with Retry-After past the site's limit. Sets the RateLimit headers. */
  countSubmission(
    res: Response,
    visitor: { siteId: string; network: string; perMinute: number },
  ): Promise<void>;
  /**
   * Counts an attempt at a password before it is made, so that no more than the limit are ever under way at once; throws
   * 429 with Retry-After past it. Only an attempt that failed (its outcome is null or false) stays counted.
   */
  trySignIn<Outcome>(req: Request, email: string, attempt: () => Promise<Outcome>): Promise<Outcome>;
  /** The same for codes of the second step, over all networks. */
  tryCode<Outcome>(userId: string, attempt: () => Promise<Outcome>): Promise<Outcome>;
  /** Counts a mail that somebody sends himself to try it; throws 429 with Retry-After past one a minute. */
  countTestMail(userId: string): Promise<void>;
  close(): Promise<void>;
}

const windowSeconds = 60;
const signInWindowSeconds = 15 * 60;
// By account *and* network, so that a stranger's guesses never lock the owner out of his own account.
const failedSignInsPerAccountAndNetwork = 10;
const failedSignInsPerNetwork = 50;
// Three of a million codes are right at a time; only who knows the password can use them up.
const wrongCodesPerAccount = 20;

export interface LimitStore {
  redisUrl: string | null;
  pool: Pool;
  log: Logger;
  prefix?: string;
}

export function openRateLimits(store: LimitStore, networkOfRequest: (req: Request) => string): RateLimits {
  const { createLimiter, close } =
    store.redisUrl === null ? inPostgres(store) : inRedis(store, store.redisUrl);
  // The points of a site differ, so this one only counts (its own limit is out of reach) and the site's is compared here.
  const submissions = createLimiter("submission", 1_000_000, windowSeconds);
  const perAccount = createLimiter("sign-in-account", failedSignInsPerAccountAndNetwork, signInWindowSeconds);
  const perNetwork = createLimiter("sign-in-network", failedSignInsPerNetwork, signInWindowSeconds);
  const perUser = createLimiter("second-step", wrongCodesPerAccount, signInWindowSeconds);
  const testMails = createLimiter("test-mail", 1, windowSeconds);
  const accountKey = (req: Request, email: string) =>
    hashToken(`${email.trim().toLowerCase()} ${networkOfRequest(req)}`).toString("base64url");

  return {
    async countSubmission(res, { siteId, network, perMinute }) {
      const used = await quietly(submissions.consume(`${siteId} ${network}`), store.log);
      if (used === null) return;
      const resetSeconds = Math.max(1, Math.ceil(used.msBeforeNext / 1000));
      res.set("RateLimit-Policy", `"visitor";q=${perMinute};w=${windowSeconds}`);
      res.set("RateLimit", `"visitor";r=${Math.max(0, perMinute - used.consumedPoints)};t=${resetSeconds}`);
      if (used.consumedPoints > perMinute) {
        throw tooMany(
          `You have sent many comments within a minute. Please wait ${resetSeconds} seconds and send it again.`,
          resetSeconds,
        );
      }
    },
    async trySignIn(req, email, attempt) {
      const counts = [
        { limiter: perAccount, key: accountKey(req, email) },
        { limiter: perNetwork, key: networkOfRequest(req) },
      ];
      return tryCounted(store.log, counts, attempt);
    },
    tryCode: (userId, attempt) => tryCounted(store.log, [{ limiter: perUser, key: userId }], attempt),
    async countTestMail(userId) {
      const used = await quietly(testMails.consume(userId), store.log);
      if (used === null || used.consumedPoints <= testMails.points) return;
      const seconds = Math.max(1, Math.ceil(used.msBeforeNext / 1000));
      throw tooMany(
        `A test was sent less than a minute ago. Please wait ${seconds} ${seconds === 1 ? "second" : "seconds"}.`,
        seconds,
      );
    },
    close,
  };
}

interface Count {
  limiter: RateLimiterAbstract;
  key: string;
}

async function tryCounted<Outcome>(
  log: Logger,
  counts: Count[],
  attempt: () => Promise<Outcome>,
): Promise<Outcome> {
  const counted: Count[] = [];
  let failed = false;
  try {
    for (const { limiter, key } of counts) {
      const used = await quietly(limiter.consume(key), log);
      if (used === null) continue;
      counted.push({ limiter, key });
      if (used.consumedPoints > limiter.points) throw tooManySignIns(used);
    }
    const outcome = await attempt();
    failed = outcome === null || outcome === false;
    return outcome;
  } finally {
    if (!failed) await Promise.all(counted.map(({ limiter, key }) => quietly(limiter.reward(key), log)));
  }
}

function tooManySignIns({ msBeforeNext }: RateLimiterRes): ProblemError {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return tooMany(
    `Too many failed attempts to sign in. Please wait ${Math.ceil(seconds / 60)} minutes.`,
    seconds,
  );
}

const tooMany = (detail: string, retryAfterSeconds: number) =>
  new ProblemError(429, "Too many requests", { detail, retryAfterSeconds });

/** The limiter's count, also where it is over its limit (it then rejects with the count); null where it has trouble. */
async function quietly(
  counting: Promise<RateLimiterRes | null>,
  log: Logger,
): Promise<RateLimiterRes | null> {
  try {
    return await counting;
  } catch (error) {
    if (error instanceof RateLimiterRes) return error;
    log.warn({ err: String(error) }, "a rate limit could not be counted; the request is let through");
    return null;
  }
}

interface LimiterStore {
  createLimiter: (name: string, points: number, duration: number) => RateLimiterAbstract;
  close: () => Promise<void>;
}

function inRedis(store: LimitStore, redisUrl: string): LimiterStore {
  const client = new Redis(redisUrl, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: 500,
  });
  client.on("error", () => undefined);
  return {
    createLimiter: (name, points, duration) =>
      new RateLimiterRedis({
        storeClient: client,
        keyPrefix: `${store.prefix ?? "moderato"}:limit:${name}`,
        points,
        duration,
        insuranceLimiter: new RateLimiterMemory({ keyPrefix: name, points, duration }),
      }),
    close: () => {
      client.disconnect();
      return Promise.resolve();
    },
  };
}

function inPostgres(store: LimitStore): LimiterStore {
  return {
    createLimiter: (name, points, duration) =>
      new RateLimiterPostgres({
        storeClient: store.pool,
        storeType: "pool",
        tableName: "rate_limits",
        tableCreated: true,
        keyPrefix: name,
        points,
        duration,
        clearExpiredByTimeout: false,
        insuranceLimiter: new RateLimiterMemory({ keyPrefix: name, points, duration }),
      }),
    close: () => Promise.resolve(),
  };
}

/** Counters of windows that are over, where they are kept in Postgres. */
export async function dropExpiredLimits(pool: Pool): Promise<void> {
  await pool.query("DELETE FROM rate_limits WHERE expire < $1", [Date.now()]);
}
