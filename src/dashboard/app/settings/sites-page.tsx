import { useState } from "preact/hooks";
import { Field, Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { navigate } from "../router.ts";
import { canAdminister, canAdministerAll, loadSites, sites } from "../session.ts";
import { heard } from "../frame/heard.tsx";
import { addSite } from "./settings-api.ts";
import { SettingsHead } from "./settings-head.tsx";
import { keyFrom } from "./key-from.ts";
import { linesOf } from "./site-form.ts";

export function SitesPage() {
  const mine = sites.value.filter(({ key }) => canAdminister(key));
  return (
    <div class="desk">
      <SettingsHead page="sites" />
      <p class="lead">{t("Each website is a site with its own comments, rules, people and settings.")}</p>
      <ul class="rows panel" aria-label={t("Sites")}>
        {mine.map((site) => (
          <li key={site.key} class="row">
            <Link href={`/settings/sites/${site.key}`} class="row-name">
              <bdi dir="auto">{site.name}</bdi>
            </Link>
            <code class="hint">{site.key}</code>
            <Link href={`/settings/sites/${site.key}`} class="row-end">
              {rich("Settings and embed code<heard> of {site}</heard>", { site: site.name, heard })}
            </Link>
          </li>
        ))}
      </ul>
      {canAdministerAll.value && <AddSite />}
    </div>
  );
}

function AddSite() {
  const [name, setName] = useState("");
  const [typedKey, setTypedKey] = useState<string | null>(null);
  const [origins, setOrigins] = useState("");
  const { busy, problem, run } = useTask();
  const key = typedKey ?? keyFrom(name);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      const site = await addSite({ key, name, allowedOrigins: linesOf(origins) });
      await loadSites();
      navigate(`/settings/sites/${site.key}`);
    });
  };

  return (
    <form class="panel stack" onSubmit={submit} aria-labelledby="add-site">
      <h2 id="add-site">{t("Add a site")}</h2>
      <div class="two-columns">
        <Field label={t("Name")} required maxlength={200} value={name} onText={setName} />
        <Field
          label={t("Key")}
          hint={t(
            "Stands in your pages and in addresses, and stays as it is. Lower-case letters, digits, hyphens.",
          )}
          required
          pattern="[a-z0-9]([a-z0-9\-]{0,62}[a-z0-9])?"
          maxlength={64}
          autocomplete="off"
          spellcheck={false}
          value={key}
          onText={setTypedKey}
        />
      </div>
      <OriginsField value={origins} onText={setOrigins} />
      <Problem text={problem} />
      <div>
        <button type="submit" class="primary" disabled={busy}>
          {busy ? t("Adding…") : t("Add site")}
        </button>
      </div>
    </form>
  );
}

export const OriginsField = ({ value, onText }: { value: string; onText: (text: string) => void }) => (
  <div class="field">
    <label for="origins">{t("Allowed origins")}</label>
    <textarea
      id="origins"
      class="code"
      rows={3}
      placeholder={t("https://news.example")}
      spellcheck={false}
      aria-describedby="origins-hint"
      value={value}
      onInput={({ currentTarget }) => onText(currentTarget.value)}
    />
    <p class="hint" id="origins-hint">
      {t(
        "Whose pages may send comments, one a line: scheme and host, such as https://news.example. While the list is empty, only servers with a key and Moderato’s own pages may.",
      )}
    </p>
  </div>
);
