import { t } from "../language.ts";

export type Scope = "submit" | "read" | "moderate" | "rules" | "admin" | "akismet";

/** In the order of what they are asked for most; what each lets a program do. */
export const SCOPES: readonly { scope: Scope; allows: string }[] = [
  { scope: "submit", allows: t("Send comments for visitors. All that a website’s server needs to post.") },
  {
    scope: "read",
    allows: t("See comments with authors’ e-mail addresses, decisions, rules and statistics."),
  },
  { scope: "moderate", allows: t("Decide on comments, edit and delete them, close pages. Includes read.") },
  { scope: "rules", allows: t("Write rules and word lists, run backtests. Includes read.") },
  { scope: "akismet", allows: t("For programs that speak Akismet’s protocol.") },
  {
    scope: "admin",
    allows: t("Everything: settings, people, keys, webhooks. Give it to as few as you can."),
  },
];
