import { type PlacedComment, type ThreadComment, webAddress } from "../thread.ts";
import { reasonWords, sentences } from "../words.ts";
import { button, element } from "./dom.ts";
import { relativeTime } from "./relative-time.ts";

export interface ListOptions {
  language: string;
  canReply: boolean;
  onReply: (comment: ThreadComment) => void;
  onDismiss: (id: string) => void;
}

/** Brings the list up to date. Rows that stay are not touched, so a reply being written in one keeps its focus. */
export function updateList(list: HTMLElement, placed: readonly PlacedComment[], options: ListOptions): void {
  const known = new Map([...list.children].map((row) => [row.getAttribute("data-key"), row]));
  let next = list.firstElementChild;
  for (const comment of placed) {
    const key = [comment.comment.id, comment.comment.editedAt, comment.own?.status, options.canReply].join();
    const row = known.get(key) ?? createRow(comment, { ...options, key });
    known.delete(key);
    if (row === next) next = next.nextElementSibling;
    else list.insertBefore(row, next);
  }
  for (const row of known.values()) row.remove();
  list.hidden = placed.length === 0;
  showTimes(list, options.language);
}

export function showTimes(list: HTMLElement, language: string): void {
  for (const time of list.querySelectorAll("time")) {
    time.textContent = relativeTime(new Date(time.dateTime), new Date(), language);
  }
}

function createRow(placed: PlacedComment, options: ListOptions & { key: string }): HTMLElement {
  const { comment, depth, replyTo, own } = placed;
  const isPending = own !== null && own.status !== "published";
  const row = element(
    "li",
    {
      class: `comment depth-${depth}${isPending ? " pending" : ""}${comment.isNewsroom ? " newsroom" : ""}`,
      part: "comment",
      id: `comment-${comment.id}`,
      "data-key": options.key,
      tabindex: "-1",
    },
    element(
      "div",
      { class: "byline" },
      createAuthor(comment),
      comment.isNewsroom &&
        element("span", { class: "newsroom-badge", part: "newsroom" }, sentences.newsroom),
      createTime(comment, options.language),
      comment.editedAt && element("span", { class: "time" }, sentences.edited),
    ),
    replyTo !== null && element("p", { class: "reply-to" }, "in reply to ", element("bdi", {}, replyTo)),
    element("p", { class: "body", part: "body", dir: "auto" }, comment.body),
  );
  if (own?.status === "waiting")
    row.append(element("p", { class: "badge", part: "badge" }, sentences.onlyYou));
  if (own?.status === "refused") {
    const words = [sentences.refused, reasonWords(own.publicReason)].filter(Boolean).join(" ");
    const dismiss = button("Remove from view", { class: "reply" }, () => options.onDismiss(comment.id));
    row.append(element("p", { class: "badge", part: "badge" }, words), " ", dismiss);
  }
  if (options.canReply && !own) {
    const reply = button("Reply", { class: "reply", part: "reply" }, () => options.onReply(comment));
    reply.append(element("span", { class: "unseen" }, ` to ${comment.authorName}`));
    row.append(reply);
  }
  return row;
}

function createAuthor({ authorName, authorUrl }: ThreadComment): HTMLElement {
  const href = webAddress(authorUrl);
  const name = element("bdi", {}, authorName);
  if (!href) return element("span", { class: "author", part: "author" }, name);
  return element("a", { class: "author", part: "author", href, rel: "nofollow ugc noopener" }, name);
}

function createTime({ id, createdAt }: ThreadComment, language: string): HTMLElement | null {
  const at = new Date(createdAt);
  if (Number.isNaN(at.getTime())) return null;
  const title = at.toLocaleString(language, { dateStyle: "full", timeStyle: "short" });
  return element(
    "a",
    { class: "time", href: `#comment-${id}` },
    element("time", { datetime: createdAt, title }),
  );
}
