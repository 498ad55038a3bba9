import { useState } from "preact/hooks";
import type { Order } from "../api.ts";
import { navigate } from "../router.ts";
import type { View } from "../routes.ts";
import { addressOf } from "../routes.ts";
import { sites } from "../session.ts";

const ORDER_NAMES: Record<Order, string> = {
  risk: "Riskiest first",
  newest: "Newest first",
  oldest: "Oldest first",
};

export function ListControls({ view }: { view: View }) {
  const show = (change: Partial<View>): void => navigate(addressOf({ ...view, ...change }));
  return (
    <div class="controls">
      {(sites.value.length > 1 || view.siteKey) && (
        <select
          aria-label="Site"
          value={view.siteKey ?? ""}
          onChange={(event) => show({ siteKey: event.currentTarget.value || null })}
        >
          <option value="">All sites</option>
          {sites.value.map((site) => (
            <option key={site.key} value={site.key}>
              {site.name}
            </option>
          ))}
        </select>
      )}
      <select
        aria-label="Order"
        value={view.order}
        onChange={(event) => show({ order: event.currentTarget.value as Order })}
      >
        {(Object.keys(ORDER_NAMES) as Order[]).map((order) => (
          <option key={order} value={order}>
            {ORDER_NAMES[order]}
          </option>
        ))}
      </select>
      <Search key={view.search} text={view.search} onSearch={(search) => show({ search })} />
    </div>
  );
}

function Search({ text, onSearch }: { text: string; onSearch: (text: string) => void }) {
  const [wanted, setWanted] = useState(text);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onSearch(wanted.trim());
  };
  const clear = (value: string): void => {
    setWanted(value);
    if (value === "" && text !== "") onSearch("");
  };
  return (
    <form role="search" class="search" onSubmit={submit}>
      <input
        id="search"
        type="search"
        aria-label="Search comments"
        placeholder="Search"
        value={wanted}
        onInput={(event) => clear(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
    </form>
  );
}
