import { type Dispatcher, request } from "undici";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { type Attempt, outcomeOf } from "./delivery.ts";
import {
  type DeliveringEndpoint,
  leaseDueDeliveries,
  type LeasedDelivery,
  lockEnabledEndpoint,
  recordFailure,
  recordSuccess,
  releaseLease,
} from "./delivery-queries.ts";
import { answerTimeoutMs, connectTimeoutMs, RefusedAddressError } from "./public-address.ts";
import { signWebhook } from "./sign-webhook.ts";
import { wakeEndpoint } from "./wake-endpoint.ts";

const maxInFlight = 8;
const timeBudgetMs = 30_000;
const keptResponseBytes = 1_024;

export interface Sender {
  agent: Dispatcher;
  random?: () => number;
  /** Aborted on shutdown: nothing new is sent, and what fails from then on does not count as an attempt. */
  stopping?: AbortSignal;
  /** The endpoints that this process is at, each with what makes it look again for what is due. */
  atWork?: Map<string, () => void>;
}

/**
 * Sends what is due at one endpoint until nothing is. Where this process is at it already, that work looks again: a slow
 * receiver takes the place of one job, not of those for others. Several processes are kept apart by leases.
 */
export async function deliverDue(deps: Deps, endpointId: string, sender: Sender): Promise<void> {
  const atWork = (sender.atWork ??= new Map<string, () => void>());
  const ring = atWork.get(endpointId);
  if (ring !== undefined) {
    ring();
    return;
  }
  const bell = createBell();
  atWork.set(endpointId, bell.ring);
  const inFlight = new Set<Promise<void>>();
  const isOver = await sendWhileDue(deps, endpointId, { sender, bell, inFlight }).finally(() =>
    atWork.delete(endpointId),
  );
  // Who rang while the work ended is answered by a new job, as what is left after the time is.
  if (!isOver || bell.heard()) await wakeEndpoint(deps, endpointId);
  await Promise.all(inFlight);
}

interface Work {
  sender: Sender;
  bell: ReturnType<typeof createBell>;
  inFlight: Set<Promise<void>>;
}

/** False where its time was over first. */
async function sendWhileDue(
  deps: Deps,
  endpointId: string,
  { sender, bell, inFlight }: Work,
): Promise<boolean> {
  const deadline = performance.now() + timeBudgetMs;
  while (sender.stopping?.aborted !== true) {
    if (performance.now() > deadline) return false;
    bell.heard();
    const { sendings, cancelled } = await lease(deps, endpointId);
    for (const { endpoint, delivery } of sendings) {
      const sending = deliver(deps, { endpoint, delivery, sender })
        .catch((error: unknown) =>
          deps.log.error({ err: error, deliveryId: delivery.id }, "a delivery was not recorded"),
        )
        .finally(() => inFlight.delete(sending));
      inFlight.add(sending);
    }
    if (inFlight.size > 0) await Promise.race([...inFlight, bell.next()]);
    else if (cancelled === 0) return true;
  }
  return true;
}

function createBell() {
  let isRung = false;
  let wake = (): void => undefined;
  return {
    ring: () => {
      isRung = true;
      wake();
    },
    /** Whether it has rung since it was last asked. */
    heard: () => {
      const was = isRung;
      isRung = false;
      return was;
    },
    next: () =>
      new Promise<void>((resolve) => {
        if (isRung) resolve();
        else wake = resolve;
      }),
  };
}

/** One at a time while it fails: a dead receiver costs one slot, not eight. The lock ends before anything is sent. */
function lease(deps: Deps, endpointId: string) {
  return inTransaction(deps.pool, async (tx) => {
    const endpoint = await lockEnabledEndpoint(tx, endpointId);
    if (endpoint === null) return { sendings: [], cancelled: 0 };
    const limit = endpoint.failingSince === null ? maxInFlight : 1;
    const { leased, cancelled } = await leaseDueDeliveries(tx, { endpointId, maxInFlight: limit });
    return { sendings: leased.map((delivery) => ({ endpoint, delivery })), cancelled };
  });
}

interface Sending {
  endpoint: DeliveringEndpoint;
  delivery: LeasedDelivery;
  sender: Sender;
}

