// Along the time: what came and what became of it, how long it waited, how much was held.
import { number, t } from "../language.ts";
import { Axes, placeAt, plotOf } from "./axes.tsx";
import {
  backlogSentence,
  duration,
  OUTCOMES,
  outcomesOf,
  peopleWaitingSentence,
  shortTimeName,
  timeName,
  volumeSentence,
} from "./number-sentences.ts";
import type { Backlog, Numbers, Volume, WaitingNumbers } from "./numbers-api.ts";
import { OutcomeFills, OutcomeKey } from "./outcome-fills.tsx";
import { Picture } from "./picture.tsx";
import { Reader } from "./reader.tsx";
import { durationTicks, onRatioScale, onScale, shortDuration, ticksUpTo } from "./scales.ts";

const HEIGHT = 220;

const naming = ({ bucket = "day", zone }: { bucket?: Numbers<unknown>["bucket"]; zone: string }) => ({
  bucket,
  zone,
});
const countTicks = (ticks: readonly number[]) =>
  ticks.map((tick) => ({ share: onScale(tick, ticks), name: number(tick) }));

export function VolumePicture({ numbers, csv }: { numbers: Numbers<Volume>; csv: string }) {
  const { items } = numbers;
  const stacks = items.map((item) => ({ item, outcomes: outcomesOf(item) }));
  const ticks = ticksUpTo(
    Math.max(
      ...stacks.map(({ item, outcomes: { approved, rejected, spam } }) =>
        Math.max(item.submitted, approved + rejected + spam),
      ),
    ),
  );
  const name = (item: Volume) => timeName(item.start, naming(numbers));
  return (
    <Picture
      title={t("Comments and outcomes")}
      caption={volumeSentence(items)}
      csv={csv}
      table={() => ({
        columns: [
          t("Time"),
          t("Came"),
          t("Approved"),
          t("Rejected"),
          t("Spam"),
          t("Held by rules"),
          t("Held by people"),
          t("Deleted"),
          t("Taken back"),
        ],
        rows: stacks.map(({ item, outcomes: { approved, rejected, spam } }) => ({
          name: name(item),
          cells: [
            ...[item.submitted, approved, rejected, spam],
            ...[item.rulesHeld, item.peopleHeld, item.deleted, item.undone],
          ],
        })),
      })}
    >
      <OutcomeKey more={t("Came")} />
      <Reader
        label={t("Comments and outcomes by time")}
        points={items.length}
        height={HEIGHT}
        pointAt={(x, _y, width) => placeAt(x, width, items.length)}
        sentence={(at) => {
          const { item, outcomes } = stacks[at]!;
          return t(
            "{time}: {came, number} came, {approved, number} approved, {rejected, number} rejected, {spam, number} spam.",
            { time: name(item), came: item.submitted, ...outcomes },
          );
        }}
        draw={(width, read) => {
          const plot = plotOf(width, HEIGHT, items.length);
          const barWidth = Math.max(1, Math.min(28, plot.placeWidth * 0.72));
          return (
            <>
              <OutcomeFills />
              <Axes
                plot={plot}
                places={items.map(({ start }) => shortTimeName(start, naming(numbers)))}
                ticks={countTicks(ticks)}
                read={read}
              />
              {stacks.map(({ item, outcomes }, at) => {
                let below = 0;
                return OUTCOMES.map((outcome) => {
                  const [from, to] = [below, below + outcomes[outcome]];
                  below = to;
                  if (from === to) return null;
                  const top = plot.yOf(onScale(to, ticks));
                  return (
                    <rect
                      key={item.start + outcome}
                      class={`outcome-${outcome}`}
                      x={plot.xOf(at) - barWidth / 2}
                      width={barWidth}
                      y={top}
                      height={plot.yOf(onScale(from, ticks)) - top}
                    />
                  );
                });
              })}
              <path
                class="line"
                d={lineOf(
                  items.map(({ submitted }, at) => [plot.xOf(at), plot.yOf(onScale(submitted, ticks))]),
                )}
              />
            </>
          );
        }}
      />
    </Picture>
  );
}

