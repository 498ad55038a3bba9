import { z } from "zod";
import { ownNoticesView } from "../../notices/notice-routes.ts";
import { roles, scopes } from "../../people/caller.ts";
import { id, time, count, named, pageOf } from "./shared.ts";

const apiKeyFields = {
  id,
  siteKey: z.string().nullable(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
};
export const apiKeyPage = pageOf(
  named("ApiKey", z.object({ ...apiKeyFields, createdAt: time, lastUsedAt: time.nullable() })),
);
export const createdApiKey = named("CreatedApiKey", z.object({ ...apiKeyFields, key: z.string() }));

export const session = named(
  "Session",
  z.object({
    csrfToken: z.string(),
    setupNeeded: z.boolean(),
    user: z
      .object({
        id,
        email: z.string(),
        name: z.string(),
        roles: z.array(z.object({ siteKey: z.string().nullable(), role: z.enum(roles) })),
      })
      .nullable(),
  }),
);

export const ownSessionPage = pageOf(
  named(
    "OwnSession",
    z.object({
      id,
      userAgent: z.string().nullable(),
      createdAt: time,
      lastSeenAt: time,
      isCurrent: z.boolean(),
    }),
  ),
);

export const user = named(
  "User",
  z.object({
    id,
    email: z.string(),
    name: z.string(),
    roles: z.array(z.object({ siteKey: z.string().nullable(), role: z.enum(roles) })),
    hasSecondStep: z.boolean(),
    mayBeManaged: z.boolean(),
    createdAt: time,
    lastSeenAt: time.nullable(),
  }),
  "`roles` are those on the caller's sites. `mayBeManaged`: these are all, so that the caller may reset the password.",
);
export const userPage = pageOf(user);

const invitationFields = { id, email: z.string(), siteKey: z.string().nullable(), role: z.enum(roles) };
export const invitationPage = pageOf(
  named(
    "Invitation",
    z.object({ ...invitationFields, madeBy: z.string(), createdAt: time, expiresAt: time }),
  ),
);
export const createdInvitation = named(
  "CreatedInvitation",
  z.object({ ...invitationFields, url: z.url(), expiresAt: time }),
);
export const madeLink = named("OneTimeLink", z.object({ id, url: z.url(), expiresAt: time }));

export const linkPurpose = named(
  "LinkPurpose",
  z.object({
    purpose: z.enum(["invitation", "new-password"]),
    email: z.string(),
    siteName: z.string().nullable(),
    role: z.enum(roles).nullable(),
    hasAccount: z.boolean(),
    expiresAt: time,
  }),
  "An invitation without a site is for all sites.",
);

export const account = named(
  "Account",
  z.object({
    id,
    email: z.string(),
    name: z.string(),
    publicName: z.string().nullable(),
    hasSecondStep: z.boolean(),
    recoveryCodesLeft: count,
  }),
);
export const ownNotices = named(
  "OwnNotices",
  ownNoticesView,
  "How one is told by e-mail of what waits. `lastError` says why the last message did not go out.",
);
export const secondStepSecret = named(
  "SecondStepSecret",
  z.object({ secret: z.string(), address: z.string() }),
  "`address` is the otpauth:// address for authenticator apps.",
);
export const recoveryCodes = named("RecoveryCodes", z.object({ recoveryCodes: z.array(z.string()) }));

export const auditPage = pageOf(
  named(
    "AuditEntry",
    z.object({
      id,
      siteKey: z.string().nullable(),
      actor: z.string(),
      by: z.enum(["user", "key", "service"]),
      action: z.string(),
      subject: z.string().nullable(),
      detail: z.record(z.string(), z.unknown()).nullable(),
      createdAt: time,
    }),
  ),
);
