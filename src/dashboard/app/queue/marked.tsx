import type { Finding } from "../api.ts";
import { highlight } from "./highlights.ts";

interface MarkedProps {
  text: string;
  field: string;
  findings: Finding[] | undefined;
}

/** A visitor's text, kept apart from ours in direction, with what the rules saw marked. */
export const Marked = ({ text, field, findings = [] }: MarkedProps) => (
  <bdi dir="auto">
    {highlight(text, field, findings).map((piece, index) =>
      piece.rules.length === 0 ? (
        piece.text
      ) : (
        <mark key={index} class={piece.shadowOnly ? "shadow" : undefined} title={piece.rules.join(", ")}>
          {piece.text}
        </mark>
      ),
    )}
  </bdi>
);
