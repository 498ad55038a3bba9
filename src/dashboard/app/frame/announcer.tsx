import { signal } from "@preact/signals";

const announcement = signal({ text: "", turn: 0 });

/** Says it to screen readers, politely; the same sentence twice is said twice. */
export function announce(text: string): void {
  announcement.value = { text, turn: announcement.value.turn + 1 };
}

export const Announcer = () => (
  <div class="only-heard" role="status" aria-live="polite">
    <p key={announcement.value.turn}>{announcement.value.text}</p>
  </div>
);
