import { Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { idOf, parse, textUpTo } from "../http/validate.ts";
import { findComments } from "./comment-queries.ts";
import { commentFor, deciderOf, flat } from "./comment-routes.ts";
import { replyAsNewsroom } from "./reply-as-newsroom.ts";

export const replyInput = z
  .strictObject({
    body: textUpTo("The reply", 10_000).refine((value) => value.trim() !== "", "Please write a reply."),
    approve: z.boolean("approve must be true or false.").default(false).meta({
      description: "Also publish the comment that is answered, where it is not.",
    }),
    expectedRevision: z.int("expectedRevision must be a whole number.").positive().nullish(),
  })
  .meta({ id: "ReplyInput" });

export function createReplyRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.post("/comments/:id/reply", async (req, res) => {
    const parent = await commentFor(deps, res, idOf(req, "comment"), "moderate");
    const { body, approve, expectedRevision } = parse(replyInput, req.body);
    const { id, batchId } = await replyAsNewsroom(deps, parent, {
      body,
      approve,
      expectedRevision: expectedRevision ?? null,
      by: deciderOf(callerOf(res)),
    });
    const stored = await findComments(deps.pool, [id, parent.id]);
    const [reply, answered] = [id, parent.id].map((wanted) => stored.find((one) => one.id === wanted));
    if (reply === undefined || answered === undefined) throw notFound("comment");
    const { status, revision } = answered;
    res.status(201).json({ ...flat(reply), batchId, parent: { id: parent.id, status, revision } });
  });

  return router;
}
