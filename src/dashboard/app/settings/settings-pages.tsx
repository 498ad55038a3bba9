// Settings, loaded when somebody first goes there.
import { Link } from "../frame/link.tsx";
import { t } from "../language.ts";
import type { SettingsPage } from "../routes.ts";
import { AccountPage } from "./account-page.tsx";
import { AuditPage } from "./audit-page.tsx";
import { KeysPage } from "./keys-page.tsx";
import { openPages } from "./page-names.ts";
import { PagesPage } from "./pages-page.tsx";
import { PeoplePage } from "./people-page.tsx";
import { SitePage } from "./site-page.tsx";
import { SitesPage } from "./sites-page.tsx";

export function SettingsPages({ page, id }: { page: SettingsPage; id: string | null }) {
  if (!openPages.value.includes(page)) {
    return (
      <div class="empty">
        <h1>{t("These settings are for admins")}</h1>
        <p>{t("Ask an admin of your site to look after them.")}</p>
        <Link href="/settings/account">{t("Go to your account")}</Link>
      </div>
    );
  }
  switch (page) {
    case "sites":
      return id === null ? <SitesPage /> : <SitePage key={id} siteKey={id} />;
    case "pages":
      return <PagesPage />;
    case "keys":
      return <KeysPage />;
    case "people":
      return <PeoplePage />;
    case "audit":
      return <AuditPage />;
    case "account":
      return <AccountPage />;
  }
}
