import { useEffect, useState } from "preact/hooks";
import type { Comment, DecisionStatus } from "../api.ts";
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
import { forgetGiven, keepReason, noteWith, reasonDraft } from "./given-drafts.ts";
import { openEntries } from "./queue-state.ts";
import { announceDone, queue } from "./queue-store.ts";
import { decideAll, decideWith } from "./take-decisions.ts";
import { AskDialog } from "./second-opinion.tsx";
import { DECISION_LABELS } from "./sentences.ts";

export function CardDialogs() {
  const dialog = cardDialog.value;
  if (!dialog) return null;
  if (dialog.kind === "ask") return <AskDialog comment={dialog.comment} onClose={close} />;
  if (dialog.kind === "decide") return <DecideDialog key={dialog.comment.id} {...dialog} />;
  return dialog.kind === "ban" ? (
    <BanDialog comment={dialog.comment} />
  ) : (
    <TrustDialog comment={dialog.comment} />
  );
}

const close = (): void => {
  cardDialog.value = null;
};

interface DecideDialogProps {
  comment: Comment;
  to: DecisionStatus;
  mustGiveReason: boolean;
}

const CHOICES: readonly DecisionStatus[] = ["approved", "rejected", "spam", "held"];

function DecideDialog({ comment, to: first, mustGiveReason }: DecideDialogProps) {
  const [to, setTo] = useState(first);
  const [note, setNote] = useUnsentText(noteWith(comment.id));
  const site = sites.value.find(({ key }) => key === comment.siteKey);
  const reasons = site?.refusalReasons ?? [];
  const [code, setCode] = useState(() => {
    const draft = reasonDraft(comment.id);
    return reasons.some((reason) => reason.code === draft) ? draft : null;
  });
  const isRefusal = to === "rejected" || to === "spam";
  const isMissing =
    to === "rejected" && reasons.length > 0 && (site?.refusalReasonRequired ?? false) && !code;

  const choose = (reasonCode: string): void => {
    keepReason(comment.id, reasonCode);
    setCode(reasonCode);
  };
  const cancel = (): void => {
    forgetGiven(comment.id);
    close();
  };
  const decide = (reasonCode: string | null): void => {
    if (reasonCode) keepReason(comment.id, reasonCode);
    close();
    decideWith(comment, to, {
      ...(isRefusal && reasonCode ? { reasonCode } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
    });
  };
  useEffect(() => {
    const pressDigit = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLTextAreaElement;
      const reason = /^[1-9]$/.test(event.key) ? reasons[Number(event.key) - 1] : undefined;
      if (isTyping || !isRefusal || !reason || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      // Asked for a reason and for nothing else: naming it is the decision.
      if (mustGiveReason) decide(reason.code);
      else choose(reason.code);
    };
    addEventListener("keydown", pressDigit);
    return () => removeEventListener("keydown", pressDigit);
  });

  return (
    <Modal
      title={mustGiveReason ? t("Why is it rejected?") : t("Decide with a reason or a note")}
      onClose={close}
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isMissing) decide(code);
        }}
      >
        <p class="hint">
          {rich("The comment by {name}", { name: <bdi dir="auto">{comment.authorName}</bdi> })}
        </p>
        {!mustGiveReason && (
          <fieldset class="choices short">
            <legend>{t("Decision")}</legend>
            {CHOICES.filter((status) => status !== comment.status).map((status) => (
              <label class="check" key={status}>
                <input type="radio" name="to" checked={to === status} onChange={() => setTo(status)} />
                {DECISION_LABELS[status]}
              </label>
            ))}
          </fieldset>
        )}
        {isRefusal && reasons.length > 0 && (
          <fieldset class="reasons">
            <legend>{t("Reason")}</legend>
            {reasons.map((reason, index) => (
              <label class="check" key={reason.code}>
                <input
                  type="radio"
                  name="reason"
                  checked={code === reason.code}
                  onChange={() => choose(reason.code)}
                />
                <span>
                  {index < 9 && <kbd aria-hidden="true">{index + 1}</kbd>}{" "}
                  <bdi dir="auto">{reason.label}</bdi>
                  <span class="hint">
                    {reason.publicText
                      ? rich("The author reads: <said>“{text}”</said>", {
                          text: reason.publicText,
                          said: (text) => <bdi dir="auto">{text}</bdi>,
                        })
                      : t("The author is told nothing of it.")}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <NoteField note={note} onChange={setNote} />
        {isMissing && <p class="hint">{t("This site wants a reason for every rejection.")}</p>}
        <DialogActions label={DECISION_LABELS[to]} disabled={isMissing} onCancel={cancel} />
      </form>
    </Modal>
  );
}

function BanDialog({ comment }: { comment: Comment }) {
  const { banned, note: knownNote } = standingOf(comment);
  const [days, setDays] = useState<BanDays>(7);
  const [note, setNote, forgetNote] = useUnsentText(`ban ${comment.id}`, knownNote);
  const [alsoReject, setAlsoReject] = useState(false);
  const { busy, problem, run } = useTask();
  const waiting = openEntries(queue.value).filter(
    (entry) => authorMark(entry.comment) === authorMark(comment),
  );
  const canReject = queue.value.view.list === "held" && waiting.length > 0;

  const ban = (): void =>
    run(async () => {
      const until = bannedUntil(days);
      await say(comment, { banned: true, bannedUntil: until, note: note.trim() });
      const { authorName: name } = comment;
      announceDone(until ? t("{name} is banned.", { name }) : t("{name} is banned for good.", { name }));
      cancel();
      if (alsoReject && canReject)
        decideAll(
          waiting.map((entry) => entry.comment.id),
          "rejected",
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
      <Problem text={problem} />
      <DialogActions label={t("Ban")} isDanger disabled={busy} onDo={ban} onCancel={cancel} />
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
