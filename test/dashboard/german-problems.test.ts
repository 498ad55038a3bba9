import { IntlMessageFormat } from "intl-messageformat";
import { packInGerman } from "../../src/dashboard/app/catalogues/german.ts";
import { germanProblems } from "../../src/dashboard/app/catalogues/german-problems.ts";
import { germanRecord } from "../../src/dashboard/app/catalogues/german-record.ts";
import { createRecordReader } from "../../src/dashboard/app/catalogues/record-reader.ts";
import { heardSentences, sourceSentences } from "./problem-sentences.ts";

const said = new Set<string>();
const messageOf = (message: string) => {
  said.add(message);
  return new IntlMessageFormat(message, "de");
};
const inGerman = createRecordReader(germanProblems, messageOf, packInGerman);
const ofTheRecord = createRecordReader(germanRecord, messageOf, packInGerman);
const isRead = (sentence: string): boolean =>
  inGerman(sentence) !== sentence || ofTheRecord(sentence) !== sentence;

const heard = heardSentences();
const unread = sourceSentences().filter(({ readings }) => !readings.some(isRead));
const ofRecord: ReadonlySet<readonly string[]> = new Set(germanRecord.silence);
const pairs = Object.values(germanProblems)
  .flat()
  .filter((pair) => !ofRecord.has(pair));
const wordsOf = (text: string): string[] =>
  text.replace(/[“„"][^”“"]*[”“"]|\{\w+(?:, \w+)?\}/g, " ").match(/\p{L}[\p{L}-]+/gu) ?? [];
/** Rules are written with these names, in any language. */
const checks = new Set(["author", "page", "pattern", "form", "links", "words", "external", "shape"]);
const germanWords = new Set(pairs.flatMap(([, german]) => wordsOf(german)));
const englishWords = new Set(
  pairs
    .flatMap(([english]) => wordsOf(english))
    .filter((word) => word.length > 2 && !checks.has(word) && !germanWords.has(word)),
);

test.each([
  ["E-mail or password is wrong.", "E-Mail-Adresse oder Passwort ist falsch."],
  ["Already approved, decided by Ana.", "Schon freigegeben, entschieden von Ana."],
  ["The note is longer than 2,000 characters.", "Die Notiz ist länger als 2.000 Zeichen."],
  ["There is no such word list.", "Diese Wortliste gibt es nicht."],
  ["Missing closing ) “(ab” at position 12", "Es fehlt eine schließende ): „(ab“, Position 12"],
  [
    "before: takes a day such as 2026-11-01, or a span such as 4h, 7d or 2w, not “gestern”.",
    "Nach before: steht ein Tag wie 2026-11-01 oder eine Spanne wie 4h, 7d oder 2w, nicht „gestern“.",
  ],
  [
    "The list is used by “New author with a link”, “Meine”. Change or delete these rules first.",
    "Die Liste wird benutzt von „Neuer Verfasser mit einem Link“, „Meine“. Bitte erst diese Regeln ändern oder löschen.",
  ],
  ["The chat did not answer within 15 seconds.", "Der Chat hat nicht innerhalb von 15 Sekunden geantwortet."],
  ["Too small: expected array to have >=1 items", "Zu wenige: mindestens ein Eintrag"],
])("%s", (english, german) => {
  expect(inGerman(english)).toBe(german);
});

test.each([
  "Something new went wrong.",
  "There is no such teapot.",
  "E-mail or password is wrong. And more.",
  "",
])("what is not known as a whole stays as it came: “%s”", (english) => {
  expect(inGerman(english)).toBe(english);
});

test("each sentence with which the server refuses something is known, or meant for others", () => {
  const left = unread.filter(({ readings }) => !readings.some((said) => forOthers.has(said)));
  expect(left.map(({ place, readings: [said] }) => ({ place, said }))).toEqual([]);
});

test("nothing is taken for a sentence for others that nobody says any more", () => {
  const all = new Set(unread.flatMap(({ readings }) => readings));
  expect([...forOthers].filter((sentence) => !all.has(sentence))).toEqual([]);
});

test("what is heard of patterns, searches, rules and settings has no English word left", () => {
  const left = heard
    .map((sentence) => [sentence, inGerman(sentence)] as const)
    .filter(
      ([sentence, german]) => german === sentence || wordsOf(german).some((word) => englishWords.has(word)),
    );
  expect(left).toEqual([]);
});

test("no template is left over from a sentence that nobody says any more", () => {
  heard.forEach(inGerman);
  expect(pairs.map(([, german]) => german).filter((german) => !said.has(german))).toEqual([]);
});

test("no template has a value in German that the English one does not have", () => {
  const namesIn = (template: string): string[] =>
    [...template.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name]) => name!);
  const differing = pairs.filter(([english, german]) => {
    const known = new Set(namesIn(english));
    return namesIn(german.replace(/\b(?:one|other) \{/g, "")).some((name) => !known.has(name));
  });
  expect(differing).toEqual([]);
});

/** Visitors and programs hear them, and the dashboard sends nothing that they answer. */
const forOthers = new Set([
  "Say something of the author: trusted, banned, bannedUntil or note.",
  'Words (from their beginning), "words in this order" and operators: 7.',
  'flagged must be "true" or "false".',
  'secondOpinion must be "true" or "false".',
  "order must be newest, oldest or risk.",
  "Send either ids or items or a filter.",
  "The server is stopping. Please send the comment again in a moment.",
  "Too many comments arrive at once. Please try again in a moment.",
  "The comment could not be stored right now. Please try again in a moment.",
  "The comment contains something that cannot be stored.",
  "Comments on this page are closed.",
  "The same comment is being stored at this moment. Please try again.",
  "Another comment with this externalId is already stored.",
  "The Idempotency-Key was used with different content.",
  "Ask for at most 7 pages at once.",
  "This website may not send comments to this site.",
  "Send the comment as application/json or application/x-www-form-urlencoded.",
  "7 must be an address that starts with http:// or https://.",
  "The e-mail address is longer than 2,000 characters.",
  "This does not look like an e-mail address.",
  "Please tell us your name.",
  "idempotencyKey is too long.",
  "authorIp must be an IPv4 or IPv6 address.",
  "submittedAt lies in the future.",
  "submittedAt lies before 1990.",
  "The comment you are answering is no longer there.",
  "This API key is unknown or revoked.",
  "The Idempotency-Key must be 1 to 7 visible characters.",
  "cursor is not one that this list handed out.",
  "Send application/json or application/x-www-form-urlencoded in UTF-8.",
  "You have sent many comments within a minute. Please wait 7 seconds and send it again.",
  "scopes are some of 7.",
  "bucket must be hour, day or week.",
  "events must be a list of events, or null for all.",
  "This cursor is ahead of the newest event: the database has gone back, as when a backup is restored. Read the comments anew, then start without a cursor.",
  "Events are kept for 7 days and some behind this cursor are older. Read the comments anew, then start without a cursor.",
  "types may name 7.",
]);
