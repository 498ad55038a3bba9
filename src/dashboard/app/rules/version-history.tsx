import { useEffect, useState } from "preact/hooks";
import { Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { rich, t } from "../language.ts";
import { describeRule } from "./describe.ts";
import type { ListName } from "./describe.ts";
import type { Rule } from "./rules-api.ts";
import { fetchVersions } from "./rules-api.ts";
import { STAGE_NAMES } from "./stages.tsx";

interface VersionHistoryProps {
  rule: Rule;
  listName: ListName;
  onRestore: (version: Rule) => void;
}

/** Every version that there was. Going back makes a new one, so that nothing is lost. */
export function VersionHistory({ rule, listName, onRestore }: VersionHistoryProps) {
  const [versions, setVersions] = useState<Rule[] | null>(null);
  const { problem, run } = useTask();
  useEffect(() => run(async () => setVersions(await fetchVersions(rule.id))), [rule.version]);
  return (
    <details class="panel versions">
      <summary>
        {t("History")} <span class="count">{rule.version}</span>
      </summary>
      <Problem text={problem} />
      <ol>
        {versions?.map((version, index) => (
          <li key={version.version}>
            <p>
              <strong>{t("Version {version}", { version: version.version })}</strong>{" "}
              <span class="badge">{STAGE_NAMES[version.stage]}</span>{" "}
              <span class="hint">
                {version.savedBy ? (
                  rich("{ago} by {name}", {
                    ago: <TimeAgo at={version.createdAt} />,
                    name: <bdi dir="auto">{version.savedBy}</bdi>,
                  })
                ) : (
                  <TimeAgo at={version.createdAt} />
                )}
              </span>
            </p>
            <p class="hint">
              <bdi dir="auto">{describeRule(version, listName)}</bdi>
            </p>
            {index > 0 && (
              <button
                type="button"
                class="small"
                aria-label={t("Go back to version {version}", { version: version.version })}
                onClick={() => onRestore(version)}
              >
                {t("Go back to this")}
              </button>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}
