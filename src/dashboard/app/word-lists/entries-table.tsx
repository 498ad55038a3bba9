import { useState } from "preact/hooks";
import { RefusalText, useRefusals } from "../rules/problems.tsx";
import { PLACES } from "../rules/check-fields.ts";
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
    <section class="panel stack" aria-label="Phrases">
      <div class="rules-head">
        <h2>
          Phrases <span class="count">{entries.length.toLocaleString("en")}</span>
        </h2>
        <input
          type="search"
          class="phrase-search"
          aria-label="Search within the list"
          placeholder="Search within the list"
          value={search}
          onInput={({ currentTarget }) => {
            setSearch(currentTarget.value);
            setLimit(SHOWN_AT_FIRST);
          }}
        />
      </div>
      <p class="hint" role="status">
        {search && `${found.length.toLocaleString("en")} of ${entries.length.toLocaleString("en")} found.`}
      </p>
      <RefusalText texts={refusals} />
      {entries.length === 0 && <p class="hint">Nothing in the list yet.</p>}
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
          Show more ({(found.length - limit).toLocaleString("en")} left)
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

function EntryRow({ entry, onChange }: EntryRowProps) {
  const { phrase, language, fields } = entry;
  const place = fields === undefined ? USUAL : [...fields].sort().join(",");
  const everywhere = [...EVERYWHERE].sort().join(",");
  const options: [value: string, label: string][] = [
    [USUAL, "Text and name"],
    ...PLACES.map(([name, label]): [string, string] => [name, `${label} only`]),
    [everywhere, "Everywhere"],
  ];
  const isOther = !options.some(([value]) => value === place);
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
        aria-label={`Where to look for ${phrase}`}
        value={place}
        onChange={({ currentTarget }) => move(currentTarget.value)}
      >
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {isOther && <option value={place}>Several places</option>}
      </select>
      <button
        type="button"
        class="quiet small"
        aria-label={`Remove ${phrase}`}
        onClick={() => onChange(null)}
      >
        ×
      </button>
    </li>
  );
}
