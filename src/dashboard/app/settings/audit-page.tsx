import { useEffect, useState } from "preact/hooks";
import { Field, Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { t } from "../language.ts";
import { navigate, query } from "../router.ts";
import { canAdminister, canAdministerAll, sites } from "../session.ts";
import { ACTION_KINDS, ACTION_WORDS, aboutText, momentOf } from "./audit-words.ts";
import { siteText } from "./people-page.tsx";
import { type AuditEntry, fetchAudit } from "./settings-api.ts";
import { SettingsHead } from "./settings-head.tsx";

interface Filter {
  site: string;
  action: string;
  actor: string;
  from: string;
  to: string;
}

/** All of it stands in the address, so that it can be shared. */
function filterOf(search: string): Filter {
  const params = new URLSearchParams(search);
  const textOf = (name: string) => params.get(name) ?? "";
  return {
    site: textOf("site"),
    action: textOf("action"),
    actor: textOf("actor"),
    from: textOf("from"),
    to: textOf("to"),
  };
}

const asked = ({ site, action, actor, from, to }: Filter): Record<string, string | null> => ({
  siteKey: site || null,
  action: action || null,
  actor: actor || null,
  since: momentOf(from),
  until: momentOf(to, { end: true }),
});

function addressFor(filter: Filter): string {
  const params = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
  return params.size > 0 ? `/settings/audit?${params}` : "/settings/audit";
}

function fileAddress(filter: Filter): string {
  const set = Object.entries(asked(filter)).filter((pair): pair is [string, string] => pair[1] !== null);
  return `/v1/audit.csv?${new URLSearchParams(set)}`;
}

export function AuditPage() {
  const filter = filterOf(query.value);
  return (
    <div class="desk">
      <SettingsHead page="audit" />
      <p class="lead">
        {t("What people and keys did. Decisions on comments stand in each comment’s history.")}
      </p>
      <FilterForm key={query.value} filter={filter} />
      <Entries key={`entries ${query.value}`} filter={filter} />
    </div>
  );
}

function FilterForm({ filter }: { filter: Filter }) {
  const [form, setForm] = useState(filter);
  const change = (part: Partial<Filter>): void => setForm((now) => ({ ...now, ...part }));
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    navigate(addressFor(form));
  };
  const mine = sites.value.filter(({ key }) => canAdminister(key));
  return (
    <form class="panel stack" onSubmit={submit} aria-label={t("Filter")}>
      <div class="filters">
        {(mine.length > 1 || canAdministerAll.value) && (
          <div class="field">
            <label for="audit-site">{t("Site")}</label>
            <select
              id="audit-site"
              value={form.site}
              onChange={({ currentTarget }) => change({ site: currentTarget.value })}
            >
              <option value="">{t("All")}</option>
              {mine.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        )}
        <div class="field">
          <label for="audit-action">{t("About")}</label>
          <select
            id="audit-action"
            value={form.action}
            onChange={({ currentTarget }) => change({ action: currentTarget.value })}
          >
            <option value="">{t("Everything")}</option>
            {ACTION_KINDS.map(({ kind, name }) => (
              <option key={kind} value={kind}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <Field
          label={t("By")}
          placeholder={t("Anybody")}
          maxlength={200}
          value={form.actor}
          onText={(actor) => change({ actor })}
        />
        <Field label={t("From")} type="date" value={form.from} onText={(from) => change({ from })} />
        <Field label={t("To")} type="date" value={form.to} onText={(to) => change({ to })} />
      </div>
      <div class="endpoint-actions">
        <button type="submit" class="primary">
          {t("Show")}
        </button>
        <a class="button" href={fileAddress(filter)} download>
          {t("Save as CSV")}
        </a>
      </div>
    </form>
  );
}

function Entries({ filter }: { filter: Filter }) {
  const [entries, setEntries] = useState<AuditEntry[] | null>(null);
  const [nextCursor, setNextCursor] = useState<string | null>(null);
  const { busy, problem, run } = useTask();
  const load = (cursor: string | null): void =>
    run(async () => {
      const page = await fetchAudit(asked(filter), cursor);
      setEntries((known) => (cursor ? [...(known ?? []), ...page.items] : page.items));
      setNextCursor(page.nextCursor);
    });
  useEffect(() => load(null), []);
  return (
    <>
      <Problem text={problem} />
      {!entries && !problem && <div class="panel skeleton-panel" aria-hidden="true" />}
      {entries?.length === 0 && <p class="hint">{t("Nothing like that has happened.")}</p>}
      {entries && entries.length > 0 && (
        <ul class="rows panel" aria-label={t("Audit log")}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {nextCursor && (
        <div>
          <button type="button" disabled={busy} onClick={() => load(nextCursor)}>
            {t("Show older")}
          </button>
        </div>
      )}
    </>
  );
}

/** What is longer is read on demand. */
const LONG = 240;

function Entry({ entry }: { entry: AuditEntry }) {
  const about = aboutText(entry);
  return (
    <li class="row audit-entry">
      <p class="row-about">
        <bdi dir="auto" class="audit-actor">
          {entry.actor}
        </bdi>{" "}
        {entry.by === "key" && <span class="badge">{t("key")}</span>}{" "}
        {ACTION_WORDS[entry.action] ?? entry.action}
      </p>
      <span class="hint row-end">
        {entry.siteKey !== null && (
          <>
            <bdi dir="auto">{siteText(entry.siteKey)}</bdi>,{" "}
          </>
        )}
        <TimeAgo at={entry.createdAt} />
      </span>
      {about.length > LONG ? (
        <details class="hint audit-detail">
          <summary>
            <bdi dir="auto">{`${[...about].slice(0, LONG).join("")}…`}</bdi>
          </summary>
          <bdi dir="auto">{about}</bdi>
        </details>
      ) : (
        about && (
          <p class="hint audit-detail">
            <bdi dir="auto">{about}</bdi>
          </p>
        )
      )}
    </li>
  );
}
