import type { Comment } from "../api.ts";

/** In the names of the rules that the packs on swearing and slurs bring, and of those that sites write. */
const NAMES =
  /\b(?:slurs?|swear\w*|swore|curs(?:es?|ing)|profan\w*|obscen\w*|threat\w*|harm|hate|gor[ey]|violen\w*|graphic|dehuman\w*)\b/i;
const OF_HOLD_THRESHOLD = 2;

/** Whether somebody may want to be warned of the text: by what found it, or by how much was found. */
export function isGraphic({ findings = [], score }: Comment, holdFrom: number | undefined): boolean {
  if (findings.some(({ ruleName }) => NAMES.test(ruleName))) return true;
  return holdFrom !== undefined && holdFrom > 0 && (score ?? 0) >= OF_HOLD_THRESHOLD * holdFrom;
}
