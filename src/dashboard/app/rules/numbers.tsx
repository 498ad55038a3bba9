import { plural } from "../queue/sentences.ts";
import type { Advice, RuleNumbers, Stage } from "./rules-api.ts";
import { STAGES } from "./rules-api.ts";
import { percent } from "./percent.ts";
import { STAGE_NAMES } from "./stages.tsx";

interface NumbersProps {
  numbers: RuleNumbers;
  advice: Advice | null | undefined;
  stage: Stage;
  disabled: boolean;
  onStage: (stage: Stage) => void;
}

/** What moderators made of the comments that a rule hit, and what follows for its stage. */
export function Numbers({ numbers, advice, stage, disabled, onStage }: NumbersProps) {
  const { hits, judged, overturned, precision, precisionLowerBound } = numbers;
  const to = STAGES.find((known) => known === advice?.to && known !== stage);
  return (
    <div class="numbers">
      <p class="hint">
        {plural(hits, "hit")}
        {judged > 0 && `, ${judged} judged by people, ${overturned} overturned`}
        {precision !== null && (
          <>
            {" · "}
            <strong>right in {percent(precision)}</strong>
            {typeof precisionLowerBound === "number" && `, surely ${percent(precisionLowerBound)} or more`}
          </>
        )}
      </p>
      {advice && (
        <p class={to ? "advice" : "hint"}>
          {advice.sentence}
          {to && (
            <button type="button" class="small" disabled={disabled} onClick={() => onStage(to)}>
              {STAGE_NAMES[to]} it now
            </button>
          )}
        </p>
      )}
    </div>
  );
}
