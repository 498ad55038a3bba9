// Who may work on which site, and the one-time links by which people come in and get a new password.
import type { Deps } from "../deps.ts";
import { inTransaction, type Tx } from "../db/transaction.ts";
import { conflict, notFound, forbidden, invalid, ProblemError, unauthorized } from "../errors.ts";
import { recordAudit } from "./audit.ts";
import { type Caller, can, type Role } from "./caller.ts";
import {
  deleteInvitations,
  deletePasswordLinks,
  findLink,
  insertLink,
  type LinkRow,
  takeLink,
} from "./link-queries.ts";
import { hashPassword } from "./password.ts";
import { deleteSessionsOf, findUserByEmail, rolesOf } from "./people-queries.ts";
import { dropSecondStep } from "./second-step-queries.ts";
import { createToken, hashToken } from "./tokens.ts";
import {
  countAdmins,
  deleteUserWithoutRoles,
  insertUser,
  lockAdmins,
  lockUser,
  removeRole,
  setPassword,
  setRole,
  type UserRow,
} from "./user-queries.ts";

const invitationHours = 7 * 24;
const passwordLinkHours = 24;

export interface MadeLink {
  id: string;
  url: string;
  expiresAt: string;
}

/** The token stands behind the #: browsers send that to nobody, neither in a request nor as Referer. */
const linkTo = (deps: Pick<Deps, "publicUrl">, token: string) => `${deps.publicUrl()}/join#${token}`;

export async function invite(
  deps: Pick<Deps, "pool" | "publicUrl">,
  caller: Caller,
  { email, siteId, role }: { email: string; siteId: string | null; role: Role },
): Promise<MadeLink> {
  const token = createToken();
  const { id, expiresAt } = await inTransaction(deps.pool, async (tx) => {
    await deleteInvitations(tx, { email, siteId });
    const link = await insertLink(tx, {
      purpose: "invitation",
      tokenHash: hashToken(token),
      email,
      siteId,
      role,
      madeBy: caller.name,
      madeByUserId: userIdOf(caller),
      hours: invitationHours,
    });
    await recordAudit(tx, caller, {
      action: "invitation.create",
      siteId,
      subject: link.id,
      detail: { email, role },
    });
    return link;
  });
  return { id, url: linkTo(deps, token), expiresAt: expiresAt.toISOString() };
}

/** Whoever has the link takes the account over: only for those who may do all that its owner may. */
export async function makePasswordLink(
  deps: Pick<Deps, "pool" | "publicUrl">,
  caller: Caller,
  { user, endsSecondStep }: { user: Pick<UserRow, "id" | "email" | "roles">; endsSecondStep: boolean },
): Promise<MadeLink> {
  const token = createToken();
  const { id, expiresAt } = await inTransaction(deps.pool, async (tx) => {
    await deletePasswordLinks(tx, user.id);
    const link = await insertLink(tx, {
      purpose: "new-password",
      tokenHash: hashToken(token),
      email: user.email,
      userId: user.id,
      endsSecondStep,
      madeBy: caller.name,
      madeByUserId: userIdOf(caller),
      hours: passwordLinkHours,
    });
    await recordAudit(tx, caller, {
      action: "user.password-link",
      siteId: siteOf(user),
      subject: user.id,
      detail: { email: user.email },
    });
    return link;
  });
  return { id, url: linkTo(deps, token), expiresAt: expiresAt.toISOString() };
}

/** The site that an act on this user belongs to in the audit log; null where it is more than one. */
export const siteOf = ({ roles }: Pick<UserRow, "roles">) => (roles.length === 1 ? roles[0]!.siteId : null);

export const mayManage = (caller: Caller, { roles }: Pick<UserRow, "roles">) =>
  roles.every(({ siteId }) => can(caller, "admin", siteId));

export function assertMayManage(caller: Caller, user: Pick<UserRow, "roles">): void {
  if (!mayManage(caller, user))
    throw forbidden("This person works on other sites, too. An admin of all those sites may do this.");
}

