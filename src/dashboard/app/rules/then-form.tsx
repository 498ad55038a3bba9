import { t } from "../language.ts";
import { Labelled, NumberInput } from "./inputs.tsx";
import { RefusalText, useRefusals } from "./problems.tsx";
import type { Force, Then } from "./rules-api.ts";

interface ThenFormProps {
  then: Then;
  /** Points from which the site holds a comment, where that is known. */
  holdsFrom: number | null;
  onChange: (then: Then) => void;
}

const OUTCOMES: readonly [Force | "", string][] = [
  ["", t("Add points to the comment’s score")],
  ["hold", t("Hold it for a moderator")],
  ["reject", t("Reject it")],
  ["spam", t("Mark it as spam")],
  ["approve", t("Publish it")],
];

export function ThenForm({ then, holdsFrom, onChange }: ThenFormProps) {
  const { force, points, group, publicReason, whenUnknown } = then;
  const refusals = useRefusals("#/then", { exactly: true });
  const choose = (outcome: Force | ""): void =>
    onChange(
      outcome === ""
        ? { ...then, force: undefined, points: points ?? 4 }
        : { ...then, force: outcome, points: undefined },
    );
  return (
    <div class="then-form">
      <Labelled label={t("What happens")} pointer="#/then/force">
        {(tie) => (
          <select
            {...tie}
            value={force ?? ""}
            onChange={({ currentTarget }) => choose(currentTarget.value as Force | "")}
          >
            {OUTCOMES.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {(force === undefined || points !== undefined) && (
        <Labelled
          label={t("Points")}
          pointer="#/then/points"
          hint={
            holdsFrom === null
              ? t("All rules’ points are added up; below zero speaks for the comment.")
              : t(
                  "All rules’ points are added up; below zero speaks for the comment. On this site a comment is held from {holdsFrom, number}.",
                  { holdsFrom },
                )
          }
        >
          {(tie) => (
            <NumberInput
              {...tie}
              min={-20}
              max={20}
              value={points}
              onNumber={(value) => onChange({ ...then, points: value })}
            />
          )}
        </Labelled>
      )}
      {(force === "reject" || force === "spam" || publicReason !== undefined || force === undefined) && (
        <Labelled
          label={t("What the author is told if it is refused")}
          hint={t("In plain words, or nothing at all: spammers learn from reasons.")}
          pointer="#/then/publicReason"
        >
          {(tie) => (
            <input
              {...tie}
              dir="auto"
              maxLength={300}
              placeholder={t("Nothing")}
              value={publicReason ?? ""}
              onInput={({ currentTarget }) =>
                onChange({ ...then, publicReason: currentTarget.value || undefined })
              }
            />
          )}
        </Labelled>
      )}
      <details class="more" open={group !== undefined || whenUnknown !== undefined}>
        <summary>{t("More")}</summary>
        <div class="stack">
          <Labelled
            label={t("Group")}
            hint={t("Rules of one group share a cap on their points, which an admin sets for the site.")}
            pointer="#/then/group"
          >
            {(tie) => (
              <input
                {...tie}
                autocomplete="off"
                value={group ?? ""}
                onInput={({ currentTarget }) =>
                  onChange({ ...then, group: currentTarget.value || undefined })
                }
              />
            )}
          </Labelled>
          <Labelled label={t("Where the rule has no answer")} pointer="#/then/whenUnknown">
            {(tie) => (
              <select
                {...tie}
                value={whenUnknown ?? "hold"}
                onChange={({ currentTarget }) =>
                  onChange({
                    ...then,
                    whenUnknown: currentTarget.value === "ignore" ? "ignore" : undefined,
                  })
                }
              >
                <option value="hold">{t("a moderator decides")}</option>
                <option value="ignore">{t("the other rules decide")}</option>
              </select>
            )}
          </Labelled>
        </div>
      </details>
      <RefusalText texts={refusals} />
    </div>
  );
}
