import { useState } from "preact/hooks";
import type { RoleName } from "../api.ts";
import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { canAdminister, canAdministerAll, sites } from "../session.ts";
import { Ask } from "./ask.tsx";
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
    text: "Make a link by which a new password can be chosen? Whoever has the link takes the account over, so hand it to this person only.",
    yes: "Make the link",
  },
  sessions: { text: "Sign this person out everywhere?", yes: "Sign out everywhere" },
  "second-step": {
    text: "Switch the second step off? From then on the password alone opens the account.",
    yes: "Switch it off",
  },
  remove: {
    text: "Take all roles on your sites away? What this person decided stays.",
    yes: "Remove",
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
      announce("Done.");
      onChanged();
    });
  return (
    <li class="row">
      <bdi class="row-name" dir="auto">
        {person.name}
      </bdi>
      {isMe && <span class="badge good">You</span>}
      <span class="row-badges">
        {person.roles.map(({ siteKey, role }) => (
          <span key={siteKey} class={role === "admin" ? "badge warn" : "badge"}>
            <RoleText siteKey={siteKey} role={role} />
          </span>
        ))}
      </span>
      <p class="hint row-about">
        <bdi dir="auto">{person.email}</bdi>,{" "}
        {person.lastSeenAt ? (
          <>
            last here <TimeAgo at={person.lastSeenAt} />
          </>
        ) : (
          "not signed in"
        )}
        {person.hasSecondStep && ", with a second step"}
      </p>
      <button type="button" class="quiet row-end" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        Manage<span class="only-heard"> {person.name}</span>
      </button>
      <Problem text={problem} />
      {isOpen && (
        <div class="stack person-details">
          <RolesForm person={person} onChanged={onChanged} />
          {link && (
            <LinkPanel link={link}>
              <strong>A new password.</strong> Hand this link to <bdi dir="auto">{person.name}</bdi> yourself.
            </LinkPanel>
          )}
          {question ? (
            <Ask
              question={QUESTIONS[question].text}
              yes={QUESTIONS[question].yes}
              no="Leave it"
              busy={busy}
              onYes={act}
              onNo={() => setQuestion(null)}
            />
          ) : (
            <div class="endpoint-actions">
              {person.mayBeManaged && !isMe && (
                <>
                  <button type="button" onClick={() => setQuestion("password")}>
                    Reset password
                  </button>
                  <button type="button" onClick={() => setQuestion("sessions")}>
                    Sign out everywhere
                  </button>
                  {person.hasSecondStep && (
                    <button type="button" onClick={() => setQuestion("second-step")}>
                      Switch off second step
                    </button>
                  )}
                </>
              )}
              <button type="button" class="danger" onClick={() => setQuestion("remove")}>
                Remove
              </button>
            </div>
          )}
          {!person.mayBeManaged && (
            <p class="hint">
              Works on other sites, too: only an admin of all of them may reset the password.
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
      announce("Roles saved.");
      onChanged();
    });
  };
  return (
    <form class="stack" onSubmit={submit} aria-label={`Roles of ${person.name}`}>
      <div class="three-columns">
        {places.map((siteKey) => {
          const id = `role-${person.id}-${siteKey ?? ""}`;
          return (
            <div key={id} class="field">
              <label for={id}>
                <bdi dir="auto">{siteKey === null ? "All sites" : siteText(siteKey)}</bdi>
              </label>
              <select
                id={id}
                value={chosen[siteKey ?? ""] ?? storedRole(siteKey)}
                onChange={({ currentTarget }) =>
                  setChosen({ ...chosen, [siteKey ?? ""]: currentTarget.value as RoleName | "" })
                }
              >
                <option value="">No role</option>
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
        <button type="submit" class="primary" disabled={busy || changes.length === 0}>
          {busy ? "Saving…" : "Save roles"}
        </button>
      </div>
    </form>
  );
}
