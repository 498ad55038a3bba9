// Akismet learns from its errors: what moderators call spam or approve against its word is reported. The rows are the truth
// and are written with each decision; nobody waits for Akismet, and what it does not take is sent again for a day.
import type { Deps } from "../deps.ts";
import { akismetReport, verdictToTell } from "./akismet-question.ts";
import { type DueReport, leaseReports, postponeReport, settleReport } from "./akismet-report-queries.ts";
import { loadServiceSecrets, type ServiceSecrets } from "./service-secret-queries.ts";

const reportsAtOnce = 40;
// Of the places in which live comments are asked about, most stay free.
const inFlight = 4;
const firstPauseSeconds = 30;
const longestPauseSeconds = 6 * 3600;
const maxAttempts = 10;

/** Tells what is due, within bounds; true where more may be. */
export async function reportToAkismet(deps: Deps): Promise<boolean> {
  const due = await leaseReports(deps.pool, reportsAtOnce);
  const secrets = new Map<string, ServiceSecrets>();
  for (const { siteId } of due)
    if (!secrets.has(siteId)) secrets.set(siteId, await loadServiceSecrets(deps, siteId));
  const waiting = due.values();
  const send = async (): Promise<void> => {
    for (const report of waiting) await tell(deps, report, secrets.get(report.siteId)!);
  };
  await Promise.all(Array.from({ length: inFlight }, send));
  return due.length === reportsAtOnce;
}

async function tell(
  deps: Deps,
  report: DueReport,
  { akismet: key, reportsDecisions, unreadable }: ServiceSecrets,
): Promise<void> {
  const { answer, said, told, comment } = report;
  const verdict = answer === null ? null : verdictToTell({ answer, told, said });
  const mayBeTold = (key !== null || unreadable.has("akismet")) && reportsDecisions && comment.ip !== null;
  if (answer === null || verdict === null || !mayBeTold) {
    await settleReport(deps.pool, report);
    return;
  }
  const account = {
    site: { id: report.siteId, allowedOrigins: report.allowedOrigins },
    akismetUrl: deps.config.akismetUrl,
    publicUrl: deps.publicUrl(),
  };
  const reply =
    key === null
      ? { answer: null, problem: "the site's key for it cannot be read any more" }
      : await deps.services.ask(akismetReport({ comment, answer, verdict }, { ...account, key }));
  // The lease brings it back once we are up again.
  if (deps.services.isClosed) return;
  if (reply.answer !== null) {
    await settleReport(deps.pool, { ...report, told: verdict });
  } else if (report.attempts < maxAttempts) {
    const pause = Math.min(longestPauseSeconds, firstPauseSeconds * 4 ** (report.attempts - 1));
    await postponeReport(deps.pool, report, pause);
  } else {
    deps.log.warn(
      { commentId: comment.id, problem: reply.problem },
      "Akismet could not be told of a decision",
    );
    await settleReport(deps.pool, report);
  }
}
