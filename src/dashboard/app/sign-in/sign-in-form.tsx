import { useState } from "preact/hooks";
import { Field, Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { signIn } from "../session.ts";

export function SignInForm() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { busy, problem, run } = useTask();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(() => signIn({ email, password }));
  };
  return (
    <form class="stack" method="post" onSubmit={submit}>
      <Field
        label="E-mail"
        type="email"
        name="email"
        autocomplete="username"
        autofocus
        required
        value={email}
        onText={setEmail}
      />
      <Field
        label="Password"
        type="password"
        name="password"
        autocomplete="current-password"
        required
        value={password}
        onText={setPassword}
      />
      <Problem text={problem} />
      <button type="submit" class="primary wide" disabled={busy}>
        {busy ? "Signing in…" : "Sign in"}
      </button>
    </form>
  );
}
