import { useState } from "preact/hooks";
import type { RoleName } from "../api.ts";
import { announce } from "../frame/announcer.tsx";
import { Field, Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { locale, rich, t } from "../language.ts";
import { sites, user } from "../session.ts";
import { Ask } from "./ask.tsx";
import { heard } from "../frame/heard.tsx";
import { LinkPanel } from "./link-panel.tsx";
import { PersonRow } from "./person-row.tsx";
import { roleName, ROLES } from "./roles.ts";
import {
  fetchInvitations,
  fetchPeople,
  type Invitation,
  invite,
  type OneTimeLink,
  withdrawInvitation,
} from "./settings-api.ts";
import { SettingsHead } from "./settings-head.tsx";
import { SiteSelect, useSiteChoice } from "./site-select.tsx";
import { useLoaded } from "../frame/use-loaded.ts";

const load = async () => {
  const [people, invitations] = await Promise.all([fetchPeople(), fetchInvitations()]);
  return { people: people.items, invitations: invitations.items };
};

export function PeoplePage() {
  const { value: loaded, problem, reload } = useLoaded(load);
  const [withdrawnId, setWithdrawnId] = useState<string | null>(null);
  return (
    <div class="desk">
      <SettingsHead page="people" />
      <p class="lead">{t("Who works on your sites. Everybody signs in with an account of their own.")}</p>
      <Problem text={problem} />
      {!loaded && !problem && <div class="panel skeleton-panel" aria-hidden="true" />}
      {loaded && (
        <ul class="rows panel" aria-label={t("People")}>
          {loaded.people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              isMe={person.id === user.value?.id}
              onChanged={reload}
            />
          ))}
          {loaded.people.length === 0 && (
            <li class="row hint">{t("Nobody works on this site alone yet.")}</li>
          )}
        </ul>
      )}
      <InviteForm withdrawnId={withdrawnId} onInvited={reload} />
      {loaded && loaded.invitations.length > 0 && (
        <section class="panel stack" aria-labelledby="invitations">
          <h2 id="invitations">{t("Not accepted yet")}</h2>
          <ul class="rows">
            {loaded.invitations.map((invitation) => (
              <InvitationRow
                key={invitation.id}
                invitation={invitation}
                onWithdrawn={() => {
                  setWithdrawnId(invitation.id);
                  reload();
                }}
              />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function InviteForm({ withdrawnId, onInvited }: { withdrawnId: string | null; onInvited: () => void }) {
  const site = useSiteChoice();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<RoleName>("moderator");
  const [made, setMade] = useState<(OneTimeLink & { id: string; email: string }) | null>(null);
  const { busy, problem, run } = useTask();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      setMade({ ...(await invite({ email, siteKey: site.value, role })), email });
      setEmail("");
      announce(t("Invitation made. Copy its link now."));
      onInvited();
    });
  };
  return (
    <form class="panel stack" onSubmit={submit} aria-labelledby="invite">
      <h2 id="invite">{t("Invite somebody")}</h2>
      <div class="two-columns">
        <Field
          label={t("E-mail")}
          type="email"
          required
          maxlength={254}
          autocomplete="off"
          value={email}
          onText={setEmail}
        />
        <SiteSelect choice={site} />
      </div>
      <fieldset class="choices">
        <legend>{t("Role")}</legend>
        {ROLES.map((one) => (
          <label key={one.role} class="choice">
            <input type="radio" name="role" checked={role === one.role} onChange={() => setRole(one.role)} />
            <span>
              <strong>{one.name}</strong>
              <span class="hint">{one.may}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Problem text={problem} />
      <div>
        <button type="submit" class="primary" disabled={busy}>
          {busy ? t("Inviting…") : t("Make the invitation")}
        </button>
      </div>
      {made && made.id !== withdrawnId && (
        <LinkPanel link={made}>
          {rich("<b>The invitation</b> of {email}. Send this link yourself; Moderato sends no e-mail.", {
            email: <bdi dir="auto">{made.email}</bdi>,
            b: (text) => <strong>{text}</strong>,
          })}
        </LinkPanel>
      )}
    </form>
  );
}

function InvitationRow({ invitation, onWithdrawn }: { invitation: Invitation; onWithdrawn: () => void }) {
  const [isAsked, setIsAsked] = useState(false);
  const { busy, problem, run } = useTask();
  const withdraw = (): void =>
    run(async () => {
      await withdrawInvitation(invitation.id);
      announce(t("Invitation withdrawn."));
      onWithdrawn();
    });
  return (
    <li class="row">
      <bdi class="row-name" dir="auto">
        {invitation.email}
      </bdi>
      <span class="badge">
        <RoleText {...invitation} />
      </span>
      <p class="hint row-about">
        {rich("by {who} {when}, until {date}", {
          who: <bdi dir="auto">{invitation.madeBy}</bdi>,
          when: <TimeAgo at={invitation.createdAt} />,
          date: new Date(invitation.expiresAt).toLocaleDateString(locale, { dateStyle: "medium" }),
        })}
      </p>
      <Problem text={problem} />
      {isAsked ? (
        <Ask
          question={t("Withdraw this invitation? Its link is worth nothing then.")}
          yes={t("Withdraw invitation")}
          busy={busy}
          onYes={withdraw}
          onNo={() => setIsAsked(false)}
        />
      ) : (
        <button type="button" class="quiet row-end" onClick={() => setIsAsked(true)}>
          {rich("Withdraw<heard> the invitation of {email}</heard>", { email: invitation.email, heard })}
        </button>
      )}
    </li>
  );
}

export const RoleText = ({ siteKey, role }: { siteKey: string | null; role: RoleName }) => (
  <>
    {roleName(role)}, <bdi dir="auto">{siteText(siteKey)}</bdi>
  </>
);

export const siteText = (siteKey: string | null): string =>
  siteKey === null ? t("all sites") : (sites.value.find(({ key }) => key === siteKey)?.name ?? siteKey);
