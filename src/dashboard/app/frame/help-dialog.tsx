import { signal } from "@preact/signals";
import { BINDINGS, keySign } from "../keyboard.ts";
import { Modal } from "./modal.tsx";

const KEYS_OFF = "moderato-keys-off";

export const helpOpen = signal(false);
export const keysOn = signal(localStorage.getItem(KEYS_OFF) === null);

export function HelpDialog() {
  if (!helpOpen.value) return null;
  return (
    <Modal title="Keyboard" onClose={() => (helpOpen.value = false)}>
      <dl class="keys">
        {BINDINGS.map(({ action, keys, label }) => (
          <div key={action}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{keySign(key)}</kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={keysOn.value}
          onChange={(event) => switchKeys(event.currentTarget.checked)}
        />
        Use these keys
      </label>
      <p class="hint">Keys rest while you type, in dialogs, and together with Ctrl, Alt or ⌘.</p>
    </Modal>
  );
}

function switchKeys(on: boolean): void {
  keysOn.value = on;
  if (on) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, "1");
}
