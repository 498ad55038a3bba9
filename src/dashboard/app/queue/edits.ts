// New texts of comments, saved and taken back.
import * as api from "../api.ts";
import type { Comment, DecisionStatus } from "../api.ts";
import { t } from "../language.ts";
import { keyOfAct } from "./acts.ts";
import { forgetDetails } from "./comment-details.ts";
import { announceDone, hearEdited, revisionOf, tellProblem } from "./queue-store.ts";
import { refuse } from "./refuse.ts";

interface SavedEdit {
  key: number;
  /** As it was before. */
  comment: Comment;
  text: string;
}

let saved: readonly SavedEdit[] = [];

/** The key of the latest that was saved here. */
export const latestEdit = (): number | undefined => saved.at(-1)?.key;

/** The comment keeps its status: who has changed the text has decided so, and no rule is asked. */
export async function saveText(comment: Comment, text: string, status: DecisionStatus): Promise<Comment> {
  const edited = await store(comment, { body: text, status, expectedRevision: revisionOf(comment) });
  saved = [...saved, { key: keyOfAct(), comment, text }];
  return edited;
}

/** The old text stands again, unless somebody has changed the new one since. */
export async function takeLatestEditBack(): Promise<void> {
  const edit = saved.at(-1);
  if (!edit) return;
  const { id, authorName: name, body } = edit.comment;
  saved = saved.slice(0, -1);
  try {
    const { body: present, status, revision } = await api.fetchComment(id);
    if (present !== edit.text || status === "queued" || status === "deleted")
      return refuse(t("The text by {name} was changed since, and stays as it is.", { name }));
    await store(edit.comment, { body, status, expectedRevision: revision });
    announceDone(t("The text by {name} is again what it was.", { name }));
  } catch (error) {
    saved = [...saved, edit];
    tellProblem(api.sentenceOf(error));
  }
}

async function store({ id }: Comment, edit: Parameters<typeof api.editComment>[1]): Promise<Comment> {
  const edited = await api.editComment(id, edit);
  forgetDetails(id);
  hearEdited(edited);
  return edited;
}
