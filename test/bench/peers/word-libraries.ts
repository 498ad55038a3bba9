// The word filters that npm offers, each set up as its own documentation says, with the same list.
import { Profanity } from "@2toad/profanity";
import { AllProfanity } from "allprofanity";
import { Filter as BadWords } from "bad-words";
import { Filter as Glin } from "glin-profanity";
import leo from "leo-profanity";
import { englishRecommendedTransformers, parseRawPattern, RegExpMatcher } from "obscenity";

export interface WordFilter {
  name: string;
  /** Whether a text holds a listed word. */
  prepare: (words: readonly string[]) => (text: string) => boolean;
}

export const wordLibraries: readonly WordFilter[] = [
  {
    name: "obscenity",
    prepare: (words) => {
      const escaped = words.map((word) => word.replace(/[[\]?|\\]/g, "\\$&"));
      const matcher = new RegExpMatcher({
        blacklistedTerms: escaped.map((word, id) => ({ id, pattern: parseRawPattern(word) })),
        whitelistedTerms: [],
        ...englishRecommendedTransformers,
      });
      return (text) => matcher.hasMatch(text);
    },
  },
  {
    name: "bad-words",
    prepare: (words) => {
      const filter = new BadWords({ emptyList: true });
      filter.addWords(...words);
      return (text) => filter.isProfane(text);
    },
  },
  {
    name: "@2toad",
    prepare: (words) => {
      // It cannot be had without a list of its own.
      const filter = new Profanity({ languages: ["en"] });
      filter.addWords([...words]);
      return (text) => filter.exists(text);
    },
  },
  {
    name: "leo",
    prepare: (words) => (text) => {
      // One list for the whole process; setting it is not timed, since it happens when the list changes.
      if (leoList !== words) {
        leo.clearList();
        leo.add([...words]);
        leoList = words;
      }
      return leo.check(text);
    },
  },
  {
    name: "allprofanity",
    prepare: (words) => {
      const filter = new AllProfanity({ languages: [], silent: true, enableLeetSpeak: true });
      filter.clearList();
      filter.add([...words]);
      return (text) => filter.check(text);
    },
  },
  { name: "glin", prepare: (words) => glin(words, false) },
  { name: "glin aggressive", prepare: (words) => glin(words, true) },
];

let leoList: readonly string[] | null = null;

function glin(words: readonly string[], aggressive: boolean): (text: string) => boolean {
  const filter = new Glin({
    languages: [],
    customWords: [...words],
    ...(aggressive ? { detectLeetspeak: true, leetspeakLevel: "aggressive", normalizeUnicode: true } : {}),
  });
  return (text) => filter.isProfane(text);
}
