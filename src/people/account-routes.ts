// What somebody does with his own account: password, second step, name.
import { type Request, Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { inTransaction } from "../db/transaction.ts";
import { invalid } from "../errors.ts";
import { callerOf, type Session } from "../http/authenticate.ts";
import { cleanText, parse, textUpTo } from "../http/validate.ts";
import { recordAudit } from "./audit.ts";
import { deletePasswordLinks } from "./link-queries.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { deleteSessionsOf, findUserByEmail } from "./people-queries.ts";
import { beginSecondStep, confirmSecondStep, endSecondStep, renewRecoveryCodes } from "./second-step.ts";
import { findSecondStep } from "./second-step-queries.ts";
import { codeField, nameField, newPasswordField, ownSession } from "./session-routes.ts";
import { findPublicName, renameUser, setPassword, setPublicName } from "./user-queries.ts";

const passwordField = cleanText("Password").pipe(z.string().min(1, "Please enter your password.").max(200));

export const accountChange = z
  .strictObject({
    name: nameField.optional(),
    publicName: textUpTo("The public name", 100)
      .transform((name) => name.trim() || null)
      .nullish()
      .meta({ description: "Stands above replies as the newsroom; null or empty: the site's name does." }),
  })
  .meta({ id: "AccountChange" });
export const passwordChange = z
  .strictObject({ currentPassword: passwordField, newPassword: newPasswordField })
  .meta({ id: "PasswordChange" });
export const passwordInput = z.strictObject({ password: passwordField }).meta({ id: "PasswordInput" });
export const codeInput = z.strictObject({ code: codeField }).meta({ id: "CodeInput" });

export function createAccountRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/account", async (_req, res) => {
    res.json(await accountView(deps, ownSession(res)));
  });

  router.patch("/account", async (req, res) => {
    const session = ownSession(res);
    const { name, publicName } = parse(accountChange, req.body);
    await inTransaction(deps.pool, async (tx) => {
      if (name !== undefined) await renameUser(tx, session.userId, name);
      if (publicName !== undefined) await setPublicName(tx, session.userId, publicName);
      await recordAudit(tx, callerOf(res), {
        action: "account.rename",
        subject: session.userId,
        detail: { name, publicName },
      });
    });
    res.json(await accountView(deps, { ...session, name: name ?? session.name }));
  });

  router.post("/account/password", async (req, res) => {
    const session = ownSession(res);
    const { currentPassword, newPassword } = parse(passwordChange, req.body);
    await assertPassword(deps, req, { session, password: currentPassword, pointer: "#/currentPassword" });
    const passwordHash = await hashPassword(newPassword);
    await inTransaction(deps.pool, async (tx) => {
      await deletePasswordLinks(tx, session.userId);
      await setPassword(tx, session.userId, passwordHash);
      await deleteSessionsOf(tx, session.userId, session.id);
      await recordAudit(tx, callerOf(res), { action: "account.password", subject: session.userId });
    });
    res.status(204).end();
  });

  router.post("/account/second-step", async (req, res) => {
    const session = ownSession(res);
    const { password } = parse(passwordInput, req.body);
    await assertPassword(deps, req, { session, password });
    res.status(201).json(await beginSecondStep(deps, { id: session.userId, email: session.email }));
  });

  router.post("/account/second-step/confirm", async (req, res) => {
    const session = ownSession(res);
    const { code } = parse(codeInput, req.body);
    res.json({
      recoveryCodes: await confirmSecondStep(deps, callerOf(res), { code, keptSession: session.id }),
    });
  });

  router.post("/account/second-step/recovery-codes", async (req, res) => {
    const session = ownSession(res);
    const { password } = parse(passwordInput, req.body);
    await assertPassword(deps, req, { session, password });
    res.json({ recoveryCodes: await renewRecoveryCodes(deps, callerOf(res)) });
  });

  router.post("/account/second-step/remove", async (req, res) => {
    const session = ownSession(res);
    const { password } = parse(passwordInput, req.body);
    await assertPassword(deps, req, { session, password });
    await endSecondStep(deps, callerOf(res), { id: session.userId, email: session.email, siteId: null });
    res.status(204).end();
  });

  return router;
}

async function accountView(deps: HttpDeps, { userId, email, name }: Session) {
  const [{ secret, recoveryCodesLeft }, publicName] = await Promise.all([
    findSecondStep(deps.pool, userId),
    findPublicName(deps.pool, userId),
  ]);
  return { id: userId, email, name, publicName, hasSecondStep: secret !== null, recoveryCodesLeft };
}

/** Whoever finds an unlocked screen does not know the password; guesses count as failed sign-ins. */
async function assertPassword(
  deps: HttpDeps,
  req: Request,
  { session, password, pointer = "#/password" }: { session: Session; password: string; pointer?: string },
): Promise<void> {
  const isRight = await deps.limits.trySignIn(req, session.email, async () => {
    const user = await findUserByEmail(deps.pool, session.email);
    return verifyPassword(user?.passwordHash ?? null, password);
  });
  if (!isRight) throw invalid([{ detail: "The password is wrong.", pointer }]);
}
