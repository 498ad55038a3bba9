import { t } from "../language.ts";
import { connection } from "../live.ts";
import { draftTexts } from "../queue/card-drafts.ts";
import { saving } from "../queue/queue-store.ts";
import { waitingCount } from "../queue/unsent-store.ts";
import { screen } from "../router.ts";
import { isAboutRules } from "../routes.ts";
import { canAdministerAny, signOut, user } from "../session.ts";
import { mayLeave } from "../unsaved.ts";
import { helpOpen } from "./help-dialog.tsx";
import { JumpButton } from "./jump-dialog.tsx";
import { Link } from "./link.tsx";
import { Tabs } from "./tabs.tsx";
import { unsentTexts } from "./unsent-texts.ts";

export function Header() {
  const { name } = screen.value;
  return (
    <header class="top">
      <div class="top-inside">
        <Link href="/" class="wordmark">
          <Mark />
          Moderato
        </Link>
        <Tabs label="Moderato" current={name}>
          <Link href="/" class="tab" current={name === "comments"}>
            {t("Comments")}
          </Link>
          <Link href="/numbers" class="tab" current={name === "numbers"}>
            {t("Numbers")}
          </Link>
          {canAdministerAny.value && (
            <>
              <Link href="/rules" class="tab" current={isAboutRules(screen.value)}>
                {t("Rules")}
              </Link>
              <Link href="/webhooks" class="tab" current={screen.value.name === "webhooks"}>
                {t("Webhooks")}
              </Link>
            </>
          )}
          <Link
            href={canAdministerAny.value ? "/settings/sites" : "/settings/account"}
            class="tab"
            current={screen.value.name === "settings"}
          >
            {canAdministerAny.value ? t("Settings") : t("My account")}
          </Link>
        </Tabs>
        <div class="me">
          <Connection />
          <JumpButton />
          <button
            type="button"
            class="quiet help-button"
            aria-label={t("Keyboard help")}
            onClick={() => (helpOpen.value = true)}
          >
            <kbd>?</kbd>
          </button>
          <bdi class="my-name" dir="auto" title={user.value?.email}>
            {user.value?.name}
          </bdi>
          <button
            type="button"
            class="quiet"
            onClick={() => mayLeave(() => void signOut(), [...draftTexts.value, ...unsentTexts.value])}
          >
            {t("Sign out")}
          </button>
        </div>
      </div>
    </header>
  );
}

function Connection() {
  const count = waitingCount.value;
  if (count > 0) {
    return (
      <span class="connection lost">
        {t(
          "{count, plural, one {# decision waits for the connection} other {# decisions wait for the connection}}",
          { count },
        )}
      </span>
    );
  }
  if (saving.value > 0)
    return <span class="connection">{t("Saving {count, number}…", { count: saving.value })}</span>;
  if (connection.value === "lost") return <span class="connection lost">{t("Reconnecting…")}</span>;
  if (connection.value === "connecting") return <span class="connection">{t("Connecting…")}</span>;
  return (
    <span class="connection live" title={t("New comments appear by themselves")}>
      {t("Live")}
    </span>
  );
}

export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
    <path
      class="mark-bubble"
      d="M7 4h18a5 5 0 0 1 5 5v11a5 5 0 0 1-5 5h-9l-7 5v-5H7a5 5 0 0 1-5-5V9a5 5 0 0 1 5-5z"
    />
    <path class="mark-letter" d="M8.500 18.500v-8l7.500 6 7.500-6v8" />
  </svg>
);
