import { type Language, language, LANGUAGES, speak, t } from "../language.ts";
import { mayLeave } from "../unsaved.ts";

/** In their own languages, so that whoever cannot read this page finds the way out of it. */
export function LanguageChoice() {
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
        {LANGUAGES.map(({ tag, name }) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
