import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { number, rich, t } from "../language.ts";

export interface TableOf {
  columns: readonly string[];
  rows: readonly { name: ComponentChildren; cells: readonly (string | number)[] }[];
}

interface PictureProps {
  title: string;
  caption: string;
  csv: string;
  table: () => TableOf;
  hint?: string;
  children: ComponentChildren;
}

/** A picture with what it says in words, the same as a table, and the file. */
export function Picture({ title, caption, csv, table, hint, children }: PictureProps) {
  const [isTable, setIsTable] = useState(false);
  const id = useId();
  return (
    <section class="panel picture" aria-labelledby={id}>
      <div class="picture-head">
        <h2 id={id}>{title}</h2>
        <div class="picture-ways">
          <button type="button" class="small" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
            {rich("Table<heard> of “{title}”</heard>", { title, heard })}
          </button>
          <a class="button small" href={csv} download>
            {rich("CSV<heard> of “{title}”</heard>", { title, heard })}
          </a>
        </div>
      </div>
      <p class="picture-caption">
        <bdi dir="auto">{caption}</bdi>
      </p>
      {isTable ? <DataTable title={title} {...table()} /> : children}
      {hint && <p class="hint">{hint}</p>}
    </section>
  );
}

const heard = (text: ComponentChildren) => <span class="only-heard">{text}</span>;

const DataTable = ({ title, columns, rows }: TableOf & { title: string }) => (
  // Scrolled by the keyboard, too.
  <div class="number-table" tabIndex={0} role="region" aria-label={t("Table of “{title}”", { title })}>
    <table>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, cells }, at) => (
          <tr key={at}>
            <th scope="row">{name}</th>
            {cells.map((cell, column) => (
              <td key={column}>{typeof cell === "number" ? number(cell) : cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
