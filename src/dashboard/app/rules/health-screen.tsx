import { useEffect, useState } from "preact/hooks";
import { LoadProblem } from "../frame/field.tsx";
import { Link } from "../frame/link.tsx";
import { useEvery } from "../frame/use-every.ts";
import { useTask } from "../frame/use-task.ts";
import { fromPack, fromRecord, number, rich, t } from "../language.ts";
import { heard } from "../frame/heard.tsx";
import type { Health, HealthItem, Stage } from "./rules-api.ts";
import { fetchHealth } from "./rules-api.ts";
import { RulesHead } from "./site-choice.tsx";
import { STAGE_NAMES } from "./stages.tsx";

const PERIODS = [7, 30, 90, 366];
const REFRESH_MS = 60_000;
/** Of a new site many rules have not hit anything yet. */
const SHOWN_AT_FIRST = 6;

/** What each finding means, and what people usually do about it. */
const KINDS: readonly {
  of: "neverFired" | "alwaysOverturned" | "tooBroad" | "slow";
  title: string;
  about: string;
}[] = [
  {
    of: "alwaysOverturned",
    title: t("Always overturned"),
    about: t("Moderators decided against it every time. Change its condition, or put it to shadow."),
  },
  {
    of: "tooBroad",
    title: t("Hits very much"),
    about: t(
      "A rule that hits so many comments says little about any of them. Narrow it, or lower its points.",
    ),
  },
  {
    of: "slow",
    title: t("Slow"),
    about: t("Long word lists and patterns that stand in many rules cost time with every comment."),
  },
  {
    of: "neverFired",
    title: t("Never hit anything"),
    about: t("It may wait for something rare, or its condition cannot come true. Try a text against it."),
  },
];

export function HealthScreen({ siteKey }: { siteKey: string }) {
  const [days, setDays] = useState(30);
  const [health, setHealth] = useState<Health | null>(null);
  const { problem, run } = useTask();
  const load = (): void => run(async () => setHealth(await fetchHealth(siteKey, days)));
  useEffect(load, [days]);
  useEvery(REFRESH_MS, () => void fetchHealth(siteKey, days).then(setHealth, () => undefined));
  return (
    <div class="desk">
      <RulesHead current="health" />
      <p class="lead">
        {t("Which rules do not do what they are there for. Drafts are left out: they are not run.")}
      </p>
      <div class="adder">
        <label for="health-days">{t("In the last")}</label>
        <select
          id="health-days"
          value={String(days)}
          onChange={({ currentTarget }) => setDays(Number(currentTarget.value))}
        >
          {PERIODS.map((period) => (
            <option key={period} value={String(period)}>
              {period === 366 ? t("year") : t("{days} days", { days: period })}
            </option>
          ))}
        </select>
        <a
          class="button quiet"
          href={`/v1/exports/rule-numbers?${new URLSearchParams({ siteKey, days: String(days) })}`}
          download
        >
          {t("Numbers of all rules as CSV")}
        </a>
      </div>
      {problem && <LoadProblem text={problem} onRetry={load} />}
      {!health && !problem && <div class="panel skeleton-panel" aria-hidden="true" />}
      {health && <Findings health={health} />}
    </div>
  );
}

function Findings({ health }: { health: Health }) {
  const { overlaps, rules } = health;
  const shown = KINDS.filter(({ of }) => health[of].length > 0);
  if (shown.length === 0 && overlaps.length === 0) {
    return (
      <div class="empty">
        <svg class="all-clear" viewBox="0 0 48 48" width="56" height="56" aria-hidden="true">
          <circle cx="24" cy="24" r="21" />
          <path d="M15 24.500l6.500 6.500 12-13" />
        </svg>
        <h2>{rules === 0 ? t("No rule is run yet") : t("Nothing stands out")}</h2>
        <p>
          {rules === 0
            ? t("Rules are looked at here once they leave the draft.")
            : t(
                "{rules, plural, one {Of one rule} other {Of # rules}} none is always overturned, overlaps with another, hits far too much or is slow. A rule that has met fewer than 20 comments is not judged.",
                { rules },
              )}
        </p>
      </div>
    );
  }
  return (
    <div class="health">
      {overlaps.length > 0 && (
        <section class="panel stack" aria-labelledby="health-overlaps">
          <KindHead id="health-overlaps" title={t("Overlap")} count={overlaps.length} />
          <p class="hint">
            {t("Two rules that hit the same comments. One of them may do, or both may weigh too much.")}
          </p>
          <ul class="findings">
            {overlaps.map(({ rules: [one, other], sentence }) => (
              <li key={one.ruleId + other.ruleId}>
                <p>
                  <NamedRule {...one} /> <span class="hint">{t("and")}</span> <NamedRule {...other} />
                </p>
                <p class="hint">
                  <bdi dir="auto">{fromRecord(sentence)}</bdi>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {shown.map(({ of, title, about }) => (
        <Kind key={of} of={of} title={title} about={about} items={health[of]} />
      ))}
    </div>
  );
}

interface KindProps {
  of: string;
  title: string;
  about: string;
  items: readonly HealthItem[];
}

function Kind({ of, title, about, items }: KindProps) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? items : items.slice(0, SHOWN_AT_FIRST);
  const id = `health-${of}`;
  return (
    <section class="panel stack" aria-labelledby={id}>
      <KindHead id={id} title={title} count={items.length} />
      <p class="hint">{about}</p>
      <ul class="findings">
        {shown.map(({ ruleId, name, stage, sentence }) => (
          <li key={ruleId}>
            <p>
              <NamedRule ruleId={ruleId} name={name} stage={stage} />
            </p>
            <p class="hint">{fromRecord(sentence)}</p>
          </li>
        ))}
      </ul>
      {shown.length < items.length && (
        <div>
          <button type="button" class="small" onClick={() => setIsWhole(true)}>
            {rich("Show all {count, number}<heard> of “{title}”</heard>", {
              count: items.length,
              title,
              heard,
            })}
          </button>
        </div>
      )}
    </section>
  );
}

const KindHead = ({ id, title, count }: { id: string; title: string; count: number }) => (
  <h2 id={id}>
    {title} <span class="count">{number(count)}</span>
  </h2>
);

const NamedRule = ({ ruleId, name, stage }: { ruleId: string; name: string; stage: Stage }) => (
  <>
    <Link href={`/rules/${ruleId}`}>
      <bdi dir="auto">{fromPack(name)}</bdi>
    </Link>{" "}
    <span class="badge">{STAGE_NAMES[stage]}</span>
  </>
);
