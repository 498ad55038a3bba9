import { t } from "../language.ts";

const LANES: Record<string, string> = {
  folded: t("unusual or invisible characters"),
  lookalike: t("letters of another script that look alike"),
  leet: t("digits and signs in place of letters"),
  joined: t("letters set apart, stretched or masked"),
  suspect: t("a part of a longer word"),
};

/** Which folding was needed to see it; nothing where it stood there plainly. */
export function laneSentence(lane: string | null, matched: string | null): string {
  if (lane === null || !Object.hasOwn(LANES, lane)) return "";
  const what = LANES[lane]!;
  return matched
    ? t("“{matched}” seen after folding: {what}", { matched, what })
    : t("seen after folding: {what}", { what });
}
