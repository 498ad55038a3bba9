// What moderators are told of between two visits, and how they choose it.
import { z } from "zod";
import { type Urgency, urgentTimesHold, usualUrgency } from "../sites/hold-threshold.ts";
import { isTimeZone } from "../time-zone.ts";
import { type NoticeLanguage, noticeLanguages } from "./notice-words.ts";

export const urgencies = Object.keys(urgentTimesHold) as [Urgency, ...Urgency[]];

export const pausesMinutes = [5, 15, 60] as const;

export const noticeFields = {
  urgent: z
    .enum(urgencies, `urgent must be one of ${urgencies.join(", ")}, or null.`)
    .nullable()
    .meta({
      description:
        "Told at once of comments whose score is at least that which holds one on the site (held), twice (high) or three times that (highest); null: never at once.",
    }),
  urgentEveryMinutes: z
    .literal([...pausesMinutes], `urgentEveryMinutes must be one of ${pausesMinutes.join(", ")}.`)
    .meta({ description: "What is urgent within that time comes in one message." }),
  digestHours: z
    .array(z.int("digestHours are whole numbers.").min(0, "0 to 23").max(23, "0 to 23"))
    .max(24)
    .transform((hours) => [...new Set(hours)].sort((a, b) => a - b))
    .meta({ description: "Hours of the day for a digest; empty: none." }),
  timeZone: z
    .string("timeZone must be text.")
    .refine(isTimeZone, "timeZone must be a name such as Europe/Berlin.")
    .meta({ description: "In which the hours are meant: an IANA name." }),
};

export const noticeLanguage = z
  .enum(noticeLanguages, `language must be one of ${noticeLanguages.join(", ")}.`)
  .meta({ description: "In which the messages are written." });

export const noticeSettingsSchema = z.strictObject({
  ...noticeFields,
  /** null = all that the person decides on; a chat has its own site alone. */
  siteIds: z.array(z.uuid()).nullable(),
});
export type NoticeSettings = z.output<typeof noticeSettingsSchema>;

export const usualSettings: NoticeSettings = {
  urgent: usualUrgency,
  urgentEveryMinutes: 15,
  digestHours: [8],
  timeZone: "UTC",
  siteIds: null,
};

export const usualLanguage: NoticeLanguage = "en";

/** Somebody who is told, or a chat that is, with how far that has come. */
export interface NoticeTarget {
  id: string;
  language: NoticeLanguage;
  /** Where to: an address for mails, or a chat's webhook, still encrypted. */
  to: { kind: "mail"; email: string } | { kind: "chat"; sealedUrl: Buffer };
  settings: NoticeSettings;
  /** The sites it may be told of; null = all. */
  siteIds: string[] | null;
  toldThrough: Date;
  /** The sites of which the last message spoke; null = not known. */
  toldSiteIds: string[] | null;
  urgentSentAt: Date | null;
  digestHour: Date;
  failures: number;
  retryAt: Date | null;
}

/** What waits on one site. */
export interface Waiting {
  siteId: string;
  siteKey: string;
  siteName: string;
  held: number;
  oldestAt: Date;
  /** When the newest of them was put into the queue; null = not long enough ago to be counted on. */
  newestAt: Date | null;
  /** Some were put there too short a time ago to be counted on. */
  hasUnsettled: boolean;
  urgent: Record<Urgency, { count: number; newestAt: Date | null }>;
}
