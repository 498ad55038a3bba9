import { useState } from "preact/hooks";
import type { Page } from "../api.ts";
import { announce } from "../frame/announcer.tsx";
import { Field, Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useLoaded } from "../frame/use-loaded.ts";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { canDecide, sites } from "../session.ts";
import { heard } from "../frame/heard.tsx";
import { fetchPages, type ListedPage, switchPage } from "./notices-api.ts";
import { SettingsHead } from "./settings-head.tsx";

type Which = "" | "true" | "false";

export function PagesPage() {
  const mine = sites.value.filter(({ key }) => canDecide(key));
  const [chosen, choose] = useState<string | null>(null);
  const siteKey = chosen ?? mine[0]?.key ?? null;
  return (
    <div class="desk">
      <SettingsHead page="pages" />
      <p class="lead">
        {t(
          "A page that is closed shows its comments and takes no new ones, until somebody opens it again. A site can close its pages by their age, too.",
        )}
      </p>
      {mine.length > 1 && (
        <div class="field">
          <label for="pages-site">{t("Site")}</label>
          <select
            id="pages-site"
            value={siteKey ?? ""}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          >
            {mine.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      {siteKey && <PagesOfSite key={siteKey} siteKey={siteKey} />}
    </div>
  );
}

function PagesOfSite({ siteKey }: { siteKey: string }) {
  const [q, setQ] = useState("");
  const [closed, setClosed] = useState<Which>("");
  const [asked, ask] = useState({ q: "", closed: "" as Which });
  const fetch = (cursor: string | null) => fetchPages({ siteKey, q: asked.q, closed: asked.closed }, cursor);
  const { value: list, problem, put, reload } = useLoaded(() => fetch(null), JSON.stringify(asked));
  const { busy, problem: refused, run } = useTask();
  const again = (change: { q?: string; closed?: Which } = {}): void => {
    ask((now) => ({ ...now, ...change }));
    reload();
  };
  const showMore = ({ items, nextCursor }: Page<ListedPage>): void =>
    run(async () => {
      const next = await fetch(nextCursor);
      put({ ...next, items: [...items, ...next.items] });
    });
  const show = (changed: ListedPage): void => {
    if (list) put({ ...list, items: list.items.map((page) => (page.id === changed.id ? changed : page)) });
  };

  return (
    <>
      <ClosePage siteKey={siteKey} onClosed={reload} />
      <form
        class="panel filters"
        role="search"
        aria-label={t("Find pages")}
        onSubmit={(event) => {
          event.preventDefault();
          again({ q });
        }}
      >
        <Field
          label={t("Part of the title or address")}
          type="search"
          dir="auto"
          maxlength={300}
          value={q}
          onText={setQ}
        />
        <div class="field">
          <label for="pages-which">{t("Show")}</label>
          <select
            id="pages-which"
            value={closed}
            onChange={({ currentTarget }) => {
              setClosed(currentTarget.value as Which);
              again({ q, closed: currentTarget.value as Which });
            }}
          >
            <option value="">{t("All pages")}</option>
            <option value="true">{t("Closed by hand")}</option>
            <option value="false">{t("Not closed by hand")}</option>
          </select>
        </div>
        <button type="submit">{t("Find")}</button>
      </form>
      <Problem text={problem ?? refused} />
      {list?.items.length === 0 && (
        <p class="hint">
          {list.nextCursor
            ? t("There is no such page among the newest ones. Older ones can be looked through, too.")
            : t("There is no such page. A page is listed from its first comment on.")}
        </p>
      )}
      {list && list.items.length > 0 && (
        <ul class="rows panel" aria-label={t("Pages")}>
          {list.items.map((page) => (
            <PageRow key={page.id} page={page} onChanged={show} />
          ))}
        </ul>
      )}
      {list?.nextCursor && (
        <div>
          <button type="button" disabled={busy} onClick={() => showMore(list)}>
            {t("Show more")}
          </button>
        </div>
      )}
    </>
  );
}

function PageRow({ page, onChanged }: { page: ListedPage; onChanged: (page: ListedPage) => void }) {
  const { busy, problem, run } = useTask();
  const name = page.pageTitle ?? page.pageUrl;
  const change = (): void =>
    run(async () => {
      onChanged(await switchPage(page.siteKey, page.pageUrl, !page.closed));
      announce(page.closed ? t("The page is open again.") : t("The page is closed."));
    });
  const first = <TimeAgo at={page.firstSeenAt} />;
  return (
    <li class="row">
      <bdi class="row-name" dir="auto">
        {name}
      </bdi>
      {page.closed && <span class="badge bad">{t("Closed")}</span>}
      <span class="hint row-about">
        {page.pageTitle && (
          <>
            <bdi dir="ltr">{page.pageUrl.replace(/^https?:\/\//, "")}</bdi>,{" "}
          </>
        )}
        {page.closedAt
          ? rich("first comment {first}, closed {closed}", {
              first,
              closed: <TimeAgo at={page.closedAt} />,
            })
          : rich("first comment {first}", { first })}
      </span>
      <Problem text={problem} />
      <button type="button" class="quiet row-end" disabled={busy} onClick={change}>
        {page.closed
          ? rich("Open again<heard> {name}</heard>", { name, heard })
          : rich("Close<heard> {name}</heard>", { name, heard })}
      </button>
    </li>
  );
}

/** Also before anybody has commented. */
function ClosePage({ siteKey, onClosed }: { siteKey: string; onClosed: () => void }) {
  const [pageUrl, setPageUrl] = useState("");
  const { busy, problem, run } = useTask();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      await switchPage(siteKey, pageUrl, true);
      setPageUrl("");
      announce(t("The page is closed."));
      onClosed();
    });
  };
  return (
    <form class="panel stack" onSubmit={submit} aria-labelledby="close-page">
      <h2 id="close-page">{t("Close a page")}</h2>
      <Field
        label={t("Address of the page")}
        hint={t("Also one without comments, before it goes online.")}
        type="url"
        required
        maxlength={2048}
        placeholder={t("https://news.example/a-story")}
        value={pageUrl}
        onText={setPageUrl}
      />
      <Problem text={problem} />
      <div>
        <button type="submit" class="primary" disabled={busy}>
          {t("Close the page")}
        </button>
      </div>
    </form>
  );
}
