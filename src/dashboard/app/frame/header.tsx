import { useRef } from "preact/hooks";
import { t } from "../language.ts";
import { connection } from "../live.ts";
import { draftTexts } from "../queue/card-drafts.ts";
import { saving } from "../queue/queue-store.ts";
import { waitingCount } from "../queue/unsent-store.ts";
import { screen } from "../router.ts";
import { isAboutRules, type Screen } from "../routes.ts";
import { canAdministerAny, signOut, user } from "../session.ts";
import { mayLeave } from "../unsaved.ts";
import { helpOpen } from "./help-dialog.tsx";
import { JumpButton } from "./jump-dialog.tsx";
import { Link } from "./link.tsx";
import { Tabs } from "./tabs.tsx";
import { unsentTexts } from "./unsent-texts.ts";

export function Header() {
  const pages = useRef<HTMLDivElement>(null);
  // Back to the button it came from, which a dialog can give the focus back to.
  const closeMenu = (): void => {
    if (pages.current?.matches(":popover-open")) pages.current.hidePopover();
  };
  const leave = (): void => {
    closeMenu();
    mayLeave(() => void signOut(), [...draftTexts.value, ...unsentTexts.value]);
  };
  return (
    <header class="top">
      <div class="top-inside">
        <Link href="/" class="wordmark">
          <Mark />
          Moderato
        </Link>
        <button type="button" class="quiet menu-button" popoverTarget="pages">
          {currentPage(screen.value)}
          <span class="only-heard">{t("Menu")}</span>
        </button>
        {/* In sight where there is room for all of it, else what the menu opens. */}
        <div
          id="pages"
          class="pages"
          popover="auto"
          ref={pages}
          onClick={(event) => event.target instanceof HTMLAnchorElement && closeMenu()}
        >
          <Pages />
          <div class="menu-end">
            <Me nameAs="hint" signOutAs="quiet" onLeave={leave} />
          </div>
        </div>
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
          <Me nameAs="my-name" signOutAs="quiet sign-out" onLeave={leave} />
        </div>
      </div>
    </header>
  );
}

interface MeProps {
  nameAs: string;
  signOutAs: string;
  onLeave: () => void;
}

const Me = ({ nameAs, signOutAs, onLeave }: MeProps) => (
  <>
    <bdi class={nameAs} dir="auto" title={user.value?.email}>
      {user.value?.name}
    </bdi>
    <button type="button" class={signOutAs} onClick={onLeave}>
      {t("Sign out")}
    </button>
  </>
);

const settingsName = (): string => (canAdministerAny.value ? t("Settings") : t("My account"));

function currentPage(current: Screen): string {
  if (current.name === "comments") return t("Comments");
  if (current.name === "numbers") return t("Numbers");
  if (isAboutRules(current)) return t("Rules");
  if (current.name === "webhooks") return t("Webhooks");
  return current.name === "settings" ? settingsName() : t("Pages");
}

function Pages() {
  const { name } = screen.value;
  return (
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
          <Link href="/webhooks" class="tab" current={name === "webhooks"}>
            {t("Webhooks")}
          </Link>
        </>
      )}
      <Link
        href={canAdministerAny.value ? "/settings/sites" : "/settings/account"}
        class="tab"
        current={name === "settings"}
      >
        {settingsName()}
      </Link>
    </Tabs>
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
