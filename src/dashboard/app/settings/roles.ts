import type { RoleName } from "../api.ts";

export const ROLES: readonly { role: RoleName; name: string; may: string }[] = [
  { role: "viewer", name: "Viewer", may: "Sees comments, changes nothing." },
  { role: "moderator", name: "Moderator", may: "Decides on comments, edits and deletes them, closes pages." },
  { role: "admin", name: "Admin", may: "Everything on the site: settings, rules, webhooks, keys, people." },
];

export const roleName = (role: RoleName): string => ROLES.find((one) => one.role === role)?.name ?? role;
