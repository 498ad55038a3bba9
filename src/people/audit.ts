import { uuidv7 } from "uuidv7";
import type { Queryable } from "../db/transaction.ts";
import type { Caller } from "./caller.ts";

/** One row for each act of a human or a key; decisions on comments keep their own history. Nothing secret in `detail`. */
export async function recordAudit(
  db: Queryable,
  caller: Caller,
  act: { action: string; siteId?: string | null; subject?: string; detail?: object },
): Promise<void> {
  await db.query(
    "INSERT INTO audit (id, site_id, user_id, api_key_id, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    [
      uuidv7(),
      act.siteId ?? null,
      caller.kind === "user" ? caller.id : null,
      caller.kind === "key" && caller.id !== adminKeyId ? caller.id : null,
      caller.name,
      act.action,
      act.subject ?? null,
      act.detail === undefined ? null : JSON.stringify(act.detail),
    ],
  );
}

/** ADMIN_API_KEY stands in no table; in logs and histories it goes by this id. */
export const adminKeyId = "00000000-0000-0000-0000-000000000000";
