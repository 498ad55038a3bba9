import { Link } from "../frame/link.tsx";
import { t } from "../language.ts";
import type { SettingsPage } from "../routes.ts";
import { openPages, PAGE_NAMES } from "./page-names.ts";

/** Where one is among the settings. */
export function SettingsHead({ page, title }: { page: SettingsPage; title?: string }) {
  const pages = openPages.value;
  return (
    <div class="settings-head">
      {pages.length > 1 && (
        <nav class="switch" aria-label={t("Settings")}>
          {pages.map((one) => (
            <Link key={one} href={`/settings/${one}`} current={one === page}>
              {PAGE_NAMES[one]}
            </Link>
          ))}
        </nav>
      )}
      <h1>
        <bdi dir="auto">{title ?? PAGE_NAMES[page]}</bdi>
      </h1>
    </div>
  );
}
