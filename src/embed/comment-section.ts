import { html, type Html } from "./html.ts";
import { countComments, inReadingOrder, webAddress } from "./thread.ts";
import type { OwnComment, PlacedComment, Thread } from "./thread.ts";
import { formFields, labels, reasonWords, sentences } from "./words.ts";
import type { FieldErrors, FormField, FormValues } from "./words.ts";

/** A form as the visitor left it; `idempotencyKey` and `formToken` are made by whoever renders the page. */
export interface FormState {
  action: string;
  pageUrl: string;
  pageTitle: string | null;
  parentId: string | null;
  /** Where a website's own form asked for an address; ours does not. */
  authorUrl?: string;
  values: FormValues;
  errors: FieldErrors;
  formToken: string;
  idempotencyKey: string;
}

export interface CommentSection {
  thread: Thread;
  form: FormState;
  own: OwnComment | null;
  /** Address of the page that shows the section; links to reply add to its query. */
  here: string;
}

/** Thread, the author's own comment and the form: works without JavaScript. */
export function renderCommentSection(section: CommentSection): Html {
  const { thread, form, own, here } = section;
  const placed = inReadingOrder(thread.items, own ? [own] : []);
  const count = countComments(thread.items);
  return html`<section class="moderato">
    <h2>Comments ${count > 0 && html`<span class="count">${count}</span>`}</h2>
    ${
      placed.length > 0
        ? html`<ol class="list">
            ${placed.map((comment) => renderComment(comment, { here, canReply: !thread.closed }))}
          </ol>`
        : html`<p class="muted">${thread.closed ? null : `${sentences.none} ${sentences.first}`}</p>`
    }
    ${own && renderReceived(own)}
    ${thread.closed ? html`<p class="notice">${sentences.closed}</p>` : renderForm(form, replyTarget(section))}
  </section>`;
}

interface ReplyTarget {
  authorName: string;
  cancelUrl: string;
}

export function renderForm(form: FormState, replyTo: ReplyTarget | null = null): Html {
  return html`<form class="form" id="moderato-form" method="post" action="${form.action}" novalidate>
    <h2 class="form-heading">
      ${replyTo ? html`Reply to <bdi>${replyTo.authorName}</bdi>` : "Write a comment"}
    </h2>
    ${replyTo && html`<p><a href="${replyTo.cancelUrl}">Cancel reply</a></p>`}
    <input type="hidden" name="pageUrl" value="${form.pageUrl}" autocomplete="off" />
    ${form.pageTitle && html`<input type="hidden" name="pageTitle" value="${form.pageTitle}" autocomplete="off" />`}
    ${form.parentId && html`<input type="hidden" name="parentId" value="${form.parentId}" autocomplete="off" />`}
    ${form.authorUrl && html`<input type="hidden" name="authorUrl" value="${form.authorUrl}" autocomplete="off" />`}
    <input type="hidden" name="formToken" value="${form.formToken}" autocomplete="off" />
    <input type="hidden" name="idempotencyKey" value="${form.idempotencyKey}" autocomplete="off" />
    <div class="pair">${renderField(form, "authorName")} ${renderField(form, "authorEmail")}</div>
    ${renderField(form, "body")}
    <div class="website" aria-hidden="true">
      <label for="moderato-website">${sentences.honeypot}</label>
      <input id="moderato-website" name="website" type="text" tabindex="-1" autocomplete="off" />
    </div>
    <div class="actions">
      <button class="button" type="submit">${labels.post}</button>
      <p class="muted">${sentences.rules}</p>
    </div>
  </form>`;
}

export const fieldId = (field: FormField) => `moderato-${field}`;

/** The errors of the form as a list of links to their fields, in the order of the fields. */
export const renderErrorLinks = (errors: FieldErrors) =>
  html`<ul>
    ${formFields.map((field) => errors[field] && html`<li><a href="#${fieldId(field)}">${errors[field]}</a></li>`)}
  </ul>`;

