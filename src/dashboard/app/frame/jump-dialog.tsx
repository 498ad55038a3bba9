import { signal } from "@preact/signals";
import { useEffect, useId, useState } from "preact/hooks";
import { isJumpKey } from "../keyboard.ts";
import { t } from "../language.ts";
import { LIST_NAMES } from "../queue/sentences.ts";
import { navigate } from "../router.ts";
import { LISTS, PATHS } from "../routes.ts";
import { canAdministerAny } from "../session.ts";
import { openPages, PAGE_NAMES } from "../settings/page-names.ts";
import { type JumpTarget, jumpTargets } from "./jump-targets.ts";
import { Modal } from "./modal.tsx";

const isOpen = signal(false);

/** For whoever has no keys to open it by. */
export const JumpButton = () => (
  <button
    type="button"
    class="quiet jump-button"
    aria-label={t("Go to")}
    title={t("Go to")}
    aria-haspopup="dialog"
    onClick={() => (isOpen.value = true)}
  >
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <circle cx="8.500" cy="8.500" r="5.500" />
      <path d="M12.700 12.700l4.800 4.800" />
    </svg>
  </button>
);

/** One field that leads everywhere. */
export function JumpDialog() {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!isJumpKey(event, navigator.platform)) return;
      // The browser's own search field would open behind a dialog.
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) isOpen.value = true;
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  return isOpen.value ? <Jump /> : null;
}

const close = (): void => {
  isOpen.value = false;
};

function Jump() {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const targets = jumpTargets(typed, places());
  const optionId = (index: number): string => `${id}-${index}`;
  useEffect(() => document.getElementById(optionId(at))?.scrollIntoView({ block: "nearest" }), [at, typed]);

  const go = (target: JumpTarget | undefined): void => {
    if (!target) return;
    close();
    navigate(target.href);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (by === undefined) go(targets[at]);
    else if (targets.length > 0) setAt((at + by + targets.length) % targets.length);
  };
  return (
    <Modal title={t("Go to")} onClose={close}>
      <div class="jump">
        <input
          type="text"
          role="combobox"
          aria-label={t("What to go to")}
          aria-expanded={targets.length > 0}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={targets.length > 0 ? optionId(at) : undefined}
          placeholder={t("Name, e-mail, IP, address, id or words")}
          autocomplete="off"
          spellcheck={false}
          dir="auto"
          autofocus
          value={typed}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
        <ul role="listbox" id={id} aria-label={t("Where it leads")}>
          {targets.map((target, index) => (
            <li
              key={target.href}
              id={optionId(index)}
              role="option"
              aria-selected={index === at}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => go(target)}
            >
              {target.label} <bdi class="hint">{target.hint}</bdi>
            </li>
          ))}
        </ul>
        <p class={targets.length === 0 ? "hint" : "only-heard"} role="status">
          {t("{count, plural, =0 {That leads nowhere.} one {# place} other {# places}}", {
            count: targets.length,
          })}
        </p>
      </div>
    </Modal>
  );
}

/** The lists and pages that this person may open. */
function places(): JumpTarget[] {
  const page = (label: string, href: string): JumpTarget => ({ label, hint: t("Page"), href });
  return [
    ...LISTS.map((list) => ({ label: LIST_NAMES[list], hint: t("List"), href: PATHS[list] })),
    page(t("Numbers"), "/numbers"),
    ...(canAdministerAny.value
      ? [
          page(t("Rules"), "/rules"),
          page(t("Health of the rules"), "/rules/health"),
          page(t("Word lists"), "/word-lists"),
          page(t("Webhooks"), "/webhooks"),
        ]
      : []),
    ...openPages.value.map((name) => ({
      label: PAGE_NAMES[name],
      hint: t("Settings"),
      href: `/settings/${name}`,
    })),
  ];
}
