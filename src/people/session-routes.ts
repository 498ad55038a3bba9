// Signing in and out, and the one-time set-up link of the first start.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { inTransaction } from "../db/transaction.ts";
import { conflict, forbidden, unauthorized } from "../errors.ts";
import {
  assertSameSite,
  cookieName,
  cookieOptions,
  csrfToken,
  readCookies,
  sessionLimits,
  sessionOf,
} from "../http/authenticate.ts";
import { cleanText, parse } from "../http/validate.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import {
  deleteSession,
  findUserByEmail,
  hasUsers,
  insertAdmin,
  insertSession,
  rolesOf,
  useSetupToken,
} from "./people-queries.ts";
import { createToken, hashToken } from "./tokens.ts";

export const signInInput = z
  .strictObject({
    email: cleanText("E-mail").pipe(z.string().min(1, "Please enter your e-mail address.").max(254)),
    password: cleanText("Password").pipe(z.string().min(1, "Please enter your password.").max(200)),
  })
  .meta({ id: "SignInInput" });

export const setupInput = z
  .strictObject({
    token: cleanText("token").pipe(z.string().max(200)),
    email: z.email("Please enter an e-mail address.").max(254),
    password: cleanText("Password").pipe(
      z.string().min(10, "The password needs at least 10 characters.").max(200),
    ),
    name: cleanText("name").pipe(z.string().max(100)).optional(),
  })
  .meta({ id: "SetupInput" });

export function createSessionRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/session", async (req, res) => {
    const session = sessionOf(res);
    if (session !== null) {
      res.json(
        await sessionView(deps, {
          token: session.token,
          user: { id: session.userId, email: session.email, name: session.name },
        }),
      );
      return;
    }
    res.json({
      csrfToken: csrfToken(deps, visitorToken(deps, req, res)),
      setupNeeded: !(await hasUsers(deps.pool)),
      user: null,
    });
  });

  router.post("/sessions", async (req, res) => {
    assertFromOurPage(deps, req);
    const { email, password } = parse(signInInput, req.body);
    await deps.limits.assertMaySignIn(req, email);
    const user = await findUserByEmail(deps.pool, email);
    if (!(await verifyPassword(user?.passwordHash ?? null, password)) || user === null) {
      await deps.limits.countFailedSignIn(req, email);
      throw unauthorized("E-mail or password is wrong.");
    }
    res.status(201).json(await startSession(deps, { req, res, user }));
  });

  router.delete("/sessions/current", async (_req, res) => {
    const session = sessionOf(res);
    if (session === null) throw unauthorized("You are not signed in.");
    await deleteSession(deps.pool, hashToken(session.token));
    res.clearCookie(cookieName(deps, "session"), cookieOptions(deps));
    res.status(204).end();
  });

  router.post("/setup", async (req, res) => {
    assertFromOurPage(deps, req);
    const { token, email, password, name } = parse(setupInput, req.body);
    const passwordHash = await hashPassword(password);
    const id = await inTransaction(deps.pool, async (tx) => {
      if (!(await useSetupToken(tx, hashToken(token))))
        throw forbidden("This set-up link has been used or is not valid. Restart the server for a new one.");
      const created = await insertAdmin(tx, { email, name: name ?? nameFrom(email), passwordHash });
      if (created === null) throw conflict("There is already a user with this e-mail address.");
      return created;
    });
    res.status(201).json(
      await startSession(deps, {
        req,
        res,
        user: { id, email: email.toLowerCase(), name: name ?? nameFrom(email) },
      }),
    );
  });

  return router;
}

export const nameFrom = (email: string) => email.slice(0, email.indexOf("@"));

interface SignedInUser {
  id: string;
  email: string;
  name: string;
}

/** A new token at every sign-in: one planted before it is worth nothing. */
async function startSession(
  deps: HttpDeps,
  { req, res, user }: { req: Request; res: Response; user: SignedInUser },
) {
  const token = createToken();
  await insertSession(deps.pool, {
    tokenHash: hashToken(token),
    userId: user.id,
    userAgent: req.headers["user-agent"] ?? null,
  });
  res.cookie(cookieName(deps, "session"), token, {
    ...cookieOptions(deps),
    maxAge: sessionLimits.absoluteHours * 3_600_000,
  });
  return sessionView(deps, { token, user });
}

async function sessionView(deps: HttpDeps, { token, user }: { token: string; user: SignedInUser }) {
  const roles = await rolesOf(deps.pool, user.id);
  return {
    csrfToken: csrfToken(deps, token),
    setupNeeded: false,
    user: {
      id: user.id,
      email: user.email,
      name: user.name,
      roles: roles.map(({ siteKey, role }) => ({ siteKey, role })),
    },
  };
}

/** Before sign-in the CSRF token is bound to a cookie of its own, so that nobody can be signed in as somebody else. */
function visitorToken(deps: HttpDeps, req: Request, res: Response): string {
  const known = readCookies(req)[cookieName(deps, "visitor")];
  if (known !== undefined) return known;
  const token = createToken();
  res.cookie(cookieName(deps, "visitor"), token, cookieOptions(deps));
  return token;
}

function assertFromOurPage(deps: HttpDeps, req: Request): void {
  const token = readCookies(req)[cookieName(deps, "visitor")];
  if (token === undefined) throw forbidden("Cookies are needed to sign in. Reload the page and try again.");
  assertSameSite(req, csrfToken(deps, token));
}
