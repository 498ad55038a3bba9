import type { PublicStatus } from "../../comments/comment.ts";
import type { OwnComment, Thread } from "../thread.ts";
import { type Attempt, isRecord } from "./stored.ts";
import type { Answer } from "./submission.ts";

const TIMEOUT_MS = 20_000;

export interface ThreadAnswer extends Thread {
  formToken: string;
}

export interface StatusAnswer {
  status: PublicStatus;
  publicReason?: string;
}

/** The public routes of one site. `base` is the folder of the script, so that a path prefix works too. */
export function connect(base: string, site: string) {
  const root = `${base}v1/sites/${encodeURIComponent(site)}/`;
  return {
    /** Throws where there is no thread to show. */
    loadThread: async (pageUrl: string): Promise<ThreadAnswer> => {
      const { status, body } = await call(`${root}comments?${query({ pageUrl })}`);
      if (status !== 200 || !isRecord(body) || !Array.isArray(body.items))
        throw new Error(`answered ${status}`);
      return body as unknown as ThreadAnswer;
    },
    /** null = no answer; the comment may or may not have arrived. */
    submit: ({ idempotencyKey, payload }: Attempt): Promise<Answer | null> =>
      call(`${root}comments`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": idempotencyKey },
        body: payload,
      }).catch(() => null),
    /** "gone" = there is no such comment any more; null = no answer for now. */
    loadStatus: async ({ id, receipt }: OwnComment): Promise<StatusAnswer | "gone" | null> => {
      const answer = await call(`${root}comments/${encodeURIComponent(id)}?${query({ receipt })}`).catch(
        () => null,
      );
      if (answer?.status === 404) return "gone";
      return answer?.status === 200 ? (answer.body as StatusAnswer) : null;
    },
    loadCounts: async (pageUrls: string[]): Promise<Record<string, number>> => {
      const { body } = await call(`${root}counts?${pageUrls.map((pageUrl) => query({ pageUrl })).join("&")}`);
      return isRecord(body) && isRecord(body.counts) ? (body.counts as Record<string, number>) : {};
    },
  };
}

export type Api = ReturnType<typeof connect>;

const query = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();

async function call(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, {
    ...init,
    headers: { Accept: "application/json", ...init.headers },
    credentials: "omit",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const retryAfter = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return {
    status: response.status,
    body: await response.json().catch(() => null),
    retryAfterSeconds: Number.isNaN(retryAfter) ? null : retryAfter,
  };
}
