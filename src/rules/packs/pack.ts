// A pack is a set of rules and word lists that a site switches on with one click. It is data: what it does for a site
// is copied into that site's own rules and lists, marked with the pack and the key of the part.
import type { Condition, RuleInput } from "../rule.ts";
import type { WordListInput } from "../word-list.ts";

export interface Pack {
  key: string;
  /** Raised with every change of the parts: sites that have it on are offered the update. */
  version: number;
  name: string;
  /** What it does and, where it holds little, what it leaves alone. */
  description: string;
  sources: readonly PackSource[];
  onForNewSites: boolean;
  wordLists: readonly PackWordList[];
  rules: readonly PackRule[];
}

export interface PackSource {
  name: string;
  licence: string;
  url?: string;
}

/** The key stays when the name changes: by it a site's copy is found again. */
export type PackWordList = Omit<WordListInput, "siteKey"> & { key: string };

/** Its conditions name a word list of the pack by its key. */
export type PackRule = Omit<RuleInput, "siteKey"> & { key: string };

/** A pack's conditions as a site has them: lists are named by the ids that the site's copies of them have. */
export function withListIds(when: Condition, idOf: (listKey: string) => string): Condition {
  if ("all" in when) return { all: when.all.map((child) => withListIds(child, idOf)) };
  if ("any" in when) return { any: when.any.map((child) => withListIds(child, idOf)) };
  if ("not" in when) return { not: withListIds(when.not, idOf) };
  return when.check === "words" && when.list !== undefined ? { ...when, list: idOf(when.list) } : when;
}

/** Rules of packs stay on when a wave meets a new site: holding it is what they are for. */
export const ruleOf = (
  { key, ...rule }: PackRule,
  idOf: (listKey: string) => string,
): Omit<RuleInput, "siteKey"> => {
  void key;
  return { ...rule, when: withListIds(rule.when, idOf), emergencyBrake: false };
};

export const ownWork: PackSource = { name: "Moderato’s own", licence: "MIT" };

/** One phrase for each way through the alternatives: `eachOf("my|our", "|new", "page|site")` is eight phrases. */
export function eachOf(...parts: readonly string[]): string[] {
  return parts.reduce<string[]>(
    (begun, part) => begun.flatMap((start) => part.split("|").map((word) => `${start} ${word}`.trim())),
    [""],
  );
}

/** A word list's entries, from lines or ways through alternatives; each phrase once. */
export const phrases = (...written: readonly (string | readonly string[])[]): { phrase: string }[] =>
  [...new Set(written.flat().flatMap((one) => one.split(/\s*\|\s*/)))].map((phrase) => ({ phrase }));
