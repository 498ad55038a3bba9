// Who is to be told now. Pure, and the whole policy: never without news, at once for what is urgent, else at the chosen hours.
import { lastDigestHour } from "./digest-hours.ts";
import type { NoticeTarget, Waiting } from "./notice.ts";

export type DueNotice =
  /** `toldThrough` and the rest are what is remembered once the message is out. */
  | {
      kind: "send";
      waiting: Waiting[];
      toldThrough: Date;
      urgentSentAt: Date | null;
      digestHour: Date | null;
    }
  /** An hour for a digest has come, and nothing is new. */
  | { kind: "pass-over"; digestHour: Date };

export function dueNotice(target: NoticeTarget, everything: readonly Waiting[], now: Date): DueNotice | null {
  if (target.retryAt !== null && target.retryAt > now) return null;
  const { settings, toldThrough } = target;
  const waiting = everything.filter(({ siteId }) => isToldOf(target, siteId));
  const digestHour = newDigestHour(target, now);
  const hasNews = waiting.some((site) => isNews(target, site, site.newestAt));
  if (!hasNews) {
    // A moment later what has only just come is news, and this hour is still to be seen to.
    const mayBeNews = waiting.some((site) => site.hasUnsettled);
    return digestHour === null || mayBeNews ? null : { kind: "pass-over", digestHour };
  }

  const isUrgentNew =
    settings.urgent !== null &&
    waiting.some((site) => isNews(target, site, site.urgent[settings.urgent!].newestAt));
  if (digestHour === null && !(isUrgentNew && mayInterrupt(target, now))) return null;
  return {
    kind: "send",
    waiting,
    toldThrough: latest([toldThrough, ...waiting.flatMap((site) => site.newestAt ?? [])]),
    urgentSentAt: isUrgentNew ? now : null,
    digestHour,
  };
}

const isToldOf = ({ settings, siteIds }: NoticeTarget, siteId: string) =>
  (siteIds === null || siteIds.includes(siteId)) &&
  (settings.siteIds === null || settings.siteIds.includes(siteId));

/** Whoever is given a site, or chooses one, has been told of nothing that waits on it. */
const isNews = ({ toldThrough, toldSiteIds }: NoticeTarget, { siteId }: Waiting, newestAt: Date | null) =>
  newestAt !== null && (newestAt > toldThrough || toldSiteIds?.includes(siteId) === false);

function newDigestHour(target: NoticeTarget, now: Date): Date | null {
  const hour = lastDigestHour(target.settings, now);
  return hour !== null && hour > target.digestHour ? hour : null;
}

const mayInterrupt = ({ urgentSentAt, settings }: NoticeTarget, now: Date) =>
  urgentSentAt === null || now.getTime() - urgentSentAt.getTime() >= settings.urgentEveryMinutes * 60_000;

const latest = (times: Date[]) => new Date(Math.max(...times.map((time) => time.getTime())));
