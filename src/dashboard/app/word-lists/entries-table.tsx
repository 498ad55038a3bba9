import { useState } from "preact/hooks";
import { number, t } from "../language.ts";
import { RefusalText, useRefusals } from "../rules/problems.tsx";
import type { WordListEntry } from "../rules/rules-api.ts";
import { EVERYWHERE, searchEntries } from "./entries.ts";

/** A page cannot show a hundred thousand rows, and nobody would read them. */
const SHOWN_AT_FIRST = 50;
const MORE = 200;

interface EntriesTableProps {
  entries: readonly WordListEntry[];
  onEntries: (entries: WordListEntry[]) => void;
}

export function EntriesTable({ entries, onEntries }: EntriesTableProps) {
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(SHOWN_AT_FIRST);
  const refusals = useRefusals("#/entries");
  const found = searchEntries(entries, search);
  const change = (index: number, changed: WordListEntry | null): void =>
    onEntries(entries.flatMap((entry, at) => (at !== index ? [entry] : changed ? [changed] : [])));
  return (
    <section class="panel stack" aria-label={t("Phrases")}>
      <div class="rules-head">
        <h2>
          {t("Phrases")} <span class="count">{number(entries.length)}</span>
        </h2>
        <input
          type="search"
          class="phrase-search"
          aria-label={t("Search within the list")}
          placeholder={t("Search within the list")}
          value={search}
          onInput={({ currentTarget }) => {
            setSearch(currentTarget.value);
            setLimit(SHOWN_AT_FIRST);
          }}
        />
      </div>
      <p class="hint" role="status">
        {search && t("{found, number} of {all, number} found.", { found: found.length, all: entries.length })}
      </p>
      <RefusalText texts={refusals} />
      {entries.length === 0 && <p class="hint">{t("Nothing in the list yet.")}</p>}
      {found.length > 0 && (
        <ul class="entries">
          {found.slice(0, limit).map((index) => (
            <EntryRow
              key={entries[index]!.phrase}
              entry={entries[index]!}
              onChange={(changed) => change(index, changed)}
            />
          ))}
        </ul>
      )}
      {found.length > limit && (
        <button type="button" class="quiet" onClick={() => setLimit(limit + MORE)}>
          {t("Show more ({left, number} left)", { left: found.length - limit })}
        </button>
      )}
    </section>
  );
}

interface EntryRowProps {
  entry: WordListEntry;
  onChange: (entry: WordListEntry | null) => void;
}

const USUAL = "usual";

const WHERE: readonly [value: string, label: string][] = [
  [USUAL, t("Text and name")],
  ["body", t("Text only")],
  ["authorName", t("Author’s name only")],
  ["authorEmail", t("E-mail address only")],
  ["authorUrl", t("Web address only")],
  [[...EVERYWHERE].sort().join(","), t("Everywhere")],
];

function EntryRow({ entry, onChange }: EntryRowProps) {
  const { phrase, language, fields } = entry;
  const place = fields === undefined ? USUAL : [...fields].sort().join(",");
  const isOther = !WHERE.some(([value]) => value === place);
  const move = (value: string): void => {
    const { fields: dropped, ...others } = entry;
    void dropped;
    onChange(value === USUAL ? others : { ...others, fields: value.split(",") });
  };
  return (
    <li class="entry">
      <bdi dir="auto" class="phrase">
        {phrase}
      </bdi>
      {language && <span class="badge">{language}</span>}
      <select
        aria-label={t("Where to look for {phrase}", { phrase })}
        value={place}
        onChange={({ currentTarget }) => move(currentTarget.value)}
      >
        {WHERE.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {isOther && <option value={place}>{t("Several places")}</option>}
      </select>
      <button
        type="button"
        class="quiet small"
        aria-label={t("Remove {phrase}", { phrase })}
        onClick={() => onChange(null)}
      >
        ×
      </button>
    </li>
  );
}
