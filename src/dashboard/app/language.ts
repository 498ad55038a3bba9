// The words of the dashboard in the reader's language. English is written where it is said, in ICU MessageFormat
// (https://unicode-org.github.io/icu/userguide/format_parse/messages/); each other language is a catalogue under
// `catalogues/` that has the English sentence for a key. The compiler refuses a sentence that the catalogues lack.
import { IntlMessageFormat } from "intl-messageformat";
import type { ComponentChildren } from "preact";
import type { Message } from "./catalogues/german.ts";

export type Language = "en" | "de";

export const LANGUAGES: readonly { tag: Language; name: string }[] = [
  { tag: "en", name: "English" },
  { tag: "de", name: "Deutsch" },
];

const CHOSEN = "moderato-language";
const read = (name: string): string | null =>
  typeof localStorage === "undefined" ? null : localStorage.getItem(name);

/** Settled for as long as the page is open, so that words may be constants; in Node it is English. */
export const language: Language = chooseLanguage(read(CHOSEN), navigatorLanguages());

/** Of dates and numbers. */
export const locale = language;

// Awaited here, so that no module that says something runs before its words are there.
const german = language === "de" ? await import("./catalogues/german.ts") : null;
let catalogue: Readonly<Record<string, string>> = german?.german ?? {};

/** Of the pages that are read when they are first asked for: there before their modules run, whose constants are words. */
export async function learnWordsOfPages(): Promise<void> {
  if (language === "de")
    catalogue = { ...catalogue, ...(await import("./catalogues/german-pages.ts")).germanPages };
}

/** The first language of a browser that the dashboard speaks; what somebody chose in this browser goes before. */
export function chooseLanguage(chosen: string | null, preferred: readonly string[]): Language {
  const wanted = [chosen, ...preferred].map((tag) => tag?.toLowerCase().split("-")[0]);
  const known = wanted.flatMap((wish) => LANGUAGES.filter(({ tag }) => tag === wish));
  return known[0]?.tag ?? "en";
}

export function speak(chosen: Language): void {
  localStorage.setItem(CHOSEN, chosen);
  location.reload();
}

function navigatorLanguages(): readonly string[] {
  return typeof document === "undefined" ? [] : navigator.languages;
}

const formats = new Map<Message, IntlMessageFormat>();

function formatOf(message: Message): IntlMessageFormat {
  const known = formats.get(message);
  if (known) return known;
  const format = new IntlMessageFormat(catalogue[message] ?? message, locale);
  formats.set(message, format);
  return format;
}

const isPlain = (message: string): boolean => !/[{<']/.test(message);

/** A sentence: `t("{count, plural, one {# comment} other {# comments}} waiting", { count })`. */
export function t(message: Message, values?: Readonly<Record<string, string | number>>): string {
  const said = catalogue[message] ?? message;
  return values === undefined && isPlain(said) ? said : String(formatOf(message).format(values));
}

type Part = (children: ComponentChildren) => ComponentChildren;

/** A sentence with elements in it: `rich("<b>{count}</b> waiting", { count, b: (text) => <b>{text}</b> })`. */
export const rich = (
  message: Message,
  values: Readonly<Record<string, ComponentChildren | Part>>,
): ComponentChildren => formatOf(message).format<ComponentChildren>(values as Record<string, never>);

const messageOf = (message: string) => new IntlMessageFormat(message, locale);
const asItCame = (sentence: string): string => sentence;

/**
 * A sentence that the server wrote into the record, where it stands in English: a finding's explanation, a decision's
 * reason, advice on a rule. What the catalogue does not know, as what people write, stays as it is.
 */
export const fromRecord: (sentence: string) => string = german?.recordInGerman(messageOf) ?? asItCame;

/** Why the server refused something, or the search could not be read: written in English, which is also the API's. */
export const fromProblem: (sentence: string) => string = german?.problemInGerman(messageOf) ?? asItCame;

/**
 * What came with a pack of rules, where it stands in English: its words, and the names of its rules and word lists on a
 * site and in the record. A name that somebody gave stays as it is, and so does every name in a form that changes it.
 */
export const fromPack: (text: string) => string = german?.packInGerman ?? ((text) => text);

/** What is stored for a name as `fromPack` shows it, whole: searches ask for that. */
export const asStored: (name: string) => string = german?.packAsStored ?? ((name) => name);

/** 1,200 or 1.200. */
export const number = (count: number): string => count.toLocaleString(locale);
