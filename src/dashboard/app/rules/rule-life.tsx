import { useEffect, useState } from "preact/hooks";
import { sentenceOf } from "../api.ts";
import { BrakeNotices } from "../brake/brake-notice.tsx";
import { Problem } from "../frame/field.tsx";
import { useEvery } from "../frame/use-every.ts";
import { fromPack, t } from "../language.ts";
import { AdviceLine, DayBars, Figures } from "./numbers.tsx";
import { useStageChange } from "./rule-card.tsx";
import type { Rule, RuleNumbersOfDays, Stage } from "./rules-api.ts";
import { fetchNumbers, fetchRule } from "./rules-api.ts";
import { STAGE_MEANS, STAGE_NAMES, StageChoice } from "./stages.tsx";
import { UndoPanel } from "./undo-panel.tsx";

/** Of a stored rule the stage acts at once, whatever else is being edited; below it stands what the rule has done. */
export function RuleLife({ rule, onChanged }: { rule: Rule; onChanged: (rule: Rule) => void }) {
  const { changeStage, undo, busy, problem, run } = useStageChange(rule, onChanged);
  return (
    <>
      <BrakeNotices
        siteKey={null}
        ruleId={rule.id}
        onSettled={() => run(async () => onChanged(await fetchRule(rule.id)))}
      />
      <section class="panel stage-panel" aria-label={t("Stage")}>
        <StageChoice name={fromPack(rule.name)} stage={rule.stage} disabled={busy} onStage={changeStage} />
        <p class="hint" role="status">
          <strong>{STAGE_NAMES[rule.stage]}.</strong> {STAGE_MEANS[rule.stage]}
        </p>
        {undo && (
          <button type="button" class="small" disabled={busy} onClick={undo}>
            {t("Undo")}
          </button>
        )}
        <Problem text={problem} />
      </section>
      <NumbersPanel rule={rule} disabled={busy} onStage={changeStage} />
      <UndoPanel rule={rule} />
    </>
  );
}

const DAYS = 30;
const REFRESH_MS = 15_000;

interface NumbersPanelProps {
  rule: Rule;
  disabled: boolean;
  onStage: (stage: Stage) => void;
}

function NumbersPanel({ rule, disabled, onStage }: NumbersPanelProps) {
  const [known, setKnown] = useState<RuleNumbersOfDays | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = (): void =>
    void fetchNumbers(rule.id, DAYS).then(
      (numbers) => {
        setKnown(numbers);
        setProblem(null);
      },
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  useEffect(load, [rule.version]);
  useEvery(REFRESH_MS, load);
  return (
    <section class="panel stack rule-numbers" aria-label={t("What it has done")}>
      <h2>{t("What it has done")}</h2>
      <Problem text={known ? null : problem} />
      {known && (
        <>
          <Figures numbers={known.numbers} days={DAYS} />
          {known.daily.length > 0 && <DayBars daily={known.daily} days={DAYS} />}
          {known.daily.length > 0 && (
            <p class="hint days-key">
              {t("Hits in the last {days} days of UTC", { days: DAYS })}{" "}
              <span class="key overturned">{t("overturned")}</span>
            </p>
          )}
          <AdviceLine advice={known.advice} stage={rule.stage} disabled={disabled} onStage={onStage} />
        </>
      )}
    </section>
  );
}
