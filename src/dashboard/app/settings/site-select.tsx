import { useState } from "preact/hooks";
import { t } from "../language.ts";
import { canAdminister, canAdministerAll, sites } from "../session.ts";

export interface SiteChoice {
  /** null = all sites */
  value: string | null;
  choose: (siteKey: string | null) => void;
}

/** The first site of this person, until another is chosen. */
export function useSiteChoice(): SiteChoice {
  const [chosen, choose] = useState<string | null | undefined>(undefined);
  const first = sites.value.find(({ key }) => canAdminister(key))?.key ?? null;
  return { value: chosen === undefined ? first : chosen, choose };
}

export const SiteSelect = ({ choice, label = t("Site") }: { choice: SiteChoice; label?: string }) => (
  <div class="field">
    <label for="site-choice">{label}</label>
    <select
      id="site-choice"
      value={choice.value ?? ""}
      onChange={({ currentTarget }) => choice.choose(currentTarget.value || null)}
    >
      {sites.value
        .filter(({ key }) => canAdminister(key))
        .map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      {canAdministerAll.value && <option value="">{t("All sites")}</option>}
    </select>
  </div>
);
