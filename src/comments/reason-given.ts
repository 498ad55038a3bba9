import { invalid } from "../errors.ts";
import type { Site } from "../sites/site.ts";
import type { DecidedStatus } from "./comment.ts";

export interface ReasonInput {
  status: DecidedStatus;
  reason?: string | undefined;
  reasonCode?: string | undefined;
}

/** The reason in words, and what of it the author is told. Throws where the site has no such code. */
export function reasonGiven(
  { status: wanted, reason: words, reasonCode: code }: ReasonInput,
  site: Site | null,
): { reasons: string[]; publicReason: string | null } {
  const known = code === undefined ? null : site?.settings.refusalReasons.find((one) => one.code === code);
  if (known === undefined)
    throw invalid([{ detail: `The site has no reason with the code "${code}".`, pointer: "#/reasonCode" }]);
  const isRefusal = wanted === "rejected" || wanted === "spam";
  return {
    reasons: [known?.label, words].filter((text) => text !== undefined),
    publicReason: isRefusal ? known?.publicText || null : null,
  };
}

/** Reasons belong to a site, so a code is for the comments of one site alone. */
export const codeIsForOneSite = () =>
  invalid([{ detail: "A reasonCode is for comments of one site.", pointer: "#/reasonCode" }]);
