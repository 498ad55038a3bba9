import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { onForbidden, onSignedOut } from "./api.ts";
import { loadBrakedRules } from "./brake/braked-rules.ts";
import { loadBatches, onBatchEnd } from "./bulk/batches.ts";
import { Announcer } from "./frame/announcer.tsx";
import { Header } from "./frame/header.tsx";
import { HelpDialog } from "./frame/help-dialog.tsx";
import { JumpDialog } from "./frame/jump-dialog.tsx";
import { keepFocusWithin } from "./frame/keep-focus.ts";
import { LazyNumbers } from "./frame/lazy-numbers.tsx";
import { LazyRules } from "./frame/lazy-rules.tsx";
import { LazyWebhooks } from "./frame/lazy-webhooks.tsx";
import { LazyOneTimeLink, LazySettings } from "./frame/lazy-settings.tsx";
import { LeaveDialog } from "./frame/leave-dialog.tsx";
import { Link } from "./frame/link.tsx";
import { Toast } from "./frame/toast.tsx";
import { hasUnsentText } from "./frame/unsent-texts.ts";
import { useEvery } from "./frame/use-every.ts";
import { t } from "./language.ts";
import { listen } from "./live.ts";
import { countEvent, countSite, counts, loadCounts, stats } from "./queue/counts.ts";
import { catchUp, catchUpWithBatch } from "./queue/catch-up.ts";
import { QueueScreen } from "./queue/queue-screen.tsx";
import { hearComment, hearOpinion, saving, tryAgainUnasked } from "./queue/queue-store.ts";
import { hasDraft } from "./queue/card-drafts.ts";
import { sendLeftBehind } from "./queue/send-left-behind.ts";
import { connectionMayBeBack } from "./queue/unsent-store.ts";
import { hearClaim, loadNotes } from "./queue/together.ts";
import { countOf, LIST_NAMES } from "./queue/sentences.ts";
import { query, screen } from "./router.ts";
import type { Screen } from "./routes.ts";
import { isAboutRules, viewFor } from "./routes.ts";
import {
  askForSites,
  departed,
  expired,
  readSessionAgain,
  session,
  startProblem,
  startSession,
  user,
} from "./session.ts";
import { SetUpScreen } from "./sign-in/set-up-screen.tsx";
import { ExpiredDialog, SignInScreen } from "./sign-in/sign-in-screen.tsx";
import { unsaved } from "./unsaved.ts";

export function App() {
  useEffect(() => {
    onSignedOut(() => (expired.value = user.value !== null));
    onForbidden(() => void readSessionAgain());
    addEventListener("beforeunload", (event) => {
      const isWriting = !departed.value && (hasUnsentText.value || hasDraft.value);
      const isSaving = !departed.value && saving.value > 0;
      if (isSaving || unsaved.value !== null || isWriting) event.preventDefault();
    });
    void startSession();
  }, []);
  useSignalEffect(() => {
    document.title = `${nameOf(screen.value)} · Moderato`;
  });

  if (startProblem.value) return <CannotStart reason={startProblem.value} />;
  if (!session.value) return null;
  if (screen.value.name === "set-up") return <SetUpScreen token={screen.value.token} />;
  if (screen.value.name === "one-time-link") return <LazyOneTimeLink />;
  if (!user.value) return <SignInScreen />;
  return <Desk key={user.value.id} />;
}

const LOOK_FOR_BRAKES_MS = 60_000;
const lookForBrakes = (): void => {
  if (!expired.value) void loadBrakedRules().catch(() => undefined);
};

/** Everything behind the sign-in. */
function Desk() {
  const isExpired = expired.value;
  useEffect(() => {
    if (isExpired) return undefined;
    void askForSites();
    onBatchEnd((emptied) => {
      catchUpWithBatch(emptied);
      void loadCounts();
    });
    void loadBatches();
    void sendLeftBehind();
    return listen({
      onComment: (event) => {
        countEvent(event);
        hearComment(event);
      },
      onClaim: hearClaim,
      onOpinion: (event) => {
        hearOpinion(event);
        void loadCounts();
      },
      onHandover: () => void loadNotes(),
      onReady: async () => {
        connectionMayBeBack();
        tryAgainUnasked();
        lookForBrakes();
        await Promise.all([catchUp(), loadCounts(), loadNotes()]);
      },
    });
  }, [isExpired]);
  useEvery(LOOK_FOR_BRAKES_MS, lookForBrakes);
  const content = useRef<HTMLElement>(null);
  useEffect(() => keepFocusWithin(content.current!), []);
  const { siteKey } = viewFor("held", query.value);
  useEffect(() => {
    if (!isExpired) countSite(siteKey);
  }, [siteKey, isExpired]);

  return (
    <>
      <a class="skip" href="#content">
        {t("Skip to the content")}
      </a>
      <Header />
      <main id="content" tabIndex={-1} ref={content}>
        <CurrentScreen />
      </main>
      <Toast />
      <Announcer />
      <HelpDialog />
      <JumpDialog />
      <LeaveDialog />
      <ExpiredDialog />
    </>
  );
}

function CurrentScreen() {
  const current = screen.value;
  if (current.name === "comments") return <QueueScreen view={viewFor(current.list, query.value)} />;
  if (current.name === "webhooks") return <LazyWebhooks />;
  if (current.name === "numbers") return <LazyNumbers />;
  if (isAboutRules(current)) return <LazyRules page={current} />;
  if (current.name === "settings") return <LazySettings page={current.page} id={current.id} />;
  return (
    <div class="empty">
      <h1>{t("There is no such page")}</h1>
      <p>{t("The address may be mistyped, or the page has moved.")}</p>
      <Link href="/">{t("Go to the held comments")}</Link>
    </div>
  );
}

const CannotStart = ({ reason }: { reason: string }) => (
  <main class="empty">
    <h1>{t("Moderato cannot be reached")}</h1>
    <p role="alert">{reason}</p>
    <button type="button" class="primary" onClick={() => void startSession()}>
      {t("Try again")}
    </button>
  </main>
);

function nameOf(current: Screen): string {
  if (current.name === "set-up") return t("Set up");
  if (current.name === "one-time-link") return t("Your link");
  if (!user.value) return t("Sign in");
  if (current.name === "webhooks") return t("Webhooks");
  if (current.name === "numbers") return t("Numbers");
  if (current.name === "rule-health") return t("Health of the rules");
  if (current.name === "settings") return t("Settings");
  if (current.name === "rules" || current.name === "rule") return t("Rules");
  if (current.name === "word-lists" || current.name === "word-list") return t("Word lists");
  if (current.name === "not-found") return t("Page not found");
  const countedTo = stats.value?.countedTo ?? Infinity;
  const asked = stats.value?.secondOpinions.asked ?? 0;
  const count = counts.value && countOf(current.list, { counts: counts.value, countedTo, asked });
  return `${count ? `(${count}) ` : ""}${LIST_NAMES[current.list]}`;
}
