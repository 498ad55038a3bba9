// The rules of a new site. They may only hold, and none of the weak signals is enough alone: with the default
// threshold of 4 points it takes two of them, so that an honest first comment with one odd trait is not kept back.
import type { RuleInput } from "./rule.ts";

const dayInSeconds = 86_400;
const isNewAuthor = { check: "author", approvedCount: { lt: 1 } } as const;

const rules: readonly Omit<RuleInput, "siteKey">[] = [
  {
    name: "Hidden form field filled",
    stage: "hold",
    when: { check: "form", honeypotFilled: true },
    // Forms of one's own make need not have the field: then this rule has nothing to say.
    then: { points: 5, group: "form", whenUnknown: "ignore" },
  },
  {
    name: "Written faster than people write",
    stage: "hold",
    when: { check: "form", writtenInMs: { lt: 2000 } },
    then: { points: 2, group: "form", whenUnknown: "ignore" },
  },
  {
    name: "Banned author",
    stage: "hold",
    when: { check: "author", banned: true },
    then: { force: "hold" },
  },
  {
    name: "New author with two or more links",
    stage: "hold",
    when: { all: [isNewAuthor, { check: "links", count: { gte: 2 }, notOwnSite: true }] },
    then: { points: 4, group: "links" },
  },
  {
    name: "New author with a link",
    stage: "hold",
    when: { all: [isNewAuthor, { check: "links", count: { eq: 1 }, notOwnSite: true }] },
    then: { points: 2, group: "links" },
  },
  {
    name: "Four or more links",
    stage: "hold",
    when: { check: "links", count: { gte: 4 }, notOwnSite: true },
    then: { points: 4, group: "links" },
  },
  {
    name: "New author with a shortened link",
    stage: "hold",
    when: { all: [isNewAuthor, { check: "links", shorteners: true }] },
    then: { points: 4, group: "links" },
  },
  {
    name: "Web address as the author's name",
    stage: "hold",
    when: { all: [isNewAuthor, { check: "links", fields: ["authorName"], notOwnSite: true }] },
    then: { points: 4, group: "links" },
  },
  {
    name: "Same text from several authors",
    stage: "hold",
    when: {
      check: "duplicate",
      of: "otherAuthors",
      windowSeconds: dayInSeconds,
      count: { gte: 3 },
      minLetters: 20,
    },
    then: { points: 4, group: "repeats" },
  },
  {
    name: "Same text as a refused comment",
    stage: "hold",
    when: { check: "duplicate", of: "rejected", windowSeconds: 7 * dayInSeconds, minLetters: 20 },
    then: { points: 4, group: "repeats" },
  },
  {
    name: "Much the same text from several authors",
    stage: "hold",
    when: {
      check: "near-duplicate",
      of: "otherAuthors",
      windowSeconds: dayInSeconds,
      similarity: { gte: 0.75 },
      count: { gte: 4 },
      minLetters: 30,
    },
    // Comments from before an update have no sketch to compare with.
    then: { points: 4, group: "repeats", whenUnknown: "ignore" },
  },
  {
    name: "Much like a refused comment",
    stage: "hold",
    when: {
      check: "near-duplicate",
      of: "rejected",
      windowSeconds: 7 * dayInSeconds,
      similarity: { gte: 0.85 },
      minLetters: 30,
    },
    then: { points: 4, group: "repeats", whenUnknown: "ignore" },
  },
  {
    name: "Like what this site's moderators refuse",
    stage: "hold",
    when: { check: "learned", score: { gte: 0.9 } },
    then: { points: 4, group: "learned" },
  },
  {
    name: "Same text twice by one author",
    stage: "hold",
    when: {
      check: "duplicate",
      of: "sameAuthor",
      windowSeconds: dayInSeconds,
      count: { gte: 1 },
      minLetters: 10,
    },
    then: { points: 2, group: "repeats" },
  },
  {
    name: "Same text over and over by one author",
    stage: "hold",
    when: { check: "duplicate", of: "sameAuthor", windowSeconds: dayInSeconds, count: { gte: 3 } },
    then: { points: 4, group: "repeats" },
  },
  {
    name: "Many comments from one address",
    stage: "hold",
    when: { check: "velocity", by: "ip", windowSeconds: 600, count: { gte: 10 } },
    // Comments sent by other systems often come without the visitor's address.
    then: { points: 4, group: "flood", whenUnknown: "ignore" },
  },
  {
    name: "Shouting",
    stage: "hold",
    when: { check: "shape", capitalShare: { gte: 0.8 }, minLetters: 40 },
    then: { points: 2, group: "shape" },
  },
  {
    name: "Stretched letters",
    stage: "hold",
    when: { check: "shape", repeatedCharacter: { gte: 12 } },
    then: { points: 1, group: "shape" },
  },
  {
    name: "Stacked marks",
    stage: "hold",
    when: { check: "shape", marksPerLetter: { gte: 5 } },
    then: { points: 4, group: "shape" },
  },
  {
    name: "Letters of different scripts in one word",
    stage: "hold",
    when: { check: "shape", mixedScriptWords: { gte: 1 } },
    then: { points: 2, group: "shape" },
  },
  {
    name: "Text turned around",
    stage: "hold",
    when: { check: "shape", bidiOverrides: { gte: 1 } },
    then: { points: 4, group: "shape" },
  },
];

/** They stay on when a wave of spam meets a new site: holding it is what they are for. */
export const defaultRules: readonly Omit<RuleInput, "siteKey">[] = rules.map((rule) => ({
  ...rule,
  emergencyBrake: false,
}));
