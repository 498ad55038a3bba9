import { hasRedis, startRedis } from "./redis.ts";

/** The two queues Moderato runs on: the same flow tests run on each. */
export type Backend = "postgres" | "redis";

const backends: readonly Backend[] = ["postgres", "redis"];

/** Declares the tests once per backend; without redis-server its half shows up as skipped. */
export function describeOnBackends(name: string, tests: (backend: Backend) => void): void {
  for (const backend of backends) {
    const declare = backend === "redis" && !hasRedis ? describe.skip : describe;
    declare(`${name}, queue on ${backend}`, () => tests(backend));
  }
}

/** The queue's address for `startService`: null = on Postgres. */
export async function startBackend(
  backend: Backend,
): Promise<{ redisUrl: string | null; stop: () => Promise<void> }> {
  if (backend === "postgres") return { redisUrl: null, stop: () => Promise.resolve() };
  const redis = await startRedis();
  return { redisUrl: redis.url, stop: redis.stop };
}
