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
  const newestAt = latest(waiting.map((site) => site.newestAt));
  const hasNews = newestAt !== null && newestAt > toldThrough;
  if (!hasNews) return digestHour === null ? null : { kind: "pass-over", digestHour };

  const urgentAt =
    settings.urgent === null ? null : latest(waiting.map((site) => site.urgent[settings.urgent!].newestAt));
  const isUrgentNew = urgentAt !== null && urgentAt > toldThrough;
  if (digestHour === null && !(isUrgentNew && mayInterrupt(target, now))) return null;
  return {
    kind: "send",
    waiting,
    toldThrough: newestAt,
    urgentSentAt: isUrgentNew ? now : null,
    digestHour,
  };
}

const isToldOf = ({ settings, siteIds }: NoticeTarget, siteId: string) =>
  (siteIds === null || siteIds.includes(siteId)) &&
  (settings.siteIds === null || settings.siteIds.includes(siteId));

function newDigestHour(target: NoticeTarget, now: Date): Date | null {
  const hour = lastDigestHour(target.settings, now);
  return hour !== null && hour > target.digestHour ? hour : null;
}

const mayInterrupt = ({ urgentSentAt, settings }: NoticeTarget, now: Date) =>
  urgentSentAt === null || now.getTime() - urgentSentAt.getTime() >= settings.urgentEveryMinutes * 60_000;

const latest = (times: (Date | null)[]) =>
  times.reduce((newest, time) => (newest === null || (time !== null && time > newest) ? time : newest), null);
