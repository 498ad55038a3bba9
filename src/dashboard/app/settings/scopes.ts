export type Scope = "submit" | "read" | "moderate" | "rules" | "admin" | "akismet";

/** In the order of what they are asked for most; what each lets a program do. */
export const SCOPES: readonly { scope: Scope; allows: string }[] = [
  { scope: "submit", allows: "Send comments for visitors. All that a website’s server needs to post." },
  { scope: "read", allows: "See comments with authors’ e-mail addresses, decisions, rules and statistics." },
  { scope: "moderate", allows: "Decide on comments, edit and delete them, close pages. Includes read." },
  { scope: "rules", allows: "Write rules and word lists, run backtests. Includes read." },
  { scope: "akismet", allows: "For programs that speak Akismet’s protocol." },
  { scope: "admin", allows: "Everything: settings, people, keys, webhooks. Give it to as few as you can." },
];
