import { useState } from "preact/hooks";
import { fromPack, number, t } from "../language.ts";
import type { CheckField } from "./check-fields.ts";
import { kindOfCheck, PLACES } from "./check-fields.ts";
import type { Check, NumberCondition } from "./condition.ts";
import { withField } from "./condition.ts";
import { BoundsInput, Fieldset, Labelled, LinesInput, NumberInput, WindowInput } from "./inputs.tsx";
import { RefusalText, useRefusals } from "./problems.tsx";
import type { WordList } from "./rules-api.ts";
import { ServiceSetup } from "./service-setup.tsx";

interface CheckFormProps {
  check: Check;
  pointer: string;
  lists: readonly WordList[];
  onChange: (check: Check) => void;
}

/** The form of one check, made from the table of its fields; what the table does not know is shown as JSON. */
export function CheckForm({ check, pointer, lists, onChange }: CheckFormProps) {
  const kind = kindOfCheck(check.check);
  const [wanted, setWanted] = useState("");
  const refusals = useRefusals(pointer, { exactly: true });
  const isKnown = (name: string): boolean =>
    name === "check" || (kind?.fields.some((field) => field.name === name) ?? false);
  if (!kind || !Object.keys(check).every(isKnown)) {
    return <CheckJson check={check} pointer={pointer} onChange={onChange} />;
  }
  const shown = kind.fields.filter(({ name, always }) => always || name in check);
  const left = kind.fields.filter((field) => !shown.includes(field));
  const chosen = left.find(({ name }) => name === wanted) ?? left[0];
  return (
    <div class="check-form">
      {shown.map((field) => (
        <FieldForm
          key={field.name}
          field={field}
          value={check[field.name]}
          pointer={`${pointer}/${field.name}`}
          lists={lists}
          onValue={(value) => onChange(withField(check, field.name, value))}
          onRemove={field.always ? undefined : () => onChange(withField(check, field.name, undefined))}
        />
      ))}
      <ServiceSetup check={check.check} />
      <RefusalText texts={refusals} />
      {chosen && (
        <div class="adder">
          <select
            aria-label={t("More about {what}", { what: kind.label })}
            value={chosen.name}
            onChange={({ currentTarget }) => setWanted(currentTarget.value)}
          >
            {left.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
          <button
            type="button"
            class="quiet small"
            onClick={() => onChange(withField(check, chosen.name, chosen.fresh))}
          >
            {t("+ Add detail")}
          </button>
        </div>
      )}
    </div>
  );
}

interface FieldFormProps {
  field: CheckField;
  value: unknown;
  pointer: string;
  lists: readonly WordList[];
  onValue: (value: unknown) => void;
  onRemove: (() => void) | undefined;
}

function FieldForm({ field, value, pointer, lists, onValue, onRemove }: FieldFormProps) {
  const { input, label, hint } = field;
  const aside = onRemove && (
    <button
      type="button"
      class="quiet small"
      aria-label={t("Leave out: {what}", { what: label })}
      onClick={onRemove}
    >
      ×
    </button>
  );
  const about = { pointer, hint, aside };
  switch (input.kind) {
    case "number":
      return (
        <Fieldset legend={label} {...about}>
          <BoundsInput
            label={label}
            unit={input.unit}
            scale={input.scale ?? 1}
            condition={value ?? {}}
            onChange={onValue}
          />
        </Fieldset>
      );
    case "window":
      return (
        <Fieldset legend={label} {...about}>
          <WindowInput label={label} seconds={value as number | undefined} onSeconds={onValue} />
        </Fieldset>
      );
    case "at-least":
      return (
        <Labelled label={label} {...about}>
          {(tie) => (
            <div class="bound">
              <NumberInput
                {...tie}
                value={scaledUp((value as NumberCondition | undefined)?.gte, input.scale)}
                onNumber={(number) =>
                  onValue({ gte: number === undefined ? undefined : number / input.scale })
                }
              />
              <span class="unit">{input.unit}</span>
            </div>
          )}
        </Labelled>
      );
    case "whole":
      return (
        <Labelled label={label} {...about}>
          {(tie) => (
            <div class="bound">
              <NumberInput {...tie} min={0} step={1} value={value as number | undefined} onNumber={onValue} />
              <span class="unit">{input.unit}</span>
            </div>
          )}
        </Labelled>
      );
    case "lines":
      return (
        <Labelled label={label} {...about}>
          {(tie) => (
            <LinesInput tie={tie} rows={input.rows} lines={(value ?? []) as string[]} onLines={onValue} />
          )}
        </Labelled>
      );
    case "text":
      return (
        <Labelled label={label} {...about}>
          {(tie) => (
            <input
              {...tie}
              class="code"
              spellcheck={false}
              autocomplete="off"
              value={(value ?? "") as string}
              onInput={({ currentTarget }) => onValue(currentTarget.value)}
            />
          )}
        </Labelled>
      );
    case "list":
      return (
        <Labelled label={label} {...about}>
          {(tie) => (
            <select
              {...tie}
              value={(value ?? "") as string}
              onChange={({ currentTarget }) => onValue(currentTarget.value)}
            >
              <option value="">{t("Choose a list…")}</option>
              {lists.map(({ id, name, entries }) => (
                <option key={id} value={id}>
                  {fromPack(name)} ({number(entries.length)})
                </option>
              ))}
            </select>
          )}
        </Labelled>
      );
    case "place":
      return (
        <Labelled label={label} {...about}>
          {(tie) => (
            <select
              {...tie}
              value={(value ?? "body") as string}
              onChange={({ currentTarget }) => onValue(currentTarget.value)}
            >
              {PLACES.map(([place, name]) => (
                <option key={place} value={place}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      );
    case "places":
    case "ticks": {
      const options = input.kind === "places" ? PLACES : input.options;
      const chosen = (value ?? []) as string[];
      return (
        <Fieldset legend={label} {...about}>
          <div class="ticks">
            {options.map(([place, name]) => (
              <label class="check" key={place}>
                <input
                  type="checkbox"
                  checked={chosen.includes(place)}
                  onChange={({ currentTarget }) =>
                    onValue(
                      currentTarget.checked ? [...chosen, place] : chosen.filter((one) => one !== place),
                    )
                  }
                />
                {name}
              </label>
            ))}
          </div>
        </Fieldset>
      );
    }
    case "choice":
      return (
        <Labelled label={label} {...about}>
          {(tie) => (
            <select
              {...tie}
              value={(value ?? "") as string}
              onChange={({ currentTarget }) => onValue(currentTarget.value)}
            >
              {input.options.map(([name, words]) => (
                <option key={name} value={name}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      );
    case "yes-no":
      return (
        <Labelled label={label} {...about}>
          {(tie) => (
            <select
              {...tie}
              value={String(value)}
              onChange={({ currentTarget }) => onValue(currentTarget.value === "true")}
            >
              <option value="true">{input.yes}</option>
              <option value="false">{input.no}</option>
            </select>
          )}
        </Labelled>
      );
    case "switch":
      return (
        <Switch
          {...{ label, pointer, aside, onValue }}
          on={(value ?? input.byDefault) === true}
          byDefault={input.byDefault}
        />
      );
  }
}

const scaledUp = (value: number | undefined, scale: number): number | undefined =>
  value === undefined ? undefined : Math.round(value * scale * 1e6) / 1e6;

interface SwitchProps {
  label: string;
  pointer: string;
  on: boolean;
  byDefault: boolean;
  aside: preact.ComponentChildren;
  onValue: (value: unknown) => void;
}

function Switch({ label, pointer, on, byDefault, aside, onValue }: SwitchProps) {
  const refusals = useRefusals(pointer);
  return (
    <div class="field">
      <div class="field-head">
        <label class="check">
          <input
            type="checkbox"
            checked={on}
            onChange={({ currentTarget }) =>
              onValue(currentTarget.checked === byDefault ? undefined : currentTarget.checked)
            }
          />
          {label}
        </label>
        {aside}
      </div>
      <RefusalText texts={refusals} />
    </div>
  );
}

/** Checks and fields of newer servers, and whatever else this page has no form for. */
function CheckJson({ check, pointer, onChange }: Omit<CheckFormProps, "lists">) {
  const [text, setText] = useState(JSON.stringify(check, null, 2));
  const [problem, setProblem] = useState("");
  const write = (written: string): void => {
    setText(written);
    const read = readCheck(written);
    setProblem(read ? "" : t("This is no check in JSON yet."));
    if (read) onChange(read);
  };
  return (
    <Labelled label={t("Check “{check}” as JSON", { check: check.check })} pointer={pointer}>
      {(tie) => (
        <>
          <textarea
            {...tie}
            class="code"
            rows={5}
            spellcheck={false}
            value={text}
            onInput={({ currentTarget }) => write(currentTarget.value)}
          />
          <RefusalText texts={problem ? [problem] : []} />
        </>
      )}
    </Labelled>
  );
}

function readCheck(written: string): Check | null {
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === "object" && value !== null && "check" in value && typeof value.check === "string"
      ? (value as Check)
      : null;
  } catch {
    return null;
  }
}
