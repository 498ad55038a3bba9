// What a start makes sure of: the admin of the environment, the demo site, and a way in where there is no user yet.
import { inTransaction } from "./db/transaction.ts";
import type { Deps } from "./deps.ts";
import { hashPassword } from "./people/password.ts";
import { findUserByEmail, hasUsers, insertAdmin, storeSetupToken } from "./people/people-queries.ts";
import { nameFrom } from "./people/session-routes.ts";
import { hashToken } from "./people/tokens.ts";
import { createSite } from "./sites/create-site.ts";
import { findSiteByKey } from "./sites/site-queries.ts";
import { siteSettingsSchema } from "./sites/site.ts";

/** Creates the admin of ADMIN_EMAIL if absent; never alters one. */
export async function ensureAdmin(deps: Deps): Promise<void> {
  const { admin } = deps.config;
  if (admin === null || (await findUserByEmail(deps.pool, admin.email)) !== null) return;
  const passwordHash = await hashPassword(admin.password);
  await inTransaction(deps.pool, (tx) =>
    insertAdmin(tx, { email: admin.email, name: nameFrom(admin.email), passwordHash }),
  );
}

export async function ensureDemoSite(deps: Deps): Promise<void> {
  if (!deps.config.demo || (await findSiteByKey(deps.pool, "demo")) !== null) return;
  await inTransaction(deps.pool, (tx) =>
    createSite(tx, {
      key: "demo",
      name: "Demo",
      allowedOrigins: [],
      mode: "everything",
      settings: siteSettingsSchema.parse({}),
    }),
  );
}

/**
 * The token of the set-up link, or null where somebody can already sign in. Every process of an installation prints the
 * same one, so that the second of two does not undo the link that the first has shown.
 */
export async function createSetupToken({ pool, serverKey }: Deps): Promise<string | null> {
  if (await hasUsers(pool)) return null;
  const token = serverKey.sign("set-up link", "");
  await storeSetupToken(pool, hashToken(token));
  return token;
}
