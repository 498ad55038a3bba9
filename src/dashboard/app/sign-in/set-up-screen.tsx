import { useState } from "preact/hooks";
import { Field, Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { useTask } from "../frame/use-task.ts";
import { t } from "../language.ts";
import { navigate } from "../router.ts";
import { session, setUp } from "../session.ts";
import { DoorScreen } from "./sign-in-screen.tsx";

const MIN_PASSWORD_LENGTH = 10;

export function SetUpScreen({ token }: { token: string }) {
  if (session.value && !session.value.setupNeeded) {
    return (
      <DoorScreen title={t("Already set up")}>
        <p>{t("The first account exists, so this link has done its work.")}</p>
        <Link href="/">{t("Go to the queue")}</Link>
      </DoorScreen>
    );
  }
  if (!token) {
    return (
      <DoorScreen title={t("This link is not complete")}>
        <p>{t("Copy the whole set-up link that the server printed at its first start.")}</p>
      </DoorScreen>
    );
  }
  return <SetUpForm token={token} />;
}

function SetUpForm({ token }: { token: string }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { busy, problem, run } = useTask();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      await setUp({ token, email, password });
      navigate("/", { replace: true });
    });
  };
  return (
    <DoorScreen title={t("Make the first account")}>
      <p class="hint">{t("It may moderate every site and change every setting.")}</p>
      <form class="stack" method="post" onSubmit={submit}>
        <Field
          label={t("E-mail")}
          type="email"
          name="email"
          autocomplete="username"
          autofocus
          required
          value={email}
          onText={setEmail}
        />
        <Field
          label={t("Password")}
          hint={t("At least {count, number} characters. A few words make a good one.", {
            count: MIN_PASSWORD_LENGTH,
          })}
          type="password"
          name="password"
          autocomplete="new-password"
          minlength={MIN_PASSWORD_LENGTH}
          required
          value={password}
          onText={setPassword}
        />
        <Problem text={problem} />
        <button type="submit" class="primary wide" disabled={busy}>
          {busy ? t("Making the account…") : t("Make the account")}
        </button>
      </form>
    </DoorScreen>
  );
}
