import { labelledPlaces } from "./scales.ts";

/** Where a picture's points lie: words to the left and below, the rest is for the picture. */
export const FRAME = { left: 44, right: 8, top: 8, bottom: 24 };
const WORD_WIDTH = 64;

export interface Plot {
  width: number;
  height: number;
  /** The middle of each place along the time. */
  xOf: (place: number) => number;
  placeWidth: number;
  /** From a share of the height, 0 below and 1 on top. */
  yOf: (share: number) => number;
}

export function plotOf(width: number, height: number, places: number): Plot {
  const placeWidth = (width - FRAME.left - FRAME.right) / places;
  return {
    ...{ width, height, placeWidth },
    xOf: (place) => FRAME.left + (place + 0.5) * placeWidth,
    yOf: (share) => height - FRAME.bottom - share * (height - FRAME.top - FRAME.bottom),
  };
}

export const placeAt = (x: number, width: number, places: number): number =>
  Math.floor(((x - FRAME.left) / (width - FRAME.left - FRAME.right)) * places);

interface AxesProps {
  plot: Plot;
  places: readonly string[];
  ticks: readonly { share: number; name: string }[];
  /** The place that is read. */
  read: number | null;
}

export function Axes({ plot, places, ticks, read }: AxesProps) {
  const { width, height, xOf, yOf, placeWidth } = plot;
  return (
    <g class="axes">
      {read !== null && (
        <rect
          class="read"
          x={xOf(read) - placeWidth / 2}
          width={placeWidth}
          y={FRAME.top}
          height={height - FRAME.top - FRAME.bottom}
        />
      )}
      {ticks.map(({ share, name }) => (
        <g key={name}>
          <line x1={FRAME.left} x2={width - FRAME.right} y1={yOf(share)} y2={yOf(share)} />
          <text x={FRAME.left - 6} y={yOf(share)} dy="0.32em" text-anchor="end">
            {name}
          </text>
        </g>
      ))}
      {labelledPlaces(places.length, width - FRAME.left - FRAME.right, WORD_WIDTH).map((place) => (
        <text
          key={place}
          x={xOf(place)}
          y={height - 6}
          text-anchor={place === 0 ? "start" : "middle"}
          dx={place === 0 ? -Math.min(placeWidth / 2, 8) : 0}
        >
          {places[place]}
        </text>
      ))}
    </g>
  );
}
