import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { Field, Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { SaveButton } from "../frame/save-button.tsx";
import { useTask } from "../frame/use-task.ts";
import { t } from "../language.ts";
import { loadSites } from "../session.ts";
import { useUnsaved } from "../unsaved.ts";
import { ChatPanel } from "./chat-panel.tsx";
import { CopyBlock } from "./copy-block.tsx";
import { contentPolicy, countsCode, embedCode } from "./embed-code.ts";
import { RefusalReasonsFields } from "./refusal-reasons-fields.tsx";
import { fetchSite, saveSite } from "./settings-api.ts";
import { SettingsHead } from "./settings-head.tsx";
import { changesOf, formOf, type Mode, type SiteForm, type SiteSettings } from "./site-form.ts";
import { OriginsField } from "./sites-page.tsx";
import { useLoaded } from "../frame/use-loaded.ts";

export function SitePage({ siteKey }: { siteKey: string }) {
  const { value: site, problem, reload, put: set } = useLoaded(() => fetchSite(siteKey), siteKey);
  return (
    <div class="desk">
      <SettingsHead page="sites" title={site?.name ?? siteKey} />
      <p>
        <Link href="/settings/sites">{t("All sites")}</Link>
      </p>
      {problem && (
        <div class="notice">
          <Problem text={problem} />
          <button type="button" onClick={reload}>
            {t("Try again")}
          </button>
        </div>
      )}
      {!site && !problem && <div class="panel skeleton-panel" aria-hidden="true" />}
      {site && (
        <>
          <EmbedPanel site={site} />
          <ChatPanel siteKey={site.key} />
          <SiteFormPanel key={site.key} site={site} onSaved={set} />
        </>
      )}
    </div>
  );
}

function EmbedPanel({ site }: { site: SiteSettings }) {
  const { origin } = location;
  const page = `${site.allowedOrigins[0] ?? t("https://news.example")}/a-story`;
  return (
    <section class="panel stack" aria-labelledby="embed">
      <h2 id="embed">{t("Put the comments on your pages")}</h2>
      <p class="hint">
        {t(
          "Paste this where the comments should be. The link is for readers without JavaScript: give it the address of the page it stands on.",
        )}
      </p>
      <CopyBlock label={t("Embed code")} text={embedCode({ origin, siteKey: site.key, page })} />
      <details>
        <summary>{t("Comment counts and Content-Security-Policy")}</summary>
        <div class="stack">
          <p class="hint">{t("A count, wherever the script is on the page:")}</p>
          <CopyBlock label={t("Code for a count")} text={countsCode(page)} />
          <p class="hint">{t("What a Content-Security-Policy of your website has to allow:")}</p>
          <CopyBlock label={t("Content-Security-Policy")} text={contentPolicy(origin)} />
        </div>
      </details>
    </section>
  );
}

const MODES: readonly { mode: Mode; name: string; means: string }[] = [
  {
    mode: "everything",
    name: t("Hold everything"),
    means: t("A moderator sees each comment before it is published, unless a rule refuses it."),
  },
  {
    mode: "new-authors",
    name: t("Hold new authors"),
    means: t(
      "Whoever has been approved before is published at once, unless a rule holds or refuses the comment.",
    ),
  },
  {
    mode: "flagged",
    name: t("Hold what rules find"),
    means: t("Everything else is published at once. Rules and moderators have to be quick."),
  },
];

function SiteFormPanel({ site, onSaved }: { site: SiteSettings; onSaved: (site: SiteSettings) => void }) {
  const [form, setForm] = useState(() => formOf(site));
  const { busy, problem, run } = useTask();
  const [isSaved, setIsSaved] = useState(false);
  const change = (part: Partial<SiteForm>): void => {
    setIsSaved(false);
    setForm((now) => ({ ...now, ...part }));
  };
  const hasChanged = Object.keys(changesOf(site, form)).length > 0;
  useUnsaved(t("The site “{name}”", { name: site.name }), hasChanged);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      const saved = await saveSite(site.key, changesOf(site, form));
      onSaved(saved);
      setForm(formOf(saved));
      setIsSaved(true);
      announce(t("Settings saved."));
      await loadSites();
    });
  };
  const number = (name: NumberField, rest: { label: string; hint: string; min?: number; max: number }) => (
    <Field
      {...rest}
      type="number"
      step="any"
      inputMode="decimal"
      min={rest.min ?? 0}
      required={!NEVER_WHEN_EMPTY.has(name)}
      placeholder={NEVER_WHEN_EMPTY.has(name) ? t("never") : undefined}
      value={form[name]}
      onText={(text) => change({ [name]: text })}
    />
  );

  return (
    <form class="stack" onSubmit={submit} aria-label={t("Settings of the site")}>
      <Group title={t("The site")}>
        <Field
          label={t("Name")}
          required
          maxlength={200}
          dir="auto"
          value={form.name}
          onText={(name) => change({ name })}
        />
        <OriginsField value={form.allowedOrigins} onText={(allowedOrigins) => change({ allowedOrigins })} />
      </Group>

      <Group
        title={t("What happens to a new comment")}
        hint={t("Rules come first; this is for what they let pass.")}
      >
        <fieldset class="choices">
          <legend class="only-heard">{t("Mode")}</legend>
          {MODES.map(({ mode, name, means }) => (
            <label key={mode} class="choice">
              <input
                type="radio"
                name="mode"
                checked={form.mode === mode}
                onChange={() => change({ mode })}
              />
              <span>
                <strong>{name}</strong>
                <span class="hint">{means}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {form.mode === "new-authors" &&
          number("newAuthorApprovals", {
            label: t("Approved comments until an author is known"),
            hint: t("So many comments of an author must have been approved."),
            min: 1,
            max: 100,
          })}
      </Group>

      <Group
        title={t("Points")}
        hint={t(
          "Each rule that finds something adds its points. From these sums on, points alone decide. Empty: never.",
        )}
      >
        <div class="three-columns">
          {number("hold", {
            label: t("Hold from"),
            hint: t("Waits for a moderator, whatever the mode."),
            max: 1000,
          })}
          {number("reject", {
            label: t("Reject from"),
            hint: t("Only by rules in the stage “enforce”."),
            max: 1000,
          })}
          {number("spam", {
            label: t("Spam from"),
            hint: t("Only by rules in the stage “enforce”."),
            max: 1000,
          })}
        </div>
        <div class="field">
          <label for="group-caps">{t("Most points of a group")}</label>
          <textarea
            id="group-caps"
            class="code"
            rows={2}
            placeholder={t("links: 6")}
            aria-describedby="group-caps-hint"
            value={form.groupCaps}
            onInput={({ currentTarget }) => change({ groupCaps: currentTarget.value })}
          />
          <p class="hint" id="group-caps-hint">
            {t(
              "So that several rules about one thing do not decide alone: the name of a group, a colon, the most its rules may add together; one a line.",
            )}
          </p>
        </div>
      </Group>

      <Group
        title={t("Reasons for rejecting")}
        hint={t(
          "Moderators choose one with a key while they reject; its text goes to the author and into webhooks.",
        )}
      >
        <RefusalReasonsFields
          rows={form.refusalReasons}
          isRequired={form.refusalReasonRequired}
          onRows={(refusalReasons) => change({ refusalReasons })}
          onRequired={(refusalReasonRequired) => change({ refusalReasonRequired })}
        />
      </Group>

      <Group title={t("Pages and visitors")}>
        <div class="two-columns">
          {number("closePagesAfterDays", {
            label: t("Close pages after, days"),
            hint: t(
              "Old pages draw spam. So long after its first comment a page takes no more. Empty: never.",
            ),
            min: 1,
            max: 10_000,
          })}
          {number("visitorLimitPerMinute", {
            label: t("Comments a minute from one visitor"),
            hint: t("More are refused with a request to wait. A visitor is an IP address."),
            min: 1,
            max: 10_000,
          })}
        </div>
      </Group>

      <Group title={t("Personal data")}>
        <div class="two-columns">
          {number("dropIpAfterDays", {
            label: t("Forget IP addresses after, days"),
            hint: t(
              "The IP address and browser of a comment are deleted then. Rules that count by address look back no further.",
            ),
            min: 1,
            max: 3650,
          })}
        </div>
      </Group>

      <Group title={t("Trust in rules")}>
        <div class="two-columns">
          {number("blindReviewPercent", {
            label: t("Blind review, per cent"),
            hint: t(
              "Of what rules would decide alone, this share goes to a moderator who is not told. It shows how often rules are right. At most 20.",
            ),
            max: 20,
          })}
          {number("precisionPercent", {
            label: t("Precision to rise, per cent"),
            hint: t(
              "A rule is proposed for the next stage when moderators agree with it at least this often. 50 to 100.",
            ),
            min: 50,
            max: 100,
          })}
        </div>
      </Group>

      <div class="save-bar">
        <Problem text={problem} />
        <SaveButton busy={busy} isIdle={!hasChanged}>
          {busy ? t("Saving…") : t("Save settings")}
        </SaveButton>
        <span class="hint" aria-hidden="true">
          {hasChanged ? t("Not saved yet") : isSaved ? t("Saved") : ""}
        </span>
      </div>
    </form>
  );
}

/** The fields of text. */
type NumberField = { [Name in keyof SiteForm]: SiteForm[Name] extends string ? Name : never }[keyof SiteForm];

const NEVER_WHEN_EMPTY = new Set<NumberField>(["reject", "spam", "closePagesAfterDays"]);

const Group = ({ title, hint, children }: { title: string; hint?: string; children: ComponentChildren }) => (
  <section class="panel stack">
    <h2>{title}</h2>
    {hint && <p class="hint">{hint}</p>}
    {children}
  </section>
);
