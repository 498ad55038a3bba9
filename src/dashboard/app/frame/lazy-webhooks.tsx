import { lazyPage } from "./lazy.tsx";

export const LazyWebhooks = lazyPage(
  async () => (await import("../webhooks/webhooks-screen.tsx")).WebhooksScreen,
);
