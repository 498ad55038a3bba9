import { useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { Field, Problem } from "../frame/field.tsx";
import { LanguageChoice } from "../frame/language-choice.tsx";
import { SaveButton } from "../frame/save-button.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { boundKey } from "../key-settings.ts";
import { rich, t } from "../language.ts";
import { switchVeil, veilOn } from "../queue/veil.ts";
import { canDecideAny, startSession } from "../session.ts";
import { useUnsaved } from "../unsaved.ts";
import { deviceName } from "./device-name.ts";
import { heard } from "../frame/heard.tsx";
import { OwnNoticesPanel } from "./own-notices-panel.tsx";
import { SecondStepPanel } from "./second-step-panel.tsx";
import {
  type Account,
  changePassword,
  endOtherSessions,
  endSession,
  fetchAccount,
  fetchSessions,
  type OwnSession,
  rename,
} from "./settings-api.ts";
import { SettingsHead } from "./settings-head.tsx";
import { useLoaded } from "../frame/use-loaded.ts";

export function AccountPage() {
  const { value: account, problem, reload, put: set } = useLoaded(fetchAccount);
  return (
    <div class="desk">
      <SettingsHead page="account" />
      <Problem text={problem} />
      {!account && !problem && <div class="panel skeleton-panel" aria-hidden="true" />}
      {account && (
        <>
          <NamePanel account={account} onSaved={set} />
          {canDecideAny.value && <OwnNoticesPanel />}
          <ReadingPanel />
          <PasswordPanel email={account.email} />
          <SecondStepPanel account={account} onChanged={reload} />
          <SessionsPanel />
        </>
      )}
    </div>
  );
}

const ReadingPanel = () => (
  <section class="panel stack" aria-labelledby="reading">
    <h2 id="reading">{t("Reading")}</h2>
    <LanguageChoice />
    <label class="check">
      <input
        type="checkbox"
        checked={veilOn.value}
        aria-describedby="reading-hint"
        onChange={({ currentTarget }) => switchVeil(currentTarget.checked)}
      />
      {t("Blur comments with slurs, swearing or threats until I look")}
    </label>
    <p class="hint" id="reading-hint">
      {rich(
        "By the names of the rules that found something, or from twice the points that hold. Kept in this browser. A tap, Enter or {key} shows the text; links and pictures never open by themselves.",
        { key: <kbd>{boundKey("expand")}</kbd> },
      )}
    </p>
  </section>
);

function NamePanel({ account, onSaved }: { account: Account; onSaved: (account: Account) => void }) {
  const [name, setName] = useState(account.name);
  const [publicName, setPublicName] = useState(account.publicName ?? "");
  const { busy, problem, run } = useTask();
  const isUnchanged = name === account.name && publicName === (account.publicName ?? "");
  useUnsaved(t("Your name"), !isUnchanged);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      onSaved(await rename({ name, publicName }));
      await startSession();
      announce(t("Names saved."));
    });
  };
  return (
    <form class="panel stack" onSubmit={submit} aria-labelledby="name">
      <h2 id="name">
        <bdi dir="auto">{account.email}</bdi>
      </h2>
      <Field
        label={t("Name")}
        hint={t("Stands beside what you decide. Colleagues see it.")}
        required
        maxlength={100}
        dir="auto"
        autocomplete="name"
        value={name}
        onText={setName}
      />
      <Field
        label={t("Public name")}
        hint={t("Stands above what you reply as the newsroom. Empty: the site’s name does.")}
        maxlength={100}
        dir="auto"
        autocomplete="off"
        value={publicName}
        onText={setPublicName}
      />
      <Problem text={problem} />
      <div>
        <SaveButton busy={busy} isIdle={isUnchanged}>
          {t("Save names")}
        </SaveButton>
      </div>
    </form>
  );
}

function PasswordPanel({ email }: { email: string }) {
  const [currentPassword, setCurrent] = useState("");
  const [newPassword, setNew] = useState("");
  const [isDone, setIsDone] = useState(false);
  const { busy, problem, run } = useTask();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setIsDone(false);
    run(async () => {
      await changePassword({ currentPassword, newPassword });
      setCurrent("");
      setNew("");
      setIsDone(true);
    });
  };
  return (
    <form class="panel stack" method="post" onSubmit={submit} aria-labelledby="password">
      <h2 id="password">{t("Password")}</h2>
      {/* Password managers want to know whose it is. */}
      <input type="text" name="username" autocomplete="username" value={email} readOnly hidden />
      <div class="two-columns">
        <Field
          label={t("Present password")}
          type="password"
          autocomplete="current-password"
          required
          value={currentPassword}
          onText={setCurrent}
        />
        <Field
          label={t("New password")}
          hint={t("At least 10 characters. A few words make a good one.")}
          type="password"
          autocomplete="new-password"
          required
          minlength={10}
          maxlength={200}
          value={newPassword}
          onText={setNew}
        />
      </div>
      <Problem text={problem} />
      {isDone && (
        <p class="notice" role="status">
          {t("The password is changed, and your other sessions are ended.")}
        </p>
      )}
      <div>
        <button type="submit" class="primary" disabled={busy}>
          {busy ? t("Changing…") : t("Change password")}
        </button>
      </div>
    </form>
  );
}

function SessionsPanel() {
  const { value: loaded, problem, reload } = useLoaded(fetchSessions);
  const { busy, problem: refused, run } = useTask();
  const end = (ending: () => Promise<void>): void =>
    run(async () => {
      await ending();
      announce(t("Signed out there."));
      reload();
    });
  const others = loaded?.items.filter(({ isCurrent }) => !isCurrent) ?? [];
  return (
    <section class="panel stack" aria-labelledby="sessions">
      <h2 id="sessions">{t("Where you are signed in")}</h2>
      <Problem text={problem ?? refused} />
      <ul class="rows">
        {loaded?.items.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            busy={busy}
            onEnd={() => end(() => endSession(session.id))}
          />
        ))}
      </ul>
      {others.length > 1 && (
        <div>
          <button type="button" disabled={busy} onClick={() => end(endOtherSessions)}>
            {t("Sign out everywhere else")}
          </button>
        </div>
      )}
    </section>
  );
}

const SessionRow = ({ session, busy, onEnd }: { session: OwnSession; busy: boolean; onEnd: () => void }) => (
  <li class="row">
    <span class="row-name" title={session.userAgent ?? undefined}>
      {deviceName(session.userAgent)}
    </span>
    {session.isCurrent && <span class="badge good">{t("This one")}</span>}
    <span class="hint row-about">
      {rich("since {since}, last used {last}", {
        since: <TimeAgo at={session.createdAt} />,
        last: <TimeAgo at={session.lastSeenAt} />,
      })}
    </span>
    {!session.isCurrent && (
      <button type="button" class="quiet row-end" disabled={busy} onClick={onEnd}>
        {rich("Sign out<heard> {device}</heard>", { device: deviceName(session.userAgent), heard })}
      </button>
    )}
  </li>
);
