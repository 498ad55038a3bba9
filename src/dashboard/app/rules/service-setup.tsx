import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { sentenceOf } from "../api.ts";
import { announce } from "../frame/announcer.tsx";
import { Field, Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { SecretPanel } from "../webhooks/secret-panel.tsx";
import {
  type AkismetSetup,
  fetchServices,
  makeSigningSecret,
  saveAkismetKey,
  type Services,
  switchAkismetReports,
} from "./rules-api.ts";

/** The site whose rule is being written. */
export const SiteOfRule = createContext("");

type OnSaved = (services: Services) => void;

/** What a check on a service needs before it can be saved: the site's signing secret, or its key. */
export function ServiceSetup({ check }: { check: string }) {
  const siteKey = useContext(SiteOfRule);
  const [services, setServices] = useState<Services | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const isService = check === "external" || check === "akismet";
  useEffect(() => {
    if (!isService) return;
    fetchServices(siteKey).then(setServices, (error: unknown) => setProblem(sentenceOf(error)));
  }, [siteKey, isService]);
  if (!isService) return null;
  if (!services) return <Problem text={problem} />;
  const reload = async (): Promise<void> => setServices(await fetchServices(siteKey));
  return check === "external" ? (
    <SigningSecret saved={services.external} onMade={reload} />
  ) : (
    <AkismetKey saved={services.akismet} onSaved={setServices} />
  );
}

function SigningSecret({ saved, onMade }: { saved: Services["external"]; onMade: () => Promise<void> }) {
  const siteKey = useContext(SiteOfRule);
  const [secret, setSecret] = useState<string | null>(null);
  const { busy, problem, run } = useTask();
  const make = (): void =>
    run(async () => {
      setSecret((await makeSigningSecret(siteKey)).secret);
      announce(t("Secret made."));
      await onMade();
    });
  return (
    <div class="field service-setup">
      <p class="hint">
        {saved
          ? rich("Signed by the site’s secret, made {ago}. A new one leaves it valid for a day.", {
              ago: <TimeAgo at={saved.savedAt} />,
            })
          : t("The service knows us by a signature; the secret for it has to be made once for the site.")}
      </p>
      {saved?.isUnreadable === true && (
        <p class="problem-text">
          {t(
            "The signing secret cannot be read any more, as after a change of the server’s key. Make a new one; until then the service is not asked, and moderators decide.",
          )}
        </p>
      )}
      {secret && <SecretPanel key={secret} secret={secret} />}
      <Problem text={problem} />
      <div>
        <button type="button" class="small" disabled={busy} onClick={make}>
          {saved ? t("Make a new secret") : t("Make the signing secret")}
        </button>
      </div>
    </div>
  );
}

function AkismetKey({ saved, onSaved }: { saved: AkismetSetup | null; onSaved: OnSaved }) {
  const siteKey = useContext(SiteOfRule);
  const [key, setKey] = useState("");
  const { busy, problem, run } = useTask();
  const save = (): void =>
    run(async () => {
      onSaved(await saveAkismetKey(siteKey, key));
      setKey("");
      announce(t("Key saved."));
    });
  return (
    <div class="field service-setup">
      <p class="hint">
        {saved
          ? rich("The site’s Akismet key was saved {ago}.", { ago: <TimeAgo at={saved.savedAt} /> })
          : t("Akismet wants a key of its own for the site.")}
      </p>
      {saved?.isUnreadable === true && (
        <p class="problem-text">
          {t(
            "The Akismet key cannot be read any more, as after a change of the server’s key. Save it anew; until then Akismet is not asked, and moderators decide.",
          )}
        </p>
      )}
      <Field
        label={saved ? t("Another Akismet key") : t("Akismet key")}
        type="password"
        autocomplete="off"
        value={key}
        onText={setKey}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.isComposing) return;
          event.preventDefault();
          if (key.trim() !== "") save();
        }}
      />
      <Problem text={problem} />
      <div>
        <button type="button" class="small" disabled={busy || key.trim() === ""} onClick={save}>
          {t("Save the key")}
        </button>
      </div>
      {saved && <AkismetReports saved={saved} onSaved={onSaved} />}
    </div>
  );
}

function AkismetReports({ saved, onSaved }: { saved: AkismetSetup; onSaved: OnSaved }) {
  const siteKey = useContext(SiteOfRule);
  const { busy, problem, run } = useTask();
  const change = (): void =>
    run(async () => {
      const on = !saved.reportDecisions;
      onSaved(await switchAkismetReports(siteKey, on));
      announce(
        on ? t("Akismet is told what moderators decide.") : t("Akismet is not told what moderators decide."),
      );
    });
  // As it was chosen while it is being saved, as it was before where that fails.
  const isOn = busy ? !saved.reportDecisions : saved.reportDecisions;
  return (
    <>
      <label class="check akismet-reports">
        <input type="checkbox" checked={isOn} onChange={change} />
        <span>
          {t("Tell Akismet when moderators decide against its word")}
          <span class="hint">
            {t(
              "Akismet learns from it, for this site and for others. It gets the comment again with its author’s name, e-mail address and IP address. The switch counts at once, for the whole site.",
            )}
          </span>
        </span>
      </label>
      <Problem text={problem} />
    </>
  );
}
