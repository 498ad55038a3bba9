import { useLayoutEffect, useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { Field } from "../frame/field.tsx";
import { t } from "../language.ts";
import { MOST_REASONS, type ReasonRow, reasonsOf, withMoved, withNewRow } from "./refusal-reasons-form.ts";

const WITH_DIGIT_KEYS = 9;

interface ReasonsProps {
  rows: ReasonRow[];
  isRequired: boolean;
  onRows: (rows: ReasonRow[]) => void;
  onRequired: (isRequired: boolean) => void;
}

export function RefusalReasonsFields({ rows, isRequired, onRows, onRequired }: ReasonsProps) {
  const focusAfter = useFocusAfter();
  const add = (): void => {
    const next = withNewRow(rows);
    onRows(next);
    focusAfter([`${next.at(-1)!.rowId} label`]);
  };
  const move = ({ rowId, label }: ReasonRow, by: 1 | -1): void => {
    const next = withMoved(rows, rowId, by);
    onRows(next);
    const place = next.findIndex((row) => row.rowId === rowId) + 1;
    announce(
      label
        ? t("{label} is number {place, number} now.", { label, place })
        : t("The reason is number {place, number} now.", { place }),
    );
    focusAfter(by === -1 ? [`${rowId} up`, `${rowId} down`] : [`${rowId} down`, `${rowId} up`]);
  };
  const remove = ({ rowId, label }: ReasonRow): void => {
    const at = rows.findIndex((row) => row.rowId === rowId);
    const next = rows.filter((row) => row.rowId !== rowId);
    onRows(next);
    announce(
      label ? t("{label} is removed once you save.", { label }) : t("The reason is removed once you save."),
    );
    focusAfter([`${(next[at] ?? next.at(-1))?.rowId} label`, "add reason"]);
  };
  const codes = reasonsOf(rows);
  return (
    <>
      {rows.length > 0 && (
        <ol class="reason-rows">
          {rows.map((row, index) => (
            <li key={row.rowId}>
              <fieldset class="reason stack">
                <legend>
                  {index < WITH_DIGIT_KEYS ? <kbd>{index + 1}</kbd> : null}{" "}
                  <bdi dir="auto">{row.label || t("New reason")}</bdi>
                </legend>
                <ReasonFields
                  row={row}
                  codeToBe={codes[index]!.code}
                  onRow={(changed) =>
                    onRows(rows.map((other) => (other.rowId === row.rowId ? changed : other)))
                  }
                />
                <div class="reason-buttons">
                  <button
                    type="button"
                    class="quiet"
                    id={`${row.rowId} up`}
                    disabled={index === 0}
                    onClick={() => move(row, -1)}
                  >
                    {t("Up")}
                    <span class="only-heard">: {row.label}</span>
                  </button>
                  <button
                    type="button"
                    class="quiet"
                    id={`${row.rowId} down`}
                    disabled={index === rows.length - 1}
                    onClick={() => move(row, 1)}
                  >
                    {t("Down")}
                    <span class="only-heard">: {row.label}</span>
                  </button>
                  <button type="button" class="quiet" onClick={() => remove(row)}>
                    {t("Remove")}
                    <span class="only-heard">: {row.label}</span>
                  </button>
                </div>
              </fieldset>
            </li>
          ))}
        </ol>
      )}
      <div>
        <button type="button" id="add reason" disabled={rows.length >= MOST_REASONS} onClick={add}>
          {t("Add a reason")}
        </button>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={isRequired}
          onChange={({ currentTarget }) => onRequired(currentTarget.checked)}
        />
        {t("Rejecting in the dashboard asks for one of them")}
      </label>
    </>
  );
}

function ReasonFields({
  row,
  codeToBe,
  onRow,
}: {
  row: ReasonRow;
  codeToBe: string;
  onRow: (row: ReasonRow) => void;
}) {
  const textId = `${row.rowId} text`;
  return (
    <>
      <div class="two-columns">
        <Field
          label={t("Label, for moderators")}
          required
          maxlength={100}
          dir="auto"
          fieldId={`${row.rowId} label`}
          value={row.label}
          onText={(label) => onRow({ ...row, label })}
        />
        <Field
          label={t("Code, for other systems")}
          maxlength={40}
          pattern="[a-z0-9]([a-z0-9\-]*[a-z0-9])?"
          title={t("Lower-case letters, digits and hyphens")}
          readOnly={row.isStored}
          placeholder={codeToBe}
          value={row.code}
          onText={(code) => onRow({ ...row, code })}
        />
      </div>
      <div class="field">
        <label for={textId}>{t("Text for the author")}</label>
        <textarea
          id={textId}
          rows={2}
          maxlength={500}
          dir="auto"
          placeholder={t("Empty: the author learns only that the comment was refused")}
          value={row.publicText}
          onInput={({ currentTarget }) => onRow({ ...row, publicText: currentTarget.value })}
        />
      </div>
    </>
  );
}

/** The first of these that can take the focus has it after the next drawing: a row that moves or goes takes it away. */
function useFocusAfter(): (ids: string[]) => void {
  const [ids, setIds] = useState<string[]>([]);
  useLayoutEffect(() => {
    const elements = ids.map((id) => document.getElementById(id));
    elements.find((element) => element && !element.matches(":disabled"))?.focus();
  }, [ids]);
  return setIds;
}
