// What one moderator leaves for the next, above the queue until somebody has done with it.
import { Router } from "express";
import { z } from "zod";
import { inTransaction } from "../db/transaction.ts";
import type { HttpDeps } from "../deps.ts";
import { conflict, notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { idOf, parse, textUpTo } from "../http/validate.ts";
import { recordAudit } from "../people/audit.ts";
import { assertCan } from "../people/caller.ts";
import { siteFor } from "../sites/site-for.ts";
import { siteIdsFor } from "./comment-filter.ts";
import {
  countOpenNotes,
  findOpenNote,
  finishNote,
  leaveNote,
  mostNotesOfSite,
  openNotes,
} from "./handover-queries.ts";
import { tellColleagues } from "./tell-colleagues.ts";

export const handoverNoteInput = z
  .strictObject({
    siteKey: z.string("Say which site the note is about."),
    body: textUpTo("The note", 2_000).refine((value) => value.trim() !== "", "Please write a note."),
  })
  .meta({ id: "HandoverNoteRequest" });

export function createHandoverRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/handover-notes", async (req, res) => {
    const { siteKey } = parse(z.object({ siteKey: z.string().optional() }), req.query);
    const siteIds = await siteIdsFor(deps, callerOf(res), siteKey);
    res.json({ items: await openNotes(deps.pool, siteIds), nextCursor: null });
  });

  router.post("/handover-notes", async (req, res) => {
    const caller = callerOf(res);
    const { siteKey, body } = parse(handoverNoteInput, req.body);
    const site = await siteFor(deps, caller, { key: siteKey, scope: "moderate" });
    if ((await countOpenNotes(deps.pool, site.id)) >= mostNotesOfSite)
      throw conflict(`${mostNotesOfSite} notes are waiting on this site. Tick off those that are done.`);
    const left = await inTransaction(deps.pool, async (tx) => {
      const note = await leaveNote(tx, { siteId: site.id, body, by: caller.name });
      await recordAudit(tx, caller, { action: "handover.leave", siteId: site.id, subject: note.id });
      await tellColleagues(tx, { kind: "handover", siteId: site.id, siteKey });
      return note;
    });
    res.status(201).json({ ...left, siteKey, body, writtenBy: caller.name });
  });

  router.delete("/handover-notes/:id", async (req, res) => {
    const caller = callerOf(res);
    const note = await findOpenNote(deps.pool, idOf(req, "note"));
    if (note === null) throw notFound("note");
    const { id, siteId, siteKey } = note;
    assertCan(caller, "moderate", { siteId, what: "note" });
    await inTransaction(deps.pool, async (tx) => {
      if (!(await finishNote(tx, id, caller.name))) throw notFound("note");
      await recordAudit(tx, caller, { action: "handover.done", siteId, subject: id });
      await tellColleagues(tx, { kind: "handover", siteId, siteKey });
    });
    res.status(204).end();
  });

  return router;
}
