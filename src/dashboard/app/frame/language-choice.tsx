import { type Language, language, OFFERED, speak, t } from "../language.ts";
import { mayLeave } from "../unsaved.ts";

/** In their own languages, so that whoever cannot read this page finds the way out of it. */
export function LanguageChoice() {
  if (OFFERED.length < 2) return null;
  return (
    <label class="field language-choice">
      <span>{t("Language")}</span>
      <select
        value={language}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.value as Language;
          currentTarget.value = language;
          mayLeave(() => speak(chosen));
        }}
      >
        {OFFERED.map(({ tag, name }) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
