// The first lane: entities decoded, composed (NFC) and in lower case, nothing guessed.
import { decodeEntity, mayHoldEntity } from "./entities.ts";
import { identityLane, type Lane, type LaneWriter, laneWriter } from "./lane.ts";

const firstCombining = 0x300;
// Whatever may join with the character before it under NFC: marks, and the vowels and finals of Hangul.
const joins = /^[\p{M}\u1160-\u11ff\ud7b0-\ud7ff]/u;
// The longest run that Unicode's Stream-Safe text format allows; longer ones cost quadratic time to order.
const maxCluster = 31;

export function plainLane(original: string): Lane {
  const hasEntities = mayHoldEntity(original);
  if (!hasEntities && isAscii(original)) return identityLane("plain", original.toLowerCase());
  const writer = laneWriter();
  let at = 0;
  while (at < original.length) {
    const entity = hasEntities ? decodeEntity(original, at) : null;
    if (entity !== null) {
      for (const character of entity.text) writer.write(lower(character), at, entity.end);
      at = entity.end;
      continue;
    }
    const asciiEnd = simpleEnd(original, at);
    if (asciiEnd > at) {
      writer.keep(original.slice(at, asciiEnd).toLowerCase(), at);
      at = asciiEnd;
      continue;
    }
    const end = clusterEnd(original, at);
    writeCluster(writer, original, at, end);
    at = end;
  }
  return writer.finish("plain");
}

export const isAscii = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
};

/** The end of a run of ASCII that nothing after it can join with, and that holds no reference. */
function simpleEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && text.charCodeAt(end) < 0x80 && text.charCodeAt(end) !== 0x26) end++;
  return end < text.length && text.charCodeAt(end) >= firstCombining ? Math.max(from, end - 1) : end;
}

function clusterEnd(text: string, start: number): number {
  let end = start + characterLength(text, start);
  for (let count = 1; count < maxCluster && end < text.length; count++) {
    if (text.charCodeAt(end) < firstCombining) break;
    const length = characterLength(text, end);
    if (!joins.test(text.slice(end, end + length))) break;
    end += length;
  }
  return end;
}

function writeCluster(writer: LaneWriter, original: string, start: number, end: number): void {
  const cluster = original.slice(start, end);
  const composed =
    cluster.charCodeAt(0) < firstCombining && end - start === 1 ? cluster : cluster.normalize("NFC");
  if (composed !== cluster) {
    for (const character of composed) writer.write(lower(character), start, end);
    return;
  }
  let at = start;
  for (const character of cluster) {
    writer.write(lower(character), at, at + character.length);
    at += character.length;
  }
}

/** Lower case of one character, with the forms that differ only by place or keyboard made one. */
export function lower(character: string): string {
  switch (character) {
    case "İ":
      return "i";
    case "ς":
      return "σ";
    case "\u2018":
    case "\u2019":
    case "\u02bc":
    case "\u00b4":
    case "\u201b":
    case "\u2032":
      return "'";
    default:
      return character.toLowerCase();
  }
}

const characterLength = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
