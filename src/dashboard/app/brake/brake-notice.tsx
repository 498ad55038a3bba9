import { heard } from "../frame/heard.tsx";
import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { fromPack, rich, t } from "../language.ts";
import { canAdminister, sites } from "../session.ts";
import { brakedRules, type BrakedRule, dismiss, putBack } from "./braked-rules.ts";
import { whyBraked } from "./why-braked.ts";

interface BrakeNoticesProps {
  /** null: of all sites. */
  siteKey: string | null;
  /** Of this rule alone. */
  ruleId?: string;
  onSettled?: () => void;
}

/** What the emergency brake stopped, and what to do about it. */
export function BrakeNotices({ siteKey, ruleId, onSettled }: BrakeNoticesProps) {
  const shown = brakedRules.value.filter(
    (rule) => (siteKey === null || rule.siteKey === siteKey) && (ruleId === undefined || rule.id === ruleId),
  );
  if (shown.length === 0) return null;
  return (
    <section class="brakes" aria-label={t("Emergency brake")}>
      {shown.map((rule) => (
        <BrakeNotice key={rule.id} rule={rule} isLinked={ruleId === undefined} onSettled={onSettled} />
      ))}
    </section>
  );
}

interface BrakeNoticeProps {
  rule: BrakedRule;
  isLinked: boolean;
  onSettled: (() => void) | undefined;
}

function BrakeNotice({ rule, isLinked, onSettled }: BrakeNoticeProps) {
  const { busy, problem, run } = useTask();
  const { id, siteKey, brakedAt, brakedFrom: stage } = rule;
  const name = fromPack(rule.name);
  const isMine = canAdminister(siteKey);
  const site = sites.value.length > 1 ? sites.value.find(({ key }) => key === siteKey)?.name : undefined;
  const settle = (task: () => Promise<void>, said: string): void =>
    run(async () => {
      await task();
      announce(said);
      onSettled?.();
    });
  const shownName = <bdi dir="auto">{name}</bdi>;
  const ago = <TimeAgo at={brakedAt} />;
  return (
    <div class="brake" role="group" aria-label={t("The emergency brake stopped {name}", { name })}>
      <p>
        <strong>
          {rich("The emergency brake stopped {name}", {
            name: isMine && isLinked ? <Link href={`/rules/${id}`}>{shownName}</Link> : shownName,
          })}
        </strong>{" "}
        <span class="hint">
          {site === undefined ? ago : rich("{ago} on {site}", { ago, site: <bdi dir="auto">{site}</bdi> })}
        </span>
      </p>
      <p class="brake-why">
        {t(
          "It was in {stage, select, hold {hold} other {enforce}} and is in shadow now: it watches, without any effect.",
          { stage },
        )}{" "}
        {whyBraked(rule.brakeReason)} {t("What it decided stays decided.")}
      </p>
      <Problem text={problem} />
      <div class="endpoint-actions">
        {isMine && (
          <button
            type="button"
            class="small"
            aria-label={t("Back to {stage, select, hold {hold} other {enforce}}, without the brake: {name}", {
              stage,
              name,
            })}
            disabled={busy}
            onClick={() =>
              settle(
                () => putBack(rule),
                t(
                  "{name} is back in {stage, select, hold {hold} other {enforce}}. It will not be braked again.",
                  { name, stage },
                ),
              )
            }
          >
            {t("Back to {stage, select, hold {hold} other {enforce}}, without the brake", { stage })}
          </button>
        )}
        <button
          type="button"
          class="small"
          aria-label={isMine ? t("Leave it in shadow: {name}", { name }) : t("Dismiss: {name}", { name })}
          disabled={busy}
          onClick={() =>
            settle(
              () => dismiss(rule),
              isMine ? t("{name} stays in shadow.", { name }) : t("Notice dismissed."),
            )
          }
        >
          {isMine ? t("Leave it in shadow") : t("Dismiss")}
        </button>
        {isMine && isLinked && stage === "enforce" && (
          <Link class="button quiet small" href={`/rules/${id}#undo`}>
            {rich("Undo what it did<heard> ({name})</heard>", {
              name,
              heard,
            })}
          </Link>
        )}
        {!isMine && <span class="hint">{t("An admin can put it back.")}</span>}
      </div>
    </div>
  );
}
