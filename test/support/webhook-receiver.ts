import http from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

export interface ReceivedEvent {
  id: string;
  type: string;
  timestamp: string;
  data: {
    comment: Record<string, unknown> & { id: string; status: string; revision: number };
    decision: { by: string; reasons: string[] };
  };
}

export interface WebhookReceiver {
  url: string;
  /** Every request whose signature the `standardwebhooks` package accepted. */
  events: ReceivedEvent[];
  /** Requests whose signature it did not accept. */
  refused: string[];
  trust: (secret: string) => void;
  /** From now on requests are answered with this status. */
  answerWith: (status: number) => void;
  stop: () => Promise<void>;
}

/** A website's webhook endpoint; signatures are checked by the standard's own package, never by our signer. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  let webhook: Webhook | null = null;
  let status = 204;
  const events: ReceivedEvent[] = [];
  const refused: string[] = [];
  const server = http.createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      try {
        const event = webhook!.verify(body, req.headers as Record<string, string>) as Omit<
          ReceivedEvent,
          "id"
        >;
        if (status < 300) events.push({ id: String(req.headers["webhook-id"]), ...event });
      } catch (error) {
        refused.push(String(error));
      }
      res.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    events,
    refused,
    trust: (secret) => {
      webhook = new Webhook(secret);
    },
    answerWith: (next) => {
      status = next;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
