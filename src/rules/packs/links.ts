import { isNewAuthor } from "./new-author.ts";
import { ownWork, type Pack } from "./pack.ts";

export const linksPack: Pack = {
  key: "links",
  version: 1,
  name: "Links",
  description:
    "Holds a stranger’s comment with two links, a shortened one or a web address for a name, and anybody’s with four. One link alone is no reason.",
  sources: [ownWork],
  onForNewSites: true,
  wordLists: [],
  rules: [
    {
      key: "new-author-links",
      name: "New author with two or more links",
      stage: "hold",
      when: { all: [isNewAuthor, { check: "links", count: { gte: 2 }, notOwnSite: true }] },
      then: { points: 4, group: "links" },
    },
    {
      key: "new-author-link",
      name: "New author with a link",
      stage: "hold",
      when: { all: [isNewAuthor, { check: "links", count: { eq: 1 }, notOwnSite: true }] },
      then: { points: 2, group: "links" },
    },
    {
      key: "many-links",
      name: "Four or more links",
      stage: "hold",
      when: { check: "links", count: { gte: 4 }, notOwnSite: true },
      then: { points: 4, group: "links" },
    },
    {
      key: "shortened-link",
      name: "New author with a shortened link",
      stage: "hold",
      when: { all: [isNewAuthor, { check: "links", shorteners: true }] },
      then: { points: 4, group: "links" },
    },
    {
      key: "address-as-name",
      name: "Web address as the author's name",
      stage: "hold",
      when: { all: [isNewAuthor, { check: "links", fields: ["authorName"], notOwnSite: true }] },
      then: { points: 4, group: "links" },
    },
  ],
};
