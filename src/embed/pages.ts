// The public pages as pure functions: values in, a whole HTML document out. Links and assets are our own, nothing is inline.
import type { PublicStatus } from "../comments/comment.ts";
import type { FieldError } from "../errors.ts";
import {
  type CommentSection,
  renderCommentSection,
  renderErrorLinks,
  renderForm,
} from "./comment-section.ts";
import { html, type Html } from "./html.ts";
import { webAddress } from "./thread.ts";
import { type FieldErrors, formFields, reasonWords, sentences, waitWords } from "./words.ts";

export interface EmbedPage extends CommentSection {
  siteName: string;
  /** Where the comments belong; null where the address is not one of the site's own. */
  articleUrl: string | null;
}

/** Thread and form of one page of a website, for frames and for visitors without JavaScript. */
export function renderEmbedPage(page: EmbedPage): string {
  const { pageTitle } = page.form;
  return renderDocument({
    title: pageTitle ? `Comments on ${pageTitle}` : `Comments on ${page.siteName}`,
    body: html`<main class="sheet">
      <header class="page-head">
        ${pageTitle && html`<p class="kicker">${page.siteName}</p>`}
        <h1 dir="auto">${pageTitle ?? page.siteName}</h1>
        ${renderLinkBack(page.articleUrl, null)}
      </header>
      ${renderCommentSection(page)}
    </main>`,
  });
}

export interface SubmissionErrorPage {
  siteKey: string;
  siteName: string;
  isFramed?: boolean;
  values: {
    pageUrl: string;
    pageTitle: string;
    parentId: string;
    authorName: string;
    authorEmail: string;
    authorUrl: string;
    body: string;
  };
  errors: FieldError[];
  problem: { status: number; detail: string; retryAfterSeconds?: number | null };
  formToken: string;
  idempotencyKey: string;
}

/** The form once more after a refused submission: the text kept, every error named on top and beside its field. */
export function renderSubmissionErrorPage(page: SubmissionErrorPage): string {
  const { siteKey, values, problem } = page;
  const { fieldErrors, others } = sortErrors(page.errors);
  const form = {
    action: submissionAddress(siteKey, page.isFramed),
    pageUrl: values.pageUrl,
    pageTitle: values.pageTitle,
    parentId: values.parentId,
    // There is no field to correct it in: without it the rest can be sent.
    authorUrl: page.errors.some(({ pointer }) => pointer === "#/authorUrl") ? "" : values.authorUrl,
    values,
    errors: fieldErrors,
    formToken: page.formToken,
    idempotencyKey: page.idempotencyKey,
  };
  return renderDocument({
    title: "Your comment was not sent",
    body: html`<main class="sheet">
      <header class="page-head">
        <p class="kicker">${page.siteName}</p>
        <h1>Your comment was not sent</h1>
      </header>
      <div class="notice refused" role="alert" id="problem">
        ${page.errors.length > 0 ? html`<p>Please correct this, then post it again:</p>` : renderProblem(problem)}
        ${others.map((error) => html`<p>${error.detail}</p>`)} ${renderErrorLinks(fieldErrors)}
        <p>Your text is kept below.</p>
      </div>
      <section class="moderato">
        ${problem.status === 403 ? renderKeptText(values.body) : renderForm(form)}
      </section>
      ${renderLinkBack(values.pageUrl, values.pageTitle)}
    </main>`,
  });
}

export interface StatusPage {
  status: PublicStatus;
  publicReason: string | null;
  body: string;
  pageUrl: string;
  pageTitle: string | null;
}

/** What became of a comment, for the author who holds its receipt. */
export function renderStatusPage({ status, publicReason, body, pageUrl, pageTitle }: StatusPage): string {
  const { heading, next } = statusWords[status];
  return renderDocument({
    title: heading,
    body: html`<main class="sheet">
      <header class="page-head">
        <p class="kicker">Comment status</p>
        <h1>${heading}</h1>
      </header>
      <div class="notice ${status}" id="moderato-received">
        ${status === "waiting" && html`<p>${sentences.received}</p>`}
        ${status === "refused" && publicReason && html`<p>${reasonWords(publicReason)}</p>`}
        <p>${next}</p>
      </div>
      <figure class="quote">
        <figcaption>What you wrote</figcaption>
        <blockquote dir="auto">${body}</blockquote>
      </figure>
      <nav class="links" aria-label="Next">
        ${status === "waiting" && html`<a class="button" href="">Look again</a>`}
        ${renderLinkBack(pageUrl, pageTitle)}
      </nav>
    </main>`,
  });
}

/** Any error, for whoever asked for a page. */
export function renderHumanError({
  status,
  title,
  detail,
}: {
  status: number;
  title: string;
  detail: string;
}): string {
  return renderDocument({
    title,
    body: html`<main class="sheet">
      <header class="page-head">
        <p class="kicker">Error ${status}</p>
        <h1>${title}</h1>
      </header>
      ${detail !== title && html`<p>${detail}</p>`}
    </main>`,
  });
}

/** Sent from our page in a website's frame, the answer has to stay in the frame, not put the article into it. */
export const submissionAddress = (siteKey: string, isFramed = false) =>
  `/v1/sites/${encodeURIComponent(siteKey)}/comments${isFramed ? "?from=embed" : ""}`;

interface Document {
  title: string;
  body: Html;
  /** Further elements of the head. */
  head?: Html;
}

export function renderDocument({ title, body, head }: Document): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/embed/moderato.css" />
        ${head}
      </head>
      <body>
        ${body}
      </body>
    </html> `.toString();
}

const statusWords: Record<PublicStatus, { heading: string; next: string }> = {
  waiting: {
    heading: "Your comment is waiting",
    next: "Nothing more is needed from you. Keep the address of this page: it shows when the comment is published.",
  },
  published: {
    heading: "Your comment is published",
    next: "Everyone who reads the page can see it now.",
  },
  refused: {
    heading: "Your comment was not published",
    next: "You are welcome to write again in other words.",
  },
};

function sortErrors(errors: FieldError[]): { fieldErrors: FieldErrors; others: FieldError[] } {
  const fieldErrors: FieldErrors = {};
  const others: FieldError[] = [];
  for (const error of errors) {
    const field = formFields.find((name) => error.pointer === `#/${name}`);
    if (field) fieldErrors[field] ??= error.detail;
    else others.push(error);
  }
  return { fieldErrors, others };
}

function renderProblem({ status, detail, retryAfterSeconds }: SubmissionErrorPage["problem"]): Html {
  const mayRetry = status === 429 || status >= 500;
  return html`<p>${detail}</p>
    ${mayRetry && html`<p>${waitWords(retryAfterSeconds ?? null)}</p>`}`;
}

/** Where posting again would be refused again: the text to copy. */
const renderKeptText = (text: string) =>
  html`<div class="field">
    <label for="kept-text">Your text</label>
    <textarea id="kept-text" rows="8" dir="auto" readonly>${"\n"}${text}</textarea>
  </div>`;

function renderLinkBack(pageUrl: string | null, pageTitle: string | null): Html | null {
  const url = webAddress(pageUrl);
  if (!url) return null;
  return html`<p class="back">
    <a href="${url}" target="_top">Back to ${pageTitle ? html`<bdi>${pageTitle}</bdi>` : "the article"}</a>
  </p>`;
}
