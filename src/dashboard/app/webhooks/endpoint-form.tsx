import { useState } from "preact/hooks";
import { Field, Problem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { t } from "../language.ts";
import { useUnsaved } from "../unsaved.ts";
import { EventChoice } from "./event-choice.tsx";
import * as webhooksApi from "./webhooks-api.ts";
import type { WebhookEndpoint } from "./webhooks-api.ts";

interface EndpointFormProps {
  endpoint: WebhookEndpoint;
  onSaved: (changed: WebhookEndpoint) => void;
}

export function EndpointForm({ endpoint, onSaved }: EndpointFormProps) {
  const [url, setUrl] = useState(endpoint.url);
  const [events, setEvents] = useState(endpoint.events ?? []);
  useUnsaved(
    t("The webhook {url}", { url: endpoint.url }),
    JSON.stringify([url, events]) !== JSON.stringify([endpoint.url, endpoint.events ?? []]),
  );
  const { busy, problem, run } = useTask();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    run(async () => onSaved(await webhooksApi.changeEndpoint(endpoint.id, { url, events })));
  };
  return (
    <form class="stack" onSubmit={submit} aria-label={t("Edit this webhook")}>
      <Field label={t("Address")} type="url" required value={url} onText={setUrl} />
      <EventChoice chosen={events} onChange={setEvents} />
      <Problem text={problem} />
      <div>
        <button type="submit" class="primary" disabled={busy}>
          {busy ? t("Saving…") : t("Save")}
        </button>
      </div>
    </form>
  );
}
