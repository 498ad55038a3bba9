import { useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { rich, t } from "../language.ts";

export function SecretPanel({ secret }: { secret: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret);
    setIsCopied(true);
    announce(t("Secret copied."));
  };
  return (
    <div class="secret">
      <p>
        {rich("<b>Signing secret.</b> Keep it with your website now: it is shown only this once.", {
          b: (text) => <strong>{text}</strong>,
        })}
      </p>
      <div class="secret-line">
        <code>{secret}</code>
        {/* Without https a browser has no clipboard for us; the secret can be selected with one click. */}
        {"clipboard" in navigator && (
          <button type="button" onClick={() => void copy()}>
            {isCopied ? t("Copied") : t("Copy")}
          </button>
        )}
      </div>
    </div>
  );
}
