import type { Comment, CommentDetails, Decision, Edit } from "../api.ts";
import { undo } from "../bulk/batches.ts";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { fromRecord, rich, t } from "../language.ts";
import { canDecide } from "../session.ts";
import { detailsOf } from "./comment-details.ts";
import { byWhom, STATUS_NAMES } from "./sentences.ts";
import { diffTexts } from "./text-diff.ts";

export function History({ comment }: { comment: Comment }) {
  const details = detailsOf(comment.id, comment.revision).value;
  if (!details) return <p class="history hint">{t("Reading the history…")}</p>;
  if (details === "missing") return <p class="history hint">{t("The history cannot be read now.")}</p>;
  const last = details.decisions.at(-1);
  const undoable = canDecide(comment.siteKey) && last?.by === "moderator" ? last : undefined;
  return (
    <ol class="history">
      <li>{rich("Received {when}", { when: <TimeAgo at={comment.createdAt} /> })}</li>
      {eventsOf(details).map((event) =>
        event.kind === "decision" ? (
          <Decided
            key={event.decision.id}
            decision={event.decision}
            isUndoable={event.decision === undoable}
          />
        ) : (
          <Edited key={event.edit.revision} edit={event.edit} after={event.after} />
        ),
      )}
    </ol>
  );
}

type HistoryEvent = { kind: "decision"; decision: Decision } | { kind: "edit"; edit: Edit; after: string };

/** In the order of their happening; an edit stands with the text that came of it. */
function eventsOf({ decisions, edits, body }: CommentDetails): HistoryEvent[] {
  const timed = [
    ...decisions.map((decision) => ({
      at: decision.createdAt,
      event: { kind: "decision" as const, decision },
    })),
    ...edits.map((edit, index) => ({
      at: edit.editedAt,
      event: { kind: "edit" as const, edit, after: edits[index + 1]?.body ?? body },
    })),
  ];
  return timed.sort((a, b) => a.at.localeCompare(b.at)).map(({ event }) => event);
}

const Decided = ({ decision, isUndoable }: { decision: Decision; isUndoable: boolean }) => (
  <li>
    {STATUS_NAMES[decision.status]} <bdi dir="auto">{byWhom(decision.by, decision.moderatorName)}</bdi>{" "}
    <TimeAgo at={decision.createdAt} />
    {decision.reasons.length > 0 && (
      <>
        : <bdi dir="auto">{decision.reasons.map(fromRecord).join("; ")}</bdi>
      </>
    )}
    {decision.publicReason && (
      <span class="told">
        {rich("The author is told: <said>“{text}”</said>", {
          text: decision.publicReason,
          said: (text) => <bdi dir="auto">{text}</bdi>,
        })}
      </span>
    )}
    {decision.note && (
      <span class="told">{rich("Note: {text}", { text: <bdi dir="auto">{decision.note}</bdi> })}</span>
    )}
    {decision.batchId && isUndoable && <UndoTogether batchId={decision.batchId} />}
  </li>
);

const UndoTogether = ({ batchId }: { batchId: string }) => {
  const { busy, run } = useTask();
  return (
    <button type="button" class="quiet" disabled={busy} onClick={() => run(() => undo(batchId))}>
      {t("Undo all that was decided with it")}
    </button>
  );
};

const Edited = ({ edit, after }: { edit: Edit; after: string }) => (
  <li>
    {rich("Edited by {who} {when}", {
      who: <bdi dir="auto">{edit.editedBy}</bdi>,
      when: <TimeAgo at={edit.editedAt} />,
    })}
    <div class="diff">
      <bdi dir="auto">
        {diffTexts(edit.body, after).map((piece, index) => {
          if (piece.kind === "same") return piece.text;
          return piece.kind === "gone" ? (
            <del key={index}>
              <span class="only-heard">{t("removed:")} </span>
              {piece.text}
            </del>
          ) : (
            <ins key={index}>
              <span class="only-heard">{t("added:")} </span>
              {piece.text}
            </ins>
          );
        })}
      </bdi>
    </div>
  </li>
);
