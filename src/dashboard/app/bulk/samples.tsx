import type { FlatComment } from "../api.ts";
import { t } from "../language.ts";
import { STATUS_NAMES } from "../queue/sentences.ts";

const EXCERPT_CHARACTERS = 200;

export function Samples({ samples, count }: { samples: readonly FlatComment[]; count: number }) {
  if (samples.length === 0) return null;
  return (
    <details class="bulk-samples" open>
      <summary>
        {samples.length < count
          ? t("{count, number} of them, the riskiest", { count: samples.length })
          : t("These")}
      </summary>
      <ol class="conversation">
        {samples.map(({ id, authorName, pageTitle, pageUrl, status, body }) => (
          <li key={id}>
            <p class="who">
              <bdi dir="auto">{authorName}</bdi>
              <span class={status === "approved" ? "badge good" : "badge"}>{STATUS_NAMES[status]}</span>
              <span class="hint">
                <bdi dir="auto">{pageTitle ?? pageUrl}</bdi>
              </span>
            </p>
            <p class="what">
              <bdi dir="auto">
                {body.length > EXCERPT_CHARACTERS ? `${body.slice(0, EXCERPT_CHARACTERS)}…` : body}
              </bdi>
            </p>
          </li>
        ))}
      </ol>
    </details>
  );
}
