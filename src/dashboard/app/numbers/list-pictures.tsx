// One line for each rule and each moderator: the picture is a list with bars, so its numbers stand beside them.
import { Link } from "../frame/link.tsx";
import { fromPack, t } from "../language.ts";
import { percent } from "../rules/percent.ts";
import type { Stage } from "../rules/rules-api.ts";
import { canAdminister } from "../session.ts";
import { moderatorsSentence, OUTCOMES, rulesSentence } from "./number-sentences.ts";
import type { ModeratorLoad, Numbers, RuleNumbers } from "./numbers-api.ts";
import { OutcomeFills, OutcomeKey } from "./outcome-fills.tsx";
import { Picture } from "./picture.tsx";
import { useWidth } from "./use-width.ts";

const SHOWN = 12;
const BAR_HEIGHT = 12;

const STAGE_NAMES: Record<Stage, string> = {
  draft: t("draft"),
  shadow: t("shadow"),
  hold: t("hold"),
  enforce: t("enforce"),
};

export function RulesPicture({ numbers, csv }: { numbers: Numbers<RuleNumbers>; csv: string }) {
  const { items } = numbers;
  const most = Math.max(1, ...items.map(({ hits }) => hits));
  return (
    <Picture
      title={t("Rules")}
      caption={rulesSentence(items)}
      hint={
        items.length > SHOWN
          ? t("The {shown, number} rules with the most hits; the table has all. Days are those of UTC.", {
              shown: SHOWN,
            })
          : t("Days are those of UTC.")
      }
      csv={csv}
      table={() => ({
        columns: [
          t("Rule"),
          t("Site"),
          t("Stage"),
          t("Hits"),
          t("Judged"),
          t("Confirmed"),
          t("Overturned"),
          t("Right"),
          t("Surely"),
        ],
        rows: items.map((rule) => ({
          name: <RuleName rule={rule} />,
          cells: [
            ...[
              rule.siteKey,
              STAGE_NAMES[rule.stage],
              rule.hits,
              rule.judged,
              rule.confirmed,
              rule.overturned,
            ],
            ...[rule.precision, rule.precisionLowerBound].map((share) =>
              share === null ? "–" : percent(share),
            ),
          ],
        })),
      })}
    >
      <ul class="bar-list">
        {items.slice(0, SHOWN).map((rule) => (
          <li key={rule.ruleId}>
            <RuleName rule={rule} />
            <Bar parts={[{ kind: "plain", share: rule.hits / most }]} />
            <span class="hint">
              {rule.precision === null
                ? t("{hits, plural, one {# hit} other {# hits}}, not judged", { hits: rule.hits })
                : t(
                    "{hits, plural, one {# hit} other {# hits}}, right in {share} of {judged, number} judged",
                    { hits: rule.hits, share: percent(rule.precision), judged: rule.judged },
                  )}
            </span>
          </li>
        ))}
      </ul>
    </Picture>
  );
}

const RuleName = ({ rule: { ruleId, siteKey, name } }: { rule: RuleNumbers }) =>
  canAdminister(siteKey) ? (
    <Link href={`/rules/${ruleId}`}>
      <bdi dir="auto">{fromPack(name)}</bdi>
    </Link>
  ) : (
    <bdi dir="auto">{fromPack(name)}</bdi>
  );

export function ModeratorsPicture({ numbers, csv }: { numbers: Numbers<ModeratorLoad>; csv: string }) {
  const { items } = numbers;
  const most = Math.max(1, ...items.map(({ decisions }) => decisions));
  return (
    <Picture
      title={t("Who decided")}
      caption={moderatorsSentence(items)}
      hint={t("Admins see everybody on their sites, others see themselves.")}
      csv={csv}
      table={() => ({
        columns: [
          t("Who"),
          t("Decisions"),
          t("Approved"),
          t("Rejected"),
          t("Spam"),
          t("Held"),
          t("Deleted"),
          t("Taken back"),
          t("Active hours"),
        ],
        rows: items.map((who) => ({
          name: <WhoName who={who} />,
          cells: [
            ...[who.decisions, who.approved, who.rejected, who.spam],
            ...[who.held, who.deleted, who.undone, who.activeHours],
          ],
        })),
      })}
    >
      <OutcomeKey />
      <ul class="bar-list">
        {items.slice(0, SHOWN).map((who) => (
          <li key={who.moderatorId}>
            <WhoName who={who} />
            <Bar parts={OUTCOMES.map((outcome) => ({ kind: outcome, share: who[outcome] / most }))} />
            <span class="hint">
              {t(
                "{decisions, plural, one {# decision} other {# decisions}} in {hours, plural, one {# hour} other {# hours}}",
                { decisions: who.decisions, hours: who.activeHours },
              )}
            </span>
          </li>
        ))}
      </ul>
    </Picture>
  );
}

const WhoName = ({ who: { name, kind } }: { who: ModeratorLoad }) => (
  <span>
    <bdi dir="auto">{name}</bdi>
    {kind === "key" && <span class="hint"> {t("(key)")}</span>}
  </span>
);

function Bar({ parts }: { parts: readonly { kind: string; share: number }[] }) {
  const { place, width } = useWidth();
  let from = 0;
  return (
    <div class="bar" ref={place} aria-hidden="true">
      <svg width={width} height={BAR_HEIGHT}>
        <OutcomeFills />
        {parts.map(({ kind, share }) => {
          const x = from;
          from += share * width;
          return (
            share > 0 && (
              <rect
                key={kind}
                class={`outcome-${kind}`}
                x={x}
                width={Math.max(1, share * width)}
                height={BAR_HEIGHT}
              />
            )
          );
        })}
      </svg>
    </div>
  );
}
