import { useState } from "preact/hooks";
import type { RoleName } from "../api.ts";
import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { SaveButton } from "../frame/save-button.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { canAdminister, canAdministerAll, sites } from "../session.ts";
import { Ask } from "./ask.tsx";
import { heard } from "../frame/heard.tsx";
import { LinkPanel } from "./link-panel.tsx";
import { RoleText, siteText } from "./people-page.tsx";
import { ROLES } from "./roles.ts";
import {
  changeRoles,
  endSecondStepOf,
  endSessionsOf,
  makePasswordLink,
  type OneTimeLink,
  type Person,
  removePerson,
} from "./settings-api.ts";

interface PersonRowProps {
  person: Person;
  isMe: boolean;
  onChanged: () => void;
}

type Question = "password" | "sessions" | "second-step" | "remove";

const QUESTIONS: Record<Question, { text: string; yes: string }> = {
  password: {
    text: t(
      "Make a link by which a new password can be chosen? Whoever has the link takes the account over, so hand it to this person only.",
    ),
    yes: t("Make the link"),
  },
  sessions: { text: t("Sign this person out everywhere?"), yes: t("Sign out everywhere") },
  "second-step": {
    text: t("Switch the second step off? From then on the password alone opens the account."),
    yes: t("Switch it off"),
  },
  remove: {
    text: t("Take all roles on your sites away? What this person decided stays."),
    yes: t("Remove"),
  },
};

export function PersonRow({ person, isMe, onChanged }: PersonRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);
  const [link, setLink] = useState<OneTimeLink | null>(null);
  const { busy, problem, run } = useTask();
  const act = (): void =>
    run(async () => {
      if (question === "password") setLink(await makePasswordLink(person.id));
      if (question === "sessions") await endSessionsOf(person.id);
      if (question === "second-step") await endSecondStepOf(person.id);
      if (question === "remove") await removePerson(person.id);
      setQuestion(null);
      announce(t("Done."));
      onChanged();
    });
  const email = <bdi dir="auto">{person.email}</bdi>;
  return (
    <li class="row">
      <bdi class="row-name" dir="auto">
        {person.name}
      </bdi>
      {isMe && <span class="badge good">{t("You")}</span>}
      <span class="row-badges">
        {person.roles.map(({ siteKey, role }) => (
          <span key={siteKey} class={role === "admin" ? "badge warn" : "badge"}>
            <RoleText siteKey={siteKey} role={role} />
          </span>
        ))}
      </span>
      <p class="hint row-about">
        {person.lastSeenAt
          ? rich("{email}, last here {when}{secondStep, select, true {, with a second step} other {}}", {
              email,
              when: <TimeAgo at={person.lastSeenAt} />,
              secondStep: String(person.hasSecondStep),
            })
          : rich("{email}, not signed in{secondStep, select, true {, with a second step} other {}}", {
              email,
              secondStep: String(person.hasSecondStep),
            })}
      </p>
      <button type="button" class="quiet row-end" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {rich("Manage<heard> {name}</heard>", { name: person.name, heard })}
      </button>
      <Problem text={problem} />
      {isOpen && (
        <div class="stack person-details">
          <RolesForm person={person} onChanged={onChanged} />
          {link && (
            <LinkPanel link={link}>
              {rich("<b>A new password.</b> Hand this link to {name} yourself.", {
                name: <bdi dir="auto">{person.name}</bdi>,
                b: (text) => <strong>{text}</strong>,
              })}
            </LinkPanel>
          )}
          {question ? (
            <Ask
              question={QUESTIONS[question].text}
              yes={QUESTIONS[question].yes}
              no={t("Cancel")}
              busy={busy}
              onYes={act}
              onNo={() => setQuestion(null)}
            />
          ) : (
            <div class="endpoint-actions">
              {person.mayBeManaged && !isMe && (
                <>
                  <button type="button" onClick={() => setQuestion("password")}>
                    {t("Reset password")}
                  </button>
                  <button type="button" onClick={() => setQuestion("sessions")}>
                    {t("Sign out everywhere")}
                  </button>
                  {person.hasSecondStep && (
                    <button type="button" onClick={() => setQuestion("second-step")}>
                      {t("Switch off second step")}
                    </button>
                  )}
                </>
              )}
              <button type="button" class="danger" onClick={() => setQuestion("remove")}>
                {t("Remove")}
              </button>
            </div>
          )}
          {!person.mayBeManaged && (
            <p class="hint">
              {t("Works on other sites, too: only an admin of all of them may reset the password.")}
            </p>
          )}
        </div>
      )}
    </li>
  );
}

/** One select a site; arrow keys move through a select, so nothing is sent before the button is pressed. */
function RolesForm({ person, onChanged }: { person: Person; onChanged: () => void }) {
  const [chosen, setChosen] = useState<Record<string, RoleName | "">>({});
  const { busy, problem, run } = useTask();
  const places: (string | null)[] = [
    ...(canAdministerAll.value ? [null] : []),
    ...sites.value.filter(({ key }) => canAdminister(key)).map(({ key }) => key),
  ];
  const storedRole = (siteKey: string | null) =>
    person.roles.find((held) => held.siteKey === siteKey)?.role ?? "";
  const changes = places.flatMap((siteKey) => {
    const wanted = chosen[siteKey ?? ""];
    return wanted === undefined || wanted === storedRole(siteKey) ? [] : [{ siteKey, role: wanted || null }];
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      await changeRoles(person.id, changes);
      setChosen({});
      announce(t("Roles saved."));
      onChanged();
    });
  };
  return (
    <form class="stack" onSubmit={submit} aria-label={t("Roles of {name}", { name: person.name })}>
      <div class="three-columns">
        {places.map((siteKey) => {
          const id = `role-${person.id}-${siteKey ?? ""}`;
          return (
            <div key={id} class="field">
              <label for={id}>
                <bdi dir="auto">{siteKey === null ? t("All sites") : siteText(siteKey)}</bdi>
              </label>
              <select
                id={id}
                value={chosen[siteKey ?? ""] ?? storedRole(siteKey)}
                onChange={({ currentTarget }) =>
                  setChosen({ ...chosen, [siteKey ?? ""]: currentTarget.value as RoleName | "" })
                }
              >
                <option value="">{t("No role")}</option>
                {ROLES.map(({ role, name }) => (
                  <option key={role} value={role}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
          );
        })}
      </div>
      <Problem text={problem} />
      <div>
        <SaveButton busy={busy} isIdle={changes.length === 0}>
          {busy ? t("Saving…") : t("Save roles")}
        </SaveButton>
      </div>
    </form>
  );
}
