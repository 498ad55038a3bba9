// The people who work on sites, and invitations to them.
import { Router } from "express";
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { inTransaction } from "../db/transaction.ts";
import { notFound } from "../errors.ts";
import { callerOf } from "../http/authenticate.ts";
import { cleanText, idOf, parse } from "../http/validate.ts";
import { findSiteByKey } from "../sites/site-queries.ts";
import { recordAudit } from "./audit.ts";
import { assertCan, type Caller, can, knows, lacking, roles, someSitesWith } from "./caller.ts";
import { deleteLink, findInvitation, type LinkRow, listInvitations } from "./link-queries.ts";
import {
  assertMayManage,
  changeRoles,
  invite,
  makePasswordLink,
  mayManage,
  siteOf,
} from "./manage-people.ts";
import { deleteSessionsOf } from "./people-queries.ts";
import { endSecondStep } from "./second-step.ts";
import { findUser, listUsers, type UserRow } from "./user-queries.ts";

export const emailField = z
  .email("Please enter an e-mail address.")
  .max(254)
  .transform((email) => email.toLowerCase());
const roleField = z.enum(roles, `role must be one of ${roles.join(", ")}.`);

export const invitationInput = z
  .strictObject({ email: emailField, siteKey: z.string().nullish(), role: roleField })
  .meta({ id: "InvitationInput" });

export const userChange = z
  .strictObject({
    roles: z
      .array(z.strictObject({ siteKey: z.string().nullable(), role: roleField.nullable() }))
      .min(1, "Name at least one role.")
      .max(200),
  })
  .meta({ id: "UserChange" });

export const usersQuery = z.object({ siteKey: cleanText("siteKey").optional() });

export function createUserRoutes(deps: HttpDeps): Router {
  const router = Router();

  router.get("/users", async (req, res) => {
    const caller = callerOf(res);
    const siteIds = await siteIdsOf(deps, caller, parse(usersQuery, req.query).siteKey);
    const users = await listUsers(deps.pool, siteIds);
    res.json({ items: users.map((user) => userView(caller, user)), nextCursor: null });
  });

  router.get("/users/:id", async (req, res) => {
    const caller = callerOf(res);
    res.json(userView(caller, await userFor(deps, caller, idOf(req, "user"))));
  });

  router.patch("/users/:id", async (req, res) => {
    const caller = callerOf(res);
    const user = await userFor(deps, caller, idOf(req, "user"));
    const input = parse(userChange, req.body);
    const wanted = [];
    for (const { siteKey, role } of input.roles)
      wanted.push({ siteId: await siteIdFor(deps, caller, siteKey), role });
    await changeRoles(deps, caller, { user, roles: wanted });
    const changed = await findUser(deps.pool, user.id);
    res.json(userView(caller, changed ?? { ...user, roles: [] }));
  });

  router.delete("/users/:id", async (req, res) => {
    const caller = callerOf(res);
    const user = await userFor(deps, caller, idOf(req, "user"));
    const mine = user.roles.filter(({ siteId }) => can(caller, "admin", siteId));
    await changeRoles(deps, caller, { user, roles: mine.map(({ siteId }) => ({ siteId, role: null })) });
    res.status(204).end();
  });

  router.post("/users/:id/password-link", async (req, res) => {
    const caller = callerOf(res);
    const user = await userFor(deps, caller, idOf(req, "user"));
    assertMayManage(caller, user);
    res.status(201).json(await makePasswordLink(deps, caller, { user, endsSecondStep: false }));
  });

  router.delete("/users/:id/second-step", async (req, res) => {
    const caller = callerOf(res);
    const user = await userFor(deps, caller, idOf(req, "user"));
    assertMayManage(caller, user);
    await endSecondStep(deps, caller, { ...user, siteId: siteOf(user) });
    res.status(204).end();
  });

  router.delete("/users/:id/sessions", async (req, res) => {
    const caller = callerOf(res);
    const user = await userFor(deps, caller, idOf(req, "user"));
    assertMayManage(caller, user);
    await inTransaction(deps.pool, async (tx) => {
      await deleteSessionsOf(tx, user.id);
      await recordAudit(tx, caller, {
        action: "user.end-sessions",
        siteId: siteOf(user),
        subject: user.id,
        detail: { email: user.email },
      });
    });
    res.status(204).end();
  });

  router.get("/invitations", async (req, res) => {
    const siteIds = await siteIdsOf(deps, callerOf(res), parse(usersQuery, req.query).siteKey);
    res.json({ items: (await listInvitations(deps.pool, siteIds)).map(invitationView), nextCursor: null });
  });

  router.post("/invitations", async (req, res) => {
    const caller = callerOf(res);
    const { email, siteKey, role } = parse(invitationInput, req.body);
    const siteId = await siteIdFor(deps, caller, siteKey ?? null);
    const link = await invite(deps, caller, { email, siteId, role });
    res.status(201).json({ ...link, email, siteKey: siteKey ?? null, role });
  });

  router.delete("/invitations/:id", async (req, res) => {
    const caller = callerOf(res);
    const invitation = await findInvitation(deps.pool, idOf(req, "invitation"));
    if (invitation === null || !knows(caller, invitation.siteId)) throw notFound("invitation");
    assertCan(caller, "admin", { siteId: invitation.siteId, what: "invitation" });
    await inTransaction(deps.pool, async (tx) => {
      await deleteLink(tx, invitation.id);
      await recordAudit(tx, caller, {
        action: "invitation.withdraw",
        siteId: invitation.siteId,
        subject: invitation.id,
        detail: { email: invitation.email },
      });
    });
    res.status(204).end();
  });

  return router;
}

