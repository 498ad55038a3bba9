import { useState } from "preact/hooks";
import type { Comment } from "../api.ts";
import { DialogActions } from "../frame/dialog-actions.tsx";
import { NoteField } from "../frame/note-field.tsx";
import { Problem } from "../frame/field.tsx";
import { Modal } from "../frame/modal.tsx";
import { useLoaded } from "../frame/use-loaded.ts";
import { useUnsentText } from "../frame/unsent-texts.ts";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { sites } from "../session.ts";
import type { AuthorChange } from "./author-api.ts";
import { changeAuthor, fetchAuthor } from "./author-api.ts";
import { KNOWN_BY } from "./author-panel.tsx";
import { type BanDays, bannedUntil, BanLength } from "./ban-length.tsx";
import { authorMark, cardDialog, hearOfAuthor, standingOf } from "./card-state.ts";
import { DecideDialog } from "./decide-dialog.tsx";
import { draftOf } from "./given-drafts.ts";
import { openEntries } from "./queue-state.ts";
import { announceDone, queue } from "./queue-store.ts";
import { ReasonChoice, ReasonWanted } from "./reason-choice.tsx";
import { isMissing, reasonsFor } from "./refusal-reasons.ts";
import { decideAll } from "./take-decisions.ts";
import { AskDialog } from "./second-opinion.tsx";

export function CardDialogs() {
  const dialog = cardDialog.value;
  if (!dialog) return null;
  if (dialog.kind === "ask") return <AskDialog comment={dialog.comment} onClose={close} />;
  if (dialog.kind === "decide")
    return <DecideDialog key={draftOf(dialog.comments)} {...dialog} onClose={close} />;
  return dialog.kind === "ban" ? (
    <BanDialog comment={dialog.comment} />
  ) : (
    <TrustDialog comment={dialog.comment} />
  );
}

const close = (): void => {
  cardDialog.value = null;
};

function BanDialog({ comment }: { comment: Comment }) {
  const { banned, note: knownNote } = standingOf(comment);
  const [days, setDays] = useState<BanDays>(7);
  const [note, setNote, forgetNote] = useUnsentText(`ban ${comment.id}`, knownNote);
  const [alsoReject, setAlsoReject] = useState(false);
  const [code, setCode] = useState<string | null>(null);
  const { busy, problem, run } = useTask();
  const waiting = openEntries(queue.value).filter(
    (entry) => authorMark(entry.comment) === authorMark(comment),
  );
  const canReject = queue.value.view.list === "held" && waiting.length > 0;
  const rejects = alsoReject && canReject;
  const reasons = reasonsFor([comment.siteKey], "rejected", sites.value);
  const lacksReason = rejects && isMissing(reasons, code);

  const ban = (): void =>
    run(async () => {
      const until = bannedUntil(days);
      await say(comment, { banned: true, bannedUntil: until, note: note.trim() });
      const { authorName: name } = comment;
      announceDone(until ? t("{name} is banned.", { name }) : t("{name} is banned for good.", { name }));
      cancel();
      if (rejects)
        decideAll(
          waiting.map((entry) => entry.comment),
          "rejected",
          code === null ? {} : { reasonCode: code },
        );
    });
  const cancel = (): void => {
    forgetNote();
    close();
  };
  const lift = (): void =>
    run(async () => {
      await say(comment, { banned: false });
      announceDone(t("The ban of {name} is lifted.", { name: comment.authorName }));
      close();
    });

  if (banned)
    return (
      <Modal title={t("Lift the ban?")} onClose={close}>
        <p>
          {rich("What {name} writes next is judged like everyone’s.", {
            name: <bdi dir="auto">{comment.authorName}</bdi>,
          })}
        </p>
        <Problem text={problem} />
        <DialogActions label={t("Lift the ban")} disabled={busy} onDo={lift} onCancel={close} />
      </Modal>
    );
  return (
    <Modal title={t("Ban the author?")} onClose={close}>
      <p>
        {rich(
          "What {name} writes on this site is held from now on, whatever the site publishes by itself. Rules can do more.",
          { name: <bdi dir="auto">{comment.authorName}</bdi> },
        )}
      </p>
      <ToldApart comment={comment} />
      <BanLength days={days} onChange={setDays} />
      <NoteField note={note} onChange={setNote} />
      {canReject && (
        <label class="check">
          <input
            type="checkbox"
            checked={alsoReject}
            onChange={(event) => setAlsoReject(event.currentTarget.checked)}
          />
          {t("Reject what waits in this list, too ({count, plural, one {# comment} other {# comments}})", {
            count: waiting.length,
          })}
        </label>
      )}
      {rejects && <ReasonChoice reasons={reasons.list} chosen={code} onChoose={setCode} />}
      {lacksReason && <ReasonWanted reasons={reasons} />}
      <Problem text={problem} />
      <DialogActions label={t("Ban")} isDanger disabled={busy || lacksReason} onDo={ban} onCancel={cancel} />
    </Modal>
  );
}

function TrustDialog({ comment }: { comment: Comment }) {
  const { trusted } = standingOf(comment);
  const { busy, problem, run } = useTask();
  const change = (): void =>
    run(async () => {
      await say(comment, { trusted: !trusted });
      const { authorName: name } = comment;
      announceDone(trusted ? t("{name} is no longer trusted.", { name }) : t("{name} is trusted.", { name }));
      close();
    });
  return (
    <Modal title={trusted ? t("Trust the author no more?") : t("Trust the author?")} onClose={close}>
      <p>
        {rich(
          trusted
            ? "{name} is then an author like any other."
            : "Where new authors wait, {name} does not; rules may say more. A ban ends.",
          { name: <bdi dir="auto">{comment.authorName}</bdi> },
        )}
      </p>
      {!trusted && <ToldApart comment={comment} />}
      <Problem text={problem} />
      <DialogActions
        label={trusted ? t("Trust no more") : t("Trust")}
        disabled={busy}
        onDo={change}
        onCancel={close}
      />
    </Modal>
  );
}

async function say(comment: Comment, change: AuthorChange): Promise<void> {
  hearOfAuthor(comment, await changeAuthor(comment.id, change));
}

function ToldApart({ comment }: { comment: Comment }) {
  const { value: author } = useLoaded(() => fetchAuthor(comment.id), comment.id);
  return <p class="hint">{author ? t("Known by {what}.", { what: KNOWN_BY[author.knownBy] }) : "…"}</p>;
}
