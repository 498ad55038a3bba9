import { z } from "zod";
import ipaddr from "ipaddr.js";

/** Everything an operator can set, read once. Empty counts as unset; see the table in README.md. */
export interface Config {
  port: number;
  host: string;
  /** Where browsers reach us, without a trailing slash; null = derive it from the address we listen on. */
  publicUrl: string | null;
  databaseUrl: string | null;
  redisUrl: string | null;
  dataDir: string;
  admin: { email: string; password: string } | null;
  adminApiKey: string | null;
  trustProxy: false | number | string[];
  logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  /** Private networks that webhooks may reach all the same. */
  webhookAllowedCidrs: string[];
  /** Where Akismet, or another service that speaks its protocol, is; without a trailing slash. */
  akismetUrl: string;
  /** The operator's mail server, and who writes; null = no mail is sent. */
  mail: { smtpUrl: string; from: string } | null;
  /** Keep the site `demo` and its sample article at /demo. */
  demo: boolean;
}

export class ConfigError extends Error {
  override name = "ConfigError";
}

const absoluteHttpUrl = z.string().refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url !== null && ["http:", "https:"].includes(url.protocol) && url.pathname === "/" && !url.search;
}, "must be an absolute http(s) address without a path, such as https://comments.example.org");

const connectionUrl = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must start with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
    );

const cidr = z
  .string()
  .refine((value) => ipaddr.isValidCIDR(value), "must be networks such as 10.0.0.0/8, separated by commas");
const commaList = z.string().transform((value) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean),
);

const trustProxy = z
  .string()
  .transform((value) => (/^\d+$/.test(value) ? Number(value) : value.split(",").map((part) => part.trim())))
  .refine(
    (value) =>
      typeof value === "number" || value.every((part) => ipaddr.isValid(part) || ipaddr.isValidCIDR(part)),
    "must be a number of proxies in front, or their addresses or networks, separated by commas",
  )
  .transform((value) => (value === 0 ? false : value));

const smtpUrl = z.string().refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "") return false;
  const isPlain = ["", "/"].includes(url.pathname) && url.search === "" && url.hash === "";
  return isPlain && isDecodable(url.username) && isDecodable(url.password);
}, "must be smtp://user:password@host:port or smtps://…, special characters in the password as %xx");

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

const mailAddress = z
  .string()
  .regex(
    /^(?:[^<>@",;\p{Cc}]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u,
    "must be an e-mail address, or a name and one: Moderato <moderato@example.org>",
  );

const onOff = z
  .enum(["1", "0", "true", "false", "on", "off", "yes", "no"], "must be on or off")
  .transform((value) => ["1", "true", "on", "yes"].includes(value));

const environmentSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "must be a port, 0 to 65535")
    .transform(Number)
    .refine((port) => port <= 65_535, "must be a port, 0 to 65535")
    .default(3000),
  HOST: z.string().optional(),
  PUBLIC_URL: absoluteHttpUrl.transform((value) => value.replace(/\/$/, "")).optional(),
  DATABASE_URL: connectionUrl("postgres:", "postgresql:").optional(),
  REDIS_URL: connectionUrl("redis:", "rediss:").optional(),
  DATA_DIR: z.string().default(".data"),
  ADMIN_EMAIL: z.email("must be an e-mail address").max(254).optional(),
  ADMIN_PASSWORD: z.string().min(10, "must have at least 10 characters").max(200).optional(),
  ADMIN_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{32,200}$/, "must be 32 to 200 visible ASCII characters")
    .optional(),
  TRUST_PROXY: trustProxy.default(false),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  WEBHOOK_ALLOWED_CIDRS: commaList.pipe(z.array(cidr)).default([]),
  AKISMET_URL: absoluteHttpUrl.default("https://rest.akismet.com"),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: mailAddress.optional(),
  DEMO: onOff.optional(),
});

/** Throws ConfigError with one line per wrong variable. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`).join("\n"),
    );
  }
  const values = parsed.data;
  if ((values.ADMIN_EMAIL === undefined) !== (values.ADMIN_PASSWORD === undefined)) {
    const missing = values.ADMIN_EMAIL === undefined ? "ADMIN_EMAIL" : "ADMIN_PASSWORD";
    throw new ConfigError(`${missing} is missing: ADMIN_EMAIL and ADMIN_PASSWORD go together`);
  }
  if (values.SMTP_URL !== undefined && values.MAIL_FROM === undefined)
    throw new ConfigError("MAIL_FROM is missing: SMTP_URL needs an address to send from");
  const embedded = values.DATABASE_URL === undefined;
  return Object.freeze({
    port: values.PORT,
    host: values.HOST ?? (embedded ? "127.0.0.1" : "0.0.0.0"),
    publicUrl: values.PUBLIC_URL ?? null,
    databaseUrl: values.DATABASE_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    dataDir: values.DATA_DIR,
    admin:
      values.ADMIN_EMAIL !== undefined && values.ADMIN_PASSWORD !== undefined
        ? { email: values.ADMIN_EMAIL, password: values.ADMIN_PASSWORD }
        : null,
    adminApiKey: values.ADMIN_API_KEY ?? null,
    trustProxy: values.TRUST_PROXY,
    logLevel: values.LOG_LEVEL,
    webhookAllowedCidrs: values.WEBHOOK_ALLOWED_CIDRS,
    akismetUrl: values.AKISMET_URL.replace(/\/$/, ""),
    mail:
      values.SMTP_URL !== undefined && values.MAIL_FROM !== undefined
        ? { smtpUrl: values.SMTP_URL, from: values.MAIL_FROM }
        : null,
    demo: values.DEMO ?? embedded,
  });
}
