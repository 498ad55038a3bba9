// Where in a text a listed word may begin, however it is written there. One pass, before any list is asked.
import { asDrawing, asOnlyInside, asReading, asSpace, asWord, traitsOf } from "./disguise-signs.ts";
import type { Units } from "./disguise-trail.ts";

const maxToken = 60;

/** Places in a text, of which the first `count` are meant. Valid until the next text is read. */
export interface Places {
  places: Uint32Array;
  count: number;
}

const found: Places = { places: new Uint32Array(2_048), count: 0 };

// What a unit is to this pass. The loop knows no other module's names, which it would look up for each unit.
const nothing = 1;
const space = 2;
const drawing = 3;
const onlyInside = 4;
const sign = 5;
const digit = 6;
const letter = 7;
const kinds = new Uint8Array(0x10000);
for (let unit = 0; unit < 0x80; unit++) kinds[unit] = kindOf(unit);

function kindOf(unit: number): number {
  const traits = traitsOf(unit);
  if ((traits & asSpace) !== 0) return space;
  const isWord = (traits & asWord) !== 0;
  if ((traits & asReading) === 0) return isWord ? letter : (traits & asDrawing) !== 0 ? drawing : nothing;
  return isWord ? digit : (traits & asOnlyInside) !== 0 ? onlyInside : sign;
}

/** Where a word begins, and within one up to its last sign for a letter: there another may hide. */
export function placesIn({ units, length }: Units): Places {
  // Each unit begins a word at most once, and is met within one at most once.
  if (2 * length > found.places.length) found.places = new Uint32Array(4 * length);
  const { places } = found;
  let count = 0;
  let wasWord = false;
  let tokenStart = 0;
  let hasWord = false;
  let lastSign = -1;
  let pendingSign = -1;
  for (let at = 0; at < length; at++) {
    const unit = units[at] as number;
    const kind = (kinds[unit] as number) || (kinds[unit] = kindOf(unit));
    if (kind === letter) {
      if (!wasWord) places[count++] = at;
      if (pendingSign >= 0) lastSign = pendingSign;
      wasWord = hasWord = true;
      continue;
    }
    if (kind > space && !wasWord) places[count++] = at;
    if (kind >= onlyInside) pendingSign = at;
    if (kind >= sign) lastSign = at;
    if (kind === space) {
      if (hasWord && lastSign >= 0) count = addWithin(units, tokenStart, at, { count, lastSign });
      tokenStart = at + 1;
      hasWord = false;
      lastSign = pendingSign = -1;
    }
    wasWord = kind === digit;
  }
  if (hasWord && lastSign >= 0) count = addWithin(units, tokenStart, length, { count, lastSign });
  found.count = count;
  return found;
}

function addWithin(
  units: Uint16Array,
  start: number,
  end: number,
  { count, lastSign }: { count: number; lastSign: number },
): number {
  // What is longer is no word but an address or a picture.
  if (end - start > maxToken) return count;
  let next = count;
  for (let at = start + 1; at <= lastSign; at++) {
    if ((kinds[units[at - 1] as number] as number) >= digit) found.places[next++] = at;
  }
  return next;
}
