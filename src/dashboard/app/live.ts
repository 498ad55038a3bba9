import { signal } from "@preact/signals";
import type { Claim, CommentEvent, SecondOpinion } from "./api.ts";
import { expired, readSessionAgain } from "./session.ts";

export const connection = signal<"connecting" | "live" | "lost">("connecting");

const RETRY_MS = 5_000;

/** Without the note: that is read with the comment. */
export interface OpinionEvent {
  id: string;
  siteKey: string;
  secondOpinion: SecondOpinion | null;
}

/** Listens to what happens to comments; returns how to stop. */
export function listen(told: {
  onComment: (event: CommentEvent) => void;
  onClaim: (event: { id: string; claim: Claim | null }) => void;
  onOpinion: (event: OpinionEvent) => void;
  onHandover: () => void;
  /** What happened until now, if anything, was not told: what the page has read may have been read before. */
  onReady: () => Promise<void>;
}): () => void {
  let source: EventSource;
  let retry = 0;
  let turn = 0;

  const connect = (): void => {
    source = new EventSource("/v1/stream");
    // The line alone says little: the server behind it may have lost its own, and says so when it has one again.
    source.addEventListener("ready", () => {
      const ready = ++turn;
      void told.onReady().finally(() => {
        if (ready === turn) connection.value = "live";
      });
    });
    const hear = <T>(name: string, then: (event: T) => void): void =>
      source.addEventListener(name, (message: MessageEvent<string>) => then(JSON.parse(message.data) as T));
    hear("comment", told.onComment);
    hear("claim", told.onClaim);
    hear("second-opinion", told.onOpinion);
    hear("handover", told.onHandover);
    source.addEventListener("error", () => {
      turn++;
      connection.value = "lost";
      // A browser reconnects by itself after a broken line, but not after a refusal.
      if (source.readyState === EventSource.CLOSED)
        retry = window.setTimeout(() => void reconnect(), RETRY_MS);
    });
  };

  const reconnect = async (): Promise<void> => {
    await readSessionAgain();
    if (!expired.value) connect();
  };

  connect();
  return () => {
    turn++;
    clearTimeout(retry);
    source.close();
    connection.value = "lost";
  };
}
