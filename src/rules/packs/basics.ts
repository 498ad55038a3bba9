import { ownWork, type Pack } from "./pack.ts";

export const basicsPack: Pack = {
  key: "basics",
  version: 1,
  name: "Forms and authors",
  description:
    "Looks at how the form was filled in, at banned authors, and at what this site’s moderators have refused before.",
  sources: [ownWork],
  onForNewSites: true,
  wordLists: [],
  rules: [
    {
      key: "honeypot",
      name: "Hidden form field filled",
      stage: "hold",
      when: { check: "form", honeypotFilled: true },
      // Forms of one's own make need not have the field: then this rule has nothing to say.
      then: { points: 5, group: "form", whenUnknown: "ignore" },
    },
    {
      key: "too-fast",
      name: "Written faster than people write",
      stage: "hold",
      when: { check: "form", writtenInMs: { lt: 2000 } },
      then: { points: 2, group: "form", whenUnknown: "ignore" },
    },
    {
      key: "banned-author",
      name: "Banned author",
      stage: "hold",
      when: { check: "author", banned: true },
      then: { force: "hold" },
    },
    {
      key: "learned",
      name: "Like what this site's moderators refuse",
      stage: "hold",
      when: { check: "learned", score: { gte: 0.9 } },
      then: { points: 4, group: "learned" },
    },
  ],
};
