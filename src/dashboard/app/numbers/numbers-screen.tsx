// How much comes, what becomes of it and how long that takes: loaded when somebody first goes there.
import { LoadProblem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { useEvery } from "../frame/use-every.ts";
import { useLoaded } from "../frame/use-loaded.ts";
import { t } from "../language.ts";
import { navigate, query } from "../router.ts";
import { sites } from "../session.ts";
import { ModeratorsPicture, RulesPicture } from "./list-pictures.tsx";
import { backlogSentence, volumeSentence, waitingSentence } from "./number-sentences.ts";
import { type AllNumbers, csvAddress, fetchNumbers, type NumbersName } from "./numbers-api.ts";
import { type Chosen, chosenIn, localDay, numbersAddress, PERIODS } from "./range.ts";
import { BacklogPicture, VolumePicture, WaitingPicture } from "./time-pictures.tsx";
import { WeekPicture } from "./week-picture.tsx";

const REFRESH_MS = 60_000;

const chosenNow = (): Chosen => chosenIn(query.value, localDay(new Date()));
const keyOf = ({ siteKey, from, to }: Chosen): string => [siteKey, from, to].join(" ");

/** For what the address says at that moment, which may be another than at the last drawing. */
async function readNumbers(): Promise<{ of: string; numbers: AllNumbers }> {
  const chosen = chosenNow();
  return { of: keyOf(chosen), numbers: await fetchNumbers(chosen) };
}

export function NumbersScreen() {
  const chosen = chosenNow();
  const key = keyOf(chosen);
  const { value, problem, put, reload } = useLoaded(readNumbers, key);
  useEvery(REFRESH_MS, () => void readNumbers().then(put, () => undefined));
  // What was asked for before, and comes late, is not shown as if it were this.
  const numbers = value?.of === key ? value.numbers : null;
  return (
    <div class="desk">
      <h1>{t("Numbers")}</h1>
      <RangeChoice chosen={chosen} />
      {problem && <LoadProblem text={problem} onRetry={reload} />}
      {!numbers && !problem && <div class="panel skeleton-panel" aria-hidden="true" />}
      {numbers && <Pictures numbers={numbers} chosen={chosen} />}
    </div>
  );
}

function RangeChoice({ chosen }: { chosen: Chosen }) {
  const go = (change: Partial<Chosen>): void =>
    navigate(numbersAddress({ ...chosen, ...change }), { replace: true });
  return (
    <div class="adder range-choice">
      {sites.value.length > 1 && (
        <select
          aria-label={t("Site")}
          value={chosen.siteKey ?? ""}
          onChange={({ currentTarget }) => go({ siteKey: currentTarget.value || null })}
        >
          <option value="">{t("All sites")}</option>
          {sites.value.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      )}
      <select
        aria-label={t("Time")}
        value={String(chosen.days ?? "")}
        onChange={({ currentTarget: { value } }) => go({ days: value === "" ? null : Number(value) })}
      >
        {PERIODS.map((days) => (
          <option key={days} value={String(days)}>
            {t("{days, plural, =1 {Today} =365 {Last year} other {Last # days}}", { days })}
          </option>
        ))}
        <option value="">{t("Other days")}</option>
      </select>
      {chosen.days === null && (
        <>
          <label for="numbers-from">{t("From")}</label>
          <input
            id="numbers-from"
            type="date"
            value={chosen.from}
            max={chosen.to}
            onChange={({ currentTarget: { value } }) =>
              value && go({ from: value, to: value > chosen.to ? value : chosen.to })
            }
          />
          <label for="numbers-to">{t("to")}</label>
          <input
            id="numbers-to"
            type="date"
            value={chosen.to}
            min={chosen.from}
            onChange={({ currentTarget: { value } }) =>
              value && go({ to: value, from: value < chosen.from ? value : chosen.from })
            }
          />
        </>
      )}
    </div>
  );
}

function Pictures({ numbers, chosen }: { numbers: AllNumbers; chosen: Chosen }) {
  const { volume, backlog, rules, moderators } = numbers;
  const times = numbers["decision-times"];
  const csv = (name: NumbersName): string => csvAddress(name, chosen);
  const isToday = chosen.to >= localDay(new Date());
  const isEmpty =
    volume.items.every((item) =>
      Object.values(item).every((value) => typeof value === "string" || value === 0),
    ) && backlog.items.every(({ mostHeld }) => mostHeld === 0);
  const notes = (
    <>
      {!volume.isComplete && (
        <p class="notice" role="status">
          {t("Older comments are still being counted; these numbers will grow.")}
        </p>
      )}
      {!volume.isWholeHours && (
        <p class="hint">
          {t(
            "Numbers are kept by whole hours of UTC. In your time zone a day begins with the hour that begins in it.",
          )}
        </p>
      )}
    </>
  );
  if (isEmpty) {
    return (
      <>
        {notes}
        <div class="empty">
          <h2>{t("Nothing happened in this time")}</h2>
          <p>{t("No comment came, and nobody decided anything. Choose another time or site.")}</p>
          <Link href="/">{t("Go to the held comments")}</Link>
        </div>
      </>
    );
  }
  return (
    <>
      <div class="first-look">
        <p>{volumeSentence(volume.items)}</p>
        <p>{waitingSentence(times.total)}</p>
        <p>{backlogSentence(backlog.items, isToday)}</p>
      </div>
      {notes}
      <VolumePicture numbers={volume} csv={csv("volume")} />
      <WaitingPicture numbers={times} csv={csv("decision-times")} />
      <BacklogPicture numbers={backlog} isToday={isToday} csv={csv("backlog")} />
      <RulesPicture numbers={rules} csv={csv("rules")} />
      <ModeratorsPicture numbers={moderators} csv={csv("moderators")} />
      <WeekPicture numbers={numbers["hours-of-week"]} csv={csv("hours-of-week")} />
    </>
  );
}
