import { lazyPage } from "./lazy.tsx";

export const LazySettings = lazyPage(
  async () => (await import("../settings/settings-pages.tsx")).SettingsPages,
);

export const LazyOneTimeLink = lazyPage(
  async () => (await import("../settings/one-time-link-screen.tsx")).OneTimeLinkScreen,
);
