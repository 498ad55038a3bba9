import type { Comment } from "../api.ts";
import { Link } from "../frame/link.tsx";
import { Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useLoaded } from "../frame/use-loaded.ts";
import { rich, t } from "../language.ts";
import { canDecide } from "../session.ts";
import type { AlikeComment } from "./author-api.ts";
import { fetchAlike, fetchRelated } from "./author-api.ts";
import { selected } from "./card-state.ts";
import { entryOf } from "./queue-state.ts";
import { queue } from "./queue-store.ts";
import { authorTerm, searchAddress, term } from "./searches.ts";
import { STATUS_NAMES } from "./sentences.ts";

const EXCERPT_CHARACTERS = 240;

export function RelatedPanel({ comment }: { comment: Comment }) {
  const { value, problem } = useLoaded(async () => {
    const [related, alike] = await Promise.all([fetchRelated(comment.id), fetchAlike(comment.id)]);
    return { related, alike: alike.items };
  }, `${comment.id}@${comment.revision}`);
  if (problem) return <Problem text={problem} />;
  if (!value) return <p class="hint">{t("Looking for related comments…")}</p>;
  const { related, alike } = value;
  const search = (words: string): string => searchAddress("all", comment.siteKey, words);
  return (
    <>
      <ul class="pivots">
        <li>
          <Link href={search(authorTerm(comment))}>{t("Same author")}</Link> <Count of={related.author} />
        </li>
        {related.ip && (
          <li>
            <Link href={search(term("ip", related.ip.address))}>
              {rich("Same address {address}", { address: <bdi dir="ltr">{related.ip.address}</bdi> })}
            </Link>{" "}
            <Count of={related.ip.count} />
          </li>
        )}
        {comment.authorEmail?.includes("@") && (
          <li>
            <Link href={search(term("email", `@${comment.authorEmail.split("@").at(-1) ?? ""}`))}>
              {t("Same e-mail provider")}
            </Link>
          </li>
        )}
        <li>
          <Link href={search(term("page", comment.pageUrl))}>{t("Same page")}</Link>
          <span class="hint"> {t("{count, number} published", { count: related.page })}</span>
        </li>
        {related.domains.map((domain) => (
          <li key={domain}>
            <Link href={search(term("domain", domain))}>
              {rich("Links to {domain}", { domain: <bdi dir="ltr">{domain}</bdi> })}
            </Link>
          </li>
        ))}
      </ul>
      <Alike comment={comment} alike={alike} total={related.alike} />
    </>
  );
}

const Count = ({ of }: { of: number }) => (
  <span class="hint">
    {of >= 1000 ? t("1,000 or more") : t("{count, plural, =0 {none else} other {# more}}", { count: of })}
  </span>
);

function Alike({ comment, alike, total }: { comment: Comment; alike: AlikeComment[]; total: number }) {
  if (alike.length === 0) return <p class="hint">{t("No other comment has much the same text.")}</p>;
  const waiting = [comment.id, ...alike.map(({ id }) => id)].filter(
    (id) => entryOf(queue.value, id)?.phase === "open",
  );
  return (
    <>
      <h3>
        {total >= 100
          ? t("100 or more with much the same text")
          : t("{count, number} with much the same text", { count: total })}
        {waiting.length > 1 && canDecide(comment.siteKey) && (
          <button type="button" onClick={() => (selected.value = new Set([...selected.value, ...waiting]))}>
            {t("Select all {count, number} in this list", { count: waiting.length })}
          </button>
        )}
      </h3>
      <ol class="conversation">
        {alike.map((one) => (
          <li key={one.id}>
            <p class="who">
              <bdi dir="auto">{one.authorName}</bdi> <TimeAgo at={one.createdAt} />
              <span class={one.status === "approved" ? "badge good" : "badge"}>
                {STATUS_NAMES[one.status]}
              </span>
              <span class="hint">
                {t("{percent, number} % the same", { percent: Math.round(one.similarity * 100) })}
              </span>
            </p>
            <p class="what">
              <bdi dir="auto">
                {one.body.length > EXCERPT_CHARACTERS
                  ? `${one.body.slice(0, EXCERPT_CHARACTERS)}…`
                  : one.body}
              </bdi>
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
