// What a check of the API may say, and how the builder asks for it: the one table behind every form.
import type { Check } from "./condition.ts";

export type FieldInput =
  /** A NumberCondition. People see value × scale (a share as a percentage, milliseconds as seconds). */
  | { kind: "number"; unit: string; scale?: number }
  /** A NumberCondition that may only say at least how much. */
  | { kind: "at-least"; unit: string; scale: number }
  | { kind: "whole"; unit: string }
  | { kind: "lines"; rows: number }
  | { kind: "text" }
  | { kind: "list" }
  | { kind: "places" }
  | { kind: "ticks"; options: readonly [value: string, label: string][] }
  | { kind: "place" }
  | { kind: "choice"; options: readonly [value: string, label: string][] }
  | { kind: "yes-no"; yes: string; no: string }
  /** Only `true` may stand there, or a plain on and off whose absence means `byDefault`. */
  | { kind: "switch"; byDefault: boolean }
  | { kind: "window" };

export interface CheckField {
  name: string;
  label: string;
  hint?: string;
  /** Shown always; the others when they are set or asked for. */
  always?: true;
  input: FieldInput;
  /** What it holds when it is added. */
  fresh: unknown;
}

export interface CheckKind {
  check: string;
  label: string;
  fields: readonly CheckField[];
}

export const PLACES: readonly [field: string, label: string][] = [
  ["body", "Text"],
  ["authorName", "Author’s name"],
  ["authorEmail", "E-mail address"],
  ["authorUrl", "Web address"],
];

const EARLIER: readonly [value: string, label: string][] = [
  ["sameAuthor", "by the same author"],
  ["otherAuthors", "by other authors"],
  ["rejected", "in comments that were refused"],
];

const PERSONAL_DATA: readonly [value: string, label: string][] = [
  ["phone", "Phone numbers"],
  ["email", "E-mail addresses"],
  ["card", "Card numbers"],
  ["iban", "Bank accounts (IBAN)"],
];

const atLeast = (count: number): unknown => ({ gte: count });

const places = (usual: string): CheckField => ({
  name: "fields",
  label: "Where to look",
  hint: `Otherwise ${usual}.`,
  input: { kind: "places" },
  fresh: ["body"],
});

const howOften = (unit: string): CheckField => ({
  name: "count",
  label: "How often",
  input: { kind: "number", unit },
  fresh: atLeast(2),
});

const number = (name: string, label: string, unit: string, more: Partial<CheckField> = {}): CheckField => ({
  name,
  label,
  input: { kind: "number", unit },
  fresh: atLeast(1),
  ...more,
});

const yesNo = (name: string, label: string, [yes, no]: [string, string]): CheckField => ({
  name,
  label,
  input: { kind: "yes-no", yes, no },
  fresh: true,
});

