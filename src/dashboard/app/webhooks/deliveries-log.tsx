import { useEffect, useState } from "preact/hooks";
import { announce } from "../frame/announcer.tsx";
import { Problem } from "../frame/field.tsx";
import { TimeAgo } from "../frame/time-ago.tsx";
import { useTask } from "../frame/use-task.ts";
import { fromRecord, locale, t } from "../language.ts";

import * as webhooksApi from "./webhooks-api.ts";
import type { Delivery } from "./webhooks-api.ts";

interface DeliveriesLogProps {
  endpointId: string;
  testsSent: number;
}

const LOOK_AGAIN_AFTER_MS = [700, 2_000, 5_000, 10_000];

export function DeliveriesLog({ endpointId, testsSent }: DeliveriesLogProps) {
  const [deliveries, setDeliveries] = useState<Delivery[] | null>(null);
  const [nextCursor, setNextCursor] = useState<string | null>(null);
  const [sent, setSent] = useState(0);
  const { busy, problem, run } = useTask();

  const load = async (cursor: string | null): Promise<void> => {
    const page = await webhooksApi.fetchDeliveries(endpointId, cursor);
    setDeliveries((known) => (cursor ? [...(known ?? []), ...page.items] : page.items));
    setNextCursor(page.nextCursor);
  };
  // A delivery just asked for settles within seconds: look again a few times, then leave it.
  useEffect(() => {
    run(() => load(null));
    if (testsSent + sent === 0) return undefined;
    const timers = LOOK_AGAIN_AFTER_MS.map((afterMs) =>
      setTimeout(() => void load(null).catch(() => undefined), afterMs),
    );
    return () => timers.forEach(clearTimeout);
  }, [testsSent, sent]);

  const redeliver = (delivery: Delivery): void =>
    run(async () => {
      await webhooksApi.redeliver(delivery.id);
      announce(t("Sent again."));
      setSent((count) => count + 1);
    });

  return (
    <section class="log" aria-label={t("Deliveries")}>
      <Problem text={problem} />
      {deliveries?.length === 0 && <p class="hint">{t("Nothing has been sent yet.")}</p>}
      {deliveries && deliveries.length > 0 && (
        <ul>
          {deliveries.map((delivery) => (
            <DeliveryLine
              key={delivery.id}
              delivery={delivery}
              busy={busy}
              onRedeliver={() => redeliver(delivery)}
            />
          ))}
        </ul>
      )}
      {nextCursor && (
        <button type="button" class="quiet" disabled={busy} onClick={() => run(() => load(nextCursor))}>
          {t("Older deliveries")}
        </button>
      )}
    </section>
  );
}

interface DeliveryLineProps {
  delivery: Delivery;
  busy: boolean;
  onRedeliver: () => void;
}

const STATUS_BADGES: Record<Delivery["status"], string> = {
  pending: "badge",
  delivered: "badge good",
  failed: "badge bad",
  cancelled: "badge",
};

const STATUS_NAMES: Record<Delivery["status"], string> = {
  pending: t("pending"),
  delivered: t("delivered"),
  failed: t("failed"),
  cancelled: t("cancelled"),
};

const DeliveryLine = ({ delivery, busy, onRedeliver }: DeliveryLineProps) => (
  <li class="delivery">
    <span class={STATUS_BADGES[delivery.status]}>{STATUS_NAMES[delivery.status]}</span>
    <span class="delivery-type">{delivery.type}</span>
    <span class="delivery-when">
      <TimeAgo at={delivery.createdAt} />
    </span>
    <span class="delivery-outcome">{outcomeOf(delivery)}</span>
    {delivery.status !== "pending" && delivery.status !== "cancelled" && (
      <button type="button" class="quiet" disabled={busy} onClick={onRedeliver}>
        {t("Send again")}
      </button>
    )}
  </li>
);

function outcomeOf({ attempts, lastStatusCode, lastError, status, nextAttemptAt }: Delivery): string {
  const parts = [t("{count, plural, one {# attempt} other {# attempts}}", { count: attempts })];
  if (lastStatusCode) parts.push(t("answer {status}", { status: lastStatusCode }));
  if (lastError && status !== "delivered") parts.push(fromRecord(lastError));
  if (status === "pending" && attempts > 0 && nextAttemptAt) {
    const time = new Date(nextAttemptAt).toLocaleTimeString(locale, { timeStyle: "short" });
    parts.push(t("next at {time}", { time }));
  }
  return parts.join(", ");
}
