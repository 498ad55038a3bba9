// Signing in and out, and the one-time set-up link of the first start.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { inTransaction } from "../db/transaction.ts";
import { conflict, forbidden, notFound, ProblemError, unauthorized } from "../errors.ts";
import {
  assertSameSite,
  callerOf,
  cookieName,
  cookieOptions,
  csrfToken,
  readCookies,
  type Session,
  sessionLimits,
  sessionOf,
} from "../http/authenticate.ts";
import { cleanText, idOf, parse, textUpTo } from "../http/validate.ts";
import { recordAudit } from "./audit.ts";
import { asCaller } from "./manage-people.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import {
  deleteSession,
  deleteSessionById,
  deleteSessionsOf,
  findUserByEmail,
  hasUsers,
  insertAdmin,
  insertSession,
  isSetupToken,
  listSessions,
  type OwnSessionRow,
  rolesOf,
  type User,
  useSetupToken,
} from "./people-queries.ts";
import { passesSecondStep } from "./second-step.ts";
import { createToken, hashToken } from "./tokens.ts";

export const codeField = cleanText("code").pipe(
  z.string().min(1, "Please enter the code of your app.").max(50),
);
export const newPasswordField = cleanText("Password").pipe(
  z.string().min(10, "The password needs at least 10 characters.").max(200),
);
export const nameField = textUpTo("name", 100).refine((name) => name.trim() !== "", "Please enter a name.");

export const signInInput = z
  .strictObject({
    email: cleanText("E-mail").pipe(z.string().min(1, "Please enter your e-mail address.").max(254)),
    password: cleanText("Password").pipe(z.string().min(1, "Please enter your password.").max(200)),
    code: codeField.optional(),
  })
  .meta({ id: "SignInInput" });

export const setupInput = z
  .strictObject({
    token: cleanText("token").pipe(z.string().max(200)),
    email: z.email("Please enter an e-mail address.").max(254),
    password: newPasswordField,
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
    assertFromOurPage(deps, req, res);
    const credentials = parse(signInInput, req.body);
    res
      .status(201)
      .json(await startSession(deps, { req, res, user: await whoSignsIn(deps, req, credentials) }));
  });

  router.get("/sessions", async (_req, res) => {
    const session = ownSession(res);
    const rows = await listSessions(deps.pool, session.userId, sessionLimits);
    res.json({ items: rows.map((row) => ownSessionView(row, session.id)), nextCursor: null });
  });

  router.delete("/sessions/current", async (_req, res) => {
    const session = sessionOf(res);
    if (session === null) throw unauthorized("You are not signed in.");
    await deleteSession(deps.pool, hashToken(session.token));
    await recordAudit(deps.pool, callerOf(res), { action: "session.end", subject: session.userId });
    res.clearCookie(cookieName(deps, "session"), cookieOptions(deps));
    res.status(204).end();
  });

  router.delete("/sessions/:id", async (req, res) => {
    const session = ownSession(res);
    if (!(await deleteSessionById(deps.pool, session.userId, idOf(req, "session"))))
      throw notFound("session");
    await recordAudit(deps.pool, callerOf(res), { action: "session.end", subject: session.userId });
    res.status(204).end();
  });

  router.delete("/sessions", async (_req, res) => {
    const session = ownSession(res);
    await deleteSessionsOf(deps.pool, session.userId, session.id);
    await recordAudit(deps.pool, callerOf(res), { action: "session.end-others", subject: session.userId });
    res.status(204).end();
  });

  router.post("/setup", async (req, res) => {
    assertFromOurPage(deps, req, res);
    const { token, email, password, name } = parse(setupInput, req.body);
    const tokenHash = hashToken(token);
    // Hashing takes its time and memory: not for whoever has no link.
    if (!(await isSetupToken(deps.pool, tokenHash))) throw spentSetupLink();
    const passwordHash = await hashPassword(password);
    const id = await inTransaction(deps.pool, async (tx) => {
      if (!(await useSetupToken(tx, tokenHash))) throw spentSetupLink();
      const created = await insertAdmin(tx, { email, name: name ?? nameFrom(email), passwordHash });
      if (created === null) throw conflict("There is already a user with this e-mail address.");
      await recordAudit(tx, asCaller({ id: created, name: name ?? nameFrom(email) }), {
        action: "user.set-up",
        subject: created,
        detail: { email: email.toLowerCase() },
      });
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

const spentSetupLink = () => forbidden("This set-up link has been used or is not valid.");

/**
 * A stranger learns of the second step only by the right password, and then not whether the password or the code was
 * wrong. Codes are counted for the account alone, too: who gets that far knows the password and may use many networks.
 */
async function whoSignsIn(
  deps: HttpDeps,
  req: Request,
  { email, password, code }: z.output<typeof signInInput>,
): Promise<User> {
  const user = await deps.limits.trySignIn(req, email, async () => {
    const found = await findUserByEmail(deps.pool, email);
    if (!(await verifyPassword(found?.passwordHash ?? null, password)) || found === null) return null;
    const { id, totpSecret } = found;
    if (totpSecret === null) return found;
    if (code === undefined)
      throw new ProblemError(401, "Not signed in", {
        detail: "Enter the code of your app, or one of your recovery codes.",
        extensions: { secondStep: true },
      });
    const passes = await deps.limits.tryCode(id, () => passesSecondStep(deps, { id, totpSecret }, code));
    return passes ? found : null;
  });
  if (user === null)
    throw unauthorized(
      code === undefined ? "E-mail or password is wrong." : "E-mail, password or code is wrong.",
    );
  return user;
}

const ownSessionView = (row: OwnSessionRow, currentId: string) => ({
  id: row.id,
  userAgent: row.userAgent,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  isCurrent: row.id === currentId,
});

export function ownSession(res: Response): Session {
  callerOf(res);
  const session = sessionOf(res);
  if (session === null) throw forbidden("A key has no account: sign in.");
  return session;
}

export const nameFrom = (email: string) => email.slice(0, email.indexOf("@"));

interface SignedInUser {
  id: string;
  email: string;
  name: string;
}

/** A new token at every sign-in: one planted before it is worth nothing. */
export async function startSession(
  deps: HttpDeps,
  { req, res, user }: { req: Request; res: Response; user: SignedInUser },
) {
  const token = createToken();
  await insertSession(deps.pool, {
    tokenHash: hashToken(token),
    userId: user.id,
    userAgent: req.headers["user-agent"] ?? null,
  });
  await recordAudit(deps.pool, asCaller(user), { action: "session.start", subject: user.id });
  res.cookie(cookieName(deps, "session"), token, {
    ...cookieOptions(deps),
    maxAge: sessionLimits.absoluteHours * 3_600_000,
  });
  return sessionView(deps, { token, user });
}

export async function sessionView(deps: HttpDeps, { token, user }: { token: string; user: SignedInUser }) {
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

/** Whoever is signed in already has shown his session's token: src/http/authenticate.ts saw to it. */
export function assertFromOurPage(deps: HttpDeps, req: Request, res: Response): void {
  if (sessionOf(res) !== null) return;
  const token = readCookies(req)[cookieName(deps, "visitor")];
  if (token === undefined) throw forbidden("Cookies are needed to sign in. Reload the page and try again.");
  assertSameSite(req, csrfToken(deps, token));
}
