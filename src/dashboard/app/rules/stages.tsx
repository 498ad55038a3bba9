import type { Stage } from "./rules-api.ts";
import { STAGES } from "./rules-api.ts";

export const STAGE_NAMES: Record<Stage, string> = {
  draft: "Draft",
  shadow: "Shadow",
  hold: "Hold",
  enforce: "Enforce",
};

export const STAGE_MEANS: Record<Stage, string> = {
  draft: "Does nothing yet.",
  shadow: "Watches: what it finds is shown on the cards, without any effect.",
  hold: "May send comments to a moderator, and no more.",
  enforce: "Acts on its own.",
};

interface StageChoiceProps {
  name: string;
  stage: Stage;
  disabled?: boolean;
  onStage: (stage: Stage) => void;
}

/** All four stages side by side: each is one click away. */
export const StageChoice = ({ name, stage, disabled = false, onStage }: StageChoiceProps) => (
  <div class="stages" role="group" aria-label={`Stage of ${name}`}>
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
