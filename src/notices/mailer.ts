// Sends mail through the operator's server, bounded in time. A failure is a value with a sentence for people; credentials
// never travel unencrypted, and never into a sentence.
import { createTransport, type Transporter } from "nodemailer";
import type { Config } from "../config.ts";
import type { Message } from "./notice-message.ts";
import type { NoticeLanguage } from "./notice-words.ts";

export type MailOutcome =
  | { sent: true }
  /** `isServer`: it would be the same for every other recipient. */
  | { sent: false; problem: string; isServer: boolean };

export interface Mail extends Message {
  language: NoticeLanguage;
  to: string;
  /** The same for the same notice, so that a mail sent twice after a crash is known to be one. */
  messageId?: string;
  settingsUrl: string;
}

export interface Mailer {
  readonly isConfigured: boolean;
  send(mail: Mail): Promise<MailOutcome>;
}

const connectTimeoutMs = 5_000;
// A server that looks through a mail before it takes it may well be silent for long: whoever hangs up sends it again.
const silenceTimeoutMs = 45_000;
const wholeTimeoutMs = 60_000;

export function createMailer({ mail }: Pick<Config, "mail">): Mailer {
  if (mail === null)
    return {
      isConfigured: false,
      send: () =>
        Promise.resolve({ sent: false, problem: "No mail server is set (SMTP_URL).", isServer: true }),
    };
  const { smtpUrl, from } = mail;
  const transport = createTransport(optionsOf(new URL(smtpUrl)));
  return {
    isConfigured: true,
    send: (wanted) => sendWithin(transport, from, wanted),
  };
}

function optionsOf(url: URL) {
  const secure = url.protocol === "smtps:";
  const hasAccount = url.username !== "";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isHere = host === "localhost" || host === "::1" || host.startsWith("127.");
  return {
    host,
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    requireTLS: !secure && hasAccount && !isHere,
    ...(hasAccount
      ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    dnsTimeout: connectTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

async function sendWithin(
  transport: Pick<Transporter, "sendMail">,
  from: string,
  { to, language, subject, text, html, messageId, settingsUrl }: Mail,
): Promise<MailOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<MailOutcome>((resolve) => {
    timer = setTimeout(() => resolve(failure({ code: "ETIMEDOUT" })), wholeTimeoutMs);
  });
  const sending = transport
    .sendMail({
      from,
      // As an object: an address is never read as a list of several.
      to: { name: "", address: to },
      subject,
      text,
      html,
      ...(messageId === undefined ? {} : { messageId }),
      headers: {
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
        "List-Unsubscribe": `<${settingsUrl}>`,
      },
    })
    .then((): MailOutcome => ({ sent: true }), failure);
  try {
    return await Promise.race([sending, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

function failure(error: unknown): MailOutcome {
  const { code = "", command = "", responseCode } = error as SmtpError;
  const said = responseCode === undefined ? "" : ` (it answered ${responseCode})`;
  const what = byCommand[command] ?? byCode[code] ?? "did not take the mail";
  const isServer = command !== "RCPT TO" && command !== "DATA";
  return { sent: false, problem: `The mail server ${what}${said}.`, isServer };
}

interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
}

const byCommand: Record<string, string> = {
  "MAIL FROM": "does not send from the address in MAIL_FROM",
  "RCPT TO": "does not accept this address",
};
const byCode: Record<string, string> = {
  ECONNREFUSED: "refuses connections",
  ESOCKET: "cannot be reached, or the connection to it is not safe",
  ECONNECTION: "cannot be reached",
  EDNS: "cannot be found: its name could not be resolved",
  ETIMEDOUT: "did not answer in time",
  ETLS: "offers no safe connection, which a password needs",
  EAUTH: "does not accept the user name and password of SMTP_URL",
};
