import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { RulesPage } from "../routes.ts";
import type { RulesPages } from "../rules/rules-pages.tsx";

const loaded = signal<{ RulesPages: typeof RulesPages } | null>(null);

/** The pages on rules are read when they are first asked for: the queue opens sooner without them. */
export function LazyRules({ page }: { page: RulesPage }) {
  const [isLost, setIsLost] = useState(false);
  const load = async (): Promise<void> => {
    setIsLost(false);
    try {
      loaded.value = await import("../rules/rules-pages.tsx");
    } catch {
      setIsLost(true);
    }
  };
  useEffect(() => {
    if (!loaded.value) void load();
  }, []);
  const pages = loaded.value;
  if (pages) return <pages.RulesPages page={page} />;
  if (!isLost) return <div class="desk" aria-busy="true" />;
  return (
    <div class="empty" role="alert">
      <h1>This page could not be loaded</h1>
      <p>The connection is lost, or Moderato has been updated meanwhile.</p>
      <button type="button" class="primary" onClick={() => location.reload()}>
        Load it anew
      </button>
    </div>
  );
}
