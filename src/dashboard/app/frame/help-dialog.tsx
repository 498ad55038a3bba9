import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { bindings, changeKey, keysOn, switchKeys, usualKeys } from "../key-settings.ts";
import type { Action, Binding } from "../keyboard.ts";
import { changesIn, chordOf, isMac, keySign } from "../keyboard.ts";
import { t } from "../language.ts";
import { Modal } from "./modal.tsx";

export const helpOpen = signal(false);

export function HelpDialog() {
  const [changing, setChanging] = useState<Action | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (!helpOpen.value) return null;
  const close = (): void => {
    setChanging(null);
    setProblem(null);
    helpOpen.value = false;
  };
  const take = (event: KeyboardEvent, action: Action): void => {
    if (["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock"].includes(event.key)) return;
    if (event.key === "Tab") return setChanging(null);
    event.preventDefault();
    event.stopPropagation();
    const chord = event.key === "Escape" ? null : chordOf(event);
    const conflict = chord === null ? null : changeKey(action, chord);
    setProblem(conflict);
    if (!conflict) setChanging(null);
  };
  return (
    <Modal title={t("Keyboard")} onClose={close}>
      <dl class="keys">
        {bindings.value.map((binding) => (
          <KeyRow
            key={binding.action}
            binding={binding}
            isChanging={changing === binding.action}
            onChange={() => {
              setProblem(null);
              setChanging(binding.action);
            }}
            onKey={(event) => take(event, binding.action)}
            onLeave={() => setChanging(null)}
          />
        ))}
        <div>
          <dt>
            <kbd>{isMac(navigator.platform) ? "⌘" : t("Ctrl")}</kbd>
            <kbd>K</kbd>
          </dt>
          <dd>{t("Go to a comment, an author, an address or a page, also while you type")}</dd>
        </div>
      </dl>
      <p class={problem ? "problem-text keys-problem" : "only-heard"} role="alert">
        {problem}
      </p>
      <div class="keys-foot">
        <label class="check">
          <input
            type="checkbox"
            checked={keysOn.value}
            onChange={(event) => switchKeys(event.currentTarget.checked)}
          />
          {t("Use these keys")}
        </label>
        {Object.keys(changesIn(bindings.value)).length > 0 && (
          <button type="button" class="quiet" onClick={usualKeys}>
            {t("Back to the usual keys")}
          </button>
        )}
      </div>
      <p class="hint">
        {t(
          "Keys rest while you type, in dialogs, and together with Ctrl, Alt or ⌘. Your own keys are kept in this browser.",
        )}
      </p>
    </Modal>
  );
}

interface KeyRowProps {
  binding: Binding;
  isChanging: boolean;
  onChange: () => void;
  onKey: (event: KeyboardEvent) => void;
  onLeave: () => void;
}

function KeyRow({ binding: { keys, label }, isChanging, onChange, onKey, onLeave }: KeyRowProps) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{keySign(key)}</kbd>
        ))}
      </dt>
      <dd>
        {label}
        <button
          type="button"
          class="quiet change-key"
          aria-label={
            isChanging
              ? t("Press the new key for: {label}", { label })
              : t("Change the key for: {label}", { label })
          }
          onClick={onChange}
          onKeyDown={isChanging ? onKey : undefined}
          onBlur={isChanging ? onLeave : undefined}
        >
          {isChanging ? t("Press a key…") : t("Change")}
        </button>
      </dd>
    </div>
  );
}
