// The phrases of a list as people paste, import and search them. Pure.
import { t } from "../language.ts";
import type { WordListEntry } from "../rules/rules-api.ts";

export const MAX_PHRASE_LENGTH = 200;

/** WordPress looks for its keys in everything a visitor sends, the address of the computer included. */
export const EVERYWHERE = ["body", "authorName", "authorEmail", "authorUrl"];

export interface Pasted {
  phrases: string[];
  /** Lines that say something else: addresses of computers, which a word list does not look at. */
  addresses: string[];
  refused: { line: string; why: string }[];
}

/** One phrase a line; blank lines mean nothing. */
export function readLines(text: string): Pasted {
  const pasted: Pasted = { phrases: [], addresses: [], refused: [] };
  for (const line of text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)) {
    const phrase = line.trim();
    if (phrase === "") continue;
    const why = refusalOf(phrase);
    if (why) pasted.refused.push({ line: phrase.slice(0, 80), why });
    else pasted.phrases.push(phrase);
  }
  return pasted;
}

/** The moderation or disallowed keys of WordPress: plain parts of words, which may stand anywhere. */
export function readWordPressKeys(text: string, { asParts }: { asParts: boolean }): Pasted {
  const pasted = readLines(text);
  const addresses = pasted.phrases.filter(isAddress);
  const phrases = pasted.phrases.filter((phrase) => !isAddress(phrase));
  return { ...pasted, addresses, phrases: asParts ? phrases.map(asPart) : phrases };
}

function refusalOf(phrase: string): string | null {
  if (phrase.length > MAX_PHRASE_LENGTH) return t("longer than {max} characters", { max: MAX_PHRASE_LENGTH });
  if (/^\*+$/.test(phrase)) return t("nothing but asterisks");
  // With the flag `u` a half of a surrogate pair is met only where the other half is missing.
  if (/[\0\uD800-\uDFFF]/u.test(phrase)) return t("not readable as text");
  return null;
}

const isAddress = (line: string): boolean =>
  (/^\d{1,3}(\.\d{1,3}){1,3}\.?$/.test(line) && line.split(".").length > 2) ||
  (/^[0-9a-f:]+$/i.test(line) && (line.match(/:/g)?.length ?? 0) > 1);

const asPart = (phrase: string): string => `*${phrase.replace(/^\*+|\*+$/g, "")}*`;

export interface Added {
  entries: WordListEntry[];
  added: number;
  duplicates: number;
}

/** New phrases come first, where they are seen; one that is there already, in any case, is left as it is. */
export function addPhrases(
  entries: readonly WordListEntry[],
  phrases: readonly string[],
  more: Pick<WordListEntry, "language" | "fields"> = {},
): Added {
  const known = new Set(entries.map(({ phrase }) => keyOf(phrase)));
  const fresh: WordListEntry[] = [];
  for (const phrase of phrases) {
    const key = keyOf(phrase);
    if (known.has(key)) continue;
    known.add(key);
    fresh.push({ phrase, ...more });
  }
  return {
    entries: [...fresh, ...entries],
    added: fresh.length,
    duplicates: phrases.length - fresh.length,
  };
}

/** The places of the entries that hold what is searched, in their order. */
export function searchEntries(entries: readonly WordListEntry[], search: string): number[] {
  const wanted = keyOf(search);
  return entries.flatMap(({ phrase, language }, index) =>
    wanted === "" || keyOf(phrase).includes(wanted) || language === wanted ? [index] : [],
  );
}

const keyOf = (phrase: string): string => phrase.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();

/** What came of a paste or an import, so that nobody wonders and does it twice. */
export function addedSentence({ added, duplicates }: Omit<Added, "entries">, pasted: Pasted): string {
  const { addresses, refused } = pasted;
  return [
    t("{count, plural, one {# phrase} other {# phrases}} added.", { count: added }),
    duplicates > 0 &&
      t("{count, plural, one {# duplicate} other {# duplicates}} left out.", { count: duplicates }),
    addresses.length > 0 &&
      t(
        "{count, plural, one {# line left out that looks} other {# lines left out that look}} like addresses of computers ({some}): a word list does not look at those.",
        { count: addresses.length, some: addresses.slice(0, 3).join(", ") },
      ),
    refused.length > 0 &&
      t("{count, plural, one {# line} other {# lines}} refused: {some}.", {
        count: refused.length,
        some: refused
          .slice(0, 3)
          .map(({ line, why }) => t("“{line}” ({why})", { line: line.slice(0, 30), why }))
          .join(", "),
      }),
  ]
    .filter(Boolean)
    .join(" ");
}
