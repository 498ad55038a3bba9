// Questions to colleagues, asked and taken back.
import * as api from "../api.ts";
import type { Comment } from "../api.ts";
import { t } from "../language.ts";
import { noteAct } from "./acts.ts";
import { loadCounts } from "./counts.ts";
import { noteOfConflict } from "./queue-decisions.ts";
import { eventOf } from "./queue-news.ts";
import { announceDone, dispatch, hearOpinion } from "./queue-store.ts";
import { refuse } from "./refuse.ts";
import { noteSentence } from "./sentences.ts";
import { askForOpinion, withdrawOpinion } from "./together-api.ts";

/** By the comment: what forgets that it was asked about here. */
const forgetQuestion = new Map<string, () => void>();

export async function ask(comment: Comment, note: string): Promise<void> {
  const { id, siteKey, authorName } = comment;
  const { secondOpinion } = await askForOpinion(id, note);
  forgetQuestion.set(
    id,
    noteAct(() => takeBack(comment, secondOpinion.askedAt)),
  );
  hearOpinion({ id, siteKey, secondOpinion }, { isOwn: true });
  announceDone(
    t("Asked about the comment by {name}. It waits in the list Second opinion.", { name: authorName }),
    { canUndo: true },
  );
  void loadCounts();
}

export async function withdraw({ id, siteKey }: Comment): Promise<void> {
  await withdrawOpinion(id);
  forgetQuestion.get(id)?.();
  hearOpinion({ id, siteKey, secondOpinion: null });
  announceDone(t("The question is withdrawn; the comment is where it was."));
  void loadCounts();
}

/** The comment stands again where it was, unless somebody has answered by deciding. */
async function takeBack(comment: Comment, askedAt: string): Promise<void> {
  try {
    const { secondOpinion } = await api.fetchComment(comment.id);
    // A colleague has asked since: that is not ours to take back.
    if (secondOpinion && secondOpinion.askedAt !== askedAt)
      return refuse(t("{name} asks about it already.", { name: secondOpinion.askedBy }));
    await withdrawOpinion(comment.id);
    const found = await api.fetchComment(comment.id);
    if (found.status === comment.status) {
      dispatch({ type: "askedBack", comment: { ...comment, ...found, secondOpinion: null } });
      announceDone(t("The question is withdrawn; the comment is where it was."));
    } else {
      const { decidedBy, status, revision } = eventOf(found);
      const current = { status, revision, decidedBy, decidedAt: found.decidedAt ?? null };
      announceDone(noteSentence(noteOfConflict(comment, current), Date.now()));
    }
  } finally {
    void loadCounts();
  }
}
