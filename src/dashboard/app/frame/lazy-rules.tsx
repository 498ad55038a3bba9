import { lazy } from "./lazy.tsx";

export const LazyRules = lazy(async () => (await import("../rules/rules-pages.tsx")).RulesPages);
