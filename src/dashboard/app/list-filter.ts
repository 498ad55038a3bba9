import type { View } from "./routes.ts";
import { statusOf } from "./routes.ts";

/** Which comments, as the API is asked for them: to list, or to decide them all. */
export type Filter = {
  siteKey?: string;
  status?: string;
  q?: string;
  flagged?: "true";
  secondOpinion?: "true" | "false";
  /** A comment whose author, or whose text, is meant. */
  authorOf?: string;
  alikeTo?: string;
};

/** What a list shows, whatever page of it. */
export const filterOf = ({ list, siteKey, search }: View): Filter => {
  const status = statusOf(list);
  return {
    ...(status === null ? {} : { status }),
    ...(list === "flagged" ? { flagged: "true" as const } : {}),
    ...(list === "asked" ? { secondOpinion: "true" as const } : {}),
    // They stand in a list of their own, and not in this one.
    ...(list === "held" ? { secondOpinion: "false" as const } : {}),
    ...(siteKey === null ? {} : { siteKey }),
    ...(search === "" ? {} : { q: search }),
  };
};
