// What the editor of a rule starts with: a rule as it is, a copy, one made from a comment, or nothing yet.
import { fetchComment } from "../api.ts";
import type { Comment } from "../api.ts";
import { fromPack, t } from "../language.ts";
import { query } from "../router.ts";
import type { Suggestion } from "./from-comment.ts";
import { conditionOf, suggestionsOf, thenFor } from "./from-comment.ts";
import type { Rule, RuleFields, WordList } from "./rules-api.ts";
import { fetchRule, fetchWordLists } from "./rules-api.ts";
import { tried } from "./test-box.tsx";

export interface Start {
  siteKey: string;
  rule: Rule | null;
  fields: RuleFields;
  comment: Comment | null;
  suggestions: Suggestion[];
  lists: WordList[];
}

/** `id` is "new" for an empty one, a copy (`?copy=`), or one made from a comment (`?comment=`). */
export async function startOf(id: string, siteKey: string): Promise<Start> {
  const params = new URLSearchParams(query.value);
  const [copied, commentId] = [params.get("copy"), params.get("comment")];
  if (id !== "new") {
    const rule = await fetchRule(id);
    const lists = await fetchWordLists(rule.siteKey);
    return { siteKey: rule.siteKey, rule, fields: fieldsOf(rule), comment: null, suggestions: [], lists };
  }
  const blank = { rule: null, comment: null, suggestions: [] };
  if (copied) {
    const rule = await fetchRule(copied);
    const lists = await fetchWordLists(rule.siteKey);
    const fields: RuleFields = {
      ...fieldsOf(rule),
      name: t("Copy of {name}", { name: fromPack(rule.name) }),
      stage: "draft",
    };
    return { ...blank, siteKey: rule.siteKey, fields, lists };
  }
  if (commentId) {
    const comment = await fetchComment(commentId);
    const lists = await fetchWordLists(comment.siteKey);
    const suggestions = suggestionsOf(comment, params.get("text") ?? "");
    const [first] = suggestions;
    tried.value = { text: comment.body, authorName: comment.authorName };
    return {
      siteKey: comment.siteKey,
      rule: null,
      fields: {
        name: first?.name ?? "",
        stage: "shadow",
        when: conditionOf(first ? [first] : []),
        then: thenFor(comment),
      },
      comment,
      suggestions,
      lists,
    };
  }
  const fields: RuleFields = { name: "", stage: "shadow", when: { all: [] }, then: { points: 4 } };
  return { ...blank, siteKey, fields, lists: await fetchWordLists(siteKey) };
}

export const fieldsOf = ({ name, stage, when, then, emergencyBrake }: Rule): RuleFields => ({
  name,
  stage,
  when,
  then,
  ...(emergencyBrake === undefined ? {} : { emergencyBrake }),
});
