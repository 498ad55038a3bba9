// Keys and buttons that ask, or go elsewhere, before anything is done with the active comment.
import { bulkSubject } from "../bulk/batches.ts";
import { t } from "../language.ts";
import { navigate } from "../router.ts";
import { ruleFromCommentAddress } from "../routes.ts";
import { canAdminister, canDecide } from "../session.ts";
import { cardDialog, togglePanel } from "./card-state.ts";
import { entryOf } from "./queue-state.ts";
import { queue } from "./queue-store.ts";
import { refuse } from "./refuse.ts";
import { mayDecide } from "./take-decisions.ts";

const LONGEST_SELECTION = 200;

/** Asks for a reason or a note before the active comment is decided. */
export function askWithActive(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return refuse(t("There is no comment to decide."));
  const to = comment.status === "rejected" ? "approved" : "rejected";
  if (mayDecide(comment, to))
    cardDialog.value = { kind: "decide", comments: [comment], to, mustGiveReason: false };
}

export function replyToActive(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return refuse(t("There is no comment to answer."));
  if (!canDecide(comment.siteKey)) return refuse(t("Replies are for moderators of the site."));
  togglePanel(comment.id, "reply");
}

export function editActive(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return refuse(t("There is no comment to edit."));
  if (!canDecide(comment.siteKey)) return refuse(t("Texts are edited by moderators of the site."));
  togglePanel(comment.id, "edit");
}

/** Trust and bans are asked about before they are stored. */
export function askAboutAuthor(kind: "ban" | "trust"): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return refuse(t("There is no comment, and no author."));
  if (!canDecide(comment.siteKey)) return refuse(t("Trust and bans are for moderators of the site."));
  if (comment.isNewsroom) return refuse(t("The newsroom itself is neither trusted nor banned."));
  cardDialog.value = { kind, comment };
}

/** The active comment goes to whoever is surer of it. */
export function askColleagues(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return refuse(t("There is no comment to ask about."));
  if (!canDecide(comment.siteKey)) return refuse(t("Questions are for moderators of the site."));
  if (comment.secondOpinion) {
    return refuse(t("{name} asks about it already.", { name: comment.secondOpinion.askedBy }));
  }
  cardDialog.value = { kind: "ask", comment };
}

/** Of the comment, and of what is selected in it. */
export function makeRuleOfActive(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return refuse(t("There is no comment to make a rule from."));
  if (!canAdminister(comment.siteKey)) return refuse(t("Rules are for admins of the site."));
  const selected = getSelection()?.toString() ?? "";
  const isOfComment = selected.length <= LONGEST_SELECTION && comment.body.includes(selected.trim());
  navigate(ruleFromCommentAddress(comment.id, isOfComment ? selected.trim() : ""));
  scrollTo({ top: 0 });
}

/** All by the author of the active comment. */
export function decideAuthor(): void {
  const comment = entryOf(queue.value, queue.value.activeId)?.comment;
  if (!comment) return refuse(t("There is no comment, and no author."));
  if (!canDecide(comment.siteKey)) return refuse(t("Decisions are for moderators of the site."));
  bulkSubject.value = { kind: "author", comment };
}
