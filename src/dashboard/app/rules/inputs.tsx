// Form fields that show what the server refused about them.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { t } from "../language.ts";
import type { NumberCondition } from "./condition.ts";
import { RefusalText, useRefusals } from "./problems.tsx";

interface LabelledProps {
  label: string;
  hint?: string | undefined;
  pointer: string;
  /** Gets what its input needs to be tied to the label, the hint and the refusal. */
  children: (tie: Tie) => ComponentChildren;
  aside?: ComponentChildren;
}

interface Tie {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": "true" | undefined;
}

export function Labelled({ label, hint, pointer, children, aside }: LabelledProps) {
  const id = useId();
  const refusals = useRefusals(pointer);
  const described = [hint && `${id}-hint`, refusals.length > 0 && `${id}-refusal`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <div class="field-head">
        <label for={id}>{label}</label>
        {aside}
      </div>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": refusals.length > 0 ? "true" : undefined,
      })}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <RefusalText id={`${id}-refusal`} texts={refusals} />
    </div>
  );
}

interface FieldsetProps {
  legend: string;
  hint?: string | undefined;
  pointer: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** For what takes more than one input. */
export function Fieldset({ legend, hint, pointer, aside, children }: FieldsetProps) {
  const id = useId();
  const refusals = useRefusals(pointer);
  const described = [hint && `${id}-hint`, refusals.length > 0 && `${id}-refusal`].filter(Boolean).join(" ");
  return (
    <div
      class="field"
      role="group"
      aria-labelledby={`${id}-legend`}
      aria-describedby={described || undefined}
      data-refused={refusals.length > 0 ? "" : undefined}
    >
      <div class="field-head">
        <span class="legend" id={`${id}-legend`}>
          {legend}
        </span>
        {aside}
      </div>
      {children}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <RefusalText id={`${id}-refusal`} texts={refusals} />
    </div>
  );
}

interface NumberInputProps {
  label?: string;
  id?: string;
  value: number | undefined;
  min?: number;
  max?: number;
  step?: number | "any";
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: "true" | undefined;
  onNumber: (value: number | undefined) => void;
}

/** Keeps what is being typed, also where it is no number yet. */
export function NumberInput({ label, value, onNumber, step = "any", ...input }: NumberInputProps) {
  const [text, setText] = useState(value === undefined ? "" : String(value));
  useEffect(() => {
    if (numberOf(text) !== value) setText(value === undefined ? "" : String(value));
  }, [value]);
  return (
    <input
      {...input}
      type="number"
      class="number"
      step={step}
      inputMode="decimal"
      aria-label={label}
      value={text}
      onInput={({ currentTarget }) => {
        setText(currentTarget.value);
        onNumber(numberOf(currentTarget.value));
      }}
    />
  );
}

const numberOf = (text: string): number | undefined => {
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) ? undefined : value;
};

type Bound = keyof NumberCondition;

const BOUNDS: readonly [Bound, string][] = [
  ["gte", t("at least")],
  ["gt", t("more than")],
  ["lte", t("at most")],
  ["lt", t("less than")],
  ["eq", t("exactly")],
];

interface BoundsInputProps {
  label: string;
  unit: string;
  scale: number;
  condition: NumberCondition;
  onChange: (condition: NumberCondition) => void;
}

/** A NumberCondition: one bound or two, in the unit that people think in. */
export function BoundsInput({ label, unit, scale, condition, onChange }: BoundsInputProps) {
  const bounds = Object.entries(condition) as [Bound, number | undefined][];
  const shown: [Bound, number | undefined][] = bounds.length > 0 ? bounds : [["gte", undefined]];
  const write = (changed: [Bound, number | undefined][]): void => onChange(Object.fromEntries(changed));
  return (
    <div class="bounds">
      {shown.map(([bound, value], index) => (
        <div class="bound" key={index}>
          {index > 0 && <span class="hint">{t("and")}</span>}
          <select
            aria-label={
              index > 0 ? t("{label}: second comparison", { label }) : t("{label}: comparison", { label })
            }
            value={bound}
            onChange={({ currentTarget }) =>
              write(shown.map((one, at) => (at === index ? [currentTarget.value as Bound, value] : one)))
            }
          >
            {BOUNDS.filter(([name]) => name === bound || !shown.some(([used]) => used === name)).map(
              ([name, words]) => (
                <option key={name} value={name}>
                  {words}
                </option>
              ),
            )}
          </select>
          <NumberInput
            label={index > 0 ? t("{label}: second number", { label }) : t("{label}: number", { label })}
            value={value === undefined ? undefined : tidy(value * scale)}
            onNumber={(number) =>
              write(
                shown.map((one, at) =>
                  at === index ? [bound, number === undefined ? undefined : tidy(number / scale)] : one,
                ),
              )
            }
          />
          {index === shown.length - 1 && <span class="unit">{unit}</span>}
        </div>
      ))}
      {shown.length === 1 && shown[0]![0] !== "eq" && (
        <button
          type="button"
          class="quiet small"
          onClick={() => write([...shown, [shown[0]![0].startsWith("g") ? "lt" : "gte", undefined]])}
        >
          {t("+ and")}
        </button>
      )}
      {shown.length > 1 && (
        <button type="button" class="quiet small" onClick={() => write(shown.slice(0, -1))}>
          {t("One bound only")}
        </button>
      )}
    </div>
  );
}

const tidy = (value: number): number => Math.round(value * 1e6) / 1e6;

const WINDOW_UNITS: readonly [seconds: number, name: string][] = [
  [86_400, t("days")],
  [3_600, t("hours")],
  [60, t("minutes")],
  [1, t("seconds")],
];

interface WindowInputProps {
  label: string;
  seconds: number | undefined;
  onSeconds: (seconds: number | undefined) => void;
}

export function WindowInput({ label, seconds, onSeconds }: WindowInputProps) {
  const fitting = WINDOW_UNITS.find(([unit]) => seconds !== undefined && seconds % unit === 0)?.[0] ?? 60;
  const [unit, setUnit] = useState(fitting);
  return (
    <div class="bound">
      <NumberInput
        label={t("{label}: number", { label })}
        min={1}
        value={seconds === undefined ? undefined : tidy(seconds / unit)}
        onNumber={(number) => onSeconds(number === undefined ? undefined : Math.round(number * unit))}
      />
      <select
        aria-label={t("{label}: unit", { label })}
        value={String(unit)}
        onChange={({ currentTarget }) => {
          const next = Number(currentTarget.value);
          if (seconds !== undefined) onSeconds(Math.round((seconds / unit) * next));
          setUnit(next);
        }}
      >
        {WINDOW_UNITS.map(([size, name]) => (
          <option key={size} value={String(size)}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

interface LinesInputProps {
  tie: Tie;
  lines: string[];
  rows: number;
  onLines: (lines: string[]) => void;
}

/** One item a line; blank lines stay while somebody types. */
export const LinesInput = ({ tie, lines, rows, onLines }: LinesInputProps) => (
  <textarea
    {...tie}
    dir="auto"
    spellcheck={false}
    rows={Math.max(rows, Math.min(lines.length + 1, 12))}
    value={lines.join("\n")}
    onInput={({ currentTarget }) =>
      onLines(currentTarget.value === "" ? [] : currentTarget.value.split(/\r?\n/))
    }
  />
);
