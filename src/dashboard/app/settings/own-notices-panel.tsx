import { useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { language, rich, t } from "../language.ts";
import { canDecide, sites } from "../session.ts";
import { useUnsaved } from "../unsaved.ts";
import { LastSent, NoticeFields, ownTimeZone, settingsOf, TestButton } from "./notice-fields.tsx";
import { fetchOwnNotices, type OwnNotices, saveOwnNotices, testOwnNotices } from "./notices-api.ts";
import { useLoaded } from "../frame/use-loaded.ts";

export function OwnNoticesPanel() {
  const { value: loaded, problem, put: set } = useLoaded(fetchOwnNotices);
  return (
    <section class="panel stack" aria-labelledby="notices">
      <h2 id="notices">{t("Tell me what waits")}</h2>
      <Problem text={problem} />
      {loaded && <NoticesForm notices={loaded} onSaved={set} />}
    </section>
  );
}

const contentOf = (form: OwnNotices): string =>
  JSON.stringify({ ...settingsOf(form), siteKeys: form.siteKeys });

function NoticesForm({ notices, onSaved }: { notices: OwnNotices; onSaved: (saved: OwnNotices) => void }) {
  const [form, setForm] = useState(() =>
    notices.isSaved ? notices : { ...notices, timeZone: ownTimeZone(), language },
  );
  const [known, setKnown] = useState(contentOf(form));
  useUnsaved(t("The form “{name}”", { name: t("Tell me what waits") }), contentOf(form) !== known);
  const [isSaved, setIsSaved] = useState(false);
  const { busy, problem, run } = useTask();
  const change = (part: Partial<OwnNotices>): void => {
    setIsSaved(false);
    setForm((now) => ({ ...now, ...part }));
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      onSaved(await saveOwnNotices({ ...settingsOf(form), siteKeys: form.siteKeys }));
      setKnown(contentOf(form));
      setIsSaved(true);
      announce(t("Notices saved."));
    });
  };
  return (
    <form class="stack" onSubmit={submit} aria-labelledby="notices">
      {!notices.canSendMail && (
        <p class="notice">
          {t("No mail can be sent: whoever runs Moderato has to set SMTP_URL and MAIL_FROM.")}
        </p>
      )}
      <label class="choice">
        <input type="checkbox" checked={form.enabled} onChange={() => change({ enabled: !form.enabled })} />
        <span>
          {rich("By e-mail to {address}", { address: <bdi dir="auto">{notices.email}</bdi> })}
          <span class="hint">
            {t(
              "Only with something new, never a mail for each comment, never about spam. The links in it only open the dashboard.",
            )}
          </span>
        </span>
      </label>
      {form.enabled && (
        <>
          <NoticeFields settings={form} languageLabel={t("Language of the mails")} onChange={change} />
          <WhichSites chosen={form.siteKeys} onChange={(siteKeys) => change({ siteKeys })} />
        </>
      )}
      <LastSent told={notices} />
      <Problem text={problem} />
      <div class="actions">
        <button type="submit" class="primary" disabled={busy}>
          {busy ? t("Saving…") : t("Save notices")}
        </button>
        <TestButton
          test={() => testOwnNotices(form.language)}
          disabled={!notices.canSendMail}
          done={t("A test is on its way to {email}.", { email: notices.email })}
        />
        {isSaved && <span class="hint">{t("Saved")}</span>}
      </div>
    </form>
  );
}

interface WhichSitesProps {
  chosen: string[] | null;
  onChange: (chosen: string[] | null) => void;
}

/** Who decides on one site alone is not asked which. */
function WhichSites({ chosen, onChange }: WhichSitesProps) {
  const mine = sites.value.filter(({ key }) => canDecide(key));
  if (mine.length < 2) return null;
  const toggle = (key: string): void => {
    const now = chosen ?? [];
    onChange(now.includes(key) ? now.filter((other) => other !== key) : [...now, key]);
  };
  return (
    <fieldset class="choices">
      <legend>{t("About")}</legend>
      <label class="check">
        <input type="radio" name="which-sites" checked={chosen === null} onChange={() => onChange(null)} />
        {t("All my sites, also those to come")}
      </label>
      <label class="check">
        <input
          type="radio"
          name="which-sites"
          checked={chosen !== null}
          onChange={() => onChange(mine.map(({ key }) => key))}
        />
        {t("Only these")}
      </label>
      {chosen !== null && (
        <div class="which-sites">
          {mine.map(({ key, name }) => (
            <label key={key} class="check">
              <input type="checkbox" checked={chosen.includes(key)} onChange={() => toggle(key)} />
              <bdi dir="auto">{name}</bdi>
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
