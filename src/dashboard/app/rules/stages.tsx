import { t } from "../language.ts";
import type { Stage } from "./rules-api.ts";
import { STAGES } from "./rules-api.ts";

export const STAGE_NAMES: Record<Stage, string> = {
  draft: t("Draft"),
  shadow: t("Shadow"),
  hold: t("Hold"),
  enforce: t("Enforce"),
};

export const STAGE_MEANS: Record<Stage, string> = {
  draft: t("Does nothing yet."),
  shadow: t("Watches: what it finds is shown on the cards, without any effect."),
  hold: t("May send comments to a moderator, and no more."),
  enforce: t("Acts on its own."),
};

interface StageChoiceProps {
  name: string;
  stage: Stage;
  disabled?: boolean;
  onStage: (stage: Stage) => void;
}

/** All four stages side by side: each is one click away. */
export const StageChoice = ({ name, stage, disabled = false, onStage }: StageChoiceProps) => (
  <div class="stages" role="group" aria-label={t("Stage of {name}", { name })}>
    {STAGES.map((one) => (
      <button
        key={one}
        type="button"
        class={`stage ${one}`}
        aria-pressed={one === stage}
        disabled={disabled}
        title={STAGE_MEANS[one]}
        onClick={() => one !== stage && onStage(one)}
      >
        {STAGE_NAMES[one]}
      </button>
    ))}
  </div>
);
