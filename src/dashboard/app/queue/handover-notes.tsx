import { useEffect, useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { DialogActions } from "../frame/dialog-actions.tsx";
import { Problem } from "../frame/field.tsx";
import { Modal } from "../frame/modal.tsx";
import { NoteField } from "../frame/note-field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useUnsentText } from "../frame/unsent-texts.ts";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { canDecide, sites } from "../session.ts";
import { finishNote, leaveNote, loadNotes, notes } from "./together.ts";
import type { HandoverNote } from "./together-api.ts";

/** What was left for whoever comes next. */
export function HandoverNotes({ siteKey }: { siteKey: string | null }) {
  useEffect(() => void loadNotes(siteKey), [siteKey]);
  if (notes.value.length === 0) return null;
  return (
    <ul class="handover" aria-label={t("Notes from your colleagues")}>
      {notes.value.map((note) => (
        <Note key={note.id} note={note} />
      ))}
    </ul>
  );
}

function Note({ note: { id, siteKey, body, writtenBy, writtenAt } }: { note: HandoverNote }) {
  const { busy, problem, run } = useTask();
  const site = sites.value.length > 1 ? sites.value.find(({ key }) => key === siteKey)?.name : undefined;
  return (
    <li class="handover-note">
      <p dir="auto">{body}</p>
      <div class="handover-foot">
        <span class="hint">
          {rich(site ? "{who} on {site}, {when}" : "{who}, {when}", {
            who: <bdi dir="auto">{writtenBy}</bdi>,
            site: <bdi dir="auto">{site}</bdi>,
            when: <TimeAgo at={writtenAt} />,
          })}
        </span>
        {canDecide(siteKey) && (
          <button
            type="button"
            class="quiet small"
            aria-label={t("Done: the note by {name}", { name: writtenBy })}
            disabled={busy}
            onClick={() =>
              run(async () => {
                await finishNote(id);
                announce(t("The note is done."));
              })
            }
          >
            {t("Done")}
          </button>
        )}
      </div>
      <Problem text={problem} />
    </li>
  );
}

export function LeaveNote({ siteKey }: { siteKey: string | null }) {
  const [isOpen, setIsOpen] = useState(false);
  const mine = sites.value.filter(({ key }) => canDecide(key));
  if (mine.length === 0) return null;
  return (
    <>
      <button type="button" class="quiet" onClick={() => setIsOpen(true)}>
        {t("Leave a note")}
      </button>
      {isOpen && (
        <LeaveNoteDialog
          first={mine.find(({ key }) => key === siteKey)?.key ?? mine[0]!.key}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}

function LeaveNoteDialog({ first, onClose }: { first: string; onClose: () => void }) {
  const [siteKey, setSiteKey] = useState(first);
  const [body, setBody, forgetBody] = useUnsentText("handover");
  const { busy, problem, run } = useTask();
  const cancel = (): void => {
    forgetBody();
    onClose();
  };
  const mine = sites.value.filter(({ key }) => canDecide(key));
  return (
    <Modal title={t("A note for whoever comes next")} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          run(async () => {
            await leaveNote(siteKey, body.trim());
            announce(t("The note stands above the queue."));
            cancel();
          });
        }}
      >
        {mine.length > 1 && (
          <label class="field">
            <span>{t("Site")}</span>
            <select value={siteKey} onChange={(event) => setSiteKey(event.currentTarget.value)}>
              {mine.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <NoteField note={body} onChange={setBody} isFirst />
        <p class="hint">{t("It stands above the queue of the site until somebody has done with it.")}</p>
        <Problem text={problem} />
        <DialogActions label={t("Leave it")} disabled={busy || body.trim() === ""} onCancel={cancel} />
      </form>
    </Modal>
  );
}
