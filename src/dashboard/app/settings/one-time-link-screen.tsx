import { useEffect, useState } from "preact/hooks";
import { sentenceOf } from "../api.ts";
import { Field, Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { navigate } from "../router.ts";
import { session, signOut, user } from "../session.ts";
import { SignInForm } from "../sign-in/sign-in-form.tsx";
import { DoorScreen } from "../sign-in/sign-in-screen.tsx";
import { roleName } from "./roles.ts";
import { type LinkPurpose, lookAtLink, useLink } from "./settings-api.ts";

/** The token leaves the address at once, so that neither the history nor a screenshot keeps it. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname);
  return token;
}

export function OneTimeLinkScreen() {
  const [token, setToken] = useState(takeToken);
  const [purpose, setPurpose] = useState<LinkPurpose | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const listen = (): void => setToken(takeToken() || token);
    addEventListener("hashchange", listen);
    return () => removeEventListener("hashchange", listen);
  }, []);
  useEffect(() => {
    if (!token) return;
    setPurpose(null);
    setProblem(null);
    lookAtLink(token).then(setPurpose, (error: unknown) => setProblem(sentenceOf(error)));
  }, [token]);

  if (!token) {
    return (
      <DoorScreen title={t("This link is not complete")}>
        <p>{t("Open the whole link that you were given. After a reload, open it once more.")}</p>
        <Link href="/">{t("Go to the queue")}</Link>
      </DoorScreen>
    );
  }
  if (problem) {
    return (
      <DoorScreen title={t("This link opens nothing")}>
        <Problem text={problem} />
        <Link href="/">{t("Go to the queue")}</Link>
      </DoorScreen>
    );
  }
  if (!purpose) return <main class="door" aria-busy="true" />;
  if (purpose.purpose === "invitation" && purpose.hasAccount)
    return <AcceptScreen token={token} invitation={purpose} />;
  return <PasswordScreen token={token} purpose={purpose} />;
}

const Invited = ({ siteName, role }: LinkPurpose) => (
  <p>
    {siteName === null
      ? rich("You are invited to work on all sites, as <b>{role}</b>.", {
          role: role && roleName(role),
          b: (text) => <strong>{text}</strong>,
        })
      : rich("You are invited to work on {site}, as <b>{role}</b>.", {
          site: <bdi dir="auto">{siteName}</bdi>,
          role: role && roleName(role),
          b: (text) => <strong>{text}</strong>,
        })}
  </p>
);

/** The invited person has an account: only signed in with it the link can be used. */
function AcceptScreen({ token, invitation }: { token: string; invitation: LinkPurpose }) {
  const { busy, problem, run } = useTask();
  const me = user.value;
  const accept = (): void =>
    run(async () => {
      session.value = await useLink({ token });
      navigate("/", { replace: true });
    });
  return (
    <DoorScreen title={t("Your invitation")}>
      <Invited {...invitation} />
      {!me && (
        <>
          <p class="hint">
            {rich("There is an account for {email}. Sign in with it to accept.", {
              email: <bdi dir="auto">{invitation.email}</bdi>,
            })}
          </p>
          <SignInForm email={invitation.email} />
        </>
      )}
      {me && me.email !== invitation.email && (
        <>
          <p>
            {rich("It is for {invited}, and you are signed in as {me}. Sign out, then open the link again.", {
              invited: <bdi dir="auto">{invitation.email}</bdi>,
              me: <bdi dir="auto">{me.email}</bdi>,
            })}
          </p>
          <button type="button" class="wide" onClick={() => void signOut()}>
            {t("Sign out")}
          </button>
        </>
      )}
      {me?.email === invitation.email && (
        <>
          <Problem text={problem} />
          <button type="button" class="primary wide" disabled={busy} onClick={accept}>
            {busy ? t("Accepting…") : t("Accept")}
          </button>
        </>
      )}
    </DoorScreen>
  );
}

function PasswordScreen({ token, purpose }: { token: string; purpose: LinkPurpose }) {
  const isInvitation = purpose.purpose === "invitation";
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const { busy, problem, run } = useTask();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      session.value = await useLink({ token, password, ...(isInvitation ? { name } : {}) });
      navigate("/", { replace: true });
    });
  };
  return (
    <DoorScreen title={isInvitation ? t("Your invitation") : t("Choose a new password")}>
      {isInvitation ? (
        <Invited {...purpose} />
      ) : (
        <p class="hint">{t("You are signed out everywhere else when it is stored.")}</p>
      )}
      <form class="stack" method="post" onSubmit={submit}>
        <Field
          label={t("E-mail")}
          type="email"
          autocomplete="username"
          readOnly
          value={purpose.email}
          onText={() => undefined}
        />
        {isInvitation && (
          <Field
            label={t("Name")}
            hint={t("Stands beside what you decide.")}
            required
            maxlength={100}
            dir="auto"
            autofocus
            autocomplete="name"
            value={name}
            onText={setName}
          />
        )}
        <Field
          label={isInvitation ? t("Password") : t("New password")}
          hint={t("At least 10 characters. A few words make a good one.")}
          type="password"
          autocomplete="new-password"
          minlength={10}
          maxlength={200}
          autofocus={!isInvitation}
          required
          value={password}
          onText={setPassword}
        />
        <Problem text={problem} />
        <button type="submit" class="primary wide" disabled={busy}>
          {isInvitation ? t("Accept the invitation") : t("Store the password")}
        </button>
      </form>
    </DoorScreen>
  );
}
