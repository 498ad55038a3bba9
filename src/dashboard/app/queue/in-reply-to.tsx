import { useEffect, useRef, useState } from "preact/hooks";
import type { Comment } from "../api.ts";
import { rich, t } from "../language.ts";
import { detailsOf } from "./comment-details.ts";

const EXCERPT_CHARACTERS = 240;

/** One line, reserved from the start: nothing moves when the parent arrives. */
export function InReplyTo({ comment }: { comment: Comment }) {
  const line = useRef<HTMLParagraphElement>(null);
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (seen) => setIsNear((near) => near || seen.some((one) => one.isIntersecting)),
      {
        rootMargin: "200px",
      },
    );
    if (line.current) observer.observe(line.current);
    return () => observer.disconnect();
  }, []);
  return (
    <p class="reply" ref={line}>
      {rich("In reply to {what}", { what: isNear ? <Parent comment={comment} /> : "…" })}
    </p>
  );
}

function Parent({ comment }: { comment: Comment }) {
  const details = detailsOf(comment.id, comment.revision).value;
  if (!details) return <>…</>;
  const parent = details === "missing" ? undefined : details.thread.find(({ id }) => id === comment.parentId);
  if (!parent) return <>{t("a comment that cannot be shown")}</>;
  return (
    <>
      {rich("{name}: <said>“{text}”</said>", {
        name: <bdi dir="auto">{parent.authorName}</bdi>,
        text: excerptOf(parent.body),
        said: (text) => <bdi dir="auto">{text}</bdi>,
      })}
    </>
  );
}

const excerptOf = (text: string): string =>
  text.length > EXCERPT_CHARACTERS ? `${text.slice(0, EXCERPT_CHARACTERS)}…` : text;
