import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { parseSearch } from "../../../text/search-query.ts";
import { keyFor } from "../key-settings.ts";
import { keySign } from "../keyboard.ts";
import { BrakeNotices } from "../brake/brake-notice.tsx";
import { BatchesPanel } from "../bulk/batches-panel.tsx";
import { BulkDialog } from "../frame/lazy-bulk.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { Link } from "../frame/link.tsx";
import { number, rich, t } from "../language.ts";
import { cameBack } from "../router.ts";
import type { ListName, View } from "../routes.ts";
import { addressOf, inList } from "../routes.ts";
import { canDecideAny, expired } from "../session.ts";
import { CardDialogs } from "./card-dialogs.tsx";
import { oneAtATime, searchedFor, switchOneAtATime } from "./card-state.ts";
import { CommentCard } from "./comment-card.tsx";
import { counts, stats } from "./counts.ts";
import { HandoverNotes, LeaveNote } from "./handover-notes.tsx";
import { ListControls } from "./list-controls.tsx";
import { ListTabs } from "./list-tabs.tsx";
import { pressKey } from "./queue-keys.ts";
import {
  expanded,
  failedToShowNew,
  lastArrivalAt,
  leaveView,
  move,
  openView,
  queue,
  returnedTo,
  showNew,
  shown,
  tryAgain,
} from "./queue-store.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { emptyTitle, LIST_TITLES, workloadSentence } from "./sentences.ts";
import { useClaim } from "./together.ts";

export function QueueScreen({ view }: { view: View }) {
  const address = addressOf(view);
  const isExpired = expired.value;
  // Before anything is painted: the cards of the former visit would look ready, and no key would decide on them.
  useLayoutEffect(() => {
    if (!isExpired || queue.value.entries.length === 0) openView(view, { isReturn: cameBack() });
    return leaveView;
  }, [address]);
  useEffect(() => {
    if (!isExpired && queue.value.loadError) tryAgain();
  }, [isExpired]);
  useLayoutEffect(() => {
    addEventListener("keydown", pressKey);
    return () => removeEventListener("keydown", pressKey);
  }, []);
  useClaim();
  // The list comes later than the browser would scroll to where it was.
  useLayoutEffect(() => {
    history.scrollRestoration = "manual";
    return () => {
      history.scrollRestoration = "auto";
    };
  }, []);

  return (
    <div class="desk">
      <h1 class="only-heard">{LIST_TITLES[view.list]}</h1>
      <ListTabs view={view} />
      <ListControls view={view} />
      {!canDecideAny.value && (
        <p class="notice">{t("You are a viewer here: you can read everything, and a moderator decides.")}</p>
      )}
      <BrakeNotices siteKey={view.siteKey} />
      <BatchesPanel />
      <HandoverNotes siteKey={view.siteKey} />
      <NewBar />
      <ListLine view={view} />
      <CardList view={view} />
      <SelectionBar />
      <CardDialogs />
      <BulkDialog />
    </div>
  );
}

function NewBar() {
  const count = queue.value.waiting.length;
  if (failedToShowNew.value) return <NewProblem reason={queue.value.loadError ?? ""} />;
  if (count === 0 || queue.value.loading === "first") return null;
  return (
    <button type="button" class="new-bar" onClick={showNew}>
      {t("{count, number} new", { count })} <kbd>{keyFor("showNew")}</kbd>
    </button>
  );
}

/** Where the button was: whoever pressed it looks at the top of the page. */
const NewProblem = ({ reason }: { reason: string }) => (
  <div class="new-problem" role="alert">
    <p>
      {t("The comments could not be loaded")}: {reason}
    </p>
    <button type="button" class="primary" onClick={tryAgain}>
      {t("Try again")}
    </button>
  </div>
);

