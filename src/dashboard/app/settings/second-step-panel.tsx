import { useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { Field, Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";

import { CopyBlock } from "./copy-block.tsx";
import { QrCode } from "./qr-code.tsx";
import {
  type Account,
  beginSecondStep,
  confirmSecondStep,
  removeSecondStep,
  renewRecoveryCodes,
} from "./settings-api.ts";

interface SecondStepPanelProps {
  account: Account;
  onChanged: () => void;
}

export function SecondStepPanel({ account, onChanged }: SecondStepPanelProps) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const showCodes = (fresh: string[]): void => {
    setCodes(fresh);
    onChanged();
  };
  return (
    <section class="panel stack" aria-labelledby="second-step">
      <h2 id="second-step">
        {t("Second step at sign-in")}{" "}
        <span class={account.hasSecondStep ? "badge good" : "badge"}>
          {account.hasSecondStep ? t("On") : t("Off")}
        </span>
      </h2>
      <p class="hint">
        {t(
          "Beside the password a code of an authenticator app on your phone: a password that somebody has found out is then not enough.",
        )}
      </p>
      {codes && <RecoveryCodes codes={codes} />}
      {account.hasSecondStep ? (
        <WhenOn account={account} onCodes={showCodes} onRemoved={onChanged} />
      ) : (
        <WhenOff onCodes={showCodes} />
      )}
    </section>
  );
}

const RecoveryCodes = ({ codes }: { codes: string[] }) => (
  <div class="secret">
    <p>
      {rich(
        "<b>Recovery codes.</b> Each opens your account once when the phone is gone. Print them or keep them with your passwords: they are shown only now.",
        { b: (text) => <strong>{text}</strong> },
      )}
    </p>
    <CopyBlock label={t("Recovery codes")} text={codes.join("\n")} />
  </div>
);

function WhenOff({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const [begun, setBegun] = useState<{ secret: string; address: string } | null>(null);
  const [code, setCode] = useState("");
  const { busy, problem, run } = useTask();
  if (!begun) {
    return (
      <PasswordAsked
        button={t("Set it up")}
        onPassword={async (password) => setBegun(await beginSecondStep(password))}
      />
    );
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      const { recoveryCodes } = await confirmSecondStep(code);
      announce(t("The second step is on. Keep the recovery codes."));
      onCodes(recoveryCodes);
    });
  };
  return (
    <form class="stack" onSubmit={submit} aria-label={t("Set up the second step")}>
      <ol class="steps">
        <li>
          <p>
            {rich(
              "In your app, add an account by this picture or by typing its key. On the phone itself, <open>open it in the app</open>.",
              { open: (text) => <a href={begun.address}>{text}</a> },
            )}
          </p>
          <QrCode text={begun.address} label={t("The key as a picture, for the app's camera")} />
          <CopyBlock
            label={t("Key for the app")}
            text={begun.secret.match(/.{4}/g)?.join(" ") ?? begun.secret}
          />
        </li>
        <li>
          <Field
            label={t("The code that the app shows")}
            inputMode="numeric"
            autocomplete="one-time-code"
            autofocus
            required
            maxlength={10}
            value={code}
            onText={setCode}
          />
        </li>
      </ol>
      <Problem text={problem} />
      <div class="endpoint-actions">
        <button type="submit" class="primary" disabled={busy}>
          {busy ? t("Checking…") : t("Switch it on")}
        </button>
        <button type="button" onClick={() => setBegun(null)}>
          {t("Leave it off")}
        </button>
      </div>
    </form>
  );
}

function WhenOn({
  account,
  onCodes,
  onRemoved,
}: {
  account: Account;
  onCodes: (codes: string[]) => void;
  onRemoved: () => void;
}) {
  const [wanted, setWanted] = useState<"codes" | "off" | null>(null);
  if (wanted === null) {
    return (
      <>
        <p>
          {t(
            "{count, plural, =0 {No recovery code is left.} one {# recovery code left.} other {# recovery codes left.}}",
            { count: account.recoveryCodesLeft },
          )}
        </p>
        <div class="endpoint-actions">
          <button type="button" onClick={() => setWanted("codes")}>
            {t("New recovery codes")}
          </button>
          <button type="button" class="quiet" onClick={() => setWanted("off")}>
            {t("Switch off")}
          </button>
        </div>
      </>
    );
  }
  const perform = async (password: string): Promise<void> => {
    if (wanted === "off") {
      await removeSecondStep(password);
      announce(t("The second step is off."));
      onRemoved();
    } else {
      onCodes((await renewRecoveryCodes(password)).recoveryCodes);
      announce(t("New recovery codes made."));
    }
    setWanted(null);
  };
  return (
    <PasswordAsked
      button={wanted === "off" ? t("Switch the second step off") : t("Make new codes; the old ones end")}
      onPassword={perform}
      onCancel={() => setWanted(null)}
    />
  );
}

interface PasswordAskedProps {
  button: string;
  onPassword: (password: string) => Promise<void>;
  onCancel?: () => void;
}

function PasswordAsked({ button, onPassword, onCancel }: PasswordAskedProps) {
  const [password, setPassword] = useState("");
  const { busy, problem, run } = useTask();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(() => onPassword(password));
  };
  return (
    <form class="stack" method="post" onSubmit={submit} aria-label={button}>
      <Field
        label={t("Your password")}
        type="password"
        autocomplete="current-password"
        required
        value={password}
        onText={setPassword}
      />
      <Problem text={problem} />
      <div class="endpoint-actions">
        <button type="submit" disabled={busy}>
          {button}
        </button>
        {onCancel && (
          <button type="button" class="quiet" onClick={onCancel}>
            {t("Cancel")}
          </button>
        )}
      </div>
    </form>
  );
}
