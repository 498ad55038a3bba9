import { computed } from "@preact/signals";
import { t } from "../language.ts";
import type { SettingsPage } from "../routes.ts";
import { SETTINGS_PAGES } from "../routes.ts";
import { canAdministerAny, canDecideAny } from "../session.ts";

export const PAGE_NAMES: Record<SettingsPage, string> = {
  sites: t("Sites"),
  pages: t("Pages"),
  keys: t("API keys"),
  people: t("People"),
  audit: t("Audit log"),
  account: t("My account"),
};

const FOR_MODERATORS: readonly SettingsPage[] = ["pages", "account"];
const FOR_VIEWERS: readonly SettingsPage[] = ["account"];

/** What this person may open of the settings. */
export const openPages = computed<readonly SettingsPage[]>(() => {
  if (canAdministerAny.value) return SETTINGS_PAGES;
  return canDecideAny.value ? FOR_MODERATORS : FOR_VIEWERS;
});
