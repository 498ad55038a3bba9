import { z } from "zod";

const storable = (max: number) =>
  z
    .string()
    .max(max)
    .refine(
      (text) => !text.includes("\0") && text.isWellFormed(),
      "Contains characters that cannot be stored.",
    );

export const siteModes = ["everything", "new-authors", "flagged"] as const;

/** Why a moderator refuses a comment, in a word for moderators and a sentence for its author. */
export const refusalReasonSchema = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, "code: lower-case letters, digits, hyphens."),
  label: storable(100).refine((text) => text.trim() !== "", "Name the reason."),
  /** Empty: the author learns only that the comment was refused. */
  publicText: storable(500).default(""),
});
export type RefusalReason = z.output<typeof refusalReasonSchema>;

/** What a site can set beside its name, origins and mode. Missing values take these defaults. */
export const siteSettingsSchema = z.strictObject({
  /** `new-authors`: comments that must have been approved before an author's next one is published unseen. */
  newAuthorApprovals: z.int().min(1).max(100).default(1),
  /** Points from which a comment is held, rejected or spam; null = points alone never go that far. */
  thresholds: z
    .strictObject({
      hold: z.number().min(0).max(1000).default(4),
      reject: z.number().min(0).max(1000).nullable().default(null),
      spam: z.number().min(0).max(1000).nullable().default(null),
    })
    .prefault({}),
  /** The most points that all rules of a group may add together. */
  groupCaps: z.record(z.string().max(100), z.number().min(0).max(1000)).default({}),
  /** Pages take no comments this many days after they were first seen; null = never closed by age. */
  closePagesAfterDays: z.int().min(1).max(10_000).nullable().default(null),
  /** IP address and user agent of a comment are dropped after this many days. */
  dropIpAfterDays: z.int().min(1).max(3650).default(30),
  /** Submissions per minute that one visitor (an IPv4 address, an IPv6 /64) may send through the public form. */
  visitorLimitPerMinute: z.int().min(1).max(10_000).default(10),
  /** Share of what enforcing rules would decide alone that goes to a moderator instead, who is not told. */
  blindReviewShare: z.number().min(0).max(0.2).default(0),
  /** For refusing by hand; in the dashboard the first nine have the keys 1 to 9. */
  refusalReasons: z
    .array(refusalReasonSchema)
    .max(30, "At most 30 reasons.")
    .refine(
      (reasons) => new Set(reasons.map(({ code }) => code)).size === reasons.length,
      "Every reason needs a code of its own.",
    )
    .default([]),
  /** Whether a moderator has to name one of them when refusing in the dashboard. */
  refusalReasonRequired: z.boolean().default(false),
  /** A rule may rise when its precision is surely at least this (to enforce: at least 0.95). */
  precisionTarget: z.number().min(0.5).max(1).default(0.8),
});
export type SiteSettings = z.output<typeof siteSettingsSchema>;

export interface Site {
  id: string;
  key: string;
  name: string;
  allowedOrigins: string[];
  mode: (typeof siteModes)[number];
  settings: SiteSettings;
  rulesRevision: number;
  createdAt: Date;
}

/** Hosts that count as the site's own: links to them are no reason for suspicion. */
export const ownHosts = (site: Site) =>
  site.allowedOrigins.flatMap((origin) => (URL.canParse(origin) ? [new URL(origin).hostname] : []));

export const isAllowedOrigin = (site: Site, origin: string) => site.allowedOrigins.includes(origin);

/** Closed by hand, or by age where the site says so. */
export function isPageClosed(
  site: Site,
  page: { closedAt: Date | null; firstSeenAt: Date | null },
  at: Date,
): boolean {
  if (page.closedAt !== null) return page.closedAt <= at;
  const { closePagesAfterDays } = site.settings;
  if (closePagesAfterDays === null || page.firstSeenAt === null) return false;
  return at.getTime() - page.firstSeenAt.getTime() > closePagesAfterDays * 86_400_000;
}
