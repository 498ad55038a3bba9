// One line for each rule and each moderator: the picture is a list with bars, so its numbers stand beside them.
import { Link } from "../frame/link.tsx";
import { percent } from "../rules/percent.ts";
import { canAdminister } from "../session.ts";
import { moderatorsSentence, number, OUTCOMES, plural, rulesSentence } from "./number-sentences.ts";
import type { ModeratorLoad, Numbers, RuleNumbers } from "./numbers-api.ts";
import { OutcomeFills, OutcomeKey } from "./outcome-fills.tsx";
import { Picture } from "./picture.tsx";
import { useWidth } from "./use-width.ts";

const SHOWN = 12;
const BAR_HEIGHT = 12;

export function RulesPicture({ numbers, csv }: { numbers: Numbers<RuleNumbers>; csv: string }) {
  const { items } = numbers;
  const most = Math.max(1, ...items.map(({ hits }) => hits));
  return (
    <Picture
      title="Rules"
      caption={rulesSentence(items)}
      hint={
        items.length > SHOWN
          ? `The ${SHOWN} rules with the most hits; the table has all. Days are those of UTC.`
          : "Days are those of UTC."
      }
      csv={csv}
      table={() => ({
        columns: ["Rule", "Site", "Stage", "Hits", "Judged", "Confirmed", "Overturned", "Right", "Surely"],
        rows: items.map((rule) => ({
          name: <RuleName rule={rule} />,
          cells: [
            ...[rule.siteKey, rule.stage, rule.hits, rule.judged, rule.confirmed, rule.overturned],
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
              {plural(rule.hits, "hit")}
              {rule.precision === null
                ? ", not judged"
                : `, right in ${percent(rule.precision)} of ${number(rule.judged)} judged`}
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
      <bdi dir="auto">{name}</bdi>
    </Link>
  ) : (
    <bdi dir="auto">{name}</bdi>
  );

export function ModeratorsPicture({ numbers, csv }: { numbers: Numbers<ModeratorLoad>; csv: string }) {
  const { items } = numbers;
  const most = Math.max(1, ...items.map(({ decisions }) => decisions));
  return (
    <Picture
      title="Who decided"
      caption={moderatorsSentence(items)}
      hint="Admins see everybody on their sites, others see themselves."
      csv={csv}
      table={() => ({
        columns: [
          "Who",
          "Decisions",
          "Approved",
          "Rejected",
          "Spam",
          "Held",
          "Deleted",
          "Taken back",
          "Active hours",
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
              {plural(who.decisions, "decision")} in {plural(who.activeHours, "hour")}
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
    {kind === "key" && <span class="hint"> (key)</span>}
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
