import net, { type AddressInfo } from "node:net";

export interface ReceivedMail {
  from: string;
  to: string[];
  /** Unfolded, by lower-case name. */
  headers: Map<string, string[]>;
  text: string;
  html: string;
}

export interface TestSmtpServer {
  url: string;
  mails: ReceivedMail[];
  /** What the next commands DATA are answered with instead of being taken. */
  refuseWith: (answer: string | null) => void;
  /** From now on nothing is said to whoever connects. */
  fallSilent: () => void;
  stop: () => Promise<void>;
}

/** As much of a mail server as a real client needs, on a real socket. */
export async function startSmtpServer(): Promise<TestSmtpServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<net.Socket>();
  let refusal: string | null = null;
  let isSilent = false;
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    const say = (line: string) => socket.write(`${line}\r\n`);
    if (isSilent) return;
    say("220 test ESMTP");
    let received = "";
    let from = "";
    let to: string[] = [];
    let isData = false;
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      for (;;) {
        const end = received.indexOf(isData ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const part = received.slice(0, end);
        received = received.slice(end + (isData ? 5 : 2));
        if (isData) {
          isData = false;
          mails.push({ from, to, ...parseMail(part.replaceAll("\r\n..", "\r\n.")) });
          say("250 taken");
          continue;
        }
        const address = /<(.*)>/.exec(part)?.[1] ?? "";
        if (/^EHLO/i.test(part)) say("250 test");
        else if (/^MAIL/i.test(part)) [from, to] = [address, []];
        else if (/^RCPT/i.test(part)) to.push(address);
        if (/^(MAIL|RCPT|RSET)/i.test(part)) say("250 ok");
        if (/^DATA/i.test(part)) {
          isData = refusal === null;
          say(refusal ?? "354 go on");
        }
        if (/^QUIT/i.test(part)) socket.end("221 bye\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    refuseWith: (answer) => {
      refusal = answer;
    },
    fallSilent: () => {
      isSilent = true;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function parseMail(raw: string): Pick<ReceivedMail, "headers" | "text" | "html"> {
  const { headers, body } = split(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get("content-type")?.[0] ?? "")?.[1];
  const parts = boundary === undefined ? [raw] : body.split(`--${boundary}`).slice(1, -1);
  const partOf = (type: string) => {
    const found = parts
      .map((part) => split(part.replace(/^\r\n/, "")))
      .find((part) => part.headers.get("content-type")?.[0]?.startsWith(type));
    if (found === undefined) return "";
    const written = decode(found.body, found.headers.get("content-transfer-encoding")?.[0]);
    return written.replaceAll("\r\n", "\n");
  };
  return { headers, text: partOf("text/plain"), html: partOf("text/html") };
}

function split(raw: string): { headers: ReceivedMail["headers"]; body: string } {
  const end = raw.indexOf("\r\n\r\n");
  const headers: ReceivedMail["headers"] = new Map();
  for (const line of raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n")) {
    const name = line.slice(0, line.indexOf(":")).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(line.indexOf(":") + 1).trim()]);
  }
  return { headers, body: raw.slice(end + 4) };
}

function decode(body: string, encoding = "7bit"): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return Buffer.from(body, "latin1").toString("utf8");
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_sign, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
