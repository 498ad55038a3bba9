import { useComputed } from "@preact/signals";
import type { Comment, DecisionStatus } from "../api.ts";
import type { Action } from "../keyboard.ts";
import { keyFor } from "../key-settings.ts";
import { rich, t } from "../language.ts";
import { nowMs, TimeAgo } from "../frame/time-ago.tsx";
import { canAdminister, canDecide, sites } from "../session.ts";
import { CampaignLine } from "./campaign-line.tsx";
import { OpenPanel, PanelButtons } from "./card-panels.tsx";
import { selected, standingOf, toggleSelected } from "./card-state.ts";
import { InReplyTo } from "./in-reply-to.tsx";
import { Marked } from "./marked.tsx";
import { markNumbers } from "./matched-rules.ts";
import { heard } from "../frame/heard.tsx";
import type { Entry } from "./queue-state.ts";
import { askWithActive, makeRuleOfActive } from "./ask-about-active.ts";
import { activate, dismiss, toggleExpanded } from "./queue-store.ts";
import { decideActive } from "./take-decisions.ts";
import {
  deciderSentence,
  historySentence,
  isFirstOf,
  isLong,
  noteSentence,
  STATUS_NAMES,
} from "./sentences.ts";
import { Asked } from "./second-opinion.tsx";
import { lookingAt } from "./together.ts";
import { useSwipe } from "./use-swipe.ts";
import { isVeiled, look } from "./veil.ts";
import { WhyHere } from "./why-here.tsx";

interface CommentCardProps {
  entry: Entry;
  isActive: boolean;
  isExpanded: boolean;
}

export function CommentCard({ entry, isActive, isExpanded }: CommentCardProps) {
  const { comment, phase, note } = entry;
  const nameId = `author-${comment.id}`;
  const take = (): void => activate(comment.id);
  const swipe = useSwipe(
    comment.status,
    phase === "open" && canDecide(comment.siteKey)
      ? (to) => {
          take();
          decideActive(to);
        }
      : null,
  );
  return (
    <li>
      <article
        class={phase === "overtaken" ? "card overtaken" : "card"}
        tabIndex={isActive ? 0 : -1}
        aria-current={isActive ? "true" : undefined}
        aria-labelledby={nameId}
        data-comment-id={comment.id}
        data-status={comment.status}
        {...swipe}
        onPointerDown={(event) => {
          take();
          swipe.onPointerDown(event);
        }}
        onFocusIn={take}
        onKeyDown={(event) => {
          if (event.key === "Enter" && event.target === event.currentTarget) look(comment.id);
        }}
      >
        {note && (
          <div class="note">
            <p>{noteSentence(note, nowMs())}</p>
            {phase === "overtaken" && (
              <button type="button" class="quiet" onClick={() => dismiss(comment.id)}>
                {t("Dismiss")}
              </button>
            )}
          </div>
        )}
        <div class="said">
          <Asked comment={comment} />
          <Byline entry={entry} nameId={nameId} />
          <PageLine comment={comment} />
          {comment.parentId && <InReplyTo comment={comment} />}
          <Body entry={entry} isExpanded={isExpanded} />
          <Domains comment={comment} />
        </div>
        <WhyHere comment={comment} />
        <footer class="card-foot">
          <Actions entry={entry} />
          <div class="card-tools">
            {canAdminister(comment.siteKey) && <MakeRule id={comment.id} />}
            <PanelButtons comment={comment} />
          </div>
          {isActive && phase === "open" && comment.status === "held" && <CampaignLine comment={comment} />}
        </footer>
        <OpenPanel comment={comment} />
      </article>
    </li>
  );
}

function Byline({ entry: { comment, phase }, nameId }: { entry: Entry; nameId: string }) {
  const numbers = markNumbers(comment.findings ?? []);
  const history = comment.isNewsroom ? "" : historySentence(comment.author);
  const contact = [
    { field: "authorEmail", text: comment.authorEmail },
    { field: "authorUrl", text: comment.authorUrl },
  ].filter(({ text }) => text);
  return (
    <header class="byline">
      <h2 class="author" id={nameId}>
        <Marked text={comment.authorName} field="authorName" findings={comment.findings} numbers={numbers} />
      </h2>
      {history && (
        <span class={comment.author && isFirstOf(comment.author) ? "author-history first" : "author-history"}>
          {history}
        </span>
      )}
      {comment.isNewsroom ? (
        <span class="badge newsroom">{t("Newsroom")}</span>
      ) : (
        <Standing comment={comment} />
      )}
      <LookedAt comment={comment} />
      <span class="when">
        <TimeAgo at={comment.createdAt} />
      </span>
      {canDecide(comment.siteKey) && <SelectBox comment={comment} isOpen={phase === "open"} />}
      {comment.status !== "held" && <Decider comment={comment} />}
      {contact.length > 0 && (
        <p class="contact">
          {contact.map(({ field, text }) => (
            <Marked
              key={field}
              text={text ?? ""}
              field={field}
              findings={comment.findings}
              numbers={numbers}
            />
          ))}
        </p>
      )}
    </header>
  );
}

function SelectBox({ comment: { id, authorName }, isOpen }: { comment: Comment; isOpen: boolean }) {
  // Of the hundreds of cards only the one that changes is drawn again.
  const isSelected = useComputed(() => selected.value.has(id));
  return (
    <label class="select">
      <input
        type="checkbox"
        aria-label={t("Select the comment by {name}", { name: authorName })}
        aria-keyshortcuts={keyFor("select")}
        checked={isSelected.value}
        disabled={!isOpen}
        onChange={() => toggleSelected(id)}
      />
    </label>
  );
}