export const CHECKS: readonly CheckKind[] = [
  {
    check: "words",
    label: "Words",
    fields: [
      {
        name: "phrases",
        label: "Words or phrases",
        hint: "One a line. Whole words, in any case and through common disguises; * at either end lets a word go on: spam*",
        input: { kind: "lines", rows: 3 },
        fresh: [],
      },
      { name: "list", label: "Word list", input: { kind: "list" }, fresh: "" },
      {
        name: "allow",
        label: "Allowed phrases",
        hint: "One a line. A word inside one of these does not count: “Dick Van Dyke”.",
        input: { kind: "lines", rows: 2 },
        fresh: [],
      },
      howOften("times"),
      places("the text and the author’s name"),
    ],
  },
  {
    check: "pattern",
    label: "Pattern",
    fields: [
      {
        name: "pattern",
        label: "Pattern",
        hint: "A regular expression in RE2 syntax: no look-around and no back-references.",
        always: true,
        input: { kind: "text" },
        fresh: "",
      },
      {
        name: "wholeWord",
        label: "Whole words only",
        input: { kind: "switch", byDefault: false },
        fresh: true,
      },
      {
        name: "ignoreCase",
        label: "Capitals and small letters are alike",
        input: { kind: "switch", byDefault: true },
        fresh: false,
      },
      howOften("times"),
      places("the text"),
    ],
  },
  {
    check: "links",
    label: "Links",
    fields: [
      { ...howOften("links"), label: "How many links", fresh: atLeast(1) },
      {
        name: "domains",
        label: "Domains",
        hint: "One a line, such as example.com; what lies below counts too.",
        input: { kind: "lines", rows: 2 },
        fresh: [],
      },
      {
        name: "shorteners",
        label: "Links through a shortener",
        input: { kind: "switch", byDefault: false },
        fresh: true,
      },
      {
        name: "notOwnSite",
        label: "Links to this site do not count",
        input: { kind: "switch", byDefault: false },
        fresh: true,
      },
      places("the text and the author’s name, for domains also the web address"),
    ],
  },
  {
    check: "author",
    label: "Author",
    fields: [
      number("approvedCount", "Comments approved so far", "comments"),
      number("rejectedCount", "Comments refused so far", "comments"),
      number("heldCount", "Comments waiting", "comments"),
      number("ageDays", "Known for", "days"),
      yesNo("hasEmail", "E-mail address", ["was given", "was not given"]),
      yesNo("hasUrl", "Web address", ["was given", "was not given"]),
      {
        name: "emailDomain",
        label: "E-mail domain",
        hint: "One a line, such as example.com.",
        input: { kind: "lines", rows: 2 },
        fresh: [],
      },
      yesNo("trusted", "Trusted by a moderator", ["yes", "no"]),
      yesNo("banned", "Banned by a moderator", ["yes", "no"]),
    ],
  },
  {
    check: "velocity",
    label: "Speed",
    fields: [
      {
        name: "by",
        label: "Earlier comments",
        always: true,
        input: {
          kind: "choice",
          options: [
            ["ip", "from the same IP address"],
            ["email", "with the same e-mail address"],
            ["author", "from the same author"],
            ["body", "with the same text"],
          ],
        },
        fresh: "ip",
      },
      { name: "windowSeconds", label: "Within", always: true, input: { kind: "window" }, fresh: 600 },
      number("count", "How many", "comments", { fresh: atLeast(5) }),
      number("uniqueAuthors", "Different other authors", "authors", { fresh: atLeast(2) }),
    ],
  },
  {
    check: "duplicate",
    label: "Same text",
    fields: [
      {
        name: "of",
        label: "Sent before",
        always: true,
        input: { kind: "choice", options: EARLIER },
        fresh: "rejected",
      },
      { name: "windowSeconds", label: "Within", always: true, input: { kind: "window" }, fresh: 86_400 },
      number("count", "How many", "comments"),
      {
        name: "minLetters",
        label: "Only texts of at least",
        hint: "Many people write “Thank you”.",
        input: { kind: "whole", unit: "letters" },
        fresh: 20,
      },
    ],
  },
  {
    check: "near-duplicate",
    label: "Much the same text",
    fields: [
      {
        name: "of",
        label: "Sent before",
        always: true,
        input: { kind: "choice", options: EARLIER },
        fresh: "rejected",
      },
      { name: "windowSeconds", label: "Within", always: true, input: { kind: "window" }, fresh: 604_800 },
      {
        name: "similarity",
        label: "At least this much alike",
        hint: "From 70 to 100 %; otherwise 80 %.",
        input: { kind: "at-least", unit: "%", scale: 100 },
        fresh: atLeast(0.9),
      },
      number("count", "How many", "comments", { hint: "Counted are up to 30." }),
      {
        name: "minLetters",
        label: "Only texts of at least",
        input: { kind: "whole", unit: "letters" },
        fresh: 20,
      },
    ],
  },
  {
    check: "learned",
    label: "What the site has learnt",
    fields: [
      {
        ...number("score", "Sure that a moderator would refuse it", "%"),
        always: true,
        hint: "Learnt from what this site’s moderators decided; silent until they have decided enough.",
        input: { kind: "number", unit: "%", scale: 100 },
        fresh: atLeast(0.9),
      },
    ],
  },
  {
    check: "external",
    label: "A service of yours",
    fields: [
      {
        name: "url",
        label: "Address of the service",
        hint: "It gets each comment and answers with a score within 2.5 seconds; without an answer a moderator decides.",
        always: true,
        input: { kind: "text" },
        fresh: "",
      },
      {
        ...number("score", "Its score", "%"),
        always: true,
        input: { kind: "number", unit: "%", scale: 100 },
        fresh: atLeast(0.8),
      },
    ],
  },
  {
    check: "akismet",
    label: "Akismet",
    fields: [
      {
        name: "verdict",
        label: "Takes it for",
        hint: "It is asked about each comment whose author’s IP address is known; without an answer a moderator decides.",
        input: {
          kind: "choice",
          options: [
            ["spam", "spam"],
            ["discard", "spam so blatant that nobody need see it"],
          ],
        },
        fresh: "discard",
      },
    ],
  },
  {
    check: "shape",
    label: "Look of the text",
    fields: [
      number("length", "Length", "characters", { fresh: { lt: 5 } }),
      number("capitalShare", "Share of capitals", "%", {
        input: { kind: "number", unit: "%", scale: 100 },
        fresh: atLeast(0.7),
      }),
      {
        name: "minLetters",
        label: "Look at capitals from",
        input: { kind: "whole", unit: "letters" },
        fresh: 20,
      },
      number("repeatedCharacter", "One letter in a row", "times", { fresh: atLeast(6) }),
      number("repeatedWord", "One word in a row", "times", { fresh: atLeast(4) }),
      number("punctuationRun", "Punctuation in a row", "marks", { fresh: atLeast(5) }),
      number("mixedScriptWords", "Words of mixed scripts", "words"),
      number("marksPerLetter", "Marks stacked on a letter", "marks", { fresh: atLeast(4) }),
      number("bidiControls", "Controls of direction", "controls"),
      number("bidiOverrides", "Controls that reverse text", "controls"),
      { name: "field", label: "Where to look", input: { kind: "place" }, fresh: "authorName" },
    ],
  },
  {
    check: "form",
    label: "Form",
    fields: [
      yesNo("honeypotFilled", "The hidden field", ["was filled", "was left empty"]),
      number("writtenInMs", "Time to write", "seconds", {
        input: { kind: "number", unit: "seconds", scale: 0.001 },
        fresh: { lt: 3000 },
      }),
    ],
  },
  {
    check: "page",
    label: "Page",
    fields: [
      number("ageDays", "Age of the page", "days", { fresh: atLeast(30) }),
      yesNo("closed", "Closed for comments", ["yes", "no"]),
    ],
  },
  {
    check: "personal-data",
    label: "Personal data",
    fields: [
      {
        name: "kinds",
        label: "What counts",
        hint: "Otherwise all of them.",
        input: { kind: "ticks", options: PERSONAL_DATA },
        fresh: ["phone"],
      },
      howOften("times"),
      places("the text"),
    ],
  },
];

