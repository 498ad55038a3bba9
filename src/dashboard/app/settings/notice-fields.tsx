import { useId, useState } from "preact/hooks";
import { Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { fromProblem, type Language, LANGUAGES, rich, t } from "../language.ts";
import type { NoticeSettings, Tested, Urgency } from "./notices-api.ts";

const URGENCIES: readonly { urgency: Urgency | null; label: string }[] = [
  { urgency: null, label: t("Never") },
  { urgency: "highest", label: t("3× what holds a comment") },
  { urgency: "high", label: t("2× what holds a comment") },
  { urgency: "held", label: t("What holds a comment") },
];

const PAUSES: readonly { minutes: number; label: string }[] = [
  { minutes: 5, label: t("5 minutes") },
  { minutes: 15, label: t("15 minutes") },
  { minutes: 60, label: t("an hour") },
];

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Without what the server says beside them. */
export const settingsOf = ({
  enabled,
  urgent,
  urgentEveryMinutes,
  digestHours,
  timeZone,
  language,
}: NoticeSettings): NoticeSettings => ({
  enabled,
  urgent,
  urgentEveryMinutes,
  digestHours,
  timeZone,
  language,
});

interface NoticeFieldsProps {
  settings: NoticeSettings;
  languageLabel: string;
  onChange: (change: Partial<NoticeSettings>) => void;
}

/** When to tell, and in which language: the same for a person and for a chat. */
export function NoticeFields({ settings, languageLabel, onChange }: NoticeFieldsProps) {
  const id = useId();
  return (
    <>
      <div class="three-columns">
        <div class="field">
          <label for={`${id}-urgent`}>{t("At once, from a score of")}</label>
          <select
            id={`${id}-urgent`}
            value={settings.urgent ?? ""}
            onChange={({ currentTarget }) =>
              onChange({ urgent: (currentTarget.value || null) as Urgency | null })
            }
          >
            {URGENCIES.map(({ urgency, label }) => (
              <option key={label} value={urgency ?? ""}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for={`${id}-pause`}>{t("At most one such message in")}</label>
          <select
            id={`${id}-pause`}
            disabled={settings.urgent === null}
            value={settings.urgentEveryMinutes}
            onChange={({ currentTarget }) => onChange({ urgentEveryMinutes: Number(currentTarget.value) })}
          >
            {PAUSES.map(({ minutes, label }) => (
              <option key={minutes} value={minutes}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for={`${id}-zone`}>{t("Time zone")}</label>
          <select
            id={`${id}-zone`}
            value={settings.timeZone}
            onChange={({ currentTarget }) => onChange({ timeZone: currentTarget.value })}
          >
            {zonesWith(settings.timeZone).map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll("_", " ")}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for={`${id}-language`}>{languageLabel}</label>
          <select
            id={`${id}-language`}
            value={settings.language}
            onChange={({ currentTarget }) => onChange({ language: currentTarget.value as Language })}
          >
            {LANGUAGES.map(({ tag, name }) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </div>
      <fieldset class="choices">
        <legend>{t("A digest at these hours, if anything is new")}</legend>
        <div class="hours">
          {HOURS.map((hour) => (
            <label key={hour} class="hour">
              <input
                type="checkbox"
                checked={settings.digestHours.includes(hour)}
                onChange={() => onChange({ digestHours: toggled(settings.digestHours, hour) })}
              />
              {`${String(hour).padStart(2, "0")}:00`}
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}

const toggled = (hours: readonly number[], hour: number): number[] =>
  hours.includes(hour) ? hours.filter((other) => other !== hour) : [...hours, hour].sort((a, b) => a - b);

/** Those that this browser knows, and the chosen one whatever it is. */
const zonesWith = (chosen: string): string[] =>
  [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", chosen])].sort();

/** How the last messages went. */
export function LastSent({
  told,
}: {
  told: { lastSentAt: string | null; lastError: string | null; lastErrorAt: string | null };
}) {
  return (
    <>
      {told.lastError && told.lastErrorAt && (
        <p class="problem-text">
          {rich("The last message did not go out: {error} It is tried again. {when}", {
            error: fromProblem(told.lastError),
            when: <TimeAgo at={told.lastErrorAt} />,
          })}
        </p>
      )}
      {told.lastSentAt && (
        <p class="hint">{rich("Last message: {when}", { when: <TimeAgo at={told.lastSentAt} /> })}</p>
      )}
    </>
  );
}

export function TestButton({
  test,
  disabled,
  done,
}: {
  test: () => Promise<Tested>;
  disabled: boolean;
  done: string;
}) {
  const [outcome, setOutcome] = useState<Tested | null>(null);
  const { busy, problem, run } = useTask();
  return (
    <>
      <button
        type="button"
        disabled={busy || disabled}
        onClick={() =>
          run(async () => {
            setOutcome(null);
            setOutcome(await test());
          })
        }
      >
        {busy ? t("Sending…") : t("Send a test")}
      </button>
      <Problem text={problem ?? (outcome?.problem ? fromProblem(outcome.problem) : null)} />
      {outcome?.sent && (
        <p class="hint" role="status">
          {done}
        </p>
      )}
    </>
  );
}
