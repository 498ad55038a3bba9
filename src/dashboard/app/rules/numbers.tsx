import { TimeAgo } from "../frame/time-ago.tsx";
import { fromRecord, number, rich, t } from "../language.ts";
import type { Advice, Day, RuleNumbers, Stage } from "./rules-api.ts";
import { STAGES } from "./rules-api.ts";
import { cost, percent } from "./percent.ts";

interface NumbersProps {
  numbers: RuleNumbers;
  advice: Advice | null | undefined;
  stage: Stage;
  disabled: boolean;
  onStage: (stage: Stage) => void;
}

/** What moderators made of the comments that a rule hit, and what follows for its stage: in a line, for a list. */
export function Numbers({ numbers, advice, stage, disabled, onStage }: NumbersProps) {
  const { hits, judged, overturned, precision, precisionLowerBound, meanCostMicroseconds } = numbers;
  return (
    <div class="numbers">
      <p class="hint">
        {judged > 0
          ? t(
              "{hits, plural, one {# hit} other {# hits}}, {judged, number} judged by people, {overturned, number} overturned",
              { hits, judged, overturned },
            )
          : t("{hits, plural, one {# hit} other {# hits}}", { hits })}
        {precision !== null && (
          <>
            {" · "}
            {precisionLowerBound === null
              ? rich("<b>right in {share}</b>", { share: percent(precision), b: bold })
              : rich("<b>right in {share}</b>, surely {bound} or more", {
                  share: percent(precision),
                  bound: percent(precisionLowerBound),
                  b: bold,
                })}
          </>
        )}
        {meanCostMicroseconds !== null && " · "}
        {meanCostMicroseconds !== null && t("{cost} a comment", { cost: cost(meanCostMicroseconds) })}
      </p>
      {advice && <AdviceLine {...{ advice, stage, disabled, onStage }} />}
    </div>
  );
}

const bold = (text: preact.ComponentChildren) => <strong>{text}</strong>;

const TO_STAGE: Record<Stage, string> = {
  draft: t("Draft it now"),
  shadow: t("Shadow it now"),
  hold: t("Hold it now"),
  enforce: t("Enforce it now"),
};

interface AdviceLineProps {
  advice: Advice;
  stage: Stage;
  disabled: boolean;
  onStage: (stage: Stage) => void;
}

export function AdviceLine({ advice, stage, disabled, onStage }: AdviceLineProps) {
  const to = STAGES.find((known) => known === advice.to && known !== stage);
  return (
    <p class={to ? "advice" : "hint"}>
      {fromRecord(advice.sentence)}
      {to && (
        <button type="button" class="small" disabled={disabled} onClick={() => onStage(to)}>
          {TO_STAGE[to]}
        </button>
      )}
    </p>
  );
}

/** The same at a glance, for the rule's own screen. */
export function Figures({ numbers, days }: { numbers: RuleNumbers; days: number }) {
  const { hits, share, judged, overturned, precision, precisionLowerBound, precisionOf } = numbers;
  return (
    <dl class="figures">
      <Figure name={t("Hits")} value={number(hits)}>
        {share === null ? t("in {days} days", { days }) : t("{share} of comments", { share: percent(share) })}
        {numbers.lastHitAt && rich(", last {ago}", { ago: <TimeAgo at={numbers.lastHitAt} /> })}
      </Figure>
      <Figure name={t("Overturned")} value={number(overturned)}>
        {judged === 0 ? t("none judged yet") : t("of {judged, number} judged by people", { judged })}
      </Figure>
      <Figure name={t("Right")} value={precision === null ? "–" : percent(precision)}>
        {precision === null || precisionLowerBound === null
          ? t("not known yet")
          : t("surely {bound} or more{of, select, blind {, reviewed blind} other {}}", {
              bound: percent(precisionLowerBound),
              of: precisionOf,
            })}
      </Figure>
      <Figure
        name={t("Cost")}
        value={numbers.meanCostMicroseconds === null ? "–" : cost(numbers.meanCostMicroseconds)}
      >
        {numbers.meanCostMicroseconds === null ? t("not measured yet") : t("a comment")}
      </Figure>
    </dl>
  );
}

const Figure = ({
  name,
  value,
  children,
}: {
  name: string;
  value: string;
  children: preact.ComponentChildren;
}) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <strong>{value}</strong> <span class="hint">{children}</span>
    </dd>
  </div>
);

const DAY_MS = 86_400_000;

/** A bar for each day, the overturned part of it in another colour. In words it stands in the figures. */
export function DayBars({ daily, days }: { daily: readonly Day[]; days: number }) {
  const most = Math.max(1, ...daily.map(({ hits }) => hits));
  const today = Date.now();
  const shown = Array.from({ length: days }, (_, index) => {
    const day = new Date(today - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return daily.find((one) => one.day === day) ?? { day, hits: 0, overturned: 0 };
  });
  return (
    <svg class="days" viewBox={`0 0 ${days * 8} 40`} preserveAspectRatio="none" aria-hidden="true">
      {shown.map(({ day, hits, overturned }, index) => (
        <g key={day}>
          <title>
            {t("{day}: {hits, plural, one {# hit} other {# hits}}, {overturned, number} overturned", {
              day,
              hits,
              overturned,
            })}
          </title>
          <rect class="day" x={index * 8 + 1} width="6" {...bar(hits, most)} />
          <rect
            class="day overturned"
            x={index * 8 + 1}
            width="6"
            {...bar(Math.min(overturned, hits), most)}
          />
        </g>
      ))}
    </svg>
  );
}

const BAR_HEIGHT = 40;

/** What is not nothing can be seen. */
function bar(count: number, most: number): { y: number; height: number } {
  const height = count === 0 ? 0 : Math.max(2, (count / most) * BAR_HEIGHT);
  return { y: BAR_HEIGHT - height, height };
}
