import { whyBraked } from "../brake/why-braked.ts";
import { fromPack, t } from "../language.ts";
import { roleName } from "./roles.ts";

/** What somebody did, after his name: "Ada changed a rule". */
export const ACTION_WORDS: Record<string, string> = {
  "account.notices": t("changed the own notices"),
  "account.password": t("changed the own password"),
  "account.rename": t("changed the own name"),
  "api-key.create": t("made an API key"),
  "api-key.revoke": t("revoked an API key"),
  "author.change": t("trusted, banned or noted something of an author"),
  "backtest.cancel": t("cancelled a backtest"),
  "backtest.start": t("started a backtest"),
  "chat.delete": t("deleted the chat of a site"),
  "chat.save": t("changed the chat of a site"),
  "comment.ask-second-opinion": t("asked for a second opinion"),
  "comment.delete": t("deleted a comment"),
  "comment.edit": t("edited a comment"),
  "comment.withdraw-second-opinion": t("withdrew the question for a second opinion"),
  "decision.bulk": t("decided all comments that matched"),
  "decision.bulk-cancel": t("cancelled decisions in bulk"),
  "decision.bulk-undo": t("took decisions in bulk back"),
  "handover.done": t("had done with a note of a colleague"),
  "handover.leave": t("left a note for colleagues"),
  "invitation.accept": t("accepted an invitation"),
  "invitation.create": t("invited somebody"),
  "invitation.withdraw": t("withdrew an invitation"),
  "pack.off": t("switched a pack off"),
  "pack.on": t("switched a pack on"),
  "pack.restore-rule": t("restored a rule of a pack"),
  "page.close": t("closed a page"),
  "page.open": t("opened a page"),
  "rule.brake": t("put a rule to shadow"),
  "rule.create": t("made a rule"),
  "rule.delete": t("deleted a rule"),
  "rule.save": t("changed a rule"),
  "rule.undo": t("took back what a rule decided"),
  "second-step.new-codes": t("made new recovery codes"),
  "second-step.off": t("switched a second step off"),
  "second-step.on": t("switched the second step on"),
  "service.forget": t("deleted the key of a service"),
  "service.keep-decisions": t("switched off that a service is told what moderators decide"),
  "service.make-secret": t("made a signing secret for a service"),
  "service.report-decisions": t("switched on that a service is told what moderators decide"),
  "service.save-key": t("saved the key of a service"),
  "session.end": t("signed out"),
  "session.end-others": t("signed out everywhere else"),
  "session.start": t("signed in"),
  "site.create": t("added a site"),
  "site.save": t("changed the settings of a site"),
  "user.end-sessions": t("signed somebody out everywhere"),
  "user.new-password": t("took a new password by a link"),
  "user.password-link": t("made a link for a new password"),
  "user.remove": t("removed somebody"),
  "user.role": t("changed a role"),
  "user.set-up": t("made the first account"),
  "webhook-endpoint.change": t("changed a webhook"),
  "webhook-endpoint.create": t("added a webhook"),
  "webhook-endpoint.delete": t("deleted a webhook"),
  "webhook-endpoint.recover": t("had events sent again"),
  "webhook-endpoint.rotate-secret": t("made a new webhook secret"),
  "word-list.create": t("made a word list"),
  "word-list.delete": t("deleted a word list"),
  "word-list.save": t("changed a word list"),
};

/** Kinds of acts to filter by. */
export const ACTION_KINDS: readonly { kind: string; name: string }[] = [
  { kind: "site", name: t("Sites") },
  { kind: "page", name: t("Pages") },
  { kind: "rule", name: t("Rules") },
  { kind: "word-list", name: t("Word lists") },
  { kind: "pack", name: t("Packs") },
  { kind: "backtest", name: t("Backtests") },
  { kind: "service", name: t("Services") },
  { kind: "chat", name: t("Chats") },
  { kind: "comment", name: t("Comments edited, deleted or asked about") },
  { kind: "handover", name: t("Notes for colleagues") },
  { kind: "decision", name: t("Decisions in bulk") },
  { kind: "author", name: t("Authors") },
  { kind: "webhook-endpoint", name: t("Webhooks") },
  { kind: "api-key", name: t("API keys") },
  { kind: "user", name: t("People") },
  { kind: "invitation", name: t("Invitations") },
  { kind: "account", name: t("Own accounts") },
  { kind: "second-step", name: t("Second steps") },
  { kind: "session", name: t("Signing in and out") },
];

const isId = (text: string): boolean => /^[0-9a-f-]{36}$/.test(text);

/** What stands beside an act, as it is called elsewhere; what is missing here keeps the name that the API gives it. */
const DETAIL_NAMES: Record<string, string> = {
  allowedOrigins: t("Allowed origins"),
  comments: t("Comments"),
  email: t("E-mail"),
  events: t("Events"),
  from: t("Stage before"),
  invitedBy: t("Invited by"),
  mode: t("Mode"),
  name: t("Name"),
  publicName: t("Public name"),
  reason: t("Reason"),
  role: t("Role"),
  scopes: t("What it may do"),
  stage: t("Stage"),
  url: t("Address"),
  version: t("Version"),
};

const STAGES: Record<string, string> = {
  draft: t("Draft"),
  shadow: t("Shadow"),
  hold: t("Hold"),
  enforce: t("Enforce"),
};

/** In a line: `https://news.example/a`, `Name: Links, Stage: Hold`. Ids are for the file and say nothing here. */
export function aboutText({
  action,
  subject,
  detail,
}: {
  action: string;
  subject: string | null;
  detail: Record<string, unknown> | null;
}): string {
  const details = Object.entries(detail ?? {})
    .filter(([, value]) => typeof value !== "string" || !isId(value))
    .map(([name, value]) => `${DETAIL_NAMES[name] ?? name}: ${detailText(action, name, value)}`);
  return [...(subject !== null && !isId(subject) ? [subject] : []), ...details].join(", ");
}

function detailText(action: string, name: string, value: unknown): string {
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(" ");
  if (typeof value !== "string") return JSON.stringify(value);
  if (name === "name" && /^(?:rule|word-list|backtest)\./.test(action)) return fromPack(value);
  if (name === "reason" && action === "rule.brake") return whyBraked(value);
  if (name === "stage" || name === "from") return STAGES[value] ?? value;
  return name === "role" ? roleName(value as Parameters<typeof roleName>[0]) : value;
}

/** A day of the calendar here as a moment; the end is the next midnight. */
export function momentOf(day: string, { end = false } = {}): string | null {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return null;
  return new Date(year, month - 1, date + (end ? 1 : 0)).toISOString();
}
