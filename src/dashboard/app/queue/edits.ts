// New texts of comments, saved and taken back.
import * as api from "../api.ts";
import type { Comment, DecisionStatus } from "../api.ts";
import { t } from "../language.ts";
import { noteAct } from "./acts.ts";
import { forgetDetails } from "./comment-details.ts";
import { announceDone, hearEdited, revisionOf } from "./queue-store.ts";
import { refuse } from "./refuse.ts";

/** The comment keeps its status: who has changed the text has decided so, and no rule is asked. */
export async function saveText(comment: Comment, text: string, status: DecisionStatus): Promise<Comment> {
  const edited = await store(comment, { body: text, status, expectedRevision: revisionOf(comment) });
  noteAct(() => takeBack(comment, text));
  return edited;
}

/** The old text stands again, unless somebody has changed the new one since. */
async function takeBack(before: Comment, text: string): Promise<void> {
  const { id, authorName: name, body } = before;
  const { body: present, status, revision } = await api.fetchComment(id);
  if (present !== text || status === "queued" || status === "deleted")
    return refuse(t("The text by {name} was changed since, and stays as it is.", { name }));
  await store(before, { body, status, expectedRevision: revision });
  announceDone(t("The text by {name} is again what it was.", { name }));
}

async function store({ id }: Comment, edit: Parameters<typeof api.editComment>[1]): Promise<Comment> {
  const edited = await api.editComment(id, edit);
  forgetDetails(id);
  hearEdited(edited);
  return edited;
}
