import type { ComponentChildren } from "preact";

/** What a screen reader says beyond what is seen, such as which of the rows a button is about. */
export const heard = (text: ComponentChildren): ComponentChildren => <span class="only-heard">{text}</span>;
