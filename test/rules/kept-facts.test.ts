import { expect, test } from "@jest/globals";
import { packFacts, unpackFacts } from "../../src/rules/kept-facts.ts";
import type { KeptFacts } from "../../src/rules/replay.ts";

const ofStranger: KeptFacts = {
  author: {
    approvedCount: 0,
    rejectedCount: 0,
    heldCount: 0,
    firstSeenAt: null,
    trusted: false,
    banned: false,
  },
  page: { firstSeenAt: "2026-11-24T09:00:00.000Z", closed: false },
  form: null,
  velocity: [{ by: "ip", windowSeconds: 600, count: 0, uniqueAuthors: 0 }],
  duplicates: [{ windowSeconds: 86_400, sameAuthor: 0, otherAuthors: 0, rejected: 0 }],
  similar: [
    {
      windowSeconds: 86_400,
      similarity: 0.75,
      sameAuthor: { count: 0, closest: null },
      otherAuthors: { count: 0, closest: null },
      rejected: { count: 0, closest: null },
    },
  ],
  learned: null,
};
const ofRegular: KeptFacts = {
  author: {
    approvedCount: 12,
    rejectedCount: 1,
    heldCount: 2,
    firstSeenAt: "2026-01-01T00:00:00.000Z",
    trusted: true,
    banned: false,
  },
  page: { firstSeenAt: null, closed: true },
  form: { honeypotFilled: true, writtenInMs: 120 },
  velocity: [{ by: "email", windowSeconds: 60, count: null, uniqueAuthors: null }],
  duplicates: [{ windowSeconds: 60, sameAuthor: null, otherAuthors: 3, rejected: 1 }],
  similar: [
    {
      windowSeconds: 60,
      similarity: 0.9,
      sameAuthor: null,
      otherAuthors: { count: 4, closest: 0.97 },
      rejected: { count: 0, closest: null },
    },
  ],
  learned: { score: 0.4, modelVersion: 3, decisions: 200, speakingFor: [1], speakingAgainst: [2] },
  unanswered: [{ ruleId: "a", ruleName: "A", reason: "it did not answer", holds: true }] as never,
  moderatedBefore: true,
};

test.each([
  ["a stranger's first comment", ofStranger],
  ["a regular's, with much that is counted and some that is not known", ofRegular],
  ["a comment nothing was kept of", {}],
])("%s comes back from the database as it was kept", (_of, facts) => {
  expect(unpackFacts(JSON.parse(JSON.stringify(packFacts(facts))) as never)).toEqual(facts);
});

test("facts that an earlier version kept are read as they are", () => {
  expect(unpackFacts(ofRegular)).toEqual(ofRegular);
});

test("what is usual takes no room", () => {
  expect(JSON.stringify(packFacts(ofStranger)).length).toBeLessThan(JSON.stringify(ofStranger).length / 2);
});
