import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

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
            Table<span class="only-heard"> of “{title}”</span>
          </button>
          <a class="button small" href={csv} download>
            CSV<span class="only-heard"> of “{title}”</span>
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

const DataTable = ({ title, columns, rows }: TableOf & { title: string }) => (
  // Scrolled by the keyboard, too.
  <div class="number-table" tabIndex={0} role="region" aria-label={`Table of “${title}”`}>
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
              <td key={column}>{typeof cell === "number" ? cell.toLocaleString("en") : cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
