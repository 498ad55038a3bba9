import { Link } from "../frame/link.tsx";
import { t } from "../language.ts";
import type { SettingsPage } from "../routes.ts";
import { canAdministerAny, canDecideAny } from "../session.ts";

export const PAGE_NAMES: Record<SettingsPage, string> = {
  sites: t("Sites"),
  pages: t("Pages"),
  keys: t("API keys"),
  people: t("People"),
  audit: t("Audit log"),
  account: t("My account"),
};

/** What moderators have of the settings; admins have all, viewers their own account only. */
const FOR_MODERATORS: readonly SettingsPage[] = ["pages", "account"];

/** Where one is among the settings. */
export function SettingsHead({ page, title }: { page: SettingsPage; title?: string }) {
  const pages = canAdministerAny.value
    ? (Object.keys(PAGE_NAMES) as SettingsPage[])
    : canDecideAny.value
      ? FOR_MODERATORS
      : [];
  return (
    <div class="settings-head">
      {pages.length > 0 && (
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
