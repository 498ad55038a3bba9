import { useState } from "preact/hooks";
import type { Comment, DecisionStatus } from "../api.ts";
import { bulkSubject } from "../bulk/batches.ts";
import { announce } from "../frame/announcer.tsx";
import { NoteField } from "../frame/note-field.tsx";
import { Link } from "../frame/link.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useLoaded } from "../frame/use-loaded.ts";
import { useTask } from "../frame/use-task.ts";
import { Problem } from "../frame/field.tsx";
import { rich, t } from "../language.ts";
import { canDecide } from "../session.ts";
import type { Author, AuthorChange } from "./author-api.ts";
import { changeAuthor, fetchAuthor } from "./author-api.ts";
import { authorMark, cardDialog, hearOfAuthor, standingOf } from "./card-state.ts";
import { absoluteTime } from "./relative-time.ts";
import { authorTerm, searchAddress } from "./searches.ts";
import { countSentence } from "./sentences.ts";

const STATUSES: readonly DecisionStatus[] = ["approved", "rejected", "spam", "held"];

export function AuthorPanel({ comment }: { comment: Comment }) {
  const standing = standingOf(comment);
  // Changed in a dialog or from another card: read again.
  const key = `${authorMark(comment)} ${standing.trusted} ${standing.banned} ${standing.note}`;
  const { value: author, problem, put } = useLoaded(() => fetchAuthor(comment.id), key);
  const { busy, problem: refused, run } = useTask();
  const [savedNote, setSavedNote] = useState<string | null>(null);
  if (problem) return <Problem text={problem} />;
  if (!author) return <p class="hint">{t("Reading about the author…")}</p>;
  const change = (said: AuthorChange): void =>
    run(async () => {
      const changed = await changeAuthor(comment.id, said);
      put(changed);
      hearOfAuthor(comment, changed);
      setSavedNote(changed.note);
      announce(t("Note saved."));
    });
  return (
    <div class="about-author">
      <dl class="facts">
        <div>
          <dt>{t("Known by")}</dt>
          <dd>{KNOWN_BY[author.knownBy]}</dd>
        </div>
        {author.firstSeenAt && (
          <div>
            <dt>{t("First seen")}</dt>
            <dd>
              <TimeAgo at={author.firstSeenAt} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t("Comments here")}</dt>
          <dd class="counts">
            {STATUSES.map((status) => (
              <Link
                key={status}
                href={searchAddress(status, comment.siteKey, authorTerm(comment))}
                class={author.counts[status] > 0 ? undefined : "none"}
              >
                {countSentence(status, author.counts[status])}
              </Link>
            ))}
          </dd>
        </div>
        {author.otherNames.length > 0 && (
          <div>
            <dt>{t("Also as")}</dt>
            <dd>
              {author.otherNames.map((name) => (
                <bdi key={name} dir="auto" class="name">
                  {name}
                </bdi>
              ))}
            </dd>
          </div>
        )}
        <div>
          <dt>{t("Standing")}</dt>
          <dd>
            <StandingSentence author={author} />
          </dd>
        </div>
      </dl>
      {canDecide(comment.siteKey) ? (
        <div class="stack">
          <NoteForm
            key={author.note}
            note={author.note}
            isSaved={savedNote === author.note}
            busy={busy}
            onSave={(note) => change({ note })}
          />
          <div class="actions">
            <button
              type="button"
              aria-haspopup="dialog"
              onClick={() => (bulkSubject.value = { kind: "author", comment })}
            >
              {t("Decide all by this author…")}
            </button>
            <button type="button" disabled={busy} onClick={() => askStanding(comment, "trust")}>
              {author.trusted ? t("Trust no more…") : t("Trust…")}
            </button>
            <button
              type="button"
              class={author.banned ? undefined : "danger"}
              disabled={busy}
              onClick={() => askStanding(comment, "ban")}
            >
              {author.banned ? t("Lift the ban…") : t("Ban…")}
            </button>
          </div>
          <Problem text={refused} />
        </div>
      ) : (
        author.note && (
          <p class="author-note">
            <bdi dir="auto">{author.note}</bdi>
          </p>
        )
      )}
    </div>
  );
}

const askStanding = (comment: Comment, kind: "ban" | "trust"): void => {
  cardDialog.value = { kind, comment };
};

export const KNOWN_BY: Record<Author["knownBy"], string> = {
  email: t("the e-mail address"),
  "name-and-network": t("the name, within one network"),
  name: t("the name alone: everyone who gives it counts as one"),
};

function StandingSentence({ author }: { author: Author }) {
  const by = author.changedBy && author.changedAt && (
    <span class="hint">
      {" "}
      {rich("by {who} {when}", {
        who: <bdi dir="auto">{author.changedBy}</bdi>,
        when: <TimeAgo at={author.changedAt} />,
      })}
    </span>
  );
  if (author.trusted)
    return (
      <>
        <span class="badge good">{t("Trusted")}</span>
        {by}
      </>
    );
  if (author.banned)
    return (
      <>
        <span class="badge bad">
          {author.bannedUntil
            ? t("Banned until {time}", { time: absoluteTime(author.bannedUntil) })
            : t("Banned for good")}
        </span>
        {by}
      </>
    );
  return <>{t("Neither trusted nor banned")}</>;
}

interface NoteFormProps {
  note: string;
  isSaved: boolean;
  busy: boolean;
  onSave: (note: string) => void;
}

function NoteForm({ note, isSaved, busy, onSave }: NoteFormProps) {
  const [text, setText] = useState(note);
  const isChanged = text.trim() !== note;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isChanged) onSave(text.trim());
  };
  return (
    <form class="note-form" onSubmit={submit}>
      <NoteField note={text} onChange={setText} />
      {(isChanged || isSaved) && (
        <button type="submit" disabled={busy} aria-disabled={!isChanged}>
          {isChanged ? t("Save the note") : t("Saved")}
        </button>
      )}
    </form>
  );
}
