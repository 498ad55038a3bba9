import { lazy } from "./lazy.tsx";

export const LazySettings = lazy(async () => (await import("../settings/settings-pages.tsx")).SettingsPages);

export const LazyOneTimeLink = lazy(
  async () => (await import("../settings/one-time-link-screen.tsx")).OneTimeLinkScreen,
);
