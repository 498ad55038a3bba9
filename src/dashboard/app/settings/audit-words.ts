import { fromPack, t } from "../language.ts";

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

/** In a line: `https://news.example/a`, `name: Links, stage: hold`. Ids are for the file and say nothing here. */
export function aboutText({
  action,
  subject,
  detail,
}: {
  action: string;
  subject: string | null;
  detail: Record<string, unknown> | null;
}): string {
  const mayBeOfPack = /^(?:rule|word-list|backtest)\./.test(action);
  const details = Object.entries(detail ?? {}).map(([name, value]) => {
    const said = typeof value === "string" ? value : JSON.stringify(value);
    return `${name}: ${mayBeOfPack && name === "name" ? fromPack(said) : said}`;
  });
  return [...(subject !== null && !isId(subject) ? [subject] : []), ...details].join(", ");
}

/** A day of the calendar here as a moment; the end is the next midnight. */
export function momentOf(day: string, { end = false } = {}): string | null {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return null;
  return new Date(year, month - 1, date + (end ? 1 : 0)).toISOString();
}
