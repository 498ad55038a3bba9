import type { RoleName } from "../api.ts";
import { t } from "../language.ts";

export const ROLES: readonly { role: RoleName; name: string; may: string }[] = [
  { role: "viewer", name: t("Viewer"), may: t("Sees comments, changes nothing.") },
  {
    role: "moderator",
    name: t("Moderator"),
    may: t("Decides on comments, edits and deletes them, closes pages."),
  },
  {
    role: "admin",
    name: t("Admin"),
    may: t("Everything on the site: settings, rules, webhooks, keys, people."),
  },
];

export const roleName = (role: RoleName): string => ROLES.find((one) => one.role === role)?.name ?? role;
