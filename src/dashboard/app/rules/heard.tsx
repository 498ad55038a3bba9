import type { ComponentChildren } from "preact";

/** What a screen reader says beyond what is seen. */
export const heard = (text: ComponentChildren) => <span class="only-heard">{text}</span>;
