// What the dashboard says, in German; the moderators are addressed as colleagues are, without "Sie" or "du" where a
// sentence does without. One file for each folder of the application; those of the pages that are read when they are
// first asked for stand in german-pages.ts, so that the queue need not wait for them.
import { brake } from "./german/brake.ts";
import { bulk } from "./german/bulk.ts";
import { frame } from "./german/frame.ts";
import { queue } from "./german/queue.ts";
import { signIn } from "./german/sign-in.ts";
import type { germanPages } from "./german-pages.ts";
import { germanPacks } from "./german-packs.ts";
import { germanProblems } from "./german-problems.ts";
import { germanRecord } from "./german-record.ts";
import { createRecordReader, type MessageOf } from "./record-reader.ts";

export const german = {
  ...brake,
  ...bulk,
  ...frame,
  ...queue,
  ...signIn,
} as const satisfies Record<string, string>;

/** What can be said: each sentence that the catalogues know. */
export type Message = keyof typeof german | keyof typeof germanPages;

/** What the server wrote into the record, in German; the formatter is the caller's, who waits for this file. */
export const recordInGerman = (messageOf: MessageOf) =>
  createRecordReader(germanRecord, messageOf, packInGerman);

/** Why the server refused something, in German. */
export const problemInGerman = (messageOf: MessageOf) =>
  createRecordReader(germanProblems, messageOf, packInGerman);

const germanTexts = new Map(Object.entries(germanPacks));

/** What a pack says or named, in German; anything else as it is. */
export const packInGerman = (text: string): string => germanTexts.get(text) ?? text;

const storedTexts = new Map(
  Object.entries(germanPacks).map(([stored, german]) => [german.toLowerCase(), stored]),
);

/** The other way: what is stored where somebody reads this in German. */
export const packAsStored = (text: string): string => storedTexts.get(text.toLowerCase()) ?? text;
