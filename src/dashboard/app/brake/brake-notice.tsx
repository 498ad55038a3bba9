import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { canAdminister, sites } from "../session.ts";
import { brakedRules, type BrakedRule, dismiss, putBack, whyBraked } from "./braked-rules.ts";

interface BrakeNoticesProps {
  /** null: of all sites. */
  siteKey: string | null;
  /** Of this rule alone. */
  ruleId?: string;
  onSettled?: () => void;
}

const STAGE_WORDS = { hold: "hold", enforce: "enforce" };

/** What the emergency brake stopped, and what to do about it. */
export function BrakeNotices({ siteKey, ruleId, onSettled }: BrakeNoticesProps) {
  const shown = brakedRules.value.filter(
    (rule) => (siteKey === null || rule.siteKey === siteKey) && (ruleId === undefined || rule.id === ruleId),
  );
  if (shown.length === 0) return null;
  return (
    <section class="brakes" aria-label="Emergency brake">
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
  const { id, siteKey, name, brakedAt, brakedFrom } = rule;
  const isMine = canAdminister(siteKey);
  const stage = STAGE_WORDS[brakedFrom];
  const site = sites.value.length > 1 ? sites.value.find(({ key }) => key === siteKey)?.name : undefined;
  const settle = (task: () => Promise<void>, said: string): void =>
    run(async () => {
      await task();
      announce(said);
      onSettled?.();
    });
  const shownName = <bdi dir="auto">{name}</bdi>;
  return (
    <div class="brake" role="group" aria-label={`The emergency brake stopped ${name}`}>
      <p>
        <strong>
          The emergency brake stopped{" "}
          {isMine && isLinked ? <Link href={`/rules/${id}`}>{shownName}</Link> : shownName}
        </strong>{" "}
        <span class="hint">
          <TimeAgo at={brakedAt} />
          {site && (
            <>
              {" on "}
              <bdi dir="auto">{site}</bdi>
            </>
          )}
        </span>
      </p>
      <p class="brake-why">
        It was in {stage} and is in shadow now: it watches, without any effect. {whyBraked(rule)} What it
        decided stays decided.
      </p>
      <Problem text={problem} />
      <div class="endpoint-actions">
        {isMine && (
          <button
            type="button"
            class="small"
            aria-label={`Back to ${stage}, without the brake: ${name}`}
            disabled={busy}
            onClick={() =>
              settle(() => putBack(rule), `${name} is back in ${stage}. It will not be braked again.`)
            }
          >
            Back to {stage}, without the brake
          </button>
        )}
        <button
          type="button"
          class="small"
          aria-label={`${isMine ? "Leave it in shadow" : "Dismiss"}: ${name}`}
          disabled={busy}
          onClick={() =>
            settle(() => dismiss(rule), isMine ? `${name} stays in shadow.` : "Notice dismissed.")
          }
        >
          {isMine ? "Leave it in shadow" : "Dismiss"}
        </button>
        {isMine && isLinked && brakedFrom === "enforce" && (
          <Link class="button quiet small" href={`/rules/${id}#undo`}>
            Undo what it did<span class="only-heard"> ({name})</span>
          </Link>
        )}
        {!isMine && <span class="hint">An admin can put it back.</span>}
      </div>
    </div>
  );
}
