import { useState } from "preact/hooks";
import type { Comment, DecisionStatus } from "../api.ts";
import { Problem } from "../frame/field.tsx";
import { useLoaded } from "../frame/use-loaded.ts";
import { useTask } from "../frame/use-task.ts";
import { changeAuthor } from "../queue/author-api.ts";
import { type BanDays, bannedUntil, BanLength } from "../queue/ban-length.tsx";
import { hearOfAuthor, selected, standingOf } from "../queue/card-state.ts";
import { ReasonWanted } from "../queue/reason-choice.tsx";
import { isMissing, reasonsFor } from "../queue/refusal-reasons.ts";
import { actsSoFar } from "../queue/acts.ts";
import type { Filter } from "../list-filter.ts";
import { filterOf } from "../list-filter.ts";
import { statusOf } from "../routes.ts";
import { rich, t } from "../language.ts";
import { canDecide, sites } from "../session.ts";
import { begin, bulkSubject, type BulkSubject } from "./batches.ts";
import type { Preview } from "./bulk-api.ts";
import { fetchPreview } from "./bulk-api.ts";
import { countSentence, doSentence, VERBS, warningsOf } from "./bulk-words.ts";
import { matchingView } from "./matching.ts";
import { Samples } from "./samples.tsx";

export function BulkForm() {
  const subject = bulkSubject.value;
  if (!subject) return null;
  const id = subject.kind === "matching" ? "matching" : subject.comment.id;
  return <Decide key={`${subject.kind} ${id}`} subject={subject} />;
}

const close = (): void => {
  bulkSubject.value = null;
};

const TO: readonly DecisionStatus[] = ["rejected", "spam", "approved", "held"];
// Whoever gets all of his comments refused has done it more than once.
const USUAL_BAN_DAYS = 30;

