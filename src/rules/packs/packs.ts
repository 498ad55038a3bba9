import { basicsPack } from "./basics.ts";
import { floodPack } from "./flood.ts";
import { linksPack } from "./links.ts";
import type { Pack } from "./pack.ts";
import { personalDataPack } from "./personal-data.ts";
import { profanityPack } from "./profanity.ts";
import { shoutingPack } from "./shouting.ts";
import { slursPack } from "./slurs.ts";
import { spamPack } from "./spam.ts";

/** In the order in which they are offered. */
export const packs: readonly Pack[] = [
  basicsPack,
  linksPack,
  floodPack,
  shoutingPack,
  spamPack,
  personalDataPack,
  profanityPack,
  slursPack,
];

export const findPack = (key: string): Pack | null => packs.find((pack) => pack.key === key) ?? null;
