// Asks a service elsewhere one question: bounded in time and size, at public addresses alone, a few at once, and not at
// all for a while after it has failed repeatedly. A question without an answer is a value that says why, never an error.
import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  isBrokenCircuitError,
  type IPolicy,
  noJitterGenerator,
  wrap,
} from "cockatiel";
import type { Logger } from "pino";
import { type Dispatcher, request } from "undici";
import type { Metrics } from "../metrics.ts";
import { createWebhookAgent, RefusedAddressError } from "../webhooks/public-address.ts";

export const answerTimeoutMs = 2_500;
const maxAnswerBytes = 16 * 1024;
const maxInFlight = 16;
const failuresToOpen = 5;
const firstPauseMs = 5_000;
const longestPauseMs = 60_000;
const maxKnownServices = 1_000;

export interface Question<Answer> {
  /** Whose breaker and places it uses: one for each service of a site. */
  service: string;
  /** For logs and metrics. */
  kind: "external" | "akismet" | "chat";
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Where nobody waits for the answer, it may take longer than the usual time. */
  timeoutMs?: number;
  /** Throws UselessAnswerError where the service has said nothing useful. */
  read: (answer: ServiceAnswer) => Answer;
}

export interface ServiceAnswer {
  statusCode: number;
  headers: Dispatcher.ResponseData["headers"];
  body: string;
}

/** `problem` goes on from the service's name: "did not answer within 2.5 seconds". */
export type Reply<Answer> = { answer: Answer } | { answer: null; problem: string };

export class UselessAnswerError extends Error {
  override name = "UselessAnswerError";
}

export interface ServiceClient {
  ask<Answer>(question: Question<Answer>): Promise<Reply<Answer>>;
  /** Breaks off what is under way: what was asked stays without an answer. */
  close(): Promise<void>;
  readonly isClosed: boolean;
}

export function createServiceClient(options: {
  allowedCidrs: readonly string[];
  log: Logger;
  metrics: Pick<Metrics, "outsideQuestions">;
}): ServiceClient {
  let isClosed = false;
  const policies = new Map<string, IPolicy>();
  // A process that asks nobody needs no connections.
  let agent: Dispatcher | null = null;

  const policyFor = ({ service, url }: Pick<Question<unknown>, "service" | "url">): IPolicy => {
    // An address may hold a secret of its own: the log gets the host alone.
    const policy = policies.get(service) ?? createPolicy(new URL(url).host, options.log);
    // The one used longest ago makes room.
    policies.delete(service);
    policies.set(service, policy);
    const [oldest] = policies.keys();
    if (policies.size > maxKnownServices && oldest !== undefined) policies.delete(oldest);
    return policy;
  };

  return {
    async ask(question) {
      if (isClosed) return { answer: null, problem: "could not be asked" };
      const { kind, read } = question;
      const dispatcher = (agent ??= createWebhookAgent({ allowedCidrs: options.allowedCidrs }));
      try {
        const answer = await policyFor(question).execute(async () => read(await post(question, dispatcher)));
        options.metrics.outsideQuestions.inc({ service: kind, outcome: "answered" });
        return { answer };
      } catch (error) {
        const outcome = isBrokenCircuitError(error) ? "spared" : "failed";
        options.metrics.outsideQuestions.inc({ service: kind, outcome });
        return { answer: null, problem: problemOf(error, question.timeoutMs ?? answerTimeoutMs) };
      }
    },
    async close() {
      isClosed = true;
      await agent?.destroy();
    },
    get isClosed() {
      return isClosed;
    },
  };
}

function createPolicy(host: string, log: Logger): IPolicy {
  const breaker = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(failuresToOpen),
    halfOpenAfter: new ExponentialBackoff({
      generator: noJitterGenerator,
      initialDelay: firstPauseMs,
      maxDelay: longestPauseMs,
    }),
  });
  breaker.onStateChange((state) => {
    if (state === CircuitState.Open)
      log.warn({ host }, "a service elsewhere fails; it is left alone for now");
    if (state === CircuitState.Closed) log.info({ host }, "a service elsewhere answers again");
  });
  return wrap(bulkhead(maxInFlight, Infinity), breaker);
}

async function post(
  {
    url,
    headers,
    body,
    timeoutMs = answerTimeoutMs,
  }: Pick<Question<unknown>, "url" | "headers" | "body" | "timeoutMs">,
  dispatcher: Dispatcher,
): Promise<ServiceAnswer> {
  // Of the whole exchange: a service that lets its answer drip must not hold anybody longer than one that is silent.
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await request(url, { dispatcher, method: "POST", headers, body, signal });
  const { statusCode } = answer;
  if (statusCode < 200 || statusCode > 299) {
    answer.body.on("error", () => undefined).destroy();
    throw new UselessAnswerError(
      `answered ${statusCode}${statusCode < 400 ? ", and redirects are not followed" : ""}`,
    );
  }
  return { statusCode, headers: answer.headers, body: await textOf(answer.body as AsyncIterable<Buffer>) };
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) throw new UselessAnswerError("sent far too long an answer");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function problemOf(error: unknown, timeoutMs: number): string {
  if (error instanceof UselessAnswerError) return error.message;
  if (isBrokenCircuitError(error)) return "has failed repeatedly and is not asked for now";
  if (error instanceof RefusedAddressError) return "leads to an address that is not public";
  const { name = "", code = "" } = error as Partial<NodeJS.ErrnoException>;
  if (/Timeout/.test(name) || /TIMEOUT/.test(code))
    return `did not answer within ${timeoutMs / 1_000} seconds`;
  return networkProblems[code] ?? "could not be asked";
}

const networkProblems: Record<string, string> = {
  ECONNREFUSED: "refuses connections",
  ECONNRESET: "closed the connection without an answer",
  UND_ERR_SOCKET: "closed the connection without an answer",
  ENOTFOUND: "cannot be found: its name could not be resolved",
  EAI_AGAIN: "cannot be found: its name could not be resolved for now",
  EHOSTUNREACH: "cannot be reached",
  ENETUNREACH: "cannot be reached",
  UND_ERR_RES_EXCEEDED_MAX_SIZE: "sent far too long an answer",
};