async function deliver(deps: Deps, { endpoint, delivery, sender }: Sending): Promise<void> {
  const attempt = await post(deps, { endpoint, delivery, sender });
  const outcome = outcomeOf(attempt, {
    earlierAttempts: delivery.earlierAttempts,
    failingSince: endpoint.failingSince,
    now: deps.now(),
    random: (sender.random ?? Math.random)(),
  });
  if (outcome.status === "delivered") {
    await recordSuccess(deps.pool, delivery, attempt);
  } else if (sender.stopping?.aborted === true && attempt.statusCode === null) {
    return releaseLease(deps.pool, delivery);
  } else {
    await recordFailure(deps.pool, delivery, { attempt, outcome });
  }
  deps.metrics.deliveryAttempts.inc({ outcome: outcome.status === "pending" ? "retried" : outcome.status });
}

async function post(deps: Deps, { endpoint, delivery, sender }: Sending): Promise<Attempt> {
  const startedAt = performance.now();
  const durationMs = () => Math.round(performance.now() - startedAt);
  try {
    const body = JSON.stringify({
      type: delivery.event.type,
      timestamp: delivery.event.createdAt.toISOString(),
      data: delivery.event.data,
    });
    const answer = await request(endpoint.url, {
      dispatcher: sender.agent,
      method: "POST",
      headers: headersOf(deps, { endpoint, eventId: delivery.event.id, body }),
      body,
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    return {
      statusCode: answer.statusCode,
      error: errorOfStatus(answer.statusCode),
      retryAfter: singleHeader(answer.headers["retry-after"]),
      response: await beginningOf(answer.body as AsyncIterable<Buffer>),
      durationMs: durationMs(),
    };
  } catch (error) {
    return {
      statusCode: null,
      error: sentenceOf(error),
      retryAfter: null,
      response: null,
      durationMs: durationMs(),
    };
  }
}

/** @throws where the secret cannot be read. */
function headersOf(deps: Deps, message: { endpoint: DeliveringEndpoint; eventId: string; body: string }) {
  const { secret: sealed, previousSecret } = message.endpoint;
  const secret = deps.serverKey.decrypt(sealed);
  if (secret === null) throw new Error("the signing secret cannot be read any more and has to be rotated");
  const previous = previousSecret === null ? null : deps.serverKey.decrypt(previousSecret);
  const timestampSeconds = Math.floor(deps.now().getTime() / 1_000);
  return {
    "content-type": "application/json",
    "user-agent": "Moderato-Webhooks",
    "webhook-id": message.eventId,
    "webhook-timestamp": String(timestampSeconds),
    "webhook-signature": signWebhook({
      secrets: previous === null ? [secret] : [secret, previous],
      id: message.eventId,
      timestampSeconds,
      body: message.body,
    }),
  };
}

async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  // The status has been given: trouble with the rest of the answer changes nothing.
  await collect(body, chunks).catch(() => undefined);
  return Buffer.concat(chunks).subarray(0, keptResponseBytes).toString("utf8").replaceAll("\0", "\u{fffd}");
}

async function collect(body: AsyncIterable<Buffer>, chunks: Buffer[]): Promise<void> {
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= keptResponseBytes) return;
  }
}

const singleHeader = (value: string | string[] | undefined) =>
  (Array.isArray(value) ? value[0] : value) ?? null;

function errorOfStatus(statusCode: number): string | null {
  if (statusCode >= 200 && statusCode < 300) return null;
  if (statusCode >= 300 && statusCode < 400)
    return `The receiver answered ${statusCode}; redirects are not followed.`;
  return `The receiver answered ${statusCode}.`;
}

function sentenceOf(error: unknown): string {
  const { name = "", code = "", message = String(error) } = error as Partial<NodeJS.ErrnoException>;
  if (error instanceof RefusedAddressError) return `Not sent: ${message}.`;
  if (/^(TimeoutError|HeadersTimeoutError|BodyTimeoutError)$/.test(name)) {
    return `No answer within ${answerTimeoutMs / 1_000} seconds.`;
  }
  return networkErrors[code] ?? `Not sent: ${message}`.replaceAll("\0", "").slice(0, 300);
}

const networkErrors: Record<string, string> = {
  UND_ERR_CONNECT_TIMEOUT: `No connection within ${connectTimeoutMs / 1_000} seconds.`,
  ECONNREFUSED: "The connection was refused.",
  ECONNRESET: "The receiver closed the connection without an answer.",
  UND_ERR_SOCKET: "The receiver closed the connection without an answer.",
  ENOTFOUND: "The host name could not be resolved.",
  EAI_AGAIN: "The host name could not be resolved for now.",
  EHOSTUNREACH: "The host cannot be reached.",
  ENETUNREACH: "The host cannot be reached.",
};