/** What waits, and how to go through it. */
function ListLine({ view }: { view: View }) {
  const { activeId, nextCursor } = queue.value;
  const entries = shown.value;
  if (entries.length === 0) return null;
  const at = entries.findIndex((entry) => entry.comment.id === activeId);
  return (
    <div class="list-line">
      {view.list === "held" && !view.search && <WorkloadLine />}
      <div class="list-tools">
        {oneAtATime.value && (
          <>
            <button type="button" class="quiet" disabled={at <= 0} onClick={() => move(-1)}>
              {t("Previous")}
            </button>
            <span class="place">
              {t("{place, number} of {count}", {
                place: at + 1,
                count: nextCursor ? `${number(entries.length)}+` : number(entries.length),
              })}
            </span>
            <button type="button" class="quiet" disabled={at >= entries.length - 1} onClick={() => move(1)}>
              {t("Next")}
            </button>
          </>
        )}
        <LeaveNote siteKey={view.siteKey} />
        <button
          type="button"
          class="quiet"
          aria-pressed={oneAtATime.value}
          aria-keyshortcuts={keyFor("focus")}
          onClick={switchOneAtATime}
        >
          {t("One at a time")} <kbd aria-hidden="true">{keySign(keyFor("focus"))}</kbd>
        </button>
      </div>
    </div>
  );
}

function WorkloadLine() {
  const held = counts.value?.held ?? 0;
  if (!stats.value || held === 0) return null;
  return <p class="workload">{workloadSentence(held, stats.value.held)}</p>;
}

function CardList({ view }: { view: View }) {
  const { activeId, loading, loadError } = queue.value;
  const all = shown.value;
  const active = oneAtATime.value ? all.filter((entry) => entry.comment.id === activeId) : [];
  const entries = active.length > 0 ? active : all;
  const list = useRef<HTMLOListElement>(null);
  useSteadyCard(list.current, activeId);
  useFocusOnFound();
  useReturn();

  if (loading === "first" && entries.length === 0) return <Skeleton />;
  return (
    <>
      {entries.length > 0 && (
        <ol class="cards" ref={list} aria-label={LIST_TITLES[view.list]}>
          {entries.map((entry) => (
            <CommentCard
              key={entry.comment.id}
              entry={entry}
              isActive={entry.comment.id === activeId}
              isExpanded={expanded.value.has(entry.comment.id)}
            />
          ))}
        </ol>
      )}
      {loading === "more" && view.search && <p class="hint">{t("Searching further…")}</p>}
      {loading === "more" && <Skeleton />}
      {loadError && !failedToShowNew.value && <LoadProblem view={view} reason={loadError} />}
      {!loading && !loadError && entries.length === 0 && <Empty view={view} />}
    </>
  );
}

function LoadProblem({ view, reason }: { view: View; reason: string }) {
  // What is wrong with it stands below the field, and trying again changes nothing.
  if (parseSearch(view.search).problems.length > 0) {
    return (
      <div class="empty">
        <h2>{t("Nothing can be searched for like this")}</h2>
        <Link href={addressOf({ ...view, search: "" })}>{t("Show the list without a search")}</Link>
      </div>
    );
  }
  return (
    <div class="empty" role="alert">
      <h2>{t("The comments could not be loaded")}</h2>
      <p>{reason}</p>
      <button type="button" class="primary" onClick={tryAgain}>
        {t("Try again")}
      </button>
    </div>
  );
}

function Empty({ view }: { view: View }) {
  if (view.search) {
    return (
      <div class="empty">
        <h2>{emptyTitle(view)}</h2>
        <p>
          {rich(
            "No {list, select, held {held comment} asked {comment that somebody asks about} flagged {flagged comment} approved {approved comment} rejected {rejected comment} spam {spam comment} other {comment}} matches {search}.",
            { list: view.list, search: <q>{view.search}</q> },
          )}
        </p>
        {view.list !== "all" && <Link href={addressOf(inList(view, "all"))}>{t("Search all comments")}</Link>}
      </div>
    );
  }
  if (view.list !== "held") {
    return (
      <div class="empty">
        <h2>{emptyTitle(view)}</h2>
        <p>{WILL_BE_LISTED[view.list]}</p>
      </div>
    );
  }
  return (
    <div class="empty">
      <svg class="all-clear" viewBox="0 0 48 48" width="56" height="56" aria-hidden="true">
        <circle cx="24" cy="24" r="21" />
        <path d="M15 24.500l6.500 6.500 12-13" />
      </svg>
      <h2>{emptyTitle(view)}</h2>
      <p>
        {t("Nothing is waiting for you. New comments will appear here by themselves.")}
        {lastArrivalAt.value && (
          <>
            <br />
            {rich("The last comment came in {when}.", { when: <TimeAgo at={lastArrivalAt.value} /> })}
          </>
        )}
      </p>
    </div>
  );
}

