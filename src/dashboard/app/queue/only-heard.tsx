import type { ComponentChildren } from "preact";

/** For the parts of a sentence that the eye does without. */
export const onlyHeard = (text: ComponentChildren): ComponentChildren => (
  <span class="only-heard">{text}</span>
);
