import { useEffect, useRef, useState } from "preact/hooks";
import { releaseRule } from "../brake/braked-rules.ts";
import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { useTask } from "../frame/use-task.ts";
import { fromPack, t } from "../language.ts";
import { renameAddress } from "../router.ts";
import { sites } from "../session.ts";
import { useUnsaved } from "../unsaved.ts";
import { BacktestPanel } from "./backtest-panel.tsx";
import { ConditionBuilder } from "./condition-builder.tsx";
import { contentOf, rootGroup, tidied } from "./condition.ts";
import { describeRule } from "./describe.ts";
import type { Suggestion } from "./from-comment.ts";
import { conditionOf } from "./from-comment.ts";
import { FromComment } from "./from-comment-panel.tsx";
import { Labelled } from "./inputs.tsx";
import { JsonView } from "./json-view.tsx";
import type { Refusal } from "./problems.tsx";
import { Refusals, refusalsOf } from "./problems.tsx";
import { RuleLife } from "./rule-life.tsx";
import type { Start } from "./rule-start.ts";
import { fieldsOf, startOf } from "./rule-start.ts";
import type { Rule, RuleFields, Stage, Then } from "./rules-api.ts";
import { addRule, changeRule } from "./rules-api.ts";
import { SiteOfRule } from "./service-setup.tsx";
import { siteName, withSite } from "./site-choice.tsx";
import { STAGE_MEANS, StageChoice } from "./stages.tsx";
import { TestBox } from "./test-box.tsx";
import { ThenForm } from "./then-form.tsx";
import { VersionHistory } from "./version-history.tsx";

/** One rule, or a new one: an empty one, a copy (`?copy=`), or one made from a comment (`?comment=`). */
export function RuleScreen({ id, siteKey }: { id: string; siteKey: string }) {
  const [start, setStart] = useState<Start | null>(null);
  const { problem, run } = useTask();
  const load = (): void => run(async () => setStart(await startOf(id, siteKey)));
  useEffect(load, []);
  if (start) return <Editor start={start} />;
  return (
    <div class="desk">
      <h1>{id === "new" ? t("New rule") : t("Rule")}</h1>
      {problem ? (
        <div class="notice">
          <Problem text={problem} />
          <button type="button" onClick={load}>
            {t("Try again")}
          </button>
          <Link href="/rules">{t("All rules")}</Link>
        </div>
      ) : (
        <div class="panel skeleton-panel" aria-hidden="true" />
      )}
    </div>
  );
}

/** Without the stage, which acts at once. */
const contentOfRule = ({ name, when, then, emergencyBrake = true }: RuleFields): string =>
  contentOf({ name, when: tidied(rootGroup(when)), then, emergencyBrake });

