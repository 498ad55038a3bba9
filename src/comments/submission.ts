import { createHash } from "node:crypto";
import { z } from "zod";
import { cleanText, textUpTo, uuidField } from "../http/validate.ts";
import { canonicalPageUrl } from "../text/canonical-url.ts";

const httpUrl = (name: string) =>
  textUpTo(name, 2_048).refine(
    (value) => URL.canParse(value) && ["http:", "https:"].includes(new URL(value).protocol),
    `${name} must be an address that starts with http:// or https://.`,
  );

// A form sends what was left empty as an empty string: for optional fields that is the same as nothing. A union would
// report "invalid input" without the reason; the errors of the inner schema are what a person can act on.
const optionalText = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  z
    .unknown()
    .transform((value, context): z.output<Schema> | null => {
      if (value === "" || value === undefined || value === null) return null;
      const result = schema.safeParse(value);
      if (result.success) return result.data;
      for (const issue of result.error.issues)
        context.addIssue({ code: "custom", message: issue.message, path: issue.path });
      return z.NEVER;
    })
    .prefault(null)
    .meta({ type: ["string", "null"] });

const visibleText = (name: string, max: number, request: string) =>
  textUpTo(name, max).refine((value) => value.trim() !== "", request);

const emailAddress = textUpTo("The e-mail address", 254).refine(
  (value) => /^[^\s@]+@[^\s@]+$/u.test(value),
  "This does not look like an e-mail address.",
);

export const pageUrlField = httpUrl("pageUrl").transform((value, context) => {
  const canonical = canonicalPageUrl(value);
  if (canonical !== null) return canonical;
  context.addIssue({
    code: "custom",
    message: "pageUrl must be an absolute address that starts with http:// or https://.",
  });
  return z.NEVER;
});

const comment = {
  pageUrl: pageUrlField,
  pageTitle: optionalText(textUpTo("pageTitle", 300)),
  parentId: optionalText(uuidField),
  authorName: visibleText("The name", 100, "Please tell us your name."),
  authorEmail: optionalText(emailAddress),
  authorUrl: optionalText(httpUrl("authorUrl")),
  body: visibleText("The comment", 10_000, "Please write a comment."),
};

/** What a visitor may send; every other field is dropped. */
export const publicSubmission = z
  .object({
    ...comment,
    idempotencyKey: optionalText(
      cleanText("idempotencyKey").refine((value) => value.length <= 255, "idempotencyKey is too long."),
    ),
    /** Honeypot: people do not see it. */
    website: z.unknown().optional(),
    /** When the form was shown, signed; see form-token.ts. */
    formToken: z.unknown().optional(),
  })
  .meta({ id: "PublicSubmission" });

const maxClockSkewMs = 5 * 60_000;
// Older than any archive of comments: a date that was never set, which would come first wherever the oldest does.
const firstArchived = new Date("1990-01-01T00:00:00Z");

/** What a website's server may send for its visitors. */
export const serverSubmission = z
  .object({
    siteKey: cleanText("siteKey"),
    ...comment,
    authorIp: optionalText(z.union([z.ipv4(), z.ipv6()], "authorIp must be an IPv4 or IPv6 address.")),
    userAgent: optionalText(cleanText("userAgent").transform((value) => value.slice(0, 1_000))),
    referrer: optionalText(cleanText("referrer").transform((value) => value.slice(0, 2_048))),
    externalId: optionalText(textUpTo("externalId", 255)),
    submittedAt: optionalText(
      z.iso
        .datetime({ offset: true, error: "submittedAt must be a time such as 2026-11-24T09:30:00Z." })
        .transform((value) => new Date(value))
        .refine((time) => time.getTime() <= Date.now() + maxClockSkewMs, "submittedAt lies in the future.")
        .refine((time) => time >= firstArchived, "submittedAt lies before 1990."),
    ),
  })
  .meta({ id: "ServerSubmission" });

export type SubmittedComment = Pick<z.output<typeof publicSubmission>, keyof typeof comment>;

/** Equal for equal content, whatever the order or spelling of the JSON: what an Idempotency-Key stands for. */
export function payloadHashOf(values: Record<string, unknown>): Buffer {
  const sorted = Object.keys(values)
    .sort()
    .map((name) => [name, values[name]]);
  return createHash("sha256").update(JSON.stringify(sorted)).digest();
}