function Decide({ subject }: { subject: BulkSubject }) {
  const [to, setTo] = useState<DecisionStatus>(subject.kind === "matching" ? subject.to : "rejected");
  const [alsoPublished, setAlsoPublished] = useState(false);
  const [overrules, setOverrules] = useState(false);
  const [alsoAsked, setAlsoAsked] = useState(false);
  const [reasonCode, setReasonCode] = useState("");
  const [bans, setBans] = useState(false);
  const [banDays, setBanDays] = useState<BanDays>(USUAL_BAN_DAYS);
  const { busy, problem: refused, run } = useTask();
  const wished = filterFor(subject, { alsoPublished, overrules });
  const filter: Filter = alsoAsked || wished.secondOpinion ? wished : { ...wished, secondOpinion: "false" };
  const key = JSON.stringify([filter, to]);
  const { value, problem } = useLoaded(async () => ({ key, preview: await fetchPreview(filter, to) }), key);
  // While the next one is being read, the old one would promise something else.
  const preview = value?.key === key ? value.preview : null;
  const comment = subject.kind === "matching" ? null : subject.comment;
  const mayBan = subject.kind === "author" && to !== "approved" && !standingOf(subject.comment).banned;
  const asked = useAsked(wished, to);
  const present = subject.kind === "matching" ? statusOf(subject.view.list) : null;
  const siteKey = comment?.siteKey ?? (subject.kind === "matching" ? subject.view.siteKey : null);
  const site = siteKey ?? siteOf(preview);
  const reasons = reasonsFor(site === null ? decidableKeys() : [site], to, sites.value);
  const lacksReason = isMissing(reasons, reasonCode);
  const canGo = preview !== null && preview.count > 0 && !preview.isMore && !lacksReason;

  const go = (): void =>
    run(async () => {
      if (!canGo) return;
      if (comment && mayBan && bans) await ban(comment, banDays);
      const view = subject.kind === "matching" ? subject.view : null;
      const wanted = { filter, status: to, asOf: preview.asOf };
      const isGiven = site !== null && reasons.list.some(({ code }) => code === reasonCode);
      await begin(isGiven ? { ...wanted, filter: { ...filter, siteKey: site }, reasonCode } : wanted, {
        view,
        after: actsSoFar(),
      });
      selected.value = new Set();
      matchingView.value = null;
      close();
    });

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      {comment && (
        <p class="hint">
          {rich(
            subject.kind === "author"
              ? "All by {author} on this site."
              : "All with much the same text as the comment by {author} on this site.",
            { author: <bdi dir="auto">{comment.authorName}</bdi> },
          )}
        </p>
      )}
      <fieldset class="choices short">
        <legend>{t("Decision")}</legend>
        {TO.filter((status) => status !== present).map((status) => (
          <label class="check" key={status}>
            <input type="radio" name="to" checked={to === status} onChange={() => setTo(status)} />
            {VERBS[status]}
          </label>
        ))}
      </fieldset>
      {comment && (
        <Check label={t("Also those that are published")} isOn={alsoPublished} onSwitch={setAlsoPublished} />
      )}
      {subject.kind === "matching" && subject.view.list === "all" && (
        <Check
          label={t("Also what moderators have decided before")}
          isOn={overrules}
          onSwitch={setOverrules}
        />
      )}
      {(asked > 0 || alsoAsked) && (
        <Check
          label={t(
            "Also what waits for a second opinion ({count, plural, one {# comment} other {# comments}})",
            {
              count: asked,
            },
          )}
          isOn={alsoAsked}
          onSwitch={setAlsoAsked}
        />
      )}
      {mayBan && (
        <>
          <Check label={t("Ban the author, too")} isOn={bans} onSwitch={setBans} />
          {bans && <BanLength days={banDays} onChange={setBanDays} />}
        </>
      )}
      {reasons.list.length > 0 && (
        <label class="stack">
          {t("Reason")}
          <select value={reasonCode} onChange={(event) => setReasonCode(event.currentTarget.value)}>
            <option value="">{reasons.isWanted ? t("Choose one") : t("None")}</option>
            {reasons.list.map(({ code, label }) => (
              <option key={code} value={code}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
      {lacksReason && preview !== null && <ReasonWanted reasons={reasons} />}
      <div class="bulk-preview" role="status">
        {preview ? (
          <>
            <p>
              <strong>{countSentence(preview)}</strong>
            </p>
            {warningsOf(preview, to).map((warning) => (
              <p key={warning}>{warning}</p>
            ))}
          </>
        ) : (
          !problem && <p class="hint">{t("Counting…")}</p>
        )}
      </div>
      {preview && <Samples samples={preview.samples} count={preview.count} />}
      <Problem text={problem ?? refused} />
      <div class="actions">
        <button type="submit" class="primary" disabled={!canGo || busy}>
          {preview && preview.count > 0 ? doSentence(to, preview.count) : VERBS[to]}
        </button>
        <button type="button" class="quiet" onClick={close}>
          {t("Do nothing")}
        </button>
      </div>
    </form>
  );
}

interface CheckProps {
  label: string;
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
}

const Check = ({ label, isOn, onSwitch }: CheckProps) => (
  <label class="check">
    <input type="checkbox" checked={isOn} onChange={(event) => onSwitch(event.currentTarget.checked)} />
    {label}
  </label>
);

function filterFor(
  subject: BulkSubject,
  { alsoPublished, overrules }: { alsoPublished: boolean; overrules: boolean },
): Filter {
  if (subject.kind === "matching") {
    const filter = filterOf(subject.view);
    return overrules ? { status: "queued,held,approved,rejected,spam", ...filter } : filter;
  }
  const { id } = subject.comment;
  const status = alsoPublished ? "queued,held,approved" : "queued,held";
  return subject.kind === "author" ? { authorOf: id, status } : { alikeTo: id, status };
}

/** How many somebody has set aside for colleagues: they stay so unless it is said. */
function useAsked(wished: Filter, to: DecisionStatus): number {
  const key = JSON.stringify([wished, to]);
  const { value } = useLoaded(async () => {
    if (wished.secondOpinion) return 0;
    return (await fetchPreview({ ...wished, secondOpinion: "true" }, to)).count;
  }, key);
  return value ?? 0;
}

const decidableKeys = (): string[] => sites.value.map(({ key }) => key).filter(canDecide);

/** Where all that match are of one site, whatever was asked for. */
function siteOf(preview: Preview | null): string | null {
  const decidable = decidableKeys();
  if (decidable.length === 1) return decidable[0]!;
  return preview?.sites === 1 ? (preview.samples[0]?.siteKey ?? null) : null;
}

async function ban(comment: Comment, days: BanDays): Promise<void> {
  hearOfAuthor(comment, await changeAuthor(comment.id, { banned: true, bannedUntil: bannedUntil(days) }));
}
