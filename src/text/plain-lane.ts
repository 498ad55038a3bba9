// The first lane: composed (NFC) and in lower case, nothing guessed.
import type { Lane } from "./lane.ts";

const firstCombining = 0x300;
// Whatever may join with the character before it under NFC: marks, and the vowels and finals of Hangul.
const joins = /^[\p{M}\u1160-\u11ff\ud7b0-\ud7ff]/u;
// The longest run that Unicode's Stream-Safe text format allows; longer ones cost quadratic time to order.
const maxCluster = 31;

export function plainLane(original: string): Lane {
  const builder = laneBuilder(original.length);
  let at = 0;
  while (at < original.length) {
    const end = clusterEnd(original, at);
    addCluster(builder, original, at, end);
    at = end;
  }
  const { parts, starts, ends, length } = builder;
  return {
    name: "plain",
    text: parts.join(""),
    starts: Uint32Array.from(starts.slice(0, length)),
    ends: Uint32Array.from(ends.slice(0, length)),
  };
}

interface LaneBuilder {
  parts: string[];
  starts: number[];
  ends: number[];
  length: number;
}

const laneBuilder = (expected: number): LaneBuilder => ({
  parts: [],
  starts: new Array<number>(expected),
  ends: new Array<number>(expected),
  length: 0,
});

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

function addCluster(builder: LaneBuilder, text: string, start: number, end: number): void {
  const cluster = text.slice(start, end);
  const composed =
    cluster.charCodeAt(0) < firstCombining && end - start === 1 ? cluster : cluster.normalize("NFC");
  if (composed !== cluster) {
    for (const character of composed) add(builder, lower(character), { start, end });
    return;
  }
  let at = start;
  for (const character of cluster) {
    add(builder, lower(character), { start: at, end: at + character.length });
    at += character.length;
  }
}

function add(builder: LaneBuilder, folded: string, source: { start: number; end: number }): void {
  builder.parts.push(folded);
  for (let unit = 0; unit < folded.length; unit++) {
    builder.starts[builder.length] = source.start;
    builder.ends[builder.length] = source.end;
    builder.length++;
  }
}

/** Lower case of one character, with the forms that differ only by place or keyboard made one. */
function lower(character: string): string {
  switch (character) {
    case "İ":
      return "i";
    case "ς":
      return "σ";
    case "\u2018":
    case "\u2019":
    case "\u02bc":
      return "'";
    default:
      return character.toLowerCase();
  }
}

const characterLength = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
