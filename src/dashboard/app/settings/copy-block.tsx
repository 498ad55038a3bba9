import { useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { t } from "../language.ts";

/** Text to take along. Without https a browser has no clipboard for us; one click selects it all the same. */
export function CopyBlock({ label, text }: { label: string; text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    announce(t("Copied."));
  };
  return (
    <div class="copy-block">
      <pre role="group" aria-label={label}>
        <code>{text}</code>
      </pre>
      {"clipboard" in navigator && (
        <button
          type="button"
          class="small"
          aria-label={t("Copy: {label}", { label })}
          onClick={() => void copy()}
        >
          {isCopied ? t("Copied") : t("Copy")}
        </button>
      )}
    </div>
  );
}
