import { useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { Field, Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { sites } from "../session.ts";
import { Ask } from "./ask.tsx";
import { CopyBlock } from "./copy-block.tsx";
import { heard } from "../frame/heard.tsx";
import { type Scope, SCOPES } from "./scopes.ts";
import { addKey, type ApiKey, fetchKeys, revokeKey } from "./settings-api.ts";
import { SettingsHead } from "./settings-head.tsx";
import { SiteSelect, useSiteChoice } from "./site-select.tsx";
import { useLoaded } from "../frame/use-loaded.ts";

export function KeysPage() {
  const { value: loaded, problem, reload } = useLoaded(fetchKeys);
  const [revokedId, setRevokedId] = useState<string | null>(null);
  return (
    <div class="desk">
      <SettingsHead page="keys" />
      <p class="lead">
        {t("With a key your website’s server and other programs use the API. Its description is at /docs.")}
      </p>
      <AddKey revokedId={revokedId} onAdded={reload} />
      <Problem text={problem} />
      {loaded?.items.length === 0 && <p class="hint">{t("There is no key yet.")}</p>}
      {loaded && loaded.items.length > 0 && (
        <ul class="rows panel" aria-label={t("API keys")}>
          {loaded.items.map((key) => (
            <KeyRow
              key={key.id}
              apiKey={key}
              onRevoked={() => {
                setRevokedId(key.id);
                reload();
              }}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function AddKey({ revokedId, onAdded }: { revokedId: string | null; onAdded: () => void }) {
  const site = useSiteChoice();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<Scope[]>(["submit"]);
  const [made, setMade] = useState<{ id: string; key: string } | null>(null);
  const { busy, problem, run } = useTask();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      setMade(await addKey({ siteKey: site.value, name, scopes: chosen }));
      setName("");
      announce(t("Key made. It is shown only this once."));
      onAdded();
    });
  };
  return (
    <form class="panel stack" onSubmit={submit} aria-labelledby="add-key">
      <h2 id="add-key">{t("Make a key")}</h2>
      <div class="two-columns">
        <Field
          label={t("Name")}
          hint={t("What will use it, such as “news server”.")}
          required
          maxlength={200}
          autocomplete="off"
          value={name}
          onText={setName}
        />
        <SiteSelect choice={site} />
      </div>
      <fieldset class="choices">
        <legend>{t("What it may do")}</legend>
        {SCOPES.map(({ scope, allows }) => (
          <label key={scope} class="choice">
            <input
              type="checkbox"
              checked={chosen.includes(scope)}
              onChange={({ currentTarget }) =>
                setChosen(
                  currentTarget.checked ? [...chosen, scope] : chosen.filter((other) => other !== scope),
                )
              }
            />
            <span>
              <strong>{scope}</strong>
              <span class="hint">{allows}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Problem text={problem} />
      <div>
        <button type="submit" class="primary" disabled={busy || chosen.length === 0}>
          {busy ? t("Making…") : t("Make key")}
        </button>
      </div>
      {made && made.id !== revokedId && (
        <div class="secret">
          <p>
            {rich("<b>The new key.</b> Keep it with the program now: it is shown only this once.", {
              b: (text) => <strong>{text}</strong>,
            })}
          </p>
          <CopyBlock key={made.id} label={t("API key")} text={made.key} />
        </div>
      )}
    </form>
  );
}

function KeyRow({ apiKey, onRevoked }: { apiKey: ApiKey; onRevoked: () => void }) {
  const [isAsked, setIsAsked] = useState(false);
  const { busy, problem, run } = useTask();
  const revoke = (): void =>
    run(async () => {
      await revokeKey(apiKey.id);
      announce(t("Key revoked."));
      onRevoked();
    });
  const site = sites.value.find(({ key }) => key === apiKey.siteKey);
  const siteName = apiKey.siteKey === null ? t("All sites") : (site?.name ?? apiKey.siteKey);
  const where = <bdi dir="auto">{siteName}</bdi>;
  const made = <TimeAgo at={apiKey.createdAt} />;
  return (
    <li class="row">
      <bdi class="row-name" dir="auto">
        {apiKey.name}
      </bdi>
      <span class="row-badges">
        {apiKey.scopes.map((scope) => (
          <span key={scope} class={scope === "admin" ? "badge warn" : "badge"}>
            {scope}
          </span>
        ))}
      </span>
      <p class="hint row-about">
        {apiKey.lastUsedAt
          ? rich("{site}, made {made}, last used {used}", {
              site: where,
              made,
              used: <TimeAgo at={apiKey.lastUsedAt} />,
            })
          : rich("{site}, made {made}, never used", { site: where, made })}
      </p>
      <Problem text={problem} />
      {isAsked ? (
        <Ask
          question={t("Revoke this key? What uses it is refused from then on.")}
          yes={t("Revoke key")}
          busy={busy}
          onYes={revoke}
          onNo={() => setIsAsked(false)}
        />
      ) : (
        <button type="button" class="quiet row-end" onClick={() => setIsAsked(true)}>
          {rich("Revoke<heard> {name}</heard>", { name: apiKey.name, heard })}
        </button>
      )}
    </li>
  );
}
