import { useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { fromRecord, rich, t } from "../language.ts";
import { sites } from "../session.ts";
import { DeliveriesLog } from "./deliveries-log.tsx";
import { EndpointForm } from "./endpoint-form.tsx";
import { eventName } from "./event-choice.tsx";
import { SecretPanel } from "./secret-panel.tsx";
import * as webhooksApi from "./webhooks-api.ts";
import type { WebhookEndpoint } from "./webhooks-api.ts";

interface EndpointCardProps {
  endpoint: WebhookEndpoint;
  freshSecret: string | null;
  /** null: it was deleted. */
  onChanged: (changed: WebhookEndpoint | null) => void;
}

type Question = "rotate" | "delete";

export function EndpointCard({ endpoint, freshSecret, onChanged }: EndpointCardProps) {
  const { id, enabled } = endpoint;
  const [rotated, setRotated] = useState<string | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [isEditing, setIsEditing] = useState(false);
  const [isLogOpen, setIsLogOpen] = useState(false);
  const [testsSent, setTestsSent] = useState(0);
  const { busy, problem, run } = useTask();

  const test = (): void =>
    run(async () => {
      await webhooksApi.testEndpoint(id);
      announce(t("Test sent. Its delivery is listed below."));
      setIsLogOpen(true);
      setTestsSent((sent) => sent + 1);
    });
  const turn = (): void =>
    run(async () => onChanged(await webhooksApi.changeEndpoint(id, { enabled: !enabled })));
  const confirm = (): void =>
    run(async () => {
      if (question === "delete") {
        await webhooksApi.deleteEndpoint(id);
        return onChanged(null);
      }
      setRotated((await webhooksApi.rotateSecret(id)).secret);
      setQuestion(null);
    });
  const secret = rotated ?? freshSecret;

  return (
    <li class="panel endpoint">
      <EndpointHead endpoint={endpoint} />
      {secret && <SecretPanel key={secret} secret={secret} />}
      <Problem text={problem} />
      {isEditing && (
        <EndpointForm
          endpoint={endpoint}
          onSaved={(changed) => {
            onChanged(changed);
            setIsEditing(false);
          }}
        />
      )}
      {question ? (
        <Confirm question={question} busy={busy} onYes={confirm} onNo={() => setQuestion(null)} />
      ) : (
        <div class="endpoint-actions">
          <button type="button" disabled={busy || !enabled} onClick={test}>
            {t("Send a test")}
          </button>
          <button type="button" aria-expanded={isLogOpen} onClick={() => setIsLogOpen(!isLogOpen)}>
            {t("Deliveries")}
          </button>
          <button
            type="button"
            class="quiet"
            aria-expanded={isEditing}
            onClick={() => setIsEditing(!isEditing)}
          >
            {t("Edit")}
          </button>
          <button type="button" class="quiet" disabled={busy} onClick={turn}>
            {enabled ? t("Turn off") : t("Turn on")}
          </button>
          <button type="button" class="quiet" disabled={busy} onClick={() => setQuestion("rotate")}>
            {t("New secret")}
          </button>
          <button type="button" class="quiet" disabled={busy} onClick={() => setQuestion("delete")}>
            {t("Delete")}
          </button>
        </div>
      )}
      {isLogOpen && <DeliveriesLog endpointId={id} testsSent={testsSent} />}
    </li>
  );
}

function EndpointHead({ endpoint }: { endpoint: WebhookEndpoint }) {
  const site = sites.value.find(({ key }) => key === endpoint.siteKey);
  const about = { site: site?.name ?? endpoint.siteKey, added: <TimeAgo at={endpoint.createdAt} /> };
  return (
    <header class="endpoint-head">
      <h2>
        <bdi dir="ltr">{endpoint.url}</bdi>
      </h2>
      <EndpointState endpoint={endpoint} />
      <p class="hint">
        {endpoint.events?.length
          ? rich("{site}, {events}, added {added}", {
              ...about,
              events: endpoint.events.map(eventName).join(", "),
            })
          : rich("{site}, all events, added {added}", about)}
      </p>
    </header>
  );
}

function EndpointState({
  endpoint: { enabled, disabledReason, failingSince },
}: {
  endpoint: WebhookEndpoint;
}) {
  if (!enabled) {
    return (
      <span class="badge">
        {disabledReason ? t("Off: {reason}", { reason: fromRecord(disabledReason) }) : t("Off")}
      </span>
    );
  }
  if (failingSince) {
    return (
      <span class="badge bad">
        {rich("Failing, since {since}", { since: <TimeAgo at={failingSince} /> })}
      </span>
    );
  }
  return <span class="badge good">{t("On")}</span>;
}

interface ConfirmProps {
  question: Question;
  busy: boolean;
  onYes: () => void;
  onNo: () => void;
}

const QUESTIONS: Record<Question, { text: string; yes: string; no: string }> = {
  rotate: {
    text: t("Make a new secret? Your website must know it before the next delivery."),
    yes: t("Make a new secret"),
    no: t("Keep the old one"),
  },
  delete: {
    text: t("Delete this webhook with its deliveries? Your website will not be told any more."),
    yes: t("Delete webhook"),
    no: t("Keep it"),
  },
};

const Confirm = ({ question, busy, onYes, onNo }: ConfirmProps) => (
  <div class="confirm" role="group" aria-label={QUESTIONS[question].yes}>
    <p>{QUESTIONS[question].text}</p>
    <button type="button" class="danger" disabled={busy} onClick={onYes}>
      {QUESTIONS[question].yes}
    </button>
    <button type="button" autofocus onClick={onNo}>
      {QUESTIONS[question].no}
    </button>
  </div>
);
