import { useState } from "preact/hooks";
import type { Comment, Decision } from "../api.ts";
import { TimeAgo } from "../frame/time-ago.tsx";
import { detailsOf } from "./comment-details.ts";
import { STATUS_NAMES } from "./sentences.ts";

export function History({ comment }: { comment: Comment }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" class="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        History
      </button>
      {isOpen && <Decisions comment={comment} />}
    </>
  );
}

function Decisions({ comment }: { comment: Comment }) {
  const details = detailsOf(comment.id, comment.revision).value;
  if (!details) return <p class="history hint">Reading the history…</p>;
  if (details === "missing") return <p class="history hint">The history cannot be read now.</p>;
  return (
    <ol class="history">
      <li>
        Received <TimeAgo at={comment.createdAt} />
      </li>
      {details.decisions.map((decision) => (
        <li key={decision.id}>
          {STATUS_NAMES[decision.status]} by <bdi dir="auto">{deciderOf(decision)}</bdi>{" "}
          <TimeAgo at={decision.createdAt} />
          {decision.reasons.length > 0 && (
            <>
              : <bdi dir="auto">{decision.reasons.join("; ")}</bdi>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

const deciderOf = ({ by, moderatorName }: Decision): string =>
  by === "rules" ? "the rules" : (moderatorName ?? "a moderator");
