// What moderators see of each other besides decisions: all dashboards that watch hear of it, nothing waits for it.
import type { Queryable } from "../db/transaction.ts";
import type { Claim } from "./claim-queries.ts";
import type { SecondOpinion } from "./second-opinion-queries.ts";

export type ColleagueChange = { siteId: string; siteKey: string } & (
  | { kind: "claim"; id: string; claim: Claim | null }
  | { kind: "second-opinion"; id: string; secondOpinion: SecondOpinion | null }
  | { kind: "handover" }
);

/** A note may be longer than a notification can hold: the comment is read again for it. */
export async function tellColleagues(db: Queryable, change: ColleagueChange): Promise<void> {
  await db.query("SELECT pg_notify('moderato_comments', $1)", [JSON.stringify(change)]);
}
