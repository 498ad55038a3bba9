// One page's comments inside a shadow root: loads, sends, and looks after what its visitor has written.
import { inReadingOrder, type OwnComment, type ThreadComment } from "../thread.ts";
import { type FormValues, sentences } from "../words.ts";
import type { Api, ThreadAnswer } from "./api.ts";
import { type CommentForm, createForm } from "./comment-form.ts";
import { showTimes, updateList } from "./comment-list.ts";
import { button, element } from "./dom.ts";
import { watchReceipts } from "./receipt-watch.ts";
import { type Attempt, draftStore, mergeReceipts, receiptStore, type TextStorage } from "./stored.ts";
import { nextAttempt, type Outcome, outcomeOf } from "./submission.ts";

const MINUTE_MS = 60_000;

export interface ConversationOptions {
  api: Api;
  storage: TextStorage;
  site: string;
  pageUrl: string;
  pageTitle: string;
  language: string;
  announce: (event: "ready" | "posted" | "error", detail: object) => void;
  /** Ends everything that runs by itself. */
  signal: AbortSignal;
}

/** What the visitor wrote into the plain form of the page, and his comments on it, before the script was there. */
export interface Fallback {
  values: FormValues;
  parentId: string | null;
  own: OwnComment[];
}

export class Conversation {
  readonly node: HTMLElement;
  readonly #options: ConversationOptions;
  readonly #drafts: ReturnType<typeof draftStore>;
  readonly #receipts: ReturnType<typeof receiptStore>;
  readonly #watchSoon: () => void;
  readonly #form: CommentForm;
  readonly #count = element("span", { class: "count" });
  readonly #list = element("ol", { class: "list", part: "list" });
  readonly #message = element("p", { class: "muted" });
  readonly #again = button("Load comments again", { class: "button quiet" }, () => void this.load());
  readonly #home = element("div", {});
  readonly #closed = element("p", { class: "notice", part: "notice" }, sentences.closed);
  #thread: ThreadAnswer = { items: [], closed: false, formToken: "" };
  #state: "loading" | "loaded" | "failed" = "loading";
  #own: OwnComment[];
  #parentId: string | null = null;
  #attempt: Attempt | null = null;
  #isSending = false;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#drafts = draftStore(options.storage, options);
    this.#receipts = receiptStore(options.storage, options);
    this.#own = this.#receipts.load(Date.now());
    this.#form = createForm({
      onInput: () => this.#keepDraft(),
      onSubmit: () => void this.#send(),
      onCancelReply: () => this.#cancelReply(),
    });
    this.#home.append(this.#form.node);
    this.node = element(
      "section",
      { class: "moderato", part: "root" },
      element("h2", { part: "heading" }, "Comments ", this.#count),
      this.#list,
      this.#message,
      this.#again,
      this.#home,
      this.#closed,
    );
    const draft = this.#drafts.load();
    this.#form.fill(draft);
    this.#attempt = draft.attempt;
    this.#show();
    this.#watchSoon = watchReceipts({
      isWaiting: () => this.#own.some(({ status }) => status === "waiting"),
      refresh: () => this.#refreshOwn(),
      signal: options.signal,
    });
    const clock = setInterval(() => showTimes(this.#list, options.language), MINUTE_MS);
    options.signal.addEventListener("abort", () => clearInterval(clock));
  }

  /** Never throws: what went wrong is on the page. */
  async load(): Promise<void> {
    const { api, pageUrl, announce } = this.#options;
    const isFirst = this.#state !== "loaded";
    try {
      this.#thread = await api.loadThread(pageUrl);
      this.#state = "loaded";
      this.#forgetPublished();
    } catch (error) {
      if (isFirst) this.#state = "failed";
      announce("error", { message: String(error) });
    }
    this.#show();
    if (!isFirst || this.#state !== "loaded") return;
    this.#answer(this.#drafts.load().parentId);
    announce("ready", { pageUrl });
  }

  /** Carries on with what stood in the plain form; empty fields leave the draft as it is. */
  adopt({ values, parentId, own }: Fallback): void {
    const drafted = this.#form.values();
    this.#form.fill({
      authorName: values.authorName || drafted.authorName,
      authorEmail: values.authorEmail || drafted.authorEmail,
      body: values.body || drafted.body,
    });
    if (own.length > 0) this.#keepOwn(mergeReceipts(this.#own, own));
    this.#show();
    if (parentId) this.#answer(parentId);
  }

  sayReceived(): void {
    this.#say(sentences.received);
  }

  focus(): void {
    this.#form.focus();
  }

  show(commentId: string): void {
    const row = this.#rowOf(commentId);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }

  #show(): void {
    const { language } = this.#options;
    const { closed, items } = this.#thread;
    const placed = inReadingOrder(items, this.#own);
    // The form must not vanish with the row of a comment that was removed while it was being answered.
    if (this.#parentId && !placed.some(({ comment }) => comment.id === this.#parentId)) this.#stopReplying();
    updateList(this.#list, placed, {
      language,
      canReply: !closed,
      onReply: (comment) => this.#startReply(comment),
      onDismiss: (id) => {
        this.#keepOwn(this.#own.filter((comment) => comment.id !== id));
        this.#show();
      },
    });
    const published = placed.filter(
      ({ own }) => own?.status !== "waiting" && own?.status !== "refused",
    ).length;
    this.#count.textContent = published > 0 ? published.toLocaleString(language) : "";
    this.#message.textContent = this.#messageFor(placed.length);
    this.#message.hidden = this.#message.textContent === "";
    this.#again.hidden = this.#state !== "failed";
    this.#home.hidden = closed;
    this.#closed.hidden = !closed;
  }

  #messageFor(rows: number): string {
    if (this.#state === "loading") return "Loading comments…";
    if (this.#state === "failed") return "The comments could not be loaded.";
    return rows > 0 || this.#thread.closed ? "" : `${sentences.none} ${sentences.first}`;
  }

  #startReply(comment: ThreadComment): void {
    this.#answer(comment.id);
    this.#keepDraft();
    this.#form.focus();
  }

  /** Moves the form below the comment that is answered, if it is there. */
  #answer(commentId: string | null): void {
    const found = inReadingOrder(this.#thread.items).find(({ comment }) => comment.id === commentId);
    const row = found && this.#rowOf(found.comment.id);
    if (!row || this.#thread.closed) return;
    this.#parentId = found.comment.id;
    this.#form.showReplyTo(found.comment.authorName);
    row.append(this.#form.node);
  }

  #stopReplying(): void {
    this.#parentId = null;
    this.#form.showReplyTo(null);
    this.#home.append(this.#form.node);
  }

  #cancelReply(): void {
    const row = this.#form.node.closest("li");
    this.#stopReplying();
    this.#keepDraft();
    row?.querySelector<HTMLElement>("[part=reply]")?.focus();
  }

  #keepDraft(): void {
    this.#form.relent();
    this.#drafts.save({ ...this.#form.values(), parentId: this.#parentId, attempt: this.#attempt });
  }

  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#say("");
    if (!this.#form.check()) return;
    const { api, pageUrl, pageTitle } = this.#options;
    const written = this.#form.values();
    const parentId = this.#parentId;
    const { formToken } = this.#thread;
    const submission = {
      ...written,
      pageUrl,
      pageTitle,
      parentId,
      website: this.#form.honeypot(),
      formToken,
    };
    this.#attempt = nextAttempt(submission, this.#attempt, randomKey);
    this.#keepDraft();
    this.#setSending(true);
    const outcome = outcomeOf(await api.submit(this.#attempt));
    this.#setSending(false);
    this.#settle(outcome, { ...written, parentId });
  }

  #setSending(isSending: boolean): void {
    this.#isSending = isSending;
    this.#form.setSending(isSending);
  }

  #settle(outcome: Outcome, written: FormValues & { parentId: string | null }): void {
    if (outcome.kind === "accepted") {
      this.#accept({ ...written, ...outcome });
      return;
    }
    if (outcome.kind === "invalid") this.#form.showErrors(outcome.fieldErrors);
    this.#say(outcome.message, outcome.kind === "failed" && outcome.mayRetry);
    this.#options.announce("error", outcome);
  }

  #accept(accepted: FormValues & { parentId: string | null; id: string; receipt: string }): void {
    const { id, receipt, parentId, authorName, body } = accepted;
    const createdAt = new Date().toISOString();
    const comment: OwnComment = {
      id,
      receipt,
      parentId,
      authorName,
      body,
      createdAt,
      status: "waiting",
      publicReason: null,
    };
    this.#keepOwn(mergeReceipts(this.#own, [comment]));
    this.#attempt = null;
    if (this.#parentId) this.#stopReplying();
    // What was typed while the comment was on its way belongs to the next one.
    const now = this.#form.values();
    if (now.body === body) this.#form.fill({ ...now, body: "" });
    this.#keepDraft();
    this.#show();
    this.sayReceived();
    this.show(id);
    this.#options.announce("posted", { id, pageUrl: this.#options.pageUrl });
    this.#watchSoon();
  }

  #say(words: string, mayRetry = false): void {
    const kind = words === sentences.received ? "notice" : "notice refused";
    const notice = words && element("p", { class: kind, part: "notice" }, words);
    const retry = mayRetry && button("Try again", { class: "button quiet" }, () => void this.#send());
    this.#form.outcome.replaceChildren(...[notice, retry].filter((node) => node instanceof Node));
  }

  async #refreshOwn(): Promise<void> {
    const { api } = this.#options;
    const asked = this.#own.filter(({ status }) => status === "waiting");
    const answers = await Promise.all(asked.map((comment) => api.loadStatus(comment)));
    const answerOf = new Map(asked.map(({ id }, index) => [id, answers[index]]));
    if (this.#options.signal.aborted) return;
    const before = this.#own;
    this.#keepOwn(
      before.flatMap((comment) => {
        const answer = answerOf.get(comment.id);
        if (answer === "gone") return [];
        return answer
          ? { ...comment, status: answer.status, publicReason: answer.publicReason ?? null }
          : comment;
      }),
    );
    if (this.#own.some(({ status }) => status === "published")) await this.load();
    else this.#show();
  }

  /** What the thread shows needs no receipt; a published comment that it lacks yet stays in view, but is not kept. */
  #forgetPublished(): void {
    const shown = new Set(inReadingOrder(this.#thread.items).map(({ comment }) => comment.id));
    this.#keepOwn(this.#own.filter(({ id }) => !shown.has(id)));
  }

  #keepOwn(own: OwnComment[]): void {
    this.#own = own;
    this.#receipts.save(own);
  }

  #rowOf(commentId: string): HTMLElement | null {
    return this.#list.querySelector<HTMLElement>(`#${CSS.escape(`comment-${commentId}`)}`);
  }
}

/** crypto.randomUUID exists on https pages only. */
const randomKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