const lineOf = (points: readonly (readonly [number, number] | null)[]): string => {
  let isOpen = false;
  return points
    .map((point) => {
      if (point === null) {
        isOpen = false;
        return "";
      }
      const command = isOpen ? "L" : "M";
      isOpen = true;
      return `${command}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    })
    .join("");
};

export function WaitingPicture({ numbers, csv }: { numbers: WaitingNumbers; csv: string }) {
  const { items, total } = numbers;
  const known = items.flatMap(({ people: { p50Seconds, p95Seconds } }) =>
    p50Seconds === null || p95Seconds === null ? [] : [p50Seconds, p95Seconds],
  );
  const name = (start: string) => timeName(start, naming(numbers));
  const said = (seconds: number | null) => (seconds === null ? "–" : duration(seconds));
  return (
    <Picture
      title={t("Time to a decision")}
      caption={peopleWaitingSentence(total)}
      hint={t(
        "From when a comment was written until people first approved or refused it; what rules decide at once is left out. Times may be off by {percent, number} %.",
        { percent: Math.ceil(numbers.relativeError * 100) },
      )}
      csv={csv}
      table={() => ({
        columns: [
          t("Time"),
          t("Decided by people"),
          t("Half within"),
          t("95 % within"),
          t("Waited an hour or longer"),
          t("Decided by rules"),
        ],
        rows: items.map(({ start, people, rules }) => ({
          name: name(start),
          cells: [
            people.comments,
            said(people.p50Seconds),
            said(people.p95Seconds),
            people.overHour,
            rules.comments,
          ],
        })),
      })}
    >
      {known.length === 0 ? (
        <p class="no-picture hint">{t("There is nothing to draw.")}</p>
      ) : (
        <>
          <ul class="picture-key">
            <li>
              <svg width="22" height="14" aria-hidden="true">
                <path class="line" d="M0 7h22" />
                <circle class="dot" cx="11" cy="7" r="3.500" />
              </svg>
              {t("Half within")}
            </li>
            <li>
              <svg width="22" height="14" aria-hidden="true">
                <path class="line late" d="M0 7h22" />
                <rect class="dot late" x="8" y="4" width="6" height="6" />
              </svg>
              {t("95 % within")}
            </li>
          </ul>
          <Reader
            label={t("Time to a decision by people, by time")}
            points={items.length}
            height={HEIGHT}
            pointAt={(x, _y, width) => placeAt(x, width, items.length)}
            sentence={(at) => {
              const { start, people } = items[at]!;
              return people.p50Seconds === null
                ? t("{time}: people decided nothing.", { time: name(start) })
                : t(
                    "{time}: half within {half}, 95 % within {most}; {late, number} of {comments, number} waited an hour or longer.",
                    {
                      time: name(start),
                      half: said(people.p50Seconds),
                      most: said(people.p95Seconds),
                      late: people.overHour,
                      comments: people.comments,
                    },
                  );
            }}
            draw={(width, read) => <WaitingLines {...{ numbers, known, width, read }} />}
          />
        </>
      )}
    </Picture>
  );
}

function WaitingLines({
  numbers,
  known,
  width,
  read,
}: {
  numbers: WaitingNumbers;
  known: readonly number[];
  width: number;
  read: number | null;
}) {
  const { items } = numbers;
  const ticks = durationTicks(known);
  const plot = plotOf(width, HEIGHT, items.length);
  const pointsOf = (which: "p50Seconds" | "p95Seconds") =>
    items.map(({ people }, at) => {
      const seconds = people[which];
      return seconds === null ? null : ([plot.xOf(at), plot.yOf(onRatioScale(seconds, ticks))] as const);
    });
  const [half, late] = [pointsOf("p50Seconds"), pointsOf("p95Seconds")];
  return (
    <>
      <Axes
        plot={plot}
        places={items.map(({ start }) => shortTimeName(start, naming(numbers)))}
        ticks={ticks.map((tick) => ({ share: onRatioScale(tick, ticks), name: shortDuration(tick) }))}
        read={read}
      />
      <path class="line late" d={lineOf(late)} />
      <path class="line" d={lineOf(half)} />
      {late.map(
        (point, at) =>
          point && <rect key={at} class="dot late" x={point[0] - 3} y={point[1] - 3} width="6" height="6" />,
      )}
      {half.map(
        (point, at) => point && <circle key={at} class="dot" cx={point[0]} cy={point[1]} r="3.500" />,
      )}
    </>
  );
}

export function BacklogPicture({
  numbers,
  isToday,
  csv,
}: {
  numbers: Numbers<Backlog>;
  isToday: boolean;
  csv: string;
}) {
  const { items } = numbers;
  const ticks = ticksUpTo(Math.max(1, ...items.map(({ mostHeld }) => mostHeld)));
  const name = (start: string) => timeName(start, naming(numbers));
  return (
    <Picture
      title={t("Waiting for people")}
      caption={backlogSentence(items, isToday)}
      csv={csv}
      table={() => ({
        columns: [t("Time"), t("Held at the end"), t("Held at most")],
        rows: items.map(({ start, held, mostHeld }) => ({ name: name(start), cells: [held, mostHeld] })),
      })}
    >
      <Reader
        label={t("Held comments by time")}
        points={items.length}
        height={HEIGHT}
        pointAt={(x, _y, width) => placeAt(x, width, items.length)}
        sentence={(at) => {
          const { start, held, mostHeld } = items[at]!;
          return t("{time}: {held, number} held at the end, at most {most, number}.", {
            time: name(start),
            held,
            most: mostHeld,
          });
        }}
        draw={(width, read) => {
          const plot = plotOf(width, HEIGHT, items.length);
          const points = items.map(
            ({ held }, at) => [plot.xOf(at), plot.yOf(Math.max(0, onScale(held, ticks)))] as const,
          );
          const line = lineOf(points);
          return (
            <>
              <Axes
                plot={plot}
                places={items.map(({ start }) => shortTimeName(start, naming(numbers)))}
                ticks={countTicks(ticks)}
                read={read}
              />
              <path
                class="area"
                d={`${line}L${plot.xOf(items.length - 1)} ${plot.yOf(0)}L${plot.xOf(0)} ${plot.yOf(0)}Z`}
              />
              <path class="line" d={line} />
              {points.map(([x, y], at) => (
                <circle key={at} class="dot" cx={x} cy={y} r={plot.placeWidth < 9 ? 1.5 : 3} />
              ))}
            </>
          );
        }}
      />
    </Picture>
  );
}
