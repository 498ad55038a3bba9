// Rules made ready once for many comments: the caller keeps the result until the site's rules revision changes.
import type { WordSource } from "../text/phrase-index.ts";
import { buildWordMatcher, prepareWordMatcher, type WordMatcher } from "../text/word-matcher.ts";
import type { CompiledCheck } from "./check.ts";
import { compileAkismet } from "./checks/akismet.ts";
import { compileAuthor } from "./checks/author.ts";
import { compileDuplicate } from "./checks/duplicate.ts";
import { compileExternal } from "./checks/external.ts";
import { compileForm } from "./checks/form.ts";
import { compileLearned } from "./checks/learned.ts";
import { compileLinks } from "./checks/links.ts";
import { compileNearDuplicate } from "./checks/near-duplicate.ts";
import { compilePage } from "./checks/page.ts";
import { compilePattern } from "./checks/pattern.ts";
import { compilePersonalData } from "./checks/personal-data.ts";
import { compileShape } from "./checks/shape.ts";
import { compileVelocity } from "./checks/velocity.ts";
import { compileWords, type ResolvedWords, type WordsCheck } from "./checks/words.ts";
import { factNeeds, type FactNeeds } from "./facts.ts";
import type { Check, Condition, RuleVersion } from "./rule.ts";
import type { RuleTimer } from "./rule-costs.ts";
import { sourceOfEntries, type WordList } from "./word-list.ts";

export interface CompiledRules {
  /** By rule id; drafts are left out. */
  rules: readonly CompiledRule[];
  matcher: WordMatcher;
  needs: FactNeeds;
  /** Where somebody wants to know how long each rule takes. */
  timer?: RuleTimer;
}

export interface CompiledRule {
  version: RuleVersion;
  when: CompiledCondition;
}

export type CompiledCondition =
  | { kind: "check"; check: Check["check"]; compiled: CompiledCheck }
  | { kind: "all" | "any"; conditions: CompiledCondition[] }
  | { kind: "not"; condition: CompiledCondition };

/** Never throws: a check that cannot be made ready is unknown of every comment, and so sends it to a human. */
export function compileRules(
  versions: readonly RuleVersion[],
  wordLists: readonly WordList[],
): CompiledRules {
  const { sources, ...compiled } = compileConditions(versions, wordLists);
  return { ...compiled, matcher: buildWordMatcher(sources) };
}

/** The same where comments of others must not wait for a list of many thousand phrases. */
export async function prepareRules(
  versions: readonly RuleVersion[],
  wordLists: readonly WordList[],
): Promise<CompiledRules> {
  const { sources, ...compiled } = compileConditions(versions, wordLists);
  return { ...compiled, matcher: await prepareWordMatcher(sources) };
}

function compileConditions(
  versions: readonly RuleVersion[],
  wordLists: readonly WordList[],
): Omit<CompiledRules, "matcher"> & { sources: readonly WordSource[] } {
  const live = versions
    .filter(({ stage }) => stage !== "draft")
    .sort((a, b) => (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : a.version - b.version));
  const sources = collectWordSources(wordLists);
  const rules = live.map((version) => ({ version, when: compileCondition(version.when, sources) }));
  return { rules, sources: sources.list, needs: factNeeds(live) };
}

function compileCondition(condition: Condition, sources: WordSources): CompiledCondition {
  if ("check" in condition) {
    return { kind: "check", check: condition.check, compiled: compileCheck(condition, sources) };
  }
  if ("not" in condition) return { kind: "not", condition: compileCondition(condition.not, sources) };
  const [kind, conditions] =
    "all" in condition ? (["all", condition.all] as const) : (["any", condition.any] as const);
  return { kind, conditions: conditions.map((child) => compileCondition(child, sources)) };
}

function compileCheck(check: Check, sources: WordSources): CompiledCheck {
  try {
    return compileKnownCheck(check, sources);
  } catch (error) {
    const explanation = `The check cannot be used: ${error instanceof Error ? error.message : String(error)}`;
    return { description: check.check, evaluate: () => ({ outcome: "unknown", matches: [], explanation }) };
  }
}

function compileKnownCheck(check: Check, sources: WordSources): CompiledCheck {
  switch (check.check) {
    case "words":
      return compileWords(check, sources.resolve(check));
    case "pattern":
      return compilePattern(check);
    case "links":
      return compileLinks(check);
    case "author":
      return compileAuthor(check);
    case "velocity":
      return compileVelocity(check);
    case "duplicate":
      return compileDuplicate(check);
    case "near-duplicate":
      return compileNearDuplicate(check);
    case "shape":
      return compileShape(check);
    case "form":
      return compileForm(check);
    case "page":
      return compilePage(check);
    case "learned":
      return compileLearned(check);
    case "personal-data":
      return compilePersonalData(check);
    case "external":
      return compileExternal(check);
    case "akismet":
      return compileAkismet(check);
  }
}

interface WordSources {
  list: WordSource[];
  /** The sources of a words check, or why there are none. */
  resolve: (check: WordsCheck) => ResolvedWords[] | string;
}

/** A list that many rules use is one source, so it stands in the matcher once; a rule's own allow-phrases part it. */
function collectWordSources(wordLists: readonly WordList[]): WordSources {
  const lists = new Map(wordLists.map((wordList) => [wordList.id, wordList]));
  const list: WordSource[] = [];
  const shared = new Map<string, number>();

  const add = (source: WordSource): number => list.push(source) - 1;

  function sourceOfList({ id, entries, allow = [] }: WordList, ownAllow: readonly string[]): number {
    if (ownAllow.length > 0) return add(sourceOfEntries(entries, [...allow, ...ownAllow]));
    const known = shared.get(id) ?? add(sourceOfEntries(entries, allow));
    shared.set(id, known);
    return known;
  }

  return {
    list,
    resolve: (check) => {
      const resolved: ResolvedWords[] = [];
      const { phrases, list: listId, allow = [] } = check;
      if (phrases !== undefined) {
        const entries = phrases.map((phrase) => ({ phrase }));
        resolved.push({ source: add({ phrases, allow }), listName: null, entries });
      }
      if (listId !== undefined) {
        const wordList = lists.get(listId);
        if (wordList === undefined) return `The word list ${listId} does not exist`;
        const { name, entries } = wordList;
        resolved.push({ source: sourceOfList(wordList, allow), listName: `“${name}”`, entries });
      }
      return resolved;
    },
  };
}
