// What belongs to a comment: other comments one click away, and the domains it links to.
import { Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { callerOf } from "../http/authenticate.ts";
import { limitField } from "../http/paging.ts";
import { idOf, parse } from "../http/validate.ts";
import { can } from "../people/caller.ts";
import { findComments } from "./comment-queries.ts";
import { linkedDomains } from "./linked-domains.ts";
import { commentFor, flat } from "./comment-routes.ts";
import { alikeOf, countRelated } from "./related-queries.ts";

export const alikeQuery = z.object({ limit: limitField });

export function createRelatedRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/comments/:id/related", async (req, res) => {
    const comment = await commentFor(deps, res, idOf(req, "comment"), "read");
    const [{ author, page, ip }, alike] = await Promise.all([
      countRelated(deps.pool, comment),
      alikeOf(deps.pool, comment, 100),
    ]);
    // An address is personal: for those who decide, not for everyone who may read.
    const mayDecide = can(callerOf(res), "moderate", comment.siteId);
    res.json({
      author,
      page,
      ip: mayDecide ? ip : null,
      domains: linkedDomains(comment),
      alike: alike.length,
    });
  });

  router.get("/comments/:id/alike", async (req, res) => {
    const comment = await commentFor(deps, res, idOf(req, "comment"), "read");
    const { limit } = parse(alikeQuery, req.query);
    const alike = await alikeOf(deps.pool, comment, limit);
    const rows = new Map(
      (
        await findComments(
          deps.pool,
          alike.map(({ id }) => id),
        )
      ).map((row) => [row.id, row]),
    );
    const items = alike.flatMap(({ id, similarity }) => {
      const row = rows.get(id);
      return row === undefined ? [] : [{ ...flat(row), similarity }];
    });
    res.json({ items, nextCursor: null });
  });

  return router;
}
