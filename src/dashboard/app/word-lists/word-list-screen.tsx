import { useEffect, useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { useTask } from "../frame/use-task.ts";
import { fromPack, t } from "../language.ts";
import { navigate, renameAddress } from "../router.ts";
import { Labelled, LinesInput } from "../rules/inputs.tsx";
import type { Refusal } from "../rules/problems.tsx";
import { Refusals, refusalsOf } from "../rules/problems.tsx";
import type { WordList, WordListFields } from "../rules/rules-api.ts";
import { addWordList, changeWordList, deleteWordList, fetchWordList } from "../rules/rules-api.ts";
import { siteName, withSite } from "../rules/site-choice.tsx";
import { dropUnsaved, useUnsaved } from "../unsaved.ts";
import { AddPhrases } from "./add-phrases.tsx";
import { EntriesTable } from "./entries-table.tsx";
import { PhraseReportPanel } from "./phrase-report-panel.tsx";

export function WordListScreen({ id, siteKey }: { id: string; siteKey: string }) {
  const [list, setList] = useState<WordList | null>(null);
  const { problem, run } = useTask();
  useEffect(() => {
    if (id !== "new") run(async () => setList(await fetchWordList(id)));
  }, []);
  if (id === "new" || list) return <ListEditor list={list} siteKey={list?.siteKey ?? siteKey} />;
  return (
    <div class="desk">
      <h1>{t("Word list")}</h1>
      {problem ? (
        <div class="notice">
          <Problem text={problem} />
          <Link href="/word-lists">{t("All word lists")}</Link>
        </div>
      ) : (
        <div class="panel skeleton-panel" aria-hidden="true" />
      )}
    </div>
  );
}

function ListEditor({ list: stored, siteKey }: { list: WordList | null; siteKey: string }) {
  const [list, setList] = useState(stored);
  const [fields, setFields] = useState<Required<WordListFields>>({
    name: stored?.name ?? "",
    entries: stored?.entries ?? [],
    allow: stored?.allow ?? [],
  });
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [state, setState] = useState<"saved" | "changed" | "untouched">("untouched");
  const [isAsked, setIsAsked] = useState(false);
  const [isPasted, setIsPasted] = useState(false);
  const what = list ? t("The word list “{name}”", { name: fromPack(list.name) }) : t("The new word list");
  useUnsaved(what, state === "changed" || isPasted);
  const { busy, problem, run } = useTask();
  const change = (changed: Partial<WordListFields>): void => {
    setFields((known) => ({ ...known, ...changed }));
    setState("changed");
  };
  const allow = fields.allow.filter((phrase) => phrase.trim() !== "");

  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      setRefusals([]);
      try {
        const wanted = { ...fields, allow };
        const saved = list
          ? await changeWordList(list.id, wanted)
          : await addWordList({ ...wanted, siteKey });
        setList(saved);
        setState("saved");
        announce(t("Word list saved."));
        if (!list) renameAddress(`/word-lists/${saved.id}`);
      } catch (error) {
        setRefusals(refusalsOf(error));
      }
    });
  };
  const remove = (): void =>
    run(async () => {
      await deleteWordList(list!.id);
      announce(t("Word list deleted."));
      dropUnsaved();
      navigate(withSite("/word-lists", siteKey));
    });

  return (
    <div class="desk">
      <div class="rules-head">
        <h1>{list ? t("Word list") : t("New word list")}</h1>
        <Link href={withSite("/word-lists", siteKey)}>{t("All word lists")}</Link>
        <span class="hint">{siteName(siteKey)}</span>
      </div>
      <Refusals.Provider value={refusals}>
        <div class="beside">
          <div class="stack">
            <AddPhrases
              entries={fields.entries}
              onEntries={(entries) => change({ entries })}
              onPasted={setIsPasted}
            />
            <EntriesTable entries={fields.entries} onEntries={(entries) => change({ entries })} />
          </div>
          <div class="stack sticky">
            <form class="panel stack" aria-label={t("Word list")} noValidate onSubmit={save}>
              <Labelled label={t("Name of the list")} pointer="#/name">
                {(tie) => (
                  <input
                    {...tie}
                    dir="auto"
                    maxLength={200}
                    value={fields.name}
                    onInput={({ currentTarget }) => change({ name: currentTarget.value })}
                  />
                )}
              </Labelled>
              <Labelled
                label={t("Allowed phrases")}
                hint={t("One a line. A listed word inside one of these does not count: “Dick Van Dyke”.")}
                pointer="#/allow"
              >
                {(tie) => (
                  <LinesInput
                    tie={tie}
                    rows={2}
                    lines={fields.allow}
                    onLines={(lines) => change({ allow: lines })}
                  />
                )}
              </Labelled>
              {refusals.length > 0 && (
                <Problem
                  text={t("The list was not saved: {why}", {
                    why: refusals.map(({ detail }) => detail).join(" "),
                  })}
                />
              )}
              <Problem text={problem} />
              <div class="adder">
                <button type="submit" class="primary" disabled={busy}>
                  {busy ? t("Saving…") : t("Save list")}
                </button>
                <span class="hint" role="status">
                  {state === "saved" && t("Saved.")}
                  {state === "changed" && t("Not saved yet.")}
                </span>
                {list && !isAsked && (
                  <button type="button" class="quiet" onClick={() => setIsAsked(true)}>
                    {t("Delete")}
                  </button>
                )}
              </div>
              {list && isAsked && (
                <div class="confirm" role="group" aria-label={t("Delete this word list")}>
                  <p>{t("Delete this list with all its phrases?")}</p>
                  <button type="button" class="danger" disabled={busy} onClick={remove}>
                    {t("Delete list")}
                  </button>
                  <button type="button" autofocus onClick={() => setIsAsked(false)}>
                    {t("Keep it")}
                  </button>
                </div>
              )}
            </form>
            <PhraseReportPanel
              siteKey={siteKey}
              entries={fields.entries}
              allow={allow}
              onRemove={(phrase) =>
                change({ entries: fields.entries.filter((entry) => entry.phrase !== phrase) })
              }
            />
          </div>
        </div>
      </Refusals.Provider>
    </div>
  );
}
