import { useState } from "preact/hooks";
import { Field, Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { t } from "../language.ts";
import { canAdminister, sites } from "../session.ts";
import { EventChoice } from "./event-choice.tsx";
import * as webhooksApi from "./webhooks-api.ts";
import type { WebhookEndpoint } from "./webhooks-api.ts";

interface AddEndpointProps {
  onAdded: (created: WebhookEndpoint & { secret: string }) => void;
}

export function AddEndpoint({ onAdded }: AddEndpointProps) {
  const mySites = sites.value.filter(({ key }) => canAdminister(key));
  const [chosenSite, setChosenSite] = useState("");
  const [url, setUrl] = useState("");
  const [events, setEvents] = useState<string[]>([]);
  const { busy, problem, run } = useTask();
  const siteKey = chosenSite || (mySites[0]?.key ?? "");

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => {
      const created = await webhooksApi.addEndpoint({
        siteKey,
        url,
        ...(events.length > 0 ? { events } : {}),
      });
      setUrl("");
      setEvents([]);
      onAdded(created);
    });
  };

  return (
    <form class="panel stack" onSubmit={submit} aria-label={t("Add a webhook")}>
      <div class="side-by-side">
        {mySites.length > 1 && (
          <div class="field">
            <label for="webhook-site">{t("Site")}</label>
            <select
              id="webhook-site"
              value={siteKey}
              onChange={(event) => setChosenSite(event.currentTarget.value)}
            >
              {mySites.map((site) => (
                <option key={site.key} value={site.key}>
                  {site.name}
                </option>
              ))}
            </select>
          </div>
        )}
        <Field
          label={t("Address of your website's receiver")}
          type="url"
          placeholder={t("https://example.org/comment-decided")}
          required
          value={url}
          onText={setUrl}
        />
      </div>
      <EventChoice chosen={events} onChange={setEvents} />
      <Problem text={problem} />
      <div>
        <button type="submit" class="primary" disabled={busy || siteKey === ""}>
          {busy ? t("Adding…") : t("Add webhook")}
        </button>
      </div>
    </form>
  );
}