/** The sites whose people the caller may see; null = all. */
async function siteIdsOf(
  deps: HttpDeps,
  caller: Caller,
  siteKey: string | undefined,
): Promise<string[] | null> {
  if (siteKey !== undefined) return [(await siteIdFor(deps, caller, siteKey))!];
  return someSitesWith(caller, "admin");
}

async function siteIdFor(deps: HttpDeps, caller: Caller, siteKey: string | null): Promise<string | null> {
  const site = siteKey === null ? null : await findSiteByKey(deps.pool, siteKey);
  if (siteKey !== null && site === null) throw notFound("site");
  assertCan(caller, "admin", { siteId: site?.id ?? null, what: "site" });
  return site?.id ?? null;
}

/** 404 for whoever works on none of the caller's sites, 403 where he administers none of those. */
async function userFor(deps: HttpDeps, caller: Caller, id: string): Promise<UserRow> {
  const user = await findUser(deps.pool, id);
  if (user === null) throw notFound("user");
  const isAmong = (test: (siteId: string | null) => boolean) =>
    test(null) || user.roles.some(({ siteId }) => test(siteId));
  if (!isAmong((siteId) => knows(caller, siteId))) throw notFound("user");
  if (!isAmong((siteId) => can(caller, "admin", siteId))) throw lacking("admin");
  return user;
}

const userView = (caller: Caller, user: UserRow) => ({
  id: user.id,
  email: user.email,
  name: user.name,
  roles: user.roles
    .filter(({ siteId }) => can(caller, "admin", siteId))
    .map(({ siteKey, role }) => ({ siteKey, role })),
  hasSecondStep: user.hasSecondStep,
  mayBeManaged: mayManage(caller, user),
  createdAt: user.createdAt.toISOString(),
  lastSeenAt: user.lastSeenAt?.toISOString() ?? null,
});

const invitationView = (link: LinkRow) => ({
  id: link.id,
  email: link.email,
  siteKey: link.siteKey,
  role: link.role,
  madeBy: link.madeBy,
  createdAt: link.createdAt.toISOString(),
  expiresAt: link.expiresAt.toISOString(),
});
