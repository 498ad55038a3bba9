// Everything about rules, loaded when somebody first goes there: moderating the queue needs none of it.
import { t } from "../language.ts";
import { canAdministerAny } from "../session.ts";
import type { RulesPage } from "../routes.ts";
import { WordListScreen } from "../word-lists/word-list-screen.tsx";
import { WordListsScreen } from "../word-lists/word-lists-screen.tsx";
import { HealthScreen } from "./health-screen.tsx";
import { RuleScreen } from "./rule-screen.tsx";
import { RulesScreen } from "./rules-screen.tsx";
import { chosenSite } from "./site-choice.tsx";

export function RulesPages({ page }: { page: RulesPage }) {
  if (!canAdministerAny.value) {
    return (
      <div class="empty">
        <h1>{t("Rules are for admins")}</h1>
        <p>{t("Ask an admin of your site to look after them.")}</p>
      </div>
    );
  }
  const siteKey = chosenSite.value;
  if (siteKey === null) return <div class="desk" aria-busy="true" />;
  switch (page.name) {
    case "rules":
      return <RulesScreen key={siteKey} siteKey={siteKey} />;
    case "rule-health":
      return <HealthScreen key={siteKey} siteKey={siteKey} />;
    case "rule":
      return <RuleScreen key={page.id} id={page.id} siteKey={siteKey} />;
    case "word-lists":
      return <WordListsScreen key={siteKey} siteKey={siteKey} />;
    case "word-list":
      return <WordListScreen key={page.id} id={page.id} siteKey={siteKey} />;
  }
}
