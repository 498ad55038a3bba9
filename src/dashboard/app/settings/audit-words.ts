/** What somebody did, after his name: "Ada changed a rule". */
export const ACTION_WORDS: Record<string, string> = {
  "account.notices": "changed the own notices",
  "account.password": "changed the own password",
  "account.rename": "changed the own name",
  "api-key.create": "made an API key",
  "api-key.revoke": "revoked an API key",
  "author.change": "trusted, banned or noted something of an author",
  "backtest.cancel": "cancelled a backtest",
  "backtest.start": "started a backtest",
  "chat.delete": "deleted the chat of a site",
  "chat.save": "changed the chat of a site",
  "comment.ask-second-opinion": "asked for a second opinion",
  "comment.delete": "deleted a comment",
  "comment.edit": "edited a comment",
  "comment.withdraw-second-opinion": "withdrew the question for a second opinion",
  "decision.bulk": "decided all comments that matched",
  "decision.bulk-cancel": "cancelled decisions in bulk",
  "decision.bulk-undo": "took decisions in bulk back",
  "handover.done": "had done with a note of a colleague",
  "handover.leave": "left a note for colleagues",
  "invitation.accept": "accepted an invitation",
  "invitation.create": "invited somebody",
  "invitation.withdraw": "withdrew an invitation",
  "pack.off": "switched a pack off",
  "pack.on": "switched a pack on",
  "pack.restore-rule": "restored a rule of a pack",
  "page.close": "closed a page",
  "page.open": "opened a page",
  "rule.brake": "put a rule to shadow",
  "rule.create": "made a rule",
  "rule.delete": "deleted a rule",
  "rule.save": "changed a rule",
  "rule.undo": "took back what a rule decided",
  "second-step.new-codes": "made new recovery codes",
  "second-step.off": "switched a second step off",
  "second-step.on": "switched the second step on",
  "service.forget": "deleted the key of a service",
  "service.keep-decisions": "switched off that a service is told what moderators decide",
  "service.make-secret": "made a signing secret for a service",
  "service.report-decisions": "switched on that a service is told what moderators decide",
  "service.save-key": "saved the key of a service",
  "session.end": "signed out",
  "session.end-others": "signed out everywhere else",
  "session.start": "signed in",
  "site.create": "added a site",
  "site.save": "changed the settings of a site",
  "user.end-sessions": "signed somebody out everywhere",
  "user.new-password": "took a new password by a link",
  "user.password-link": "made a link for a new password",
  "user.remove": "removed somebody",
  "user.role": "changed a role",
  "user.set-up": "made the first account",
  "webhook-endpoint.change": "changed a webhook",
  "webhook-endpoint.create": "added a webhook",
  "webhook-endpoint.delete": "deleted a webhook",
  "webhook-endpoint.recover": "had events sent again",
  "webhook-endpoint.rotate-secret": "made a new webhook secret",
  "word-list.create": "made a word list",
  "word-list.delete": "deleted a word list",
  "word-list.save": "changed a word list",
};

/** Kinds of acts to filter by. */
export const ACTION_KINDS: readonly { kind: string; name: string }[] = [
  { kind: "site", name: "Sites" },
  { kind: "page", name: "Pages" },
  { kind: "rule", name: "Rules" },
  { kind: "word-list", name: "Word lists" },
  { kind: "pack", name: "Packs" },
  { kind: "backtest", name: "Backtests" },
  { kind: "service", name: "Services" },
  { kind: "chat", name: "Chats" },
  { kind: "comment", name: "Comments edited, deleted or asked about" },
  { kind: "handover", name: "Notes for colleagues" },
  { kind: "decision", name: "Decisions in bulk" },
  { kind: "author", name: "Authors" },
  { kind: "webhook-endpoint", name: "Webhooks" },
  { kind: "api-key", name: "API keys" },
  { kind: "user", name: "People" },
  { kind: "invitation", name: "Invitations" },
  { kind: "account", name: "Own accounts" },
  { kind: "second-step", name: "Second steps" },
  { kind: "session", name: "Signing in and out" },
];

const isId = (text: string): boolean => /^[0-9a-f-]{36}$/.test(text);

/** In a line: `https://news.example/a`, `name: Links, stage: hold`. Ids are for the file and say nothing here. */
export function aboutText({
  subject,
  detail,
}: {
  subject: string | null;
  detail: Record<string, unknown> | null;
}): string {
  const details = Object.entries(detail ?? {}).map(
    ([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return [...(subject !== null && !isId(subject) ? [subject] : []), ...details].join(", ");
}

/** A day of the calendar here as a moment; the end is the next midnight. */
export function momentOf(day: string, { end = false } = {}): string | null {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return null;
  return new Date(year, month - 1, date + (end ? 1 : 0)).toISOString();
}
