// How long a ban lasts: the same choice wherever authors are banned.
import { t } from "../language.ts";

const DAY_MS = 86_400_000;
const LENGTHS: readonly { days: BanDays; label: string }[] = [
  { days: 1, label: t("For a day") },
  { days: 7, label: t("For a week") },
  { days: 30, label: t("For 30 days") },
  { days: null, label: t("For good") },
];

/** null = for good. */
export type BanDays = number | null;

export const bannedUntil = (days: BanDays): string | null =>
  days === null ? null : new Date(Date.now() + days * DAY_MS).toISOString();

export const BanLength = ({ days, onChange }: { days: BanDays; onChange: (days: BanDays) => void }) => (
  <fieldset class="choices short">
    <legend>{t("How long")}</legend>
    {LENGTHS.map((choice) => (
      <label class="check" key={choice.label}>
        <input
          type="radio"
          name="days"
          checked={days === choice.days}
          onChange={() => onChange(choice.days)}
        />
        {choice.label}
      </label>
    ))}
  </fieldset>
);