export async function changeRoles(
  deps: Deps,
  caller: Caller,
  { user, roles }: { user: UserRow; roles: { siteId: string | null; role: Role | null }[] },
): Promise<void> {
  await inTransaction(deps.pool, async (tx) => {
    await lockAdmins(tx);
    if (!(await lockUser(tx, user.id))) throw notFound("user");
    // Their makers had the right over the roles of then; with them they would come to the new ones.
    await deletePasswordLinks(tx, user.id);
    for (const { siteId, role } of roles) {
      if (role === null) await removeRole(tx, user.id, siteId);
      else await setRole(tx, user.id, { siteId, role });
      await recordAudit(tx, caller, {
        action: role === null ? "user.remove" : "user.role",
        siteId,
        subject: user.id,
        detail: { email: user.email, ...(role === null ? {} : { role }) },
      });
    }
    await assertAdminStays(tx);
    await deleteUserWithoutRoles(tx, user.id);
  });
}

async function assertAdminStays(tx: Tx): Promise<void> {
  if ((await countAdmins(tx)) === 0)
    throw conflict("This is the last admin of all sites. Make somebody else one first.");
}

export const goneLink = () =>
  new ProblemError(410, "Gone", {
    detail: "This link has been used, has expired or was withdrawn. Ask for a new one.",
  });

export interface LinkUse {
  token: string;
  password: string | undefined;
  name: string | undefined;
  /** Who is signed in, if anybody. */
  signedIn: { userId: string; email: string } | null;
}

/** Whom to sign in now; null = he is, or has to pass his second step first. */
export async function useLink(
  deps: Deps,
  use: LinkUse,
): Promise<{ id: string; email: string; name: string } | null> {
  const link = await findLink(deps.pool, hashToken(use.token));
  if (link === null) throw goneLink();
  return link.role === null ? takeNewPassword(deps, link, use) : acceptInvitation(deps, link, use);
}

async function takeNewPassword(deps: Deps, link: LinkRow, { password }: LinkUse) {
  const passwordHash = await hashPassword(needed(password));
  const user = await findUserByEmail(deps.pool, link.email);
  if (user === null || user.id !== link.userId) throw goneLink();
  await inTransaction(deps.pool, async (tx) => {
    if (!(await takeLink(tx, link.id))) throw goneLink();
    await setPassword(tx, user.id, passwordHash);
    if (link.endsSecondStep) await dropSecondStep(tx, user.id);
    await deleteSessionsOf(tx, user.id);
    const roles = await rolesOf(tx, user.id);
    await recordAudit(tx, asCaller(user), {
      action: "user.new-password",
      siteId: siteOf({ roles }),
      subject: user.id,
      detail: { linkBy: link.madeBy },
    });
  });
  return user.totpSecret === null || link.endsSecondStep ? user : null;
}

/** An account that exists is never opened by somebody's link: its owner has to be signed in. */
async function acceptInvitation(deps: Deps, link: LinkRow, { password, name, signedIn }: LinkUse) {
  const owner = await findUserByEmail(deps.pool, link.email);
  if (owner !== null && signedIn?.userId !== owner.id)
    throw unauthorized(
      `There is an account for ${link.email}. Sign in with it first, then open the link again.`,
    );
  const passwordHash = owner === null ? await hashPassword(needed(password)) : null;
  return inTransaction(deps.pool, async (tx) => {
    if (!(await takeLink(tx, link.id))) throw goneLink();
    await lockAdmins(tx);
    const newcomer = {
      email: link.email,
      name: name?.trim() || link.email.slice(0, link.email.indexOf("@")),
      passwordHash: passwordHash ?? "",
    };
    const id = owner?.id ?? (await insertUser(tx, newcomer));
    if (id === null) throw conflict("There is an account for this address already. Sign in with it first.");
    const user = { id, email: link.email, name: owner?.name ?? newcomer.name };
    await deletePasswordLinks(tx, id);
    await setRole(tx, id, { siteId: link.siteId, role: link.role! });
    await assertAdminStays(tx);
    await recordAudit(tx, asCaller(user), {
      action: "invitation.accept",
      siteId: link.siteId,
      subject: id,
      detail: { email: link.email, role: link.role, invitedBy: link.madeBy },
    });
    return owner === null ? user : null;
  });
}

const userIdOf = ({ kind, id }: Caller) => (kind === "user" ? id : null);

export const asCaller = ({ id, name }: { id: string; name: string }): Caller => ({
  kind: "user",
  id,
  name,
  grants: [],
});

function needed(password: string | undefined): string {
  if (password === undefined) throw invalid([{ detail: "Please choose a password.", pointer: "#/password" }]);
  return password;
}
