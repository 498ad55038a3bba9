import type { Deps } from "../deps.ts";

/** Tells a worker that something may be due; where the queue is down, the sweep makes up for it. */
export async function wakeEndpoint(deps: Deps, endpointId: string): Promise<void> {
  try {
    await deps.queues.enqueueDeliveries([endpointId]);
  } catch (error) {
    deps.metrics.enqueueFailures.inc();
    deps.log.warn(
      { err: error, endpointId },
      "the queue took no delivery job; the sweep will wake the endpoint",
    );
  }
}
