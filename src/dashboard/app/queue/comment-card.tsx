import type { DecisionStatus } from "../api.ts";
import type { Action } from "../keyboard.ts";
import { keyFor } from "../keyboard.ts";
import { nowMs, TimeAgo } from "../frame/time-ago.tsx";
import { canAdminister, canDecide, sites } from "../session.ts";
import { History } from "./comment-history.tsx";
import { InReplyTo } from "./in-reply-to.tsx";
import { Marked } from "./marked.tsx";
import type { Entry } from "./queue-state.ts";
import { activate, decideActive, dismiss, makeRuleOfActive, toggleExpanded } from "./queue-store.ts";
import { deciderSentence, historySentence, isLong, noteSentence, STATUS_NAMES } from "./sentences.ts";
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
  return (
    <li>
      <article
        class={phase === "overtaken" ? "card overtaken" : "card"}
        tabIndex={isActive ? 0 : -1}
        aria-current={isActive ? "true" : undefined}
        aria-labelledby={nameId}
        data-comment-id={comment.id}
        data-status={comment.status}
        onPointerDown={take}
        onFocusIn={take}
      >
        {note && (
          <div class="note">
            <p>{noteSentence(note, Math.max(nowMs.value, Date.now()))}</p>
            {phase === "overtaken" && (
              <button type="button" class="quiet" onClick={() => dismiss(comment.id)}>
                Dismiss
              </button>
            )}
          </div>
        )}
        <div class="said">
          <Byline entry={entry} nameId={nameId} />
          <PageLine comment={comment} />
          {comment.parentId && <InReplyTo comment={comment} />}
          <Body entry={entry} isExpanded={isExpanded} />
        </div>
        <WhyHere comment={comment} />
        <footer class="card-foot">
          <Actions entry={entry} />
          {canAdminister(comment.siteKey) && <MakeRule id={comment.id} />}
          <History comment={comment} />
        </footer>
      </article>
    </li>
  );
}

function Byline({ entry: { comment }, nameId }: { entry: Entry; nameId: string }) {
  const history = historySentence(comment.author);
  const contact = [
    { field: "authorEmail", text: comment.authorEmail },
    { field: "authorUrl", text: comment.authorUrl },
  ].filter(({ text }) => text);
  const decider =
    comment.status === "held" ? "" : deciderSentence(comment, Math.max(nowMs.value, Date.now()));
  return (
    <header class="byline">
      <h2 class="author" id={nameId}>
        <Marked text={comment.authorName} field="authorName" findings={comment.findings} />
      </h2>
      {history && (
        <span class={history.startsWith("first") ? "author-history first" : "author-history"}>{history}</span>
      )}
      <span class="when">
        <TimeAgo at={comment.createdAt} />
      </span>
      {decider && (
        <span class="decider">
          {STATUS_NAMES[comment.status]} <bdi dir="auto">{decider}</bdi>
        </span>
      )}
      {contact.length > 0 && (
        <p class="contact">
          {contact.map(({ field, text }) => (
            <Marked key={field} text={text ?? ""} field={field} findings={comment.findings} />
          ))}
        </p>
      )}
    </header>
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
        <span class="only-heard"> (opens in a new tab)</span>
      </a>
    </p>
  );
}

function Body({ entry: { comment }, isExpanded }: { entry: Entry; isExpanded: boolean }) {
  const long = isLong(comment.body);
  return (
    <>
      <div class={long && !isExpanded ? "body clamped" : "body"}>
        <Marked text={comment.body} field="body" findings={comment.findings} />
      </div>
      {long && (
        <button
          type="button"
          class="quiet show-all"
          aria-expanded={isExpanded}
          onClick={() => toggleExpanded(comment.id)}
        >
          {isExpanded ? "Show less" : `Show all ${comment.body.length.toLocaleString("en")} characters`}{" "}
          <kbd>{keyFor("expand")}</kbd>
        </button>
      )}
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
      Make a rule<span class="only-heard"> from this comment</span>{" "}
      <kbd aria-hidden="true">{keyFor("rule")}</kbd>
    </button>
  );
}

const ACTIONS: readonly { to: DecisionStatus; action: Action; label: string }[] = [
  { to: "approved", action: "approve", label: "Approve" },
  { to: "rejected", action: "reject", label: "Reject" },
  { to: "spam", action: "spam", label: "Spam" },
  { to: "held", action: "hold", label: "Hold" },
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
    </div>
  );
}
