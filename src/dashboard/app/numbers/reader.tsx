import { useState } from "preact/hooks";
import { t } from "../language.ts";
import { useWidth } from "./use-width.ts";

interface ReaderProps {
  label: string;
  points: number;
  height: number;
  /** A row of a map: up and down go by it. */
  rowLength?: number;
  sentence: (point: number) => string;
  /** The point below this place of the picture. */
  pointAt: (x: number, y: number, width: number) => number;
  draw: (width: number, point: number | null) => preact.ComponentChildren;
}

/**
 * A picture whose points are read one by one: by arrow keys, by pointing, by touch. To screen readers it is a slider
 * along the points that says the value; what is read stands below for everybody.
 */
export function Reader({ label, points, height, rowLength, sentence, pointAt, draw }: ReaderProps) {
  const { place, width } = useWidth();
  const [point, setPoint] = useState<number | null>(null);
  const go = (to: number): void => setPoint(Math.min(points - 1, Math.max(0, to)));
  const readKey = (event: KeyboardEvent): void => {
    const at = point ?? points - 1;
    const row = rowLength ?? Math.max(1, Math.round(points / 10));
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: rowLength === undefined ? at - 1 : at + row,
      ArrowUp: rowLength === undefined ? at + 1 : at - row,
      PageUp: at + row,
      PageDown: at - row,
      Home: 0,
      End: points - 1,
    };
    const to = steps[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(to);
  };
  const readPointer = (event: PointerEvent): void => {
    const box = place.current!.getBoundingClientRect();
    go(pointAt(event.clientX - box.left, event.clientY - box.top, width));
  };
  const shown = point === null ? null : Math.min(point, points - 1);
  return (
    <div class="reader">
      <div
        ref={place}
        class="reader-picture"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={points - 1}
        aria-valuenow={shown ?? points - 1}
        aria-valuetext={sentence(shown ?? points - 1)}
        onKeyDown={readKey}
        onFocus={() => point === null && go(points - 1)}
        onPointerMove={readPointer}
        onPointerDown={readPointer}
      >
        {width > 0 && (
          <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            {draw(width, shown)}
          </svg>
        )}
      </div>
      <p class="readout hint" aria-hidden="true">
        {shown === null
          ? t("Point at the picture, or use the arrow keys, to read its values.")
          : sentence(shown)}
      </p>
    </div>
  );
}
