import type { Comment, FlatComment } from "../api.ts";
import { Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useLoaded } from "../frame/use-loaded.ts";
import { useTask } from "../frame/use-task.ts";
import { t } from "../language.ts";
import { canDecide } from "../session.ts";
import { closePage, fetchPage } from "./author-api.ts";
import { detailsOf } from "./comment-details.ts";
import { STATUS_NAMES } from "./sentences.ts";

const EXCERPT_CHARACTERS = 400;

/** The conversation as it stands around the comment: the published ones, and what it answers whatever became of that. */
export function ContextPanel({ comment }: { comment: Comment }) {
  const details = detailsOf(comment.id, comment.revision).value;
  if (!details) return <p class="hint">{t("Reading the conversation…")}</p>;
  if (details === "missing") return <Problem text={t("The conversation cannot be read now.")} />;
  const around = [...details.thread, comment].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  return (
    <>
      {around.length === 1 && <p class="hint">{t("Nothing is published on this page yet.")}</p>}
      {around.length > 1 && (
        <ol class="conversation">
          {around.map((one) => (
            <Said key={one.id} one={one} comment={comment} />
          ))}
        </ol>
      )}
      {canDecide(comment.siteKey) && <PageSwitch comment={comment} />}
    </>
  );
}

function Said({ one, comment }: { one: FlatComment; comment: Comment }) {
  const isThis = one.id === comment.id;
  const isParent = one.id === comment.parentId;
  const text = one.body.length > EXCERPT_CHARACTERS ? `${one.body.slice(0, EXCERPT_CHARACTERS)}…` : one.body;
  return (
    <li class={isThis ? "this" : undefined}>
      <p class="who">
        {one.status === "deleted" ? <em>{t("Deleted")}</em> : <bdi dir="auto">{one.authorName}</bdi>}{" "}
        {one.isNewsroom && <span class="badge newsroom">{t("Newsroom")}</span>} <TimeAgo at={one.createdAt} />
        {isThis && <span class="badge">{t("this comment")}</span>}
        {isParent && <span class="badge">{t("answered by this one")}</span>}
        {isParent && one.status !== "approved" && <span class="badge bad">{STATUS_NAMES[one.status]}</span>}
      </p>
      {!isThis && (
        <p class="what">
          <bdi dir="auto">{text}</bdi>
        </p>
      )}
    </li>
  );
}

function PageSwitch({ comment: { siteKey, pageUrl } }: { comment: Comment }) {
  const { value: page, put } = useLoaded(() => fetchPage(siteKey, pageUrl), `${siteKey} ${pageUrl}`);
  const { busy, problem, run } = useTask();
  if (!page) return null;
  return (
    <p class="page-switch">
      <span>{page.closed ? t("The page takes no new comments.") : t("The page takes new comments.")}</span>{" "}
      <button
        type="button"
        disabled={busy}
        onClick={() => run(async () => put(await closePage(siteKey, pageUrl, !page.closed)))}
      >
        {page.closed ? t("Open the page again") : t("Close the page")}
      </button>
      <Problem text={problem} />
    </p>
  );
}
