// The head that the pages on rules and word lists share: where one is, and for which site.
import { computed } from "@preact/signals";
import { Link } from "../frame/link.tsx";
import { t } from "../language.ts";
import { navigate, path, query } from "../router.ts";
import { canAdminister, sites } from "../session.ts";

export const mySites = computed(() => sites.value.filter(({ key }) => canAdminister(key)));

/** The site in the address, or the first of this person's; null until the sites are known. */
export const chosenSite = computed(() => {
  const wanted = new URLSearchParams(query.value).get("site");
  return (mySites.value.find(({ key }) => key === wanted) ?? mySites.value[0])?.key ?? null;
});

export const withSite = (target: string, siteKey: string | null): string =>
  siteKey === null || mySites.value.length < 2
    ? target
    : `${target}?${new URLSearchParams({ site: siteKey })}`;

export const siteName = (siteKey: string): string =>
  sites.value.find(({ key }) => key === siteKey)?.name ?? siteKey;

const TITLES = { rules: t("Rules"), health: t("Health of the rules"), "word-lists": t("Word lists") };

export function RulesHead({ current }: { current: keyof typeof TITLES }) {
  const site = chosenSite.value;
  return (
    <div class="rules-head">
      <h1>{TITLES[current]}</h1>
      <nav class="switch" aria-label={t("Rules and word lists")}>
        <Link href={withSite("/rules", site)} current={current === "rules"}>
          {t("Rules")}
        </Link>
        <Link href={withSite("/rules/health", site)} current={current === "health"}>
          {t("Health")}
        </Link>
        <Link href={withSite("/word-lists", site)} current={current === "word-lists"}>
          {t("Word lists")}
        </Link>
      </nav>
      {mySites.value.length > 1 && (
        <select
          aria-label={t("Site")}
          value={site ?? ""}
          onChange={({ currentTarget }) => navigate(withSite(path.value, currentTarget.value))}
        >
          {mySites.value.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
