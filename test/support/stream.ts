import type { Service } from "./service.ts";
import { eventually } from "./wait.ts";

export interface Heard {
  contentType: string | null;
  /** All that has been told so far. */
  text: () => string;
  /** Resolves where the server ends it. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}

/** What a dashboard with this key hears, from when changes begin to arrive. */
export async function hear(service: Service, key: string): Promise<Heard> {
  const stopping = new AbortController();
  const stream = await fetch(`${service.url}/v1/stream`, {
    headers: { authorization: `Bearer ${key}` },
    signal: stopping.signal,
  });
  let heard = "";
  const reading = (async () => {
    for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) heard += chunk;
  })().catch(() => undefined);
  await eventually("the stream to be ready", () => heard.includes("event: ready"));
  return {
    contentType: stream.headers.get("content-type"),
    text: () => heard,
    ended: reading,
    async stop() {
      stopping.abort();
      await reading;
    },
  };
}
