import { useEffect, useState } from "preact/hooks";
import { LoadProblem } from "../frame/field.tsx";
import { useTask } from "../frame/use-task.ts";
import { t } from "../language.ts";
import { canAdminister, canAdministerAny } from "../session.ts";
import { AddEndpoint } from "./add-endpoint.tsx";
import { EndpointCard } from "./endpoint-card.tsx";
import * as webhooksApi from "./webhooks-api.ts";
import type { WebhookEndpoint } from "./webhooks-api.ts";

export function WebhooksScreen() {
  if (!canAdministerAny.value) {
    return (
      <div class="empty">
        <h1>{t("Webhooks are for admins")}</h1>
        <p>{t("Ask an admin of your site to look after them.")}</p>
      </div>
    );
  }
  return <Endpoints />;
}

function Endpoints() {
  const [endpoints, setEndpoints] = useState<WebhookEndpoint[] | null>(null);
  const [freshSecret, setFreshSecret] = useState<{ id: string; secret: string } | null>(null);
  const { problem, run } = useTask();
  const load = (): void =>
    run(async () =>
      setEndpoints(
        (await webhooksApi.fetchEndpoints()).items.filter(({ siteKey }) => canAdminister(siteKey)),
      ),
    );
  useEffect(load, []);

  const add = (created: WebhookEndpoint & { secret: string }): void => {
    setEndpoints((known) => [created, ...(known ?? [])]);
    setFreshSecret(created);
  };
  const replace = (id: string, changed: WebhookEndpoint | null): void =>
    setEndpoints((known) =>
      (known ?? []).flatMap((one) => (one.id !== id ? [one] : changed ? [changed] : [])),
    );

  return (
    <div class="desk">
      <h1>{t("Webhooks")}</h1>
      <p class="lead">{t("Your website is told of every decision, signed, and again until it answers.")}</p>
      <AddEndpoint onAdded={add} />
      {problem && <LoadProblem text={problem} onRetry={load} />}
      {!endpoints && !problem && <div class="panel skeleton-panel" aria-hidden="true" />}
      {endpoints?.length === 0 && (
        <div class="empty">
          <h2>{t("No webhook yet")}</h2>
          <p>{t("Add the address of your website that should be told when a comment is decided.")}</p>
        </div>
      )}
      {endpoints && endpoints.length > 0 && (
        <ul class="endpoints" aria-label={t("Webhooks")}>
          {endpoints.map((endpoint) => (
            <EndpointCard
              key={endpoint.id}
              endpoint={endpoint}
              freshSecret={freshSecret?.id === endpoint.id ? freshSecret.secret : null}
              onChanged={(changed) => replace(endpoint.id, changed)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
