import { number, t } from "../language.ts";
import { hourName, rounded, usually, weekdayName, weekSentence } from "./number-sentences.ts";
import type { HourOfWeek, Numbers } from "./numbers-api.ts";
import { Picture } from "./picture.tsx";
import { Reader } from "./reader.tsx";

const LEFT = 34;
const BOTTOM = 20;
const ROW = 26;
const DAYS = 7;
const HOURS = 24;
const HEIGHT = DAYS * ROW + BOTTOM;

/** Larger spots for busier hours: size, not colour, tells. */
export function WeekPicture({ numbers, csv }: { numbers: Numbers<HourOfWeek>; csv: string }) {
  const { items } = numbers;
  const most = Math.max(...items.map(usually)) || 1;
  return (
    <Picture
      title={t("Hours of the week")}
      caption={weekSentence(items)}
      hint={t("The larger the spot, the more comments come in that hour.")}
      csv={csv}
      table={() => ({
        columns: [t("Hour"), ...Array.from({ length: DAYS }, (_, day) => weekdayName(day + 1))],
        rows: Array.from({ length: HOURS }, (_, hour) => ({
          name: hourName(hour),
          cells: Array.from({ length: DAYS }, (__, day) => rounded(usually(items[day * HOURS + hour]!))),
        })),
      })}
    >
      <Reader
        label={t("Comments by the hour of the week")}
        points={DAYS * HOURS}
        rowLength={HOURS}
        height={HEIGHT}
        pointAt={(x, y, width) => {
          const hour = Math.min(HOURS - 1, Math.max(0, Math.floor(((x - LEFT) / (width - LEFT)) * HOURS)));
          const day = Math.min(DAYS - 1, Math.max(0, Math.floor(y / ROW)));
          return day * HOURS + hour;
        }}
        sentence={(at) => {
          const item = items[at]!;
          const until = hourName((item.hour + 1) % HOURS);
          return t(
            "{weekday}, {from} to {until}: usually {usually}; {came, number} came, people decided {decided, number}.",
            {
              weekday: weekdayName(item.weekday),
              from: hourName(item.hour),
              until,
              usually: number(rounded(usually(item))),
              came: item.submitted,
              decided: item.decided,
            },
          );
        }}
        draw={(width, read) => {
          const column = (width - LEFT) / HOURS;
          const radius = Math.min(column, ROW) / 2 - 0.5;
          return (
            <>
              <g class="axes">
                {read !== null && (
                  <rect
                    class="read"
                    x={LEFT + (read % HOURS) * column}
                    y={Math.floor(read / HOURS) * ROW}
                    width={column}
                    height={ROW}
                  />
                )}
                {Array.from({ length: DAYS }, (_, day) => (
                  <text key={day} x="0" y={(day + 0.5) * ROW} dy="0.32em">
                    {weekdayName(day + 1, "short")}
                  </text>
                ))}
                {[0, 6, 12, 18].map((hour) => (
                  <text key={hour} x={LEFT + hour * column} y={HEIGHT - 4}>
                    {hourName(hour)}
                  </text>
                ))}
              </g>
              {items.map((item, at) => (
                <circle
                  key={at}
                  class={item.submitted === 0 ? "spot none" : "spot"}
                  cx={LEFT + (item.hour + 0.5) * column}
                  cy={(item.weekday - 0.5) * ROW}
                  r={item.submitted === 0 ? 1 : Math.max(1.5, radius * Math.sqrt(usually(item) / most))}
                />
              ))}
            </>
          );
        }}
      />
    </Picture>
  );
}
