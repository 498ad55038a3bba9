import autocannon from "autocannon";
import type { Arena } from "./arena.ts";
import { type Child, portOf } from "./child.ts";
import { cpuSecondsOf } from "./cpu-time.ts";
import { createSubmissions } from "./submissions.ts";

const connections = 64;
// Written out before the start; each connection goes round its own.
const submissionsPerConnection = 400;

export interface FloodResult {
  perSecond: number;
  p50: number;
  p99: number;
  accepted: number;
  /** Answers that were no 202, and connections that broke. */
  failed: number;
  /** CPU of the API process and of PostgreSQL for each accepted comment; null where the system does not tell. */
  apiMicroseconds: number | null;
  databaseMicroseconds: number | null;
}

type Target = Pick<Arena, "site"> & Partial<Arena>;

/** As many submissions as 64 connections can bring, for a time or up to an amount. */
export async function flood(
  arena: Target,
  api: Child,
  limit: { seconds: number } | { amount: number },
): Promise<FloodResult> {
  let connection = 0;
  const requests = Array.from({ length: connections }, (_, seed) => requestsOf(arena, seed));
  const cpuSeconds = () => [cpuSecondsOf(api.process.pid!), arena.databaseCpuSeconds?.() ?? null] as const;
  const before = cpuSeconds();
  const startedAt = performance.now();
  const result = await autocannon({
    url: `http://127.0.0.1:${portOf(api)}`,
    connections,
    ...("amount" in limit ? { amount: limit.amount } : { duration: limit.seconds }),
    setupClient: (client) => client.setRequests(requests[connection++ % connections]!),
  });
  const seconds = "amount" in limit ? (performance.now() - startedAt) / 1000 : result.duration;
  const after = cpuSeconds();
  const microseconds = (index: 0 | 1) =>
    after[index] === null ? null : ((after[index] - before[index]!) * 1e6) / result["2xx"];
  return {
    perSecond: result["2xx"] / seconds,
    p50: result.latency.p50,
    p99: result.latency.p99,
    accepted: result["2xx"],
    failed: result.non2xx + result.errors + result.timeouts,
    apiMicroseconds: microseconds(0),
    databaseMicroseconds: microseconds(1),
  };
}

const requestsOf = ({ site }: Target, seed: number): autocannon.Request[] =>
  createSubmissions(site.key, submissionsPerConnection, seed).map((submission) => ({
    method: "POST",
    path: "/v1/comments",
    headers: { "content-type": "application/json", authorization: `Bearer ${site.apiKey}` },
    body: JSON.stringify(submission),
  }));

/** Comments that were accepted and are not in the table, or in it without having been sent: must be none. */
export const unaccounted = (accepted: number, stored: number) =>
  // The last request of each connection is cut off before its answer arrives, after each flood.
  stored < accepted ? accepted - stored : Math.max(0, stored - accepted - 3 * connections);
