/** What people do to a word so that a filter does not see it; the same for every word and every run. */
export const disguises: Readonly<Record<string, (word: string) => string>> = {
  leetspeak: (word) =>
    word.replace(/[aeios]/, (letter) => ({ a: "4", e: "3", i: "1", o: "0", s: "5" })[letter]!),
  "look-alikes": (word) =>
    word.replace(
      /[aceopxy]/,
      (letter) => ({ a: "а", c: "с", e: "е", o: "о", p: "р", x: "х", y: "у" })[letter]!,
    ),
  stretched: (word) => word.replace(/[aeiou]/, (letter) => letter.repeat(5)),
  "several signs": (word) =>
    word.replace(/[aeios]/g, (letter) => ({ a: "@", e: "3", i: "1", o: "0", s: "$" })[letter]!),
  spaced: (word) => [...word].join(" "),
  dotted: (word) => [...word].join("."),
  hyphenated: (word) => `${word.slice(0, word.length >> 1)}-${word.slice(word.length >> 1)}`,
  masked: (word) => word.replace(/(?<=.)[aeiou](?=.)/, "*"),
  "zero width": (word) => `${word.slice(0, 2)}\u200b${word.slice(2)}`,
  marks: (word) => word.replace(/[aeiou]/, (letter) => `${letter}\u0308`),
  "full width": (word) =>
    [...word].map((letter) => String.fromCodePoint(0xff00 + letter.charCodeAt(0) - 0x20)).join(""),
  tags: (word) => `${word.slice(0, 2)}<b></b>${word.slice(2)}`,
};
