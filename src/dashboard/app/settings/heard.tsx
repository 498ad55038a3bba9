import type { ComponentChildren } from "preact";

/** What only a screen reader says: which of the rows a button is about. */
export const heard = (text: ComponentChildren) => <span class="only-heard">{text}</span>;
