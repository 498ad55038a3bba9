import { lazyPage } from "./lazy.tsx";

export const LazyRules = lazyPage(async () => (await import("../rules/rules-pages.tsx")).RulesPages);
