import type { ComponentChildren } from "preact";
import { Mark } from "../frame/header.tsx";
import { LanguageChoice } from "../frame/language-choice.tsx";
import { Modal } from "../frame/modal.tsx";
import { t } from "../language.ts";
import { expired, session } from "../session.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const SignInScreen = () => (
  <DoorScreen title={t("Sign in to moderate")}>
    {session.value?.setupNeeded && (
      <p class="hint">
        {t(
          "There is no account yet. Open the one-time set-up link from the server's first start to make one.",
        )}
      </p>
    )}
    <SignInForm />
  </DoorScreen>
);

export const DoorScreen = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <main class="door">
    <p class="wordmark large">
      <Mark />
      Moderato
    </p>
    <div class="panel stack">
      <h1>{title}</h1>
      {children}
    </div>
    <LanguageChoice />
  </main>
);

export function ExpiredDialog() {
  if (!expired.value) return null;
  return (
    <Modal title={t("Your session has ended")}>
      <div class="stack">
        <p>{t("Sign in to go on. Comments you have not decided are still here; nothing was lost.")}</p>
        <SignInForm />
      </div>
    </Modal>
  );
}