function Decider({ comment }: { comment: Comment }) {
  const decider = deciderSentence(comment, nowMs());
  return (
    decider && (
      <span class="decider">
        {STATUS_NAMES[comment.status]} <bdi dir="auto">{decider}</bdi>
      </span>
    )
  );
}

function Standing({ comment }: { comment: Comment }) {
  const { trusted, banned, note } = standingOf(comment);
  return (
    <>
      {trusted && <span class="badge good">{t("Trusted")}</span>}
      {banned && <span class="badge bad">{t("Banned")}</span>}
      {note && (
        <span class="badge" title={note}>
          {t("Note")}
        </span>
      )}
    </>
  );
}

function LookedAt({ comment }: { comment: Comment }) {
  const by = lookingAt(comment, nowMs());
  return (
    by && <span class="badge">{rich("{who} is looking at this", { who: <bdi dir="auto">{by}</bdi> })}</span>
  );
}

/** Where the links in it lead, as text: nobody comes there by a slip. */
function Domains({ comment: { domains = [] } }: { comment: Comment }) {
  if (domains.length === 0) return null;
  return (
    <p class="domains">
      {t("Links to")}{" "}
      {domains.map((domain) => (
        <bdi key={domain} dir="ltr" class="domain">
          {domain}
        </bdi>
      ))}
    </p>
  );
}

function PageLine({ comment }: { comment: Entry["comment"] }) {
  const site = sites.value.length > 1 ? sites.value.find(({ key }) => key === comment.siteKey) : undefined;
  const place = comment.pageUrl.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
  const isWebAddress = /^https?:\/\//i.test(comment.pageUrl);
  return (
    <p class="page">
      {site && <span class="site">{site.name}</span>}
      <a href={isWebAddress ? comment.pageUrl : undefined} target="_blank" rel="noopener noreferrer">
        {comment.pageTitle && (
          <bdi class="page-title" dir="auto">
            {comment.pageTitle}
          </bdi>
        )}
        <bdi class="page-url" dir="ltr">
          {place}
        </bdi>
        <span class="only-heard"> {t("(opens in a new tab)")}</span>
      </a>
    </p>
  );
}

function Body({ entry: { comment }, isExpanded }: { entry: Entry; isExpanded: boolean }) {
  const long = isLong(comment.body);
  if (isVeiled(comment)) return <Veiled comment={comment} />;
  const numbers = markNumbers(comment.findings ?? []);
  return (
    <>
      <div class={long && !isExpanded ? "body clamped" : "body"}>
        <Marked text={comment.body} field="body" findings={comment.findings} numbers={numbers} />
      </div>
      {long && (
        <button
          type="button"
          class="quiet show-all"
          aria-expanded={isExpanded}
          onClick={() => toggleExpanded(comment.id)}
        >
          {isExpanded
            ? t("Show less")
            : t("Show all {count, number} characters", { count: comment.body.length })}{" "}
          <kbd>{keyFor("expand")}</kbd>
        </button>
      )}
    </>
  );
}

/** Shown for as long as a mouse rests on it, for good by a tap, the button or the key. */
function Veiled({ comment }: { comment: Comment }) {
  const show = (): void => look(comment.id);
  return (
    <>
      <div class="body clamped veiled" aria-hidden="true" onClick={show}>
        <bdi dir="auto">{comment.body}</bdi>
      </div>
      <button type="button" class="quiet show-all" onClick={show}>
        {rich("<heard>Text hidden, it may hurt. </heard>Show the text", { heard })}{" "}
        <kbd aria-hidden="true">{keyFor("expand")}</kbd>
      </button>
    </>
  );
}

function MakeRule({ id }: { id: string }) {
  const make = (): void => {
    activate(id);
    makeRuleOfActive();
  };
  return (
    <button
      type="button"
      class="quiet make-rule"
      aria-keyshortcuts={keyFor("rule")}
      // The selected text is for the rule: the click must not take it away.
      onMouseDown={(event) => event.preventDefault()}
      onClick={make}
    >
      {rich("Make a rule<heard> from this comment</heard>", { heard })}{" "}
      <kbd aria-hidden="true">{keyFor("rule")}</kbd>
    </button>
  );
}

const ACTIONS: readonly { to: DecisionStatus; action: Action; label: string }[] = [
  { to: "approved", action: "approve", label: t("Approve") },
  { to: "rejected", action: "reject", label: t("Reject") },
  { to: "spam", action: "spam", label: t("Spam") },
  { to: "held", action: "hold", label: t("Hold") },
];

function Actions({ entry: { comment, phase } }: { entry: Entry }) {
  if (!canDecide(comment.siteKey)) return null;
  const here = comment.status;
  const decide = (event: MouseEvent, to: DecisionStatus): void => {
    // The second click of a double click would fall on the card that moved up.
    if (event.detail > 1) return;
    activate(comment.id);
    decideActive(to);
  };
  return (
    <div class="actions">
      {ACTIONS.filter(({ to }) => to !== here).map(({ to, action, label }) => (
        <button
          key={to}
          type="button"
          class={to === "approved" ? "primary" : undefined}
          disabled={phase !== "open"}
          aria-keyshortcuts={keyFor(action)}
          onClick={(event) => decide(event, to)}
        >
          {label} <kbd aria-hidden="true">{keyFor(action)}</kbd>
        </button>
      ))}
      <button
        type="button"
        class="quiet with-reason"
        disabled={phase !== "open"}
        aria-label={t("Decide with a reason or a note")}
        title={t("Decide with a reason or a note")}
        aria-keyshortcuts={keyFor("decideWith")}
        onClick={() => {
          activate(comment.id);
          askWithActive();
        }}
      >
        …
      </button>
    </div>
  );
}
