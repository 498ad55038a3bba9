// What changed, for dashboards that watch: decisions of every process arrive by LISTEN on one connection.
import pg from "pg";
import type { Logger } from "pino";
import type { ColleagueChange } from "../comments/tell-colleagues.ts";

export interface CommentChange {
  kind?: undefined;
  id: string;
  siteId: string;
  siteKey: string;
  status: string;
  previousStatus: string;
  revision: number;
  decidedBy: string;
}

export interface ChangeStream {
  /**
   * Returns the function that ends the subscription. `onReady` is called when changes begin to arrive, and again when
   * some may have been missed meanwhile.
   */
  subscribe(subscriber: Subscriber): () => void;
  close(): Promise<void>;
}

interface Subscriber {
  onChange: (change: CommentChange | ColleagueChange) => void;
  onReady: () => void;
}

const reconnectMs = 1_000;

/** Listens while somebody watches, and only then: in a flood that nobody watches, each change would cost for nothing. */
export function openChangeStream(connectionString: string, log: Logger): ChangeStream {
  const subscribers = new Set<Subscriber>();
  let client: pg.Client | null = null;
  let isListening = false;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString, keepAlive: true, application_name: "moderato changes" });
    // One of them comes first; the other finds that it is no longer the one.
    next.on("error", (error) => lost(next, error));
    next.on("end", () => lost(next, new Error("the connection ended")));
    next.on("notification", ({ payload }) => {
      if (payload === undefined) return;
      const change = JSON.parse(payload) as CommentChange | ColleagueChange;
      for (const subscriber of subscribers) subscriber.onChange(change);
    });
    client = next;
    try {
      await next.connect();
      await next.query("LISTEN moderato_comments");
      if (next !== client) return;
      isListening = true;
      for (const subscriber of subscribers) subscriber.onReady();
    } catch (error) {
      lost(next, error);
    }
  }

  function lost(which: pg.Client, error: unknown): void {
    if (which !== client) return;
    void disconnect();
    log.warn({ err: String(error) }, "live updates are interrupted");
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, reconnectMs);
  }

  async function disconnect(): Promise<void> {
    const last = client;
    client = null;
    isListening = false;
    clearTimeout(timer);
    timer = undefined;
    await last?.end().catch(() => undefined);
  }

  return {
    subscribe(subscriber) {
      subscribers.add(subscriber);
      if (isListening) subscriber.onReady();
      else if (client === null && timer === undefined) void connect();
      return () => {
        subscribers.delete(subscriber);
        if (subscribers.size === 0) void disconnect();
      };
    },
    async close() {
      subscribers.clear();
      await disconnect();
    },
  };
}
