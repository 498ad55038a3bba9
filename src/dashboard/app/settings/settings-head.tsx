import { Link } from "../frame/link.tsx";
import type { SettingsPage } from "../routes.ts";
import { canAdministerAny } from "../session.ts";

export const PAGE_NAMES: Record<SettingsPage, string> = {
  sites: "Sites",
  keys: "API keys",
  people: "People",
  audit: "Audit log",
  account: "My account",
};

/** Where one is among the settings; whoever administers nothing has his own account only. */
export function SettingsHead({ page, title }: { page: SettingsPage; title?: string }) {
  const pages = canAdministerAny.value ? (Object.keys(PAGE_NAMES) as SettingsPage[]) : [];
  return (
    <div class="settings-head">
      {pages.length > 0 && (
        <nav class="switch" aria-label="Settings">
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
