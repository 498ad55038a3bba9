// What of one comment could make a rule. Pure.
import type { Comment } from "../api.ts";
import { t } from "../language.ts";
import type { Check, Condition } from "./condition.ts";
import type { Then } from "./rules-api.ts";

export interface Suggestion {
  /** What it rests on: "Links to casino.example". */
  label: string;
  /** Why to be careful with it. */
  caution?: string;
  check: Check;
  name: string;
}

const MAX_PHRASE_WORDS = 6;
const MAX_PHRASE_LENGTH = 200;
/** Shorter ones stand in too many honest comments. */
const MIN_PHRASE_LETTERS = 4;

export function suggestionsOf(comment: Comment, selected = ""): Suggestion[] {
  const domains = linkDomains(comment);
  const phrases = phrasesOf(comment, selected);
  const email = emailDomain(comment.authorEmail);
  const name = comment.authorName.trim();
  return [
    ...domains.map((domain) => ({
      label: t("Links to {domain}", { domain }),
      check: { check: "links", domains: [domain] },
      name: t("Links to {domain}", { domain }),
    })),
    ...phrases.map(({ phrase, why }) => ({
      label: t("“{phrase}” — {why}", { phrase, why }),
      check: { check: "words", phrases: [phrase] },
      name: t("“{phrase}”", { phrase }),
    })),
    ...(email === null
      ? []
      : [
          {
            label: t("E-mail addresses at {domain}", { domain: email }),
            ...(COMMON_PROVIDERS.has(email) ? { caution: t("Very many people have one there.") } : {}),
            check: { check: "author", emailDomain: [email] },
            name: t("E-mail at {domain}", { domain: email }),
          },
        ]),
    ...(name === "" || name.length > MAX_PHRASE_LENGTH
      ? []
      : [
          {
            label: t("Author’s name “{name}”", { name }),
            ...(isCommonName(name) ? { caution: t("Others may have that name, too.") } : {}),
            check: { check: "words", phrases: [name], fields: ["authorName"] },
            name: t("Author “{name}”", { name }),
          },
        ]),
  ];
}

/** The conditions ticked, any of which is enough, and what the moderator did or would do. */
export function conditionOf(ticked: readonly Suggestion[]): Condition {
  const checks = ticked.map(({ check }) => check);
  return checks.length > 1 ? { any: checks } : { all: checks };
}

export function thenFor({ status }: Comment): Then {
  if (status === "rejected") return { force: "reject" };
  if (status === "approved") return { force: "hold" };
  return { force: "spam" };
}

const COMMON_PROVIDERS = new Set(
  "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com aol.com gmx.de gmx.net web.de t-online.de proton.me protonmail.com mail.com mail.ru yandex.ru qq.com 163.com".split(
    " ",
  ),
);

const isCommonName = (name: string): boolean => name.split(/\s+/).length < 2;

const LINK =
  /(?:https?:\/\/|\bwww\.)([^\s/?#<>"'()[\]{}|\\^`]+)|(?<![\p{L}\p{N}@._-])((?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|io|co|xyz|top|shop|site|online|club|ru|cn|tk|live|vip|click|link|example))\b/giu;

/** Domains of the links in a comment, each once, without `www.`. */
export function linkDomains({ body, authorName, authorUrl }: Comment): string[] {
  const written = [body, authorName, authorUrl ?? ""].flatMap((text) =>
    [...text.matchAll(LINK)].map((match) => match[1] ?? match[2] ?? ""),
  );
  return [...new Set(written.flatMap(hostOf))];
}

function hostOf(written: string): string[] {
  const place = written.replace(/^.*@/, "").replace(/[.,;:!…]+$/, "");
  if (!URL.canParse(`http://${place}`)) return [];
  const host = new URL(`http://${place}`).hostname.replace(/^www\./, "");
  return host.includes(".") ? [host] : [];
}

export function emailDomain(email: string | null): string | null {
  const domain =
    email
      ?.slice(email.lastIndexOf("@") + 1)
      .trim()
      .toLowerCase() ?? "";
  return email?.includes("@") && domain.includes(".") ? domain : null;
}

function phrasesOf(comment: Comment, selected: string): { phrase: string; why: string }[] {
  const found = [
    { phrase: phraseFrom(selected), why: t("what you selected") },
    { phrase: repeatedPhrase(comment.body) ?? "", why: t("said more than once") },
    ...(comment.findings ?? [])
      .filter(({ check, field }) => check === "words" && field === "body")
      .map(({ matched }) => ({ phrase: phraseFrom(matched ?? ""), why: t("seen by a rule") })),
  ].filter(({ phrase }) => phrase !== "");
  return found.filter(
    ({ phrase }, index) =>
      found.findIndex((other) => other.phrase.toLowerCase() === phrase.toLowerCase()) === index,
  );
}

export const phraseFrom = (text: string): string => {
  const phrase = text.replace(/\s+/g, " ").trim();
  return phrase.length > MAX_PHRASE_LENGTH ? "" : phrase;
};

/** The longest run of words that stands in a text twice or more; null where none says enough. */
export function repeatedPhrase(text: string): string | null {
  const words = [...text.replaceAll(LINK, " \u0000 ").matchAll(/[\p{L}\p{N}’'-]+|[.!?\u0000\n]/gu)].map(
    ([word]) => word,
  );
  for (let length = MAX_PHRASE_WORDS; length >= 1; length--) {
    const counts = new Map<string, number>();
    let best: string | null = null;
    for (let at = 0; at + length <= words.length; at++) {
      const run = words.slice(at, at + length);
      if (run.some((word) => /^[.!?\u0000\n]$/.test(word))) continue;
      const phrase = run.join(" ");
      if (letters(phrase) < (length === 1 ? 2 * MIN_PHRASE_LETTERS : MIN_PHRASE_LETTERS)) continue;
      const key = phrase.toLowerCase();
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count > 1 && count > (best === null ? 1 : (counts.get(best.toLowerCase()) ?? 0))) best = phrase;
    }
    if (best !== null) return best;
  }
  return null;
}

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0;
