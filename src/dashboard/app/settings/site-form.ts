// What a person types about a site, and what of it is a change to send.

import type { RefusalReason } from "../api.ts";
import { type ReasonRow, reasonsOf, rowsOf } from "./refusal-reasons-form.ts";

export type Mode = "everything" | "new-authors" | "flagged";

export interface SiteSettings {
  key: string;
  name: string;
  allowedOrigins: string[];
  mode: Mode;
  newAuthorApprovals: number;
  thresholds: { hold: number; reject: number | null; spam: number | null };
  groupCaps: Record<string, number>;
  closePagesAfterDays: number | null;
  dropIpAfterDays: number;
  visitorLimitPerMinute: number;
  blindReviewShare: number;
  precisionTarget: number;
  refusalReasons: RefusalReason[];
  refusalReasonRequired: boolean;
}

/** As typed: numbers are text, an empty one means "never". */
export interface SiteForm {
  name: string;
  allowedOrigins: string;
  mode: Mode;
  newAuthorApprovals: string;
  hold: string;
  reject: string;
  spam: string;
  groupCaps: string;
  closePagesAfterDays: string;
  dropIpAfterDays: string;
  visitorLimitPerMinute: string;
  blindReviewPercent: string;
  precisionPercent: string;
  refusalReasons: ReasonRow[];
  refusalReasonRequired: boolean;
}

export const formOf = (site: SiteSettings): SiteForm => ({
  name: site.name,
  allowedOrigins: site.allowedOrigins.join("\n"),
  mode: site.mode,
  newAuthorApprovals: String(site.newAuthorApprovals),
  hold: String(site.thresholds.hold),
  reject: textOf(site.thresholds.reject),
  spam: textOf(site.thresholds.spam),
  groupCaps: Object.entries(site.groupCaps)
    .map(([group, points]) => `${group}: ${points}`)
    .join("\n"),
  closePagesAfterDays: textOf(site.closePagesAfterDays),
  dropIpAfterDays: String(site.dropIpAfterDays),
  visitorLimitPerMinute: String(site.visitorLimitPerMinute),
  blindReviewPercent: percentOf(site.blindReviewShare),
  precisionPercent: percentOf(site.precisionTarget),
  refusalReasons: rowsOf(site.refusalReasons),
  refusalReasonRequired: site.refusalReasonRequired,
});

const textOf = (value: number | null) => (value === null ? "" : String(value));
/** 0.29 × 100 is 28.999999999999996. */
const percentOf = (share: number) => String(Number((share * 100).toFixed(6)));

export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** Only what differs from the stored site, so that the audit log shows what somebody really changed. */
export function changesOf(site: SiteSettings, form: SiteForm): Partial<SiteSettings> {
  const wanted: Omit<SiteSettings, "key"> = {
    name: form.name,
    allowedOrigins: linesOf(form.allowedOrigins),
    mode: form.mode,
    newAuthorApprovals: Number(form.newAuthorApprovals),
    thresholds: {
      hold: Number(form.hold),
      reject: numberOrNull(form.reject),
      spam: numberOrNull(form.spam),
    },
    groupCaps: capsOf(form.groupCaps),
    closePagesAfterDays: numberOrNull(form.closePagesAfterDays),
    dropIpAfterDays: Number(form.dropIpAfterDays),
    visitorLimitPerMinute: Number(form.visitorLimitPerMinute),
    blindReviewShare: shareOf(form.blindReviewPercent),
    precisionTarget: shareOf(form.precisionPercent),
    refusalReasons: reasonsOf(form.refusalReasons),
    refusalReasonRequired: form.refusalReasonRequired,
  };
  const stored: Partial<Record<string, unknown>> = { ...site };
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(stored[name])),
  );
}

const numberOrNull = (text: string) => (text.trim() === "" ? null : Number(text));
const shareOf = (percent: string) => Number((Number(percent) / 100).toFixed(8));

/** `links: 6` a line; a line without a number stays in as one that the server refuses, rather than get lost. */
function capsOf(text: string): Record<string, number> {
  return Object.fromEntries(
    linesOf(text).map((line) => {
      const at = line.lastIndexOf(":");
      return at < 0 ? [line, NaN] : [line.slice(0, at).trim(), Number(line.slice(at + 1))];
    }),
  );
}
