import type { ComponentChild } from "preact";
import { useId, useState } from "preact/hooks";
import { guessedLanguages } from "../../../text/language.ts";
import { parseSearch, type SearchPart, writeSearch } from "../../../text/search-query.ts";
import { locale, t } from "../language.ts";
import type { Filters } from "./filters.ts";
import { AGES, filtersOf, languageName, problemOf, withFilters } from "./filters.ts";

const LANGUAGES = guessedLanguages
  .map((code) => [code, languageName(code)] as const)
  .sort(([, a], [, b]) => a.localeCompare(b, locale));

/** Writes operators into the search; whoever knows them types them. */
export function FilterForm(props: {
  id: string;
  search: string;
  onApply: (parts: readonly SearchPart[]) => void;
  onClose: () => void;
}) {
  const { parts } = parseSearch(props.search);
  const [filters, setFilters] = useState<Filters>(() => filtersOf(parts));
  const [problem, setProblem] = useState<string | null>(null);
  const set = (change: Partial<Filters>): void => setFilters({ ...filters, ...change });
  const apply = (event: SubmitEvent): void => {
    event.preventDefault();
    const wanted = withFilters(parts, filters);
    const { problems } = parseSearch(writeSearch(wanted));
    setProblem(problemOf(problems));
    if (problems.length === 0) props.onApply(wanted);
  };
  const text = (name: "author" | "page" | "rule" | "domain", label: string, placeholder: string) => (
    <Labelled label={label}>
      {(id) => (
        <input
          id={id}
          placeholder={placeholder}
          value={filters[name]}
          autocomplete="off"
          onInput={(event) => set({ [name]: event.currentTarget.value })}
        />
      )}
    </Labelled>
  );
  return (
    <form
      id={props.id}
      class="panel filters"
      aria-label={t("Filters")}
      onSubmit={apply}
      onKeyDown={(event) => event.key === "Escape" && props.onClose()}
    >
      {text("author", t("Author"), t("Name or e-mail"))}
      {text("page", t("Page"), t("Word or address"))}
      {text("rule", t("Rule"), t("Name of a rule"))}
      {text("domain", t("Links to"), "example.com")}
      <Labelled label={t("Language")}>
        {(id) => (
          <select id={id} value={filters.lang} onChange={(event) => set({ lang: event.currentTarget.value })}>
            <option value="">{t("Any")}</option>
            {LANGUAGES.map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <Labelled label={t("Age")}>
        {(id) => (
          <select id={id} value={filters.age} onChange={(event) => set({ age: event.currentTarget.value })}>
            <option value="">{t("Any")}</option>
            {AGES.map(([span, name]) => (
              <option key={span} value={span}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <Labelled label={t("Waiting over (hours)")}>
        {(id) => (
          <input
            id={id}
            type="number"
            min="1"
            max="99999"
            inputMode="numeric"
            value={filters.waitingHours}
            onInput={(event) => set({ waitingHours: event.currentTarget.value })}
          />
        )}
      </Labelled>
      <label class="check">
        <input
          type="checkbox"
          checked={filters.hasLink}
          onChange={(event) => set({ hasLink: event.currentTarget.checked })}
        />
        {t("Has links")}
      </label>
      {problem !== null && (
        <p class="problem-text" role="alert">
          {problem}
        </p>
      )}
      <div class="filter-buttons">
        <button type="submit" class="primary">
          {t("Apply")}
        </button>
        <button type="button" class="quiet" onClick={props.onClose}>
          {t("Close")}
        </button>
      </div>
    </form>
  );
}

function Labelled({ label, children }: { label: string; children: (id: string) => ComponentChild }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id)}
    </div>
  );
}
