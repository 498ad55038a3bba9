import http from "node:http";
import type { AddressInfo } from "node:net";

export interface AskedRequest {
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

type Answer = (res: http.ServerResponse, request: AskedRequest) => void;

export interface ServiceDouble {
  url: string;
  requests: AskedRequest[];
  /** The most that were without an answer at the same time. */
  mostAtOnce: () => number;
  answerWith: (answer: Answer) => void;
  stop: () => Promise<void>;
}

export const json =
  (value: unknown): Answer =>
  (res) =>
    res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));

export const text =
  (body: string, headers: Record<string, string> = {}): Answer =>
  (res) =>
    res.writeHead(200, { "content-type": "text/plain", ...headers }).end(body);

export const silence: Answer = () => undefined;

/** A service elsewhere that is asked about comments, and misbehaves as told. */
export async function startServiceDouble(first: Answer): Promise<ServiceDouble> {
  let answer = first;
  let open = 0;
  let mostAtOnce = 0;
  const requests: AskedRequest[] = [];
  const server = http.createServer((req, res) => {
    mostAtOnce = Math.max(mostAtOnce, ++open);
    res.on("close", () => open--);
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const request = {
        path: req.url ?? "",
        headers: req.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      requests.push(request);
      answer(res, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    mostAtOnce: () => mostAtOnce,
    answerWith: (next) => {
      answer = next;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
