// One-time links: what is behind one, and using it. The token comes in a body, so that no log and no Referer has it.
import { Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { sessionOf } from "../http/authenticate.ts";
import { cleanText, parse } from "../http/validate.ts";
import { findLink } from "./link-queries.ts";
import { goneLink, useLink } from "./manage-people.ts";
import { findUserByEmail } from "./people-queries.ts";
import {
  assertFromOurPage,
  nameField,
  newPasswordField,
  sessionView,
  startSession,
} from "./session-routes.ts";
import { hashToken } from "./tokens.ts";

const tokenField = cleanText("token").pipe(z.string().max(200));
export const linkToken = z.strictObject({ token: tokenField }).meta({ id: "LinkToken" });
export const linkUse = z
  .strictObject({ token: tokenField, password: newPasswordField.optional(), name: nameField.optional() })
  .meta({ id: "LinkUse" });

export function createLinkRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.post("/one-time-links/look", async (req, res) => {
    assertFromOurPage(deps, req, res);
    const { token } = parse(linkToken, req.body);
    const link = await findLink(deps.pool, hashToken(token));
    if (link === null) throw goneLink();
    res.json({
      purpose: link.role === null ? "new-password" : "invitation",
      email: link.email,
      siteName: link.siteName,
      role: link.role,
      hasAccount: (await findUserByEmail(deps.pool, link.email)) !== null,
      expiresAt: link.expiresAt.toISOString(),
    });
  });

  router.post("/one-time-links/use", async (req, res) => {
    assertFromOurPage(deps, req, res);
    const { token, password, name } = parse(linkUse, req.body);
    const session = sessionOf(res);
    const user = await useLink(deps, { token, password, name, signedIn: session });
    if (user !== null) {
      res.status(201).json(await startSession(deps, { req, res, user }));
      return;
    }
    res.status(201).json(
      session === null
        ? { csrfToken: req.get("x-csrf-token"), setupNeeded: false, user: null }
        : await sessionView(deps, {
            token: session.token,
            user: { id: session.userId, email: session.email, name: session.name },
          }),
    );
  });

  return router;
}
