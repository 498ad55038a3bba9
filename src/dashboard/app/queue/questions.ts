// Questions to colleagues, asked and taken back.
import * as api from "../api.ts";
import type { Comment } from "../api.ts";
import { t } from "../language.ts";
import { keyOfAct } from "./acts.ts";
import { loadCounts } from "./counts.ts";
import { noteOfConflict } from "./queue-decisions.ts";
import { eventOf } from "./queue-news.ts";
import { announceDone, dispatch, hearOpinion, tellProblem } from "./queue-store.ts";
import { refuse } from "./refuse.ts";
import { noteSentence } from "./sentences.ts";
import { askForOpinion, withdrawOpinion } from "./together-api.ts";

interface Question {
  key: number;
  comment: Comment;
  askedAt: string;
}

let asked: readonly Question[] = [];

/** The key of the latest that was asked here. */
export const latestQuestion = (): number | undefined => asked.at(-1)?.key;

export async function ask(comment: Comment, note: string): Promise<void> {
  const { id, siteKey, authorName } = comment;
  const { secondOpinion } = await askForOpinion(id, note);
  asked = [...asked, { key: keyOfAct(), comment, askedAt: secondOpinion.askedAt }];
  hearOpinion({ id, siteKey, secondOpinion }, { isOwn: true });
  announceDone(
    t("Asked about the comment by {name}. It waits in the list Second opinion.", { name: authorName }),
    { canUndo: true },
  );
  void loadCounts();
}

export async function withdraw({ id, siteKey }: Comment): Promise<void> {
  await withdrawOpinion(id);
  asked = asked.filter(({ comment }) => comment.id !== id);
  hearOpinion({ id, siteKey, secondOpinion: null });
  announceDone(t("The question is withdrawn; the comment is where it was."));
  void loadCounts();
}

/** The comment stands again where it was, unless somebody has answered by deciding. */
export async function takeLatestBack(): Promise<void> {
  const question = asked.at(-1);
  if (!question) return;
  const { comment } = question;
  asked = asked.slice(0, -1);
  try {
    const { secondOpinion } = await api.fetchComment(comment.id);
    // A colleague has asked since: that is not ours to take back.
    if (secondOpinion && secondOpinion.askedAt !== question.askedAt)
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
  } catch (error) {
    asked = [...asked, question];
    tellProblem(api.sentenceOf(error));
  }
  void loadCounts();
}
