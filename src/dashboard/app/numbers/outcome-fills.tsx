import { OUTCOME_NAMES, OUTCOMES } from "./number-sentences.ts";

/** Plain, hatched and dotted: told apart without colours, too. The ids are few and the same in each picture. */
export const OutcomeFills = () => (
  <defs>
    <pattern
      id="fill-rejected"
      width="6"
      height="6"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect class="ground-rejected" width="6" height="6" />
      <rect class="mark-rejected" width="2.500" height="6" />
    </pattern>
    <pattern id="fill-spam" width="6" height="6" patternUnits="userSpaceOnUse">
      <rect class="ground-spam" width="6" height="6" />
      <circle class="mark-spam" cx="3" cy="3" r="1.600" />
    </pattern>
  </defs>
);

export const OutcomeKey = ({ more }: { more?: string }) => (
  <ul class="picture-key">
    {OUTCOMES.map((outcome) => (
      <li key={outcome}>
        <svg width="14" height="14" aria-hidden="true">
          <OutcomeFills />
          <rect class={`outcome-${outcome}`} width="14" height="14" rx="2" />
        </svg>
        {OUTCOME_NAMES[outcome]}
      </li>
    ))}
    {more && (
      <li>
        <svg width="18" height="14" aria-hidden="true">
          <path class="line" d="M0 7h18" />
        </svg>
        {more}
      </li>
    )}
  </ul>
);