const WILL_BE_LISTED: Record<Exclude<ListName, "held">, string> = {
  asked: t("Comments on which a moderator asks for a second opinion will be listed here."),
  flagged: t("Comments that were published although rules gave them points will be listed here."),
  approved: t("Approved comments will be listed here."),
  rejected: t("Rejected comments will be listed here."),
  spam: t("Spam comments will be listed here."),
  all: t("Comments will be listed here."),
};

const Skeleton = () => (
  <div class="cards skeleton" aria-hidden="true">
    {[0, 1, 2].map((index) => (
      <div class="card" key={index}>
        <span class="bone short" />
        <span class="bone" />
        <span class="bone" />
        <span class="bone half" />
      </div>
    ))}
  </div>
);

/**
 * Keeps the active card where the eyes are: cards that come and go above it do not push it,
 * and after a decision the next card stands where the decided one stood. A card that is being pressed stays under the
 * pointer, or the press would end on something else.
 */
function useSteadyCard(list: HTMLOListElement | null, activeId: string | null): void {
  // Read while rendering, when the document still shows the state before.
  const before = list?.isConnected ? placeOf(list) : null;
  const previousId = useRef<string | null>(null);
  const isPressed = usePressed();
  useLayoutEffect(() => {
    const card = document.querySelector<HTMLElement>(".card[aria-current]");
    const changed = previousId.current !== activeId;
    const wasShown = previousId.current !== null;
    previousId.current = activeId;
    if (!card || !wasShown) return;
    const leftAlone = before && before.card !== card && before.card.isConnected;
    if (before && !leftAlone) scrollBy({ top: card.getBoundingClientRect().top - before.top });
    if (!changed || isPressed.current) return;
    card.scrollIntoView({ block: "nearest" });
    const focused = document.activeElement;
    const mayFocus = !focused || focused === document.body || focused.closest(".cards, .toast") !== null;
    if (mayFocus && !card.contains(focused)) card.focus({ preventScroll: true });
  });
}

/** After a search the keys are for what it found at once; where that is nothing, for other words. */
function useFocusOnFound(): void {
  const { view, entries, loading } = queue.value;
  const isSettled = loading !== "first" && (entries.length > 0 || loading === null);
  const isFound = isSettled && searchedFor.value === view.search;
  useLayoutEffect(() => {
    if (!isFound) return;
    searchedFor.value = null;
    const focused = document.activeElement;
    if (focused && focused !== document.body) return;
    const first = document.querySelector<HTMLElement>(".card[aria-current]");
    (first ?? document.querySelector<HTMLElement>("#search"))?.focus({ preventScroll: true });
  }, [isFound]);
}

/** Whoever comes back from a rule or another page goes on at the card that led there. */
function useReturn(): void {
  const id = returnedTo.value;
  useLayoutEffect(() => {
    if (id === null) return;
    returnedTo.value = null;
    const card = document.querySelector<HTMLElement>(".card[aria-current]");
    if (card) keepInSight(card);
    if (document.activeElement?.matches("body, main")) card?.focus({ preventScroll: true });
  }, [id]);
}

const SETTLES_MS = 500;

/** Cards above may be higher than was thought, and browsers scroll in their own time; until somebody acts. */
function keepInSight(card: HTMLElement): void {
  const acted = new AbortController();
  for (const type of ["keydown", "pointerdown", "wheel"])
    addEventListener(type, () => acted.abort(), { signal: acted.signal });
  const until = performance.now() + SETTLES_MS;
  const look = (): void => {
    if (acted.signal.aborted || performance.now() > until) return acted.abort();
    const { top, bottom } = card.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) card.scrollIntoView({ block: "center" });
    requestAnimationFrame(look);
  };
  look();
}

function usePressed(): { readonly current: boolean } {
  const isPressed = useRef(false);
  useEffect(() => {
    const press = ({ type }: Event): void => void (isPressed.current = type === "pointerdown");
    const types = ["pointerdown", "pointerup", "pointercancel"];
    for (const type of types) document.addEventListener(type, press, true);
    return () => types.forEach((type) => document.removeEventListener(type, press, true));
  }, []);
  return isPressed;
}

function placeOf(list: HTMLOListElement): { card: HTMLElement; top: number } | null {
  const card = list.querySelector<HTMLElement>(".card[aria-current]");
  return card && { card, top: card.getBoundingClientRect().top };
}
