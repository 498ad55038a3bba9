// Authors as moderators see them: their record, and what has been said of them (trust, ban, note).
import { type Response, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { cursorField, limitField } from "../http/paging.ts";
import { cleanText, idOf, parse, textUpTo, timeField } from "../http/validate.ts";
import { inTransaction } from "../db/transaction.ts";
import { recordAudit } from "../people/audit.ts";
import { assertCan, type Scope } from "../people/caller.ts";
import { currentKey, knownBy } from "./author.ts";
import {
  findAuthor,
  type AuthorIdentity,
  type KnownAuthor,
  listAuthors,
  recordOf,
  saveStanding,
  type StandingChange,
  standingIn,
  standingOf,
  standings,
} from "./author-queries.ts";
import type { CommentRow } from "./comment-queries.ts";
import { siteIdsFor } from "./comment-filter.ts";
import { commentFor } from "./comment-routes.ts";

export const authorListQuery = z.object({
  siteKey: z.string().optional(),
  standing: z.enum(standings, `standing must be one of ${standings.join(", ")}.`).optional(),
  email: cleanText("email").pipe(z.string().max(254)).optional(),
  cursor: cursorField,
  limit: limitField,
});

export const standingInput = z
  .strictObject({
    trusted: z.boolean("trusted must be true or false.").optional(),
    banned: z.boolean("banned must be true or false.").optional(),
    /** null: for good */
    bannedUntil: timeField("bannedUntil", "2030-01-31T12:00:00Z").nullish(),
    note: textUpTo("The note", 2_000).optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: "Say something of the author: trusted, banned, bannedUntil or note.",
  })
  .refine(({ trusted, banned, bannedUntil }) => !(trusted && (banned ?? Boolean(bannedUntil))), {
    message: "An author cannot be trusted and banned.",
    path: ["trusted"],
  })
  .refine(({ banned, bannedUntil }) => !(banned === false && bannedUntil), {
    message: "A ban that is lifted has no end.",
    path: ["bannedUntil"],
  })
  .meta({ id: "AuthorChange" });

export function createAuthorRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/comments/:id/author", async (req, res) => {
    res.json(await viewByComment(deps, await authoredComment(deps, res, idOf(req, "comment"), "read")));
  });

  router.patch("/comments/:id/author", async (req, res) => {
    const comment = await authoredComment(deps, res, idOf(req, "comment"), "moderate");
    await change(deps, res, identityOf(comment), parse(standingInput, req.body));
    res.json(await viewByComment(deps, comment));
  });

  router.get("/authors", async (req, res) => {
    const query = parse(authorListQuery, req.query);
    const siteIds = await siteIdsFor(deps, callerOf(res), query.siteKey);
    const page = await listAuthors(deps.pool, { ...query, siteIds }, query);
    res.json({ ...page, items: page.items.map(listed) });
  });

  router.get("/authors/:id", async (req, res) => {
    res.json(await viewOf(deps, await authorFor(deps, res, idOf(req, "author"), "read")));
  });

  router.patch("/authors/:id", async (req, res) => {
    const author = await authorFor(deps, res, idOf(req, "author"), "moderate");
    const { siteId, authorKey, authorName: name, authorEmail: email } = author;
    const input = parse(standingInput, req.body);
    res.json(await viewOf(deps, await change(deps, res, { siteId, authorKey, name, email }, input)));
  });

  return router;
}

/** A tombstone has no author any more, and the newsroom is none. */
async function authoredComment(deps: HttpDeps, res: Response, id: string, scope: Scope): Promise<CommentRow> {
  const comment = await commentFor(deps, res, id, scope);
  if (comment.status === "deleted" || comment.isNewsroom) throw notFound("author");
  // Not yet written anew: what is said of its author is said of the one that is found from now on.
  return { ...comment, authorKey: currentKey(comment.authorKey, deps.serverKey) };
}

async function authorFor(deps: HttpDeps, res: Response, id: string, scope: Scope): Promise<KnownAuthor> {
  const author = await findAuthor(deps.pool, id);
  if (author === null) throw notFound("author");
  assertCan(callerOf(res), scope, { siteId: author.siteId, what: "author" });
  return author;
}

const identityOf = ({ siteId, authorKey, authorName, authorEmail }: CommentRow): AuthorIdentity => ({
  siteId,
  authorKey,
  name: authorName,
  email: authorEmail,
});

async function change(
  deps: HttpDeps,
  res: Response,
  author: AuthorIdentity,
  said: StandingChange,
): Promise<KnownAuthor> {
  const caller = callerOf(res);
  return inTransaction(deps.pool, async (tx) => {
    const saved = await saveStanding(tx, author, { ...said, by: caller.name });
    const { note, ...standing } = said;
    await recordAudit(tx, caller, {
      action: "author.change",
      siteId: author.siteId,
      subject: saved.id,
      // The note itself may be personal, and the audit log is for good.
      detail: { ...standing, ...(note === undefined ? {} : { noteChanged: true }) },
    });
    return saved;
  });
}

async function viewByComment(deps: HttpDeps, comment: CommentRow) {
  const { siteId, siteKey, authorKey, authorName, authorEmail } = comment;
  const [standing, record] = await Promise.all([
    standingOf(deps.pool, comment),
    recordOf(deps.pool, { siteId, authorKey, name: authorName }),
  ]);
  return { ...standing, siteKey, authorName, authorEmail, knownBy: knownBy(authorKey), ...record };
}

async function viewOf(deps: HttpDeps, author: KnownAuthor) {
  const { siteId, authorKey, authorName: name } = author;
  return { ...listed(author), ...(await recordOf(deps.pool, { siteId, authorKey, name })) };
}

const listed = (author: KnownAuthor) => ({
  ...standingIn(author),
  siteKey: author.siteKey,
  authorName: author.authorName,
  authorEmail: author.authorEmail,
  knownBy: knownBy(author.authorKey),
});
