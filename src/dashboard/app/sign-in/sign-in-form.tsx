import { useState } from "preact/hooks";
import { ApiError } from "../api.ts";
import { Field, Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { t } from "../language.ts";
import { signIn } from "../session.ts";

export function SignInForm({ email: knownEmail = "" }: { email?: string }) {
  const [email, setEmail] = useState(knownEmail);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const { busy, problem, run } = useTask();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      try {
        await signIn({ email, password, ...(code === null ? {} : { code }) });
      } catch (error) {
        if (!(error instanceof ApiError) || !error.problem.secondStep) throw error;
        setCode("");
      }
    });
  };
  if (code !== null) {
    return (
      <form class="stack" method="post" onSubmit={submit}>
        <Field
          label={t("Code")}
          hint={t("From your authenticator app, or one of your recovery codes.")}
          name="code"
          inputMode="text"
          autocomplete="one-time-code"
          autofocus
          required
          maxlength={50}
          spellcheck={false}
          value={code}
          onText={setCode}
        />
        <Problem text={problem} />
        <button type="submit" class="primary wide" disabled={busy}>
          {busy ? t("Signing in…") : t("Sign in")}
        </button>
        <button type="button" class="quiet wide" onClick={() => setCode(null)}>
          {t("Back")}
        </button>
      </form>
    );
  }
  return (
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
        type="password"
        name="password"
        autocomplete="current-password"
        required
        value={password}
        onText={setPassword}
      />
      <Problem text={problem} />
      <button type="submit" class="primary wide" disabled={busy}>
        {busy ? t("Signing in…") : t("Sign in")}
      </button>
    </form>
  );
}
