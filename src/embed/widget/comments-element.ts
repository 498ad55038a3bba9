import { isOwnComment, parseRecord, type TextStorage } from "./stored.ts";
import sheetText from "../comments.css?inline";
import { connect } from "./api.ts";
import { Conversation, type Fallback } from "./conversation.ts";
import { pageUrlOf } from "./page-url.ts";
import { languageOf } from "./relative-time.ts";

export interface Surroundings {
  apiBase: string;
  storage: TextStorage;
}

/** `<moderato-comments site page-url page-title lang theme>`; a changed site or page-url shows that page instead. */
export function defineCommentsElement({ apiBase, storage }: Surroundings): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(sheetText);

  class CommentsElement extends HTMLElement {
    static readonly observedAttributes = ["site", "page-url"];
    #running: AbortController | null = null;

    connectedCallback(): void {
      void this.#start();
    }

    disconnectedCallback(): void {
      this.#running?.abort();
      this.#running = null;
    }

    attributeChangedCallback(): void {
      if (this.#running) void this.#start();
    }

    async #start(): Promise<void> {
      this.#running?.abort();
      const running = (this.#running = new AbortController());
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      const conversation = this.#converse(running.signal);
      // A plain form that the server has rendered stays usable until there is something to put in its place.
      const hasFallback = this.querySelector("form") !== null;
      root.replaceChildren(hasFallback ? document.createElement("slot") : conversation.node);
      await conversation.load();
      if (running.signal.aborted) return;
      if (hasFallback) this.#takeOver(conversation);
      followFragment(conversation);
    }

    #converse(signal: AbortSignal): Conversation {
      const site = this.getAttribute("site") ?? "";
      return new Conversation({
        api: connect(apiBase, site),
        storage,
        site,
        pageUrl: currentPageUrl(this.getAttribute("page-url")),
        pageTitle: this.getAttribute("page-title") ?? document.title,
        language: languageOf(this.getAttribute("lang")),
        announce: (event, detail) =>
          this.dispatchEvent(new CustomEvent(`moderato:${event}`, { detail, bubbles: true, composed: true })),
        signal,
      });
    }

    #takeOver(conversation: Conversation): void {
      const fallback = readFallback(this);
      const isWriting = this.contains(document.activeElement);
      conversation.adopt(fallback);
      this.replaceChildren();
      this.shadowRoot?.replaceChildren(conversation.node);
      if (isWriting) conversation.focus();
      if (fallback.own.length > 0) forgetReceiptInAddress();
    }
  }

  customElements.define("moderato-comments", CommentsElement);
}

export function currentPageUrl(named: string | null): string {
  const canonical = document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href ?? null;
  return pageUrlOf({ named, canonical, location: location.href });
}

function readFallback(host: HTMLElement): Fallback {
  const valueOf = (name: string) =>
    host.querySelector<HTMLInputElement | HTMLTextAreaElement>(`form [name=${name}]`)?.value ?? "";
  const own = [...host.querySelectorAll("[data-own-comment]")];
  return {
    values: { authorName: valueOf("authorName"), authorEmail: valueOf("authorEmail"), body: valueOf("body") },
    parentId: valueOf("parentId") || null,
    own: own.map((row): unknown => parseRecord(row.getAttribute("data-own-comment"))).filter(isOwnComment),
  };
}

/** `#moderato-received` is where the plain form returns to, `#comment-…` a link to one comment. */
function followFragment(conversation: Conversation): void {
  const { hash } = location;
  if (hash === "#moderato-received") {
    conversation.sayReceived();
    const address = new URL(location.href);
    address.hash = "";
    history.replaceState(history.state, "", address);
  }
  if (hash.startsWith("#comment-")) conversation.show(hash.slice("#comment-".length));
}

/** The receipt is in the visitor's storage now: it need not stand where it is copied and shared. */
function forgetReceiptInAddress(): void {
  const address = new URL(location.href);
  address.searchParams.delete("comment");
  address.searchParams.delete("receipt");
  history.replaceState(history.state, "", address);
}
