import { ownWork, type Pack } from "./pack.ts";

const dayInSeconds = 86_400;

export const floodPack: Pack = {
  key: "flood",
  version: 1,
  name: "Floods and repeats",
  description:
    "Notices the same or much the same text from several authors, what was refused before, and many comments from one address.",
  sources: [ownWork],
  onForNewSites: true,
  wordLists: [],
  rules: [
    {
      key: "same-text-several-authors",
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
      key: "same-text-refused",
      name: "Same text as a refused comment",
      stage: "hold",
      when: { check: "duplicate", of: "rejected", windowSeconds: 7 * dayInSeconds, minLetters: 20 },
      then: { points: 4, group: "repeats" },
    },
    {
      key: "near-text-several-authors",
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
      key: "near-text-refused",
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
      key: "same-text-twice",
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
      key: "same-text-often",
      name: "Same text over and over by one author",
      stage: "hold",
      when: { check: "duplicate", of: "sameAuthor", windowSeconds: dayInSeconds, count: { gte: 3 } },
      then: { points: 4, group: "repeats" },
    },
    {
      key: "many-from-address",
      name: "Many comments from one address",
      stage: "hold",
      when: { check: "velocity", by: "ip", windowSeconds: 600, count: { gte: 10 } },
      // Comments sent by other systems often come without the visitor's address.
      then: { points: 4, group: "flood", whenUnknown: "ignore" },
    },
  ],
};
