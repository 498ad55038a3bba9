import { useId, useState } from "preact/hooks";
import type { Comment } from "../api.ts";
import { t } from "../language.ts";
import { Marked } from "../queue/marked.tsx";
import type { Suggestion } from "./from-comment.ts";
import { phraseFrom, suggestionsOf } from "./from-comment.ts";

interface FromCommentProps {
  comment: Comment;
  suggestions: readonly Suggestion[];
  ticked: readonly Suggestion[];
  onTick: (ticked: Suggestion[]) => void;
  onSuggest: (suggestions: Suggestion[]) => void;
}

/** The comment that a rule is made from, and what of it the rule may rest on. */
export function FromComment({ comment, suggestions, ticked, onTick, onSuggest }: FromCommentProps) {
  const [phrase, setPhrase] = useState("");
  const legend = useId();
  const isTicked = (suggestion: Suggestion): boolean => ticked.includes(suggestion);
  const tick = (suggestion: Suggestion, on: boolean): void =>
    onTick(suggestions.filter((one) => (one === suggestion ? on : isTicked(one))));
  const addPhrase = (): void => {
    const written = phraseFrom(phrase);
    const added = suggestionsOf({ ...comment, findings: [] }, written).find(
      ({ check }) => check.check === "words" && (check.phrases as string[])[0] === written,
    );
    if (!added) return;
    onSuggest([added, ...suggestions]);
    onTick([added, ...ticked]);
    setPhrase("");
  };
  const takeSelected = (): void => {
    const selected = getSelection()?.toString() ?? "";
    if (phraseFrom(selected)) setPhrase(phraseFrom(selected));
  };
  return (
    <section class="panel stack from-comment" aria-label={t("The comment this rule is made from")}>
      <h2>{t("From this comment")}</h2>
      <div class="tried-text" onMouseUp={takeSelected}>
        <p class="tried-author">
          <bdi dir="auto">{comment.authorName}</bdi>
        </p>
        <Marked text={comment.body} field="body" findings={comment.findings} />
      </div>
      <div class="ticks column" role="group" aria-labelledby={legend}>
        <span class="legend" id={legend}>
          {t("The rule matches a comment that has any of these")}
        </span>
        {suggestions.map((suggestion) => (
          <label class="check" key={suggestion.label}>
            <input
              type="checkbox"
              checked={isTicked(suggestion)}
              onChange={({ currentTarget }) => tick(suggestion, currentTarget.checked)}
            />
            <span>
              <bdi dir="auto">{suggestion.label}</bdi>
              {suggestion.caution && <span class="hint"> {suggestion.caution}</span>}
            </span>
          </label>
        ))}
      </div>
      <form
        class="adder"
        onSubmit={(event) => {
          event.preventDefault();
          addPhrase();
        }}
      >
        <input
          aria-label={t("Another word or phrase of this comment")}
          placeholder={t("Another word or phrase: type it, or select it above")}
          dir="auto"
          value={phrase}
          onInput={({ currentTarget }) => setPhrase(currentTarget.value)}
        />
        <button type="submit" disabled={phraseFrom(phrase) === ""}>
          {t("Add")}
        </button>
      </form>
    </section>
  );
}
