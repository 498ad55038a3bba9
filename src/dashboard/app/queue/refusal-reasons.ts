// The reasons that a decision may give: a site has reasons of its own, and may want one for every rejection.
import type { DecisionStatus, RefusalReason, Site } from "../api.ts";

export interface ReasonsToGive {
  /** Empty for comments of several sites: the server takes a reason for those of one site alone. */
  list: readonly RefusalReason[];
  /** One of the sites wants one. */
  isWanted: boolean;
  isOfOneSite: boolean;
}

export function reasonsFor(
  siteKeys: readonly string[],
  to: DecisionStatus,
  sites: readonly Site[],
): ReasonsToGive {
  const keys = new Set(siteKeys);
  const withReasons = sites.filter(
    ({ key, refusalReasons = [] }) => keys.has(key) && refusalReasons.length > 0,
  );
  const isRefusal = to === "rejected" || to === "spam";
  return {
    list: isRefusal && keys.size === 1 ? (withReasons[0]?.refusalReasons ?? []) : [],
    isWanted:
      to === "rejected" && withReasons.some(({ refusalReasonRequired = false }) => refusalReasonRequired),
    isOfOneSite: keys.size === 1,
  };
}

export const isMissing = ({ list, isWanted }: ReasonsToGive, given: string | null): boolean =>
  isWanted && !list.some(({ code }) => code === given);
