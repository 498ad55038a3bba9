// The way back in from the server's command line, for an admin whom nobody else can send a link.
import { ConfigError } from "../config.ts";
import type { Deps } from "../deps.ts";
import { adminKeyId } from "./audit.ts";
import { makePasswordLink } from "./manage-people.ts";
import { findUserByEmail, rolesOf } from "./people-queries.ts";

const commandLine = { kind: "key", id: adminKeyId, name: "command line", grants: [] } as const;

/** The second step ends with it: whoever may do this could change the database as well. */
export async function resetPassword(
  deps: Pick<Deps, "pool" | "publicUrl">,
  email: string | undefined,
): Promise<string> {
  if (email === undefined) throw new ConfigError("Whose password? Use: reset-password E-MAIL");
  const user = await findUserByEmail(deps.pool, email);
  if (user === null) throw new ConfigError(`There is no user with the e-mail address "${email}".`);
  const roles = await rolesOf(deps.pool, user.id);
  const { url, expiresAt } = await makePasswordLink(deps, commandLine, {
    user: { ...user, roles },
    endsSecondStep: true,
  });
  return `Open this link to choose a new password. It works once, until ${expiresAt}:\n${url}`;
}
