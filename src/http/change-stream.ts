// What changed, for dashboards that watch: decisions of every process arrive by LISTEN on one connection.
import pg from "pg";
import type { Logger } from "pino";

export interface CommentChange {
  id: string;
  siteId: string;
  siteKey: string;
  status: string;
  previousStatus: string;
  revision: number;
  decidedBy: string;
}

export interface ChangeStream {
  /** Returns the function that ends the subscription. `onGap` is called when changes may have been missed. */
  subscribe(subscriber: { onChange: (change: CommentChange) => void; onGap: () => void }): () => void;
  close(): Promise<void>;
}

const reconnectMs = 1_000;

export function openChangeStream(connectionString: string, log: Logger): ChangeStream {
  const subscribers = new Set<Parameters<ChangeStream["subscribe"]>[0]>();
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString, keepAlive: true, application_name: "moderato changes" });
    // One of them comes first; the other finds the timer already running.
    next.on("error", (error) => lost(next, error));
    next.on("end", () => lost(next, new Error("the connection ended")));
    next.on("notification", ({ payload }) => {
      if (payload === undefined) return;
      const change = JSON.parse(payload) as CommentChange;
      for (const subscriber of subscribers) subscriber.onChange(change);
    });
    client = next;
    try {
      await next.connect();
      await next.query("LISTEN moderato_comments");
      for (const subscriber of subscribers) subscriber.onGap();
    } catch (error) {
      lost(next, error);
    }
  }

  function lost(which: pg.Client, error: unknown): void {
    if (closed || which !== client) return;
    client = null;
    log.warn({ err: String(error) }, "live updates are interrupted");
    which.end().catch(() => undefined);
    timer = setTimeout(() => void connect(), reconnectMs);
  }

  void connect();
  return {
    subscribe(subscriber) {
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      subscribers.clear();
      await client?.end().catch(() => undefined);
    },
  };
}
