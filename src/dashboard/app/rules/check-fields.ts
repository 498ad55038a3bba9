// What a check of the API may say, and how the builder asks for it: the one table behind every form.
import { t } from "../language.ts";
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
  ["body", t("Text")],
  ["authorName", t("Author’s name")],
  ["authorEmail", t("E-mail address")],
  ["authorUrl", t("Web address")],
];

const EARLIER: readonly [value: string, label: string][] = [
  ["sameAuthor", t("by the same author")],
  ["otherAuthors", t("by other authors")],
  ["rejected", t("in comments that were refused")],
];

const PERSONAL_DATA: readonly [value: string, label: string][] = [
  ["phone", t("Phone numbers")],
  ["email", t("E-mail addresses")],
  ["card", t("Card numbers")],
  ["iban", t("Bank accounts (IBAN)")],
];

const atLeast = (count: number): unknown => ({ gte: count });

const places = (hint: string): CheckField => ({
  name: "fields",
  label: t("Where to look"),
  hint,
  input: { kind: "places" },
  fresh: ["body"],
});

const howOften = (unit: string): CheckField => ({
  name: "count",
  label: t("How often"),
  input: { kind: "number", unit },
  fresh: atLeast(2),
});

const amount = (name: string, label: string, unit: string, more: Partial<CheckField> = {}): CheckField => ({
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
    label: t("Words"),
    fields: [
      {
        name: "phrases",
        label: t("Words or phrases"),
        hint: t(
          "One a line. Whole words, in any case and through common disguises; * at either end lets a word go on: spam*",
        ),
        input: { kind: "lines", rows: 3 },
        fresh: [],
      },
      { name: "list", label: t("Word list"), input: { kind: "list" }, fresh: "" },
      {
        name: "allow",
        label: t("Allowed phrases"),
        hint: t("One a line. A word inside one of these does not count: “Dick Van Dyke”."),
        input: { kind: "lines", rows: 2 },
        fresh: [],
      },
      howOften(t("times")),
      places(t("Otherwise the text and the author’s name.")),
    ],
  },
  {
    check: "pattern",
    label: t("Pattern"),
    fields: [
      {
        name: "pattern",
        label: t("Pattern"),
        hint: t("A regular expression in RE2 syntax: no look-around and no back-references."),
        always: true,
        input: { kind: "text" },
        fresh: "",
      },
      {
        name: "wholeWord",
        label: t("Whole words only"),
        input: { kind: "switch", byDefault: false },
        fresh: true,
      },
      {
        name: "ignoreCase",
        label: t("Capitals and small letters are alike"),
        input: { kind: "switch", byDefault: true },
        fresh: false,
      },
      howOften(t("times")),
      places(t("Otherwise the text.")),
    ],
  },
  {
    check: "links",
    label: t("Links"),
    fields: [
      { ...howOften(t("links")), label: t("How many links"), fresh: atLeast(1) },
      {
        name: "domains",
        label: t("Domains"),
        hint: t("One a line, such as example.com; what lies below counts too."),
        input: { kind: "lines", rows: 2 },
        fresh: [],
      },
      {
        name: "shorteners",
        label: t("Links through a shortener"),
        input: { kind: "switch", byDefault: false },
        fresh: true,
      },
      {
        name: "notOwnSite",
        label: t("Links to this site do not count"),
        input: { kind: "switch", byDefault: false },
        fresh: true,
      },
      places(t("Otherwise the text and the author’s name, for domains also the web address.")),
    ],
  },
  {
    check: "author",
    label: t("Author"),
    fields: [
      amount("approvedCount", t("Comments approved so far"), t("comments")),
      amount("rejectedCount", t("Comments refused so far"), t("comments")),
      amount("heldCount", t("Comments waiting"), t("comments")),
      amount("ageDays", t("Known for"), t("days")),
      yesNo("hasEmail", t("E-mail address"), [t("was given"), t("was not given")]),
      yesNo("hasUrl", t("Web address"), [t("was given"), t("was not given")]),
      {
        name: "emailDomain",
        label: t("E-mail domain"),
        hint: t("One a line, such as example.com."),
        input: { kind: "lines", rows: 2 },
        fresh: [],
      },
      yesNo("trusted", t("Trusted by a moderator"), [t("yes"), t("no")]),
      yesNo("banned", t("Banned by a moderator"), [t("yes"), t("no")]),
    ],
  },
  {
    check: "velocity",
    label: t("Speed"),
    fields: [
      {
        name: "by",
        label: t("Earlier comments"),
        always: true,
        input: {
          kind: "choice",
          options: [
            ["ip", t("from the same IP address")],
            ["email", t("with the same e-mail address")],
            ["author", t("from the same author")],
            ["body", t("with the same text")],
          ],
        },
        fresh: "ip",
      },
      { name: "windowSeconds", label: t("Within"), always: true, input: { kind: "window" }, fresh: 600 },
      amount("count", t("How many"), t("comments"), { fresh: atLeast(5) }),
      amount("uniqueAuthors", t("Different other authors"), t("authors"), { fresh: atLeast(2) }),
    ],
  },
  {
    check: "duplicate",
    label: t("Same text"),
    fields: [
      {
        name: "of",
        label: t("Sent before"),
        always: true,
        input: { kind: "choice", options: EARLIER },
        fresh: "rejected",
      },
      { name: "windowSeconds", label: t("Within"), always: true, input: { kind: "window" }, fresh: 86_400 },
      amount("count", t("How many"), t("comments")),
      {
        name: "minLetters",
        label: t("Only texts of at least"),
        hint: t("Many people write “Thank you”."),
        input: { kind: "whole", unit: t("letters") },
        fresh: 20,
      },
    ],
  },
  {
    check: "near-duplicate",
    label: t("Much the same text"),
    fields: [
      {
        name: "of",
        label: t("Sent before"),
        always: true,
        input: { kind: "choice", options: EARLIER },
        fresh: "rejected",
      },
      { name: "windowSeconds", label: t("Within"), always: true, input: { kind: "window" }, fresh: 604_800 },
      {
        name: "similarity",
        label: t("At least this much alike"),
        hint: t("From 70 to 100 %; otherwise 80 %."),
        input: { kind: "at-least", unit: "%", scale: 100 },
        fresh: atLeast(0.9),
      },
      amount("count", t("How many"), t("comments"), { hint: t("Counted are up to 30.") }),
      {
        name: "minLetters",
        label: t("Only texts of at least"),
        input: { kind: "whole", unit: t("letters") },
        fresh: 20,
      },
    ],
  },
  {
    check: "learned",
    label: t("What the site has learnt"),
    fields: [
      {
        ...amount("score", t("Sure that a moderator would refuse it"), "%"),
        always: true,
        hint: t("Learnt from what this site’s moderators decided; silent until they have decided enough."),
        input: { kind: "number", unit: "%", scale: 100 },
        fresh: atLeast(0.9),
      },
    ],
  },
  {
    check: "external",
    label: t("A service of yours"),
    fields: [
      {
        name: "url",
        label: t("Address of the service"),
        hint: t(
          "It gets each comment and answers with a score within 2.5 seconds; without an answer a moderator decides.",
        ),
        always: true,
        input: { kind: "text" },
        fresh: "",
      },
      {
        ...amount("score", t("Its score"), "%"),
        always: true,
        input: { kind: "number", unit: "%", scale: 100 },
        fresh: atLeast(0.8),
      },
    ],
  },
  {
    check: "akismet",
    label: t("Akismet"),
    fields: [
      {
        name: "verdict",
        label: t("Takes it for"),
        hint: t(
          "It is asked about each comment whose author’s IP address is known; without an answer a moderator decides.",
        ),
        input: {
          kind: "choice",
          options: [
            ["spam", t("spam")],
            ["discard", t("spam so blatant that nobody need see it")],
          ],
        },
        fresh: "discard",
      },
    ],
  },
  {
    check: "shape",
    label: t("Look of the text"),
    fields: [
      amount("length", t("Length"), t("characters"), { fresh: { lt: 5 } }),
      amount("capitalShare", t("Share of capitals"), "%", {
        input: { kind: "number", unit: "%", scale: 100 },
        fresh: atLeast(0.7),
      }),
      {
        name: "minLetters",
        label: t("Look at capitals from"),
        input: { kind: "whole", unit: t("letters") },
        fresh: 20,
      },
      amount("repeatedCharacter", t("One letter in a row"), t("times"), { fresh: atLeast(6) }),
      amount("repeatedWord", t("One word in a row"), t("times"), { fresh: atLeast(4) }),
      amount("punctuationRun", t("Punctuation in a row"), t("marks"), { fresh: atLeast(5) }),
      amount("mixedScriptWords", t("Words of mixed scripts"), t("words")),
      amount("marksPerLetter", t("Marks stacked on a letter"), t("marks"), { fresh: atLeast(4) }),
      amount("bidiControls", t("Controls of direction"), t("controls")),
      amount("bidiOverrides", t("Controls that reverse text"), t("controls")),
      { name: "field", label: t("Where to look"), input: { kind: "place" }, fresh: "authorName" },
    ],
  },
  {
    check: "form",
    label: t("Form"),
    fields: [
      yesNo("honeypotFilled", t("The hidden field"), [t("was filled"), t("was left empty")]),
      amount("writtenInMs", t("Time to write"), t("seconds"), {
        input: { kind: "number", unit: t("seconds"), scale: 0.001 },
        fresh: { lt: 3000 },
      }),
    ],
  },
  {
    check: "page",
    label: t("Page"),
    fields: [
      amount("ageDays", t("Age of the page"), t("days"), { fresh: atLeast(30) }),
      yesNo("closed", t("Closed for comments"), [t("yes"), t("no")]),
    ],
  },
  {
    check: "personal-data",
    label: t("Personal data"),
    fields: [
      {
        name: "kinds",
        label: t("What counts"),
        hint: t("Otherwise all of them."),
        input: { kind: "ticks", options: PERSONAL_DATA },
        fresh: ["phone"],
      },
      howOften(t("times")),
      places(t("Otherwise the text.")),
    ],
  },
];

