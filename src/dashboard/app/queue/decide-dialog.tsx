// Asks for a reason or a note before a comment, or what is selected, is decided.
import { useState } from "preact/hooks";
import type { Comment, DecisionStatus } from "../api.ts";
import { DialogActions } from "../frame/dialog-actions.tsx";
import { Modal } from "../frame/modal.tsx";
import { NoteField } from "../frame/note-field.tsx";
import { useUnsentText } from "../frame/unsent-texts.ts";
import { rich, t } from "../language.ts";
import { sites } from "../session.ts";
import { cardDialog } from "./card-state.ts";
import { draftOf, forgetGiven, keepReason, noteWith, reasonDraft } from "./given-drafts.ts";
import { ReasonChoice, ReasonWanted, WANT_REASONS } from "./reason-choice.tsx";
import { isMissing, reasonsFor } from "./refusal-reasons.ts";
import { DECISION_LABELS } from "./sentences.ts";
import { decideAll, decideWith } from "./take-decisions.ts";

interface DecideDialogProps {
  comments: readonly Comment[];
  to: DecisionStatus;
  mustGiveReason: boolean;
  onClose: () => void;
}

const CHOICES: readonly DecisionStatus[] = ["approved", "rejected", "spam", "held"];

export function DecideDialog(asked: DecideDialogProps) {
  const { comments, mustGiveReason, onClose } = asked;
  const draft = draftOf(comments);
  const [to, setTo] = useState(asked.to);
  const [note, setNote] = useUnsentText(noteWith(draft));
  const [chosen, setChosen] = useState(() => reasonDraft(draft));
  const siteKeys = comments.map(({ siteKey }) => siteKey);
  const reasons = reasonsFor(siteKeys, to, sites.value);
  const code = reasons.list.some((reason) => reason.code === chosen) ? chosen : null;
  const lacksReason = isMissing(reasons, code);
  if (mustGiveReason && !reasons.isOfOneSite) return <OneSiteAtATime {...asked} />;

  const choose = (reasonCode: string): void => {
    keepReason(draft, reasonCode);
    setChosen(reasonCode);
  };
  const cancel = (): void => {
    forgetGiven(draft);
    onClose();
  };
  const decide = (reasonCode: string | null): void => {
    if (reasonCode) keepReason(draft, reasonCode);
    onClose();
    const given = {
      ...(reasonCode ? { reasonCode } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
    };
    if (comments.length > 1) decideAll(comments, to, given);
    else decideWith(comments[0]!, to, given);
  };

  return (
    <Modal title={titleOf(asked)} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!lacksReason) decide(code);
        }}
      >
        <p class="hint">
          {comments.length > 1
            ? t("{count, plural, one {# comment} other {# comments}}", { count: comments.length })
            : rich("The comment by {name}", { name: <bdi dir="auto">{comments[0]!.authorName}</bdi> })}
        </p>
        {!mustGiveReason && (
          <fieldset class="choices short">
            <legend>{t("Decision")}</legend>
            {CHOICES.filter((choice) => comments.some(({ status }) => status !== choice)).map((choice) => (
              <label class="check" key={choice}>
                <input type="radio" name="to" checked={to === choice} onChange={() => setTo(choice)} />
                {DECISION_LABELS[choice]}
              </label>
            ))}
          </fieldset>
        )}
        <ReasonChoice
          reasons={reasons.list}
          chosen={code}
          onChoose={choose}
          // Asked for a reason and for nothing else: naming it is the decision.
          onDigit={mustGiveReason ? decide : choose}
        />
        <NoteField note={note} onChange={setNote} />
        {lacksReason && <ReasonWanted reasons={reasons} />}
        <DialogActions label={DECISION_LABELS[to]} disabled={lacksReason} onCancel={cancel} />
      </form>
    </Modal>
  );
}

function titleOf({ comments, mustGiveReason }: DecideDialogProps): string {
  if (!mustGiveReason) return t("Decide with a reason or a note");
  return comments.length > 1 ? t("Why are they rejected?") : t("Why is it rejected?");
}

/** The selected of the others stay selected. */
function OneSiteAtATime({ comments, to, mustGiveReason, onClose }: DecideDialogProps) {
  const bySite = new Map<string, Comment[]>();
  for (const comment of comments)
    bySite.set(comment.siteKey, [...(bySite.get(comment.siteKey) ?? []), comment]);
  return (
    <Modal title={t("One site at a time")} onClose={onClose}>
      <p>{WANT_REASONS}</p>
      <div class="actions">
        {[...bySite].map(([siteKey, ofSite]) => (
          <button
            key={siteKey}
            type="button"
            onClick={() => (cardDialog.value = { kind: "decide", comments: ofSite, to, mustGiveReason })}
          >
            <span>
              <bdi dir="auto">{sites.value.find(({ key }) => key === siteKey)?.name ?? siteKey}</bdi>
              {": "}
              {t("{count, plural, one {# comment} other {# comments}}", { count: ofSite.length })}
            </span>
          </button>
        ))}
      </div>
    </Modal>
  );
}
