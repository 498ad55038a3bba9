import type { Comment } from "../api.ts";
import { keyFor } from "../key-settings.ts";
import { t } from "../language.ts";
import { canDecide } from "../session.ts";
import { askColleagues } from "./ask-about-active.ts";
import { activate } from "./queue-store.ts";
import type { Action } from "../keyboard.ts";
import { AuthorPanel } from "./author-panel.tsx";
import type { PanelName } from "./card-state.ts";
import { panels, togglePanel } from "./card-state.ts";
import { History } from "./comment-history.tsx";
import { ContextPanel } from "./context-panel.tsx";
import { EditPanel } from "./edit-panel.tsx";
import { ReplyPanel } from "./reply-panel.tsx";
import { RelatedPanel } from "./related-panel.tsx";

const PANELS: readonly { name: PanelName; label: string; action?: Action }[] = [
  { name: "reply", label: t("Reply"), action: "reply" },
  { name: "edit", label: t("Edit"), action: "edit" },
  { name: "author", label: t("Author"), action: "author" },
  { name: "context", label: t("Conversation"), action: "context" },
  { name: "related", label: t("Related"), action: "related" },
  { name: "history", label: t("History") },
];

export function PanelButtons({ comment }: { comment: Comment }) {
  const { id, siteKey, secondOpinion } = comment;
  const open = panels.value.get(id);
  return (
    <div class="panel-buttons">
      {panelsFor(comment).map(({ name, label, action }) => (
        <button
          key={name}
          type="button"
          class="quiet"
          aria-expanded={open === name}
          aria-controls={open === name ? `panel-${id}` : undefined}
          aria-keyshortcuts={action && keyFor(action)}
          onClick={() => togglePanel(id, name)}
        >
          {label}
        </button>
      ))}
      {canDecide(siteKey) && !secondOpinion && (
        <button
          type="button"
          class="quiet"
          aria-keyshortcuts={keyFor("ask")}
          onClick={() => {
            activate(id);
            askColleagues();
          }}
        >
          {t("Second opinion")}
        </button>
      )}
    </div>
  );
}

/** The newsroom is no author, and who only reads here writes nothing. */
const panelsFor = (comment: Comment) =>
  PANELS.filter(({ name }) =>
    name === "reply" || name === "edit"
      ? canDecide(comment.siteKey)
      : name !== "author" || !comment.isNewsroom,
  );

export function OpenPanel({ comment }: { comment: Comment }) {
  const open = panels.value.get(comment.id);
  if (!open) return null;
  return (
    <section
      class="card-panel"
      id={`panel-${comment.id}`}
      aria-label={PANELS.find(({ name }) => name === open)?.label}
    >
      {open === "reply" && <ReplyPanel comment={comment} />}
      {open === "edit" && <EditPanel comment={comment} />}
      {open === "author" && <AuthorPanel comment={comment} />}
      {open === "context" && <ContextPanel comment={comment} />}
      {open === "related" && <RelatedPanel comment={comment} />}
      {open === "history" && <History comment={comment} />}
    </section>
  );
}