function renderField(form: FormState, field: FormField): Html {
  const id = fieldId(field);
  const error = form.errors[field];
  const wiring = error
    ? html`aria-invalid="true" aria-describedby="${id}-error"`
    : field !== "authorEmail" && html`aria-required="true"`;
  return html`<div class="field">
    <label for="${id}">${labels[field]}</label>
    ${renderControl(field, { id, value: form.values[field], wiring })}
    ${error && html`<p class="error" id="${id}-error">${error}</p>`}
  </div>`;
}

function renderControl(field: FormField, control: { id: string; value: string; wiring: Html | false }): Html {
  const { id, value, wiring } = control;
  switch (field) {
    case "authorName":
      return html`<input
        id="${id}"
        name="authorName"
        autocomplete="name"
        value="${value}"
        dir="auto"
        ${wiring}
      />`;
    case "authorEmail":
      return html`<input
        id="${id}"
        name="authorEmail"
        type="email"
        autocomplete="email"
        value="${value}"
        ${wiring}
      />`;
    case "body":
      // A line break right after the start tag is dropped by every parser, so ours goes there, not the visitor's.
      return html`<textarea id="${id}" name="body" rows="6" dir="auto" ${wiring}>${"\n"}${value}</textarea>`;
  }
}

function renderComment(placed: PlacedComment, options: { here: string; canReply: boolean }): Html {
  const { comment, depth, replyTo, own } = placed;
  const pending = own !== null && own.status !== "published";
  const replyUrl = `${addToQuery(options.here, { replyTo: comment.id })}#moderato-form`;
  return html`<li
    class="comment depth-${depth} ${pending && "pending"} ${comment.isNewsroom && "newsroom"}"
    id="comment-${comment.id}"
    ${own && html`data-own-comment="${JSON.stringify(own)}"`}
  >
    <div class="byline">
      ${renderAuthor(comment)}
      ${comment.isNewsroom && html`<span class="newsroom-badge">${sentences.newsroom}</span>`}
      <a class="time" href="#comment-${comment.id}">${renderTime(comment.createdAt)}</a>
      ${comment.editedAt && html`<span class="time">${sentences.edited}</span>`}
    </div>
    ${replyTo !== null && html`<p class="reply-to">in reply to <bdi>${replyTo}</bdi></p>`}
    <p class="body" dir="auto">${comment.body}</p>
    ${pending && html`<p class="badge">${own.status === "waiting" ? sentences.onlyYou : refusedWords(own)}</p>`}
    ${options.canReply && !own && html`<a class="reply" href="${replyUrl}">Reply<span class="unseen"> to ${comment.authorName}</span></a>`}
  </li>`;
}

function renderAuthor(comment: { authorName: string; authorUrl: string | null }): Html {
  const url = webAddress(comment.authorUrl);
  if (!url) return html`<bdi class="author">${comment.authorName}</bdi>`;
  return html`<a class="author" href="${url}" rel="nofollow ugc noopener" target="_top"
    ><bdi>${comment.authorName}</bdi></a
  >`;
}

export function renderTime(at: string): Html {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return html``;
  const words = date.toLocaleString("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
  return html`<time datetime="${date.toISOString()}">${words} UTC</time>`;
}

function renderReceived(own: OwnComment): Html {
  const words = { waiting: sentences.received, published: sentences.published, refused: refusedWords(own) };
  return html`<p class="notice ${own.status}" id="moderato-received" role="status">${words[own.status]}</p>`;
}

const refusedWords = (own: OwnComment) =>
  [sentences.refused, reasonWords(own.publicReason)].filter(Boolean).join(" ");

function replyTarget({ thread, form, here }: CommentSection): ReplyTarget | null {
  if (!form.parentId) return null;
  const parent = inReadingOrder(thread.items).find(({ comment }) => comment.id === form.parentId);
  return parent ? { authorName: parent.comment.authorName, cancelUrl: `${here}#moderato-form` } : null;
}

function addToQuery(address: string, parameters: Record<string, string>): string {
  const added = new URLSearchParams(parameters).toString();
  return `${address}${address.includes("?") ? "&" : "?"}${added}`;
}
