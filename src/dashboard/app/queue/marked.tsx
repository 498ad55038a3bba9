import type { Finding } from "../api.ts";
import { fromPack } from "../language.ts";
import { highlight } from "./highlights.ts";

interface MarkedProps {
  text: string;
  field: string;
  findings: Finding[] | undefined;
  /** Of rules by their names, where these stand beside the text with the same numbers. */
  numbers?: ReadonlyMap<string, number>;
}

/** A visitor's text, kept apart from ours in direction, with what the rules saw marked. */
export const Marked = ({ text, field, findings = [], numbers }: MarkedProps) => (
  <bdi dir="auto">
    {highlight(text, field, findings).map((piece, index) =>
      piece.rules.length === 0 ? (
        piece.text
      ) : (
        <mark
          key={index}
          class={piece.shadowOnly ? "shadow" : undefined}
          title={piece.rules.map(fromPack).join(", ")}
          // Shown behind the mark by the style sheet: it is no part of the text, and is not copied with it.
          data-rules={numbersOf(piece.rules, numbers) || undefined}
        >
          {piece.text}
        </mark>
      ),
    )}
  </bdi>
);

const numbersOf = (rules: readonly string[], numbers: ReadonlyMap<string, number> | undefined): string =>
  rules
    .flatMap((rule) => numbers?.get(rule) ?? [])
    .sort((a, b) => a - b)
    .join(" ");