export const kindOfCheck = (check: string): CheckKind | null =>
  CHECKS.find((known) => known.check === check) ?? null;

/** Conditions as people think of them; what the builder offers to add. */
export const STARTS: readonly { label: string; check: Check }[] = [
  { label: "Words or phrases", check: { check: "words", phrases: [] } },
  { label: "Words of a list", check: { check: "words", list: "" } },
  { label: "A number of links", check: { check: "links", count: atLeast(2), notOwnSite: true } },
  { label: "Links to certain domains", check: { check: "links", domains: [] } },
  { label: "Links through a shortener", check: { check: "links", shorteners: true } },
  { label: "A new author", check: { check: "author", approvedCount: { lt: 1 } } },
  { label: "The author’s e-mail domain", check: { check: "author", emailDomain: [] } },
  { label: "The author’s history and standing", check: { check: "author", rejectedCount: atLeast(1) } },
  { label: "The author’s name", check: { check: "words", phrases: [], fields: ["authorName"] } },
  {
    label: "Many comments in a short time",
    check: { check: "velocity", by: "ip", windowSeconds: 600, count: atLeast(5) },
  },
  {
    label: "The same text again",
    check: { check: "duplicate", of: "rejected", windowSeconds: 604_800, minLetters: 20 },
  },
  {
    label: "Much the same text again",
    check: { check: "near-duplicate", of: "rejected", windowSeconds: 604_800 },
  },
  { label: "What the site has learnt", check: { check: "learned", score: atLeast(0.9) } },
  { label: "The score of a service of yours", check: { check: "external", url: "", score: atLeast(0.8) } },
  { label: "Akismet takes it for spam", check: { check: "akismet" } },
  { label: "Capitals, repeats, odd characters", check: { check: "shape", capitalShare: atLeast(0.7) } },
  { label: "How the form was filled in", check: { check: "form", writtenInMs: { lt: 3000 } } },
  { label: "The page’s age", check: { check: "page", ageDays: atLeast(30) } },
  {
    label: "Phone numbers, addresses, cards, accounts",
    check: { check: "personal-data", kinds: PERSONAL_DATA.map(([kind]) => kind) },
  },
  { label: "A pattern (for experts)", check: { check: "pattern", pattern: "" } },
];
