import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { rich, t } from "../language.ts";
import type { WordListEntry } from "../rules/rules-api.ts";
import { addedSentence, addPhrases, EVERYWHERE, readLines, readWordPressKeys } from "./entries.ts";

interface AddPhrasesProps {
  entries: readonly WordListEntry[];
  onEntries: (entries: WordListEntry[]) => void;
  /** Whether there is text that has not been added yet. */
  onPasted: (isPasted: boolean) => void;
}

const code = (text: ComponentChildren) => <code>{text}</code>;

type Kind = "phrases" | "wordpress";

/** By pasting, or from a file. */
export function AddPhrases({ entries, onEntries, onPasted }: AddPhrasesProps) {
  const [text, setText] = useState("");
  useEffect(() => onPasted(text.trim() !== ""), [text]);
  const [kind, setKind] = useState<Kind>("phrases");
  const [asParts, setAsParts] = useState(false);
  const [language, setLanguage] = useState("");
  const [told, setTold] = useState("");
  const file = useRef<HTMLInputElement>(null);

  const add = (written: string): void => {
    const pasted = kind === "wordpress" ? readWordPressKeys(written, { asParts }) : readLines(written);
    const more = {
      ...(language.trim() === "" ? {} : { language: language.trim() }),
      ...(kind === "wordpress" ? { fields: EVERYWHERE } : {}),
    };
    const result = addPhrases(entries, pasted.phrases, more);
    onEntries(result.entries);
    setText("");
    const sentence = addedSentence(result, pasted);
    setTold(sentence);
    announce(sentence);
  };
  const readFile = async (): Promise<void> => {
    const chosen = file.current?.files?.[0];
    if (!chosen) return;
    add(await chosen.text());
    file.current!.value = "";
  };

  return (
    <section class="panel stack" aria-label={t("Add phrases")}>
      <h2>{t("Add phrases")}</h2>
      <div class="field">
        <label for="pasted">{t("Phrases, one a line")}</label>
        <textarea
          id="pasted"
          dir="auto"
          rows={5}
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <p class="hint">
          {rich(
            "Whole words, in any case and through common disguises. An asterisk at either end lets the word go on: <code>spam*</code> finds “spammer”, too.",
            { code },
          )}
        </p>
      </div>
      <div class="two">
        <div class="field">
          <label for="pasted-kind">{t("What the lines are")}</label>
          <select
            id="pasted-kind"
            value={kind}
            onChange={({ currentTarget }) => setKind(currentTarget.value as Kind)}
          >
            <option value="phrases">{t("Words and phrases")}</option>
            <option value="wordpress">{t("Moderation or disallowed keys of WordPress")}</option>
          </select>
        </div>
        <div class="field">
          <label for="pasted-language">
            {rich("Language <hint>if you like: en, pt-BR</hint>", {
              hint: (text) => <span class="hint">{text}</span>,
            })}
          </label>
          <input
            id="pasted-language"
            autocomplete="off"
            value={language}
            onInput={({ currentTarget }) => setLanguage(currentTarget.value)}
          />
        </div>
      </div>
      {kind === "wordpress" && (
        <div class="notice">
          <p>
            {t(
              "WordPress looks for its keys inside of words (“press” finds “WordPress”), in the text, the name, the e-mail and the web address. Here they are sought in the same places, but as whole words, which hits fewer honest comments.",
            )}
          </p>
          <label class="check">
            <input
              type="checkbox"
              checked={asParts}
              onChange={({ currentTarget }) => setAsParts(currentTarget.checked)}
            />
            <span>{rich("Inside of words, as WordPress does (<code>*press*</code>)", { code })}</span>
          </label>
        </div>
      )}
      <div class="adder">
        <button type="button" disabled={text.trim() === ""} onClick={() => add(text)}>
          {t("Add to the list")}
        </button>
        <label class="button file">
          {t("Import a text file…")}
          <input
            ref={file}
            type="file"
            class="only-heard"
            accept=".txt,.csv,text/plain"
            onChange={() => void readFile()}
          />
        </label>
      </div>
      {told && (
        <p class="notice">
          <bdi dir="auto">{told}</bdi>
        </p>
      )}
    </section>
  );
}