export const kindOfCheck = (check: string): CheckKind | null =>
  CHECKS.find((known) => known.check === check) ?? null;

/** Conditions as people think of them; what the builder offers to add. */
export const STARTS: readonly { label: string; check: Check }[] = [
  { label: t("Words or phrases"), check: { check: "words", phrases: [] } },
  { label: t("Words of a list"), check: { check: "words", list: "" } },
  { label: t("A number of links"), check: { check: "links", count: atLeast(2), notOwnSite: true } },
  { label: t("Links to certain domains"), check: { check: "links", domains: [] } },
  { label: t("Links through a shortener"), check: { check: "links", shorteners: true } },
  { label: t("A new author"), check: { check: "author", approvedCount: { lt: 1 } } },
  { label: t("The author’s e-mail domain"), check: { check: "author", emailDomain: [] } },
  { label: t("The author’s history and standing"), check: { check: "author", rejectedCount: atLeast(1) } },
  { label: t("The author’s name"), check: { check: "words", phrases: [], fields: ["authorName"] } },
  {
    label: t("Many comments in a short time"),
    check: { check: "velocity", by: "ip", windowSeconds: 600, count: atLeast(5) },
  },
  {
    label: t("The same text again"),
    check: { check: "duplicate", of: "rejected", windowSeconds: 604_800, minLetters: 20 },
  },
  {
    label: t("Much the same text again"),
    check: { check: "near-duplicate", of: "rejected", windowSeconds: 604_800 },
  },
  { label: t("What the site has learnt"), check: { check: "learned", score: atLeast(0.9) } },
  { label: t("The score of a service of yours"), check: { check: "external", url: "", score: atLeast(0.8) } },
  { label: t("Akismet takes it for spam"), check: { check: "akismet" } },
  { label: t("Capitals, repeats, odd characters"), check: { check: "shape", capitalShare: atLeast(0.7) } },
  { label: t("How the form was filled in"), check: { check: "form", writtenInMs: { lt: 3000 } } },
  { label: t("The page’s age"), check: { check: "page", ageDays: atLeast(30) } },
  {
    label: t("Phone numbers, addresses, cards, accounts"),
    check: { check: "personal-data", kinds: PERSONAL_DATA.map(([kind]) => kind) },
  },
  { label: t("A pattern (for experts)"), check: { check: "pattern", pattern: "" } },
];
