import type { Deps } from "../src/deps.ts";
import type { StoppableWorker } from "../src/queues.ts";
import { deliverDue } from "../src/webhooks/deliver-webhooks.ts";
import { createWebhookAgent } from "../src/webhooks/public-address.ts";

const concurrency = 10;
// Below the time that stopping a queue's worker may take: a receiver that hangs must not hold up a shutdown.
const graceMs = 3_000;

export function startDeliverWebhooksWorker(deps: Deps): StoppableWorker {
  const agent = createWebhookAgent({ allowedCidrs: deps.config.webhookAllowedCidrs });
  const stopping = new AbortController();
  const sender = { agent, stopping: stopping.signal };
  const worker = deps.queues.startDeliveryWorker(
    (job) => deliverDue(deps, job.endpointId, sender),
    concurrency,
  );
  return {
    async stop() {
      stopping.abort();
      const cut = setTimeout(() => void agent.destroy(), graceMs);
      await worker.stop();
      clearTimeout(cut);
      await agent.destroy();
    },
  };
}
