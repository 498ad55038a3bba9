import { Link } from "../frame/link.tsx";
import { Tabs } from "../frame/tabs.tsx";
import { t } from "../language.ts";
import type { ListName, View } from "../routes.ts";
import { addressOf, LISTS, viewFor } from "../routes.ts";
import { counts, stats } from "./counts.ts";
import { LIST_NAMES } from "./sentences.ts";

/** The site stays, the search does not. */
export function ListTabs({ view }: { view: View }) {
  // Counts make them wider.
  const isCounted = counts.value !== null;
  return (
    <Tabs class="list-tabs" label={t("Lists")} current={`${view.list} ${String(isCounted)}`}>
      {LISTS.map((list) => (
        <Link
          key={list}
          href={addressOf({ ...viewFor(list, ""), siteKey: view.siteKey })}
          class="tab"
          current={view.list === list}
        >
          {LIST_NAMES[list]} <Count list={list} />
        </Link>
      ))}
    </Tabs>
  );
}

function Count({ list }: { list: ListName }) {
  const asked = stats.value?.secondOpinions.asked;
  const count = list === "all" ? undefined : list === "asked" ? asked : counts.value?.[list];
  if (count === undefined) return null;
  const countedTo = list === "held" ? Infinity : (stats.value?.countedTo ?? Infinity);
  return <span class="count">{shortCount(count, countedTo)}</span>;
}

function shortCount(count: number, countedTo: number): string {
  if (count < 10_000) return String(count);
  const thousands = t("{count, number}k", { count: Math.floor(count / 1000) });
  return count >= countedTo ? `${thousands}+` : thousands;
}
