import { ownWork, type Pack } from "./pack.ts";

export const shoutingPack: Pack = {
  key: "shouting",
  version: 1,
  name: "Shouting and odd letters",
  description:
    "Counts capitals, stretched letters, stacked marks, mixed scripts and turned text. Capitals alone hold nobody.",
  sources: [ownWork],
  onForNewSites: true,
  wordLists: [],
  rules: [
    {
      key: "capitals",
      name: "Shouting",
      stage: "hold",
      when: { check: "shape", capitalShare: { gte: 0.8 }, minLetters: 40 },
      then: { points: 2, group: "shape" },
    },
    {
      key: "stretched-letters",
      name: "Stretched letters",
      stage: "hold",
      when: { check: "shape", repeatedCharacter: { gte: 12 } },
      then: { points: 1, group: "shape" },
    },
    {
      key: "stacked-marks",
      name: "Stacked marks",
      stage: "hold",
      when: { check: "shape", marksPerLetter: { gte: 5 } },
      then: { points: 4, group: "shape" },
    },
    {
      key: "mixed-scripts",
      name: "Letters of different scripts in one word",
      stage: "hold",
      when: { check: "shape", mixedScriptWords: { gte: 1 } },
      then: { points: 2, group: "shape" },
    },
    {
      key: "turned-text",
      name: "Text turned around",
      stage: "hold",
      when: { check: "shape", bidiOverrides: { gte: 1 } },
      then: { points: 4, group: "shape" },
    },
  ],
};
