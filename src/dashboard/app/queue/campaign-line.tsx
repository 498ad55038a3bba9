import { useEffect, useState } from "preact/hooks";
import type { Comment } from "../api.ts";
import { bulkSubject } from "../bulk/batches.ts";
import type { Preview } from "../bulk/bulk-api.ts";
import { fetchPreview } from "../bulk/bulk-api.ts";
import { t } from "../language.ts";
import { canDecide } from "../session.ts";

// Who hurries through the queue asks for nothing on the way.
const LOOK_AFTER_MS = 250;

/** On the active card: how many others with much the same text wait, too. */
export function CampaignLine({ comment }: { comment: Comment }) {
  const { id, revision, siteKey } = comment;
  const [found, setFound] = useState<Preview | null>(null);
  useEffect(() => {
    let isWanted = canDecide(siteKey);
    const look = async (): Promise<void> => {
      const preview = await fetchPreview({ alikeTo: id, status: "held", secondOpinion: "false" }).catch(
        () => null,
      );
      if (isWanted) setFound(preview);
    };
    const timer = isWanted ? setTimeout(() => void look(), LOOK_AFTER_MS) : 0;
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [id, revision]);
  if (!found) return null;
  const { count, authors } = found;
  const others = count - (comment.status === "held" && !comment.secondOpinion ? 1 : 0);
  if (others < 1) return null;
  return (
    <p class="campaign">
      {t(
        "{others, plural, one {# other like this one is} other {# others like this one are}} waiting{authors, plural, =0 {} =1 {, all by this author} other {, from # authors in all}}.",
        { others, authors: authors ?? 0 },
      )}
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => (bulkSubject.value = { kind: "alike", comment })}
      >
        {t("Decide all {count, number}…", { count })}
      </button>
    </p>
  );
}