/** A condition is a form of its own within the rule's: Enter in a field of it must not save a rule half written. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
}

function Editor({ start }: { start: Start }) {
  const { siteKey, comment, lists } = start;
  const [rule, setRule] = useState(start.rule);
  const [fields, setFields] = useState(start.fields);
  const [suggestions, setSuggestions] = useState(start.suggestions);
  const [ticked, setTicked] = useState(start.suggestions.slice(0, 1));
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [isSaved, setIsSaved] = useState(false);
  const [known, setKnown] = useState(contentOfRule(start.fields));
  useUnsaved(
    rule ? t("The rule “{name}”", { name: fromPack(rule.name) }) : t("The new rule"),
    contentOfRule(fields) !== known,
  );
  const { busy, run } = useTask();
  const form = useRef<HTMLFormElement>(null);
  const listName = (id: string): string | null => lists.find((list) => list.id === id)?.name ?? null;
  const change = (changed: Partial<RuleFields>): void => {
    setFields((before) => ({ ...before, ...changed }));
    setIsSaved(false);
  };
  const tick = (chosen: Suggestion[]): void => {
    // The name follows the ticks until somebody gives another.
    const isOwnName = !ticked.some(({ name }) => name === fields.name);
    setTicked(chosen);
    change({ when: conditionOf(chosen), ...(isOwnName || !chosen[0] ? {} : { name: chosen[0].name }) });
  };

  const store = (wanted: RuleFields): void =>
    run(async () => {
      setRefusals([]);
      try {
        // As the builder shows it, so that the pointers of refusals name its fields.
        const sent = { ...wanted, when: tidied(rootGroup(wanted.when)) };
        const stored = rule ? await changeRule(rule.id, sent) : await addRule({ ...sent, siteKey });
        setRule(stored);
        releaseRule(stored.id);
        setFields(fieldsOf(stored));
        setKnown(contentOfRule(fieldsOf(stored)));
        setIsSaved(true);
        announce(t("Saved as version {version}.", { version: stored.version }));
        if (!rule) renameAddress(`/rules/${stored.id}`);
      } catch (error) {
        setRefusals(refusalsOf(error));
        requestAnimationFrame(() =>
          form.current
            ?.querySelector<HTMLElement>("[aria-invalid], [data-refused] input, [data-refused] select")
            ?.focus(),
        );
      }
    });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    store(fields);
  };

  const holdsFrom = sites.value.find(({ key }) => key === siteKey)?.thresholds?.hold ?? null;
  const when = rootGroup(fields.when);
  const shown = { name: fields.name, when, then: fields.then };
  const testBox = <TestBox siteKey={siteKey} rule={{ id: rule?.id ?? null, ...shown }} />;
  return (
    <div class="desk">
      <div class="rules-head">
        <h1>{rule ? t("Rule") : t("New rule")}</h1>
        <Link href={withSite("/rules", siteKey)}>{t("All rules")}</Link>
        {comment && <Link href="/">{t("Back to the queue")}</Link>}
        <span class="hint">{siteName(siteKey)}</span>
      </div>
      <div class="beside">
        <Refusals.Provider value={refusals}>
          <div class="stack">
            {comment && (
              <FromComment
                comment={comment}
                suggestions={suggestions}
                ticked={ticked}
                onTick={tick}
                onSuggest={setSuggestions}
              />
            )}
            {rule && <RuleLife rule={rule} onChanged={(changed) => takeStage(changed)} />}
            <form
              class="panel stack rule-form"
              ref={form}
              aria-label={t("Rule")}
              noValidate
              onSubmit={submit}
            >
              <Labelled label={t("Name")} pointer="#/name">
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
              <h2>{t("When")}</h2>
              <SiteOfRule.Provider value={siteKey}>
                <div onKeyDown={keepEnter}>
                  <ConditionBuilder
                    node={when}
                    pointer="#/when"
                    lists={lists}
                    onChange={(changed) => change({ when: changed ?? { all: [] } })}
                  />
                </div>
              </SiteOfRule.Provider>
              <h2>{t("Then")}</h2>
              <ThenForm
                then={fields.then}
                holdsFrom={holdsFrom}
                onChange={(then: Then) => change({ then })}
              />
              <label class="check brake-switch">
                <input
                  type="checkbox"
                  checked={fields.emergencyBrake ?? true}
                  onChange={({ currentTarget }) => change({ emergencyBrake: currentTarget.checked })}
                />
                <span>
                  {t("Emergency brake")}{" "}
                  <span class="hint">
                    {t("In its first 24 hours it goes back to shadow by itself if it hits far too much.")}
                  </span>
                </span>
              </label>
              {!rule && (
                <div class="field">
                  <span class="legend">{t("Start as")}</span>
                  <StageChoice
                    name={t("the new rule")}
                    stage={fields.stage}
                    onStage={(stage: Stage) => change({ stage })}
                  />
                  <p class="hint">{STAGE_MEANS[fields.stage]}</p>
                </div>
              )}
              <p class="sentence">
                <bdi dir="auto">{describeRule({ when, then: fields.then }, listName)}</bdi>
              </p>
              <RefusedSummary refusals={refusals} />
              <div class="adder">
                <button type="submit" class="primary" disabled={busy}>
                  {busy ? t("Saving…") : rule ? t("Save") : t("Save rule")}
                </button>
                {isSaved && rule && (
                  <span class="hint" role="status">
                    {t("Saved as version {version}.", { version: rule.version })}
                  </span>
                )}
              </div>
              <JsonView fields={{ ...fields, when }} onFields={(read) => change(read)} />
            </form>
            {rule && (
              <VersionHistory
                rule={rule}
                listName={listName}
                onRestore={(version) => store(fieldsOf(version))}
              />
            )}
          </div>
        </Refusals.Provider>
        <div class="stack sticky">
          {comment === null && testBox}
          <BacktestPanel
            siteKey={siteKey}
            id={rule?.id ?? null}
            rule={shown}
            atOnce={comment !== null && ticked.length > 0}
          />
          {comment !== null && testBox}
        </div>
      </div>
    </div>
  );

  /** The stage alone was changed: what is being edited stays as it is. */
  function takeStage(changed: Rule): void {
    setRule(changed);
    const { stage, emergencyBrake = true } = changed;
    // Out of the brake it comes exempt from it, unless somebody has just decided otherwise here.
    setFields((before) => {
      const isMine = (before.emergencyBrake ?? true) !== (rule?.emergencyBrake ?? true);
      return { ...before, stage, ...(isMine ? {} : { emergencyBrake }) };
    });
    setKnown((before) =>
      before === contentOfRule(fieldsOf(rule!)) ? contentOfRule(fieldsOf(changed)) : before,
    );
  }
}

const RefusedSummary = ({ refusals }: { refusals: Refusal[] }) =>
  refusals.length > 0 ? (
    <div class="problem-text" role="alert">
      <p>{t("The rule was not saved:")}</p>
      <ul>
        {[...new Set(refusals.map(({ detail }) => detail))].map((detail) => (
          <li key={detail}>{detail}</li>
        ))}
      </ul>
    </div>
  ) : null;
