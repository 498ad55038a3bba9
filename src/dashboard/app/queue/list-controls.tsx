import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  parseSearch,
  searchOperators,
  type SearchPart,
  writePart,
  writeSearch,
} from "../../../text/search-query.ts";
import type { Order } from "../api.ts";
import { rich, t } from "../language.ts";
import { navigate, query } from "../router.ts";
import type { View } from "../routes.ts";
import { addressOf, ordersOf, searchIn } from "../routes.ts";
import { sites } from "../session.ts";
import { searchedFor } from "./card-state.ts";
import { stats } from "./counts.ts";
import { FilterForm } from "./filter-form.tsx";
import { chipText, problemOf, sought } from "./filters.ts";

const ORDER_NAMES: Record<Order, string> = {
  risk: t("Riskiest first"),
  newest: t("Newest first"),
  oldest: t("Oldest first"),
};

export function ListControls({ view }: { view: View }) {
  const [filtersOpen, setFiltersOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const panel = useId();
  const show = (wanted: View): void => navigate(addressOf(wanted));
  const search = (parts: readonly SearchPart[]): void => show(searchIn(view, writeSearch(parts)));
  // Not where the form is only made anew: the focus is on what was clicked.
  useLayoutEffect(() => {
    if (filtersOpen) document.getElementById(panel)?.querySelector("input")?.focus();
  }, [filtersOpen]);
  const closeFilters = (): void => {
    setFiltersOpen(false);
    toggle.current?.focus();
  };
  return (
    <div class="list-head">
      <div class="controls">
        {(sites.value.length > 1 || view.siteKey) && (
          <select
            aria-label={t("Site")}
            value={view.siteKey ?? ""}
            onChange={(event) => show({ ...view, siteKey: event.currentTarget.value || null })}
          >
            <option value="">{t("All sites")}</option>
            {sites.value.map((site) => (
              <option key={site.key} value={site.key}>
                {site.name}
              </option>
            ))}
          </select>
        )}
        <select
          aria-label={t("Order")}
          value={view.order}
          onChange={(event) => show({ ...view, order: event.currentTarget.value as Order })}
        >
          {ordersOf(view.list).map((order) => (
            <option key={order} value={order}>
              {ORDER_NAMES[order]}
            </option>
          ))}
        </select>
        <button
          type="button"
          id="filters"
          ref={toggle}
          aria-expanded={filtersOpen}
          aria-controls={filtersOpen ? panel : undefined}
          onClick={() => setFiltersOpen(!filtersOpen)}
          onKeyDown={(event) => event.key === "Escape" && closeFilters()}
        >
          {t("Filters")}
        </button>
        <Search view={view} onSearch={search} />
      </div>
      {filtersOpen && (
        <FilterForm
          // What was taken out of the search, or belonged to another list, must not come back with it.
          key={view.search}
          id={panel}
          search={view.search}
          onClose={closeFilters}
          onApply={(parts) => {
            closeFilters();
            search(parts);
          }}
        />
      )}
      <Chips view={view} onSearch={search} />
      {view.search && stats.value?.isSearchComplete === false && (
        <p class="notice">
          {t("Old comments are still being indexed: the search does not find all of them yet.")}
        </p>
      )}
    </div>
  );
}

/** What is asked for by operators, each with a button that takes it away. Words stay in the field. */
function Chips({ view, onSearch }: { view: View; onSearch: (parts: readonly SearchPart[]) => void }) {
  const { parts } = parseSearch(view.search);
  const operators = parts.filter(({ operator }) => operator !== null);
  const list = useRef<HTMLUListElement>(null);
  if (operators.length === 0) return null;
  const remove = (part: SearchPart): void => {
    onSearch(parts.filter((other) => other !== part));
    // The button that had the focus is gone.
    requestAnimationFrame(() =>
      (
        list.current?.querySelector<HTMLElement>("button") ?? document.querySelector<HTMLElement>("#filters")
      )?.focus(),
    );
  };
  return (
    <ul class="chips" ref={list} aria-label={t("Filters in use")}>
      {operators.map((part) => (
        <li key={writePart(part)} class="chip">
          <bdi>{chipText(part)}</bdi>
          <button
            type="button"
            aria-label={t("Remove the filter {filter}", { filter: chipText(part) })}
            onClick={() => remove(part)}
          >
            ×
          </button>
        </li>
      ))}
      {operators.length > 1 && (
        <li>
          <button
            type="button"
            class="quiet"
            onClick={() => onSearch(parts.filter(({ operator }) => operator === null))}
          >
            {t("Remove all")}
          </button>
        </li>
      )}
    </ul>
  );
}

function Search({ view, onSearch }: { view: View; onSearch: (parts: readonly SearchPart[]) => void }) {
  const field = useRef<HTMLInputElement>(null);
  const { parts, problems } = parseSearch(view.search);
  const isWrong = problems.length > 0;
  const words = writeSearch(parts.filter(({ operator }) => operator === null));
  const [wanted, setWanted] = useState(isWrong ? view.search : words);
  const [problem, setProblem] = useState(problemOf(problems));
  const [isUsed, setIsUsed] = useState(false);
  const hint = useId();
  const kept = isWrong ? [] : parts.filter(({ operator }) => operator !== null);

  // Made anew it would lose the focus, and what is typed on would be keys that decide.
  useLayoutEffect(() => {
    setWanted(isWrong ? view.search : words);
    setProblem(problemOf(problems));
  }, [view.search]);

  const run = (text: string): boolean => {
    const typed = parseSearch(text);
    setProblem(problemOf(typed.problems));
    if (typed.problems.length > 0) return false;
    const known = new Set(kept.map(writePart));
    onSearch([...kept, ...typed.parts.map(sought).filter((part) => !known.has(writePart(part)))]);
    return true;
  };
  const submit = (): void => {
    if (!run(wanted)) return;
    field.current?.blur();
    // As the address has it by now, which may be that of another list.
    searchedFor.value = new URLSearchParams(query.value).get("q") ?? "";
  };
  const change = (text: string): void => {
    setWanted(text);
    setProblem(null);
    if (text === "" && words !== "") run("");
  };
  return (
    <form
      role="search"
      class="search"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <input
        id="search"
        ref={field}
        type="search"
        aria-label={t("Search comments")}
        aria-describedby={hint}
        aria-invalid={problem !== null}
        placeholder={t("Search")}
        autocomplete="off"
        value={wanted}
        onFocus={() => setIsUsed(true)}
        onBlur={() => setIsUsed(false)}
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
      <div id={hint} class="search-below">
        {problem !== null && (
          <p class="problem-text" role="alert">
            {problem}
          </p>
        )}
        {problem === null && isUsed && (
          <p class="search-hint">
            {rich("Words, “exact words”, and {operators}", {
              operators: Object.keys(searchOperators).map((operator, at) => (
                <>
                  {at > 0 && " "}
                  <code>{operator}:</code>
                </>
              )),
            })}
          </p>
        )}
      </div>
    </form>
  );
}
