import { uuidv7 } from "uuidv7";
import type { Queryable, Tx } from "../db/transaction.ts";

export interface HandoverNote {
  id: string;
  siteKey: string;
  body: string;
  writtenBy: string;
  writtenAt: string;
}

interface NoteRow {
  id: string;
  site_id: string;
  site_key: string;
  body: string;
  written_by_name: string;
  written_at: Date;
}

const selectNotes = `
  SELECT n.id, n.site_id, s.key AS site_key, n.body, n.written_by_name, n.written_at
  FROM handover_notes n JOIN sites s ON s.id = n.site_id`;

const toNote = (row: NoteRow): HandoverNote => ({
  id: row.id,
  siteKey: row.site_key,
  body: row.body,
  writtenBy: row.written_by_name,
  writtenAt: row.written_at.toISOString(),
});

// More than anybody reads; whoever leaves that many should tidy up first.
export const mostNotesOfSite = 50;
const mostNotesShown = 1_000;

/** Those that are not done, newest first; `siteIds` null = of every site. */
export async function openNotes(db: Queryable, siteIds: string[] | null): Promise<HandoverNote[]> {
  const { rows } = await db.query<NoteRow>(
    `${selectNotes} WHERE n.done_at IS NULL AND ($1::uuid[] IS NULL OR n.site_id = ANY($1))
     ORDER BY n.id DESC LIMIT ${mostNotesShown}`,
    [siteIds],
  );
  return rows.map(toNote);
}

export async function countOpenNotes(db: Queryable, siteId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM handover_notes WHERE site_id = $1 AND done_at IS NULL",
    [siteId],
  );
  return rows[0]!.count;
}

export async function findOpenNote(
  db: Queryable,
  id: string,
): Promise<(HandoverNote & { siteId: string }) | null> {
  const { rows } = await db.query<NoteRow>(`${selectNotes} WHERE n.id = $1 AND n.done_at IS NULL`, [id]);
  return rows[0] === undefined ? null : { ...toNote(rows[0]), siteId: rows[0].site_id };
}

export async function leaveNote(
  db: Tx,
  note: { siteId: string; body: string; by: string },
): Promise<Pick<HandoverNote, "id" | "writtenAt">> {
  const { rows } = await db.query<{ id: string; written_at: Date }>(
    "INSERT INTO handover_notes (id, site_id, body, written_by_name) VALUES ($1, $2, $3, $4) RETURNING id, written_at",
    [uuidv7(), note.siteId, note.body, note.by],
  );
  return { id: rows[0]!.id, writtenAt: rows[0]!.written_at.toISOString() };
}

/** False where somebody else was faster. */
export async function finishNote(db: Tx, id: string, by: string): Promise<boolean> {
  const { rowCount } = await db.query(
    "UPDATE handover_notes SET done_at = now(), done_by_name = $2 WHERE id = $1 AND done_at IS NULL",
    [id, by],
  );
  return rowCount === 1;
}
