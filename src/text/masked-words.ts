// f*ck, sh*t, f-----g: which listed words fit the letters that are left. The lists' own automaton is walked, a mask
// standing for any letter, so a list of 65,000 words costs hardly more than a short one.
import { type AhoCorasick, childrenOf } from "./aho-corasick.ts";

// Nobody writes these inside a word but to hide it; the others also join words and end sentences.
const strongMask = /[*#^~•·■█×]/;
const mask = /[*#^~•·■█×._\-'?%&+=[\]]/;
const word = /\S+/g;
const minLength = 3;
const minWeakLength = 4;
// Letters may follow a masked word of this length: "c*ntface".
const minOpenKey = 4;
const maxLength = 24;
const maxTokens = 100;
const maxFits = 3;
const maxSteps = 3_000;

export interface MaskedWords {
  find: (text: string) => { start: number; end: number; words: string[] }[];
}

export function indexMaskedWords(automaton: AhoCorasick): MaskedWords {
  return {
    find(text) {
      if (automaton.keys.length === 0 || !mask.test(text)) return [];
      const found: { start: number; end: number; words: string[] }[] = [];
      let tokens = 0;
      for (const match of text.matchAll(word)) {
        if (!mask.test(match[0])) continue;
        if (++tokens > maxTokens) break;
        const { token, offset } = trimmed(match[0]);
        if (!isMasked(token)) continue;
        const words = fitting(automaton, token);
        const start = match.index + offset;
        if (words.length > 0) found.push({ start, end: start + token.length, words });
      }
      return found;
    },
  };
}

/** Without quotes and brackets around it and the punctuation of the sentence after it. */
function trimmed(written: string): { token: string; offset: number } {
  const offset = /^[^a-z]*/.exec(written)?.[0].length ?? 0;
  const core = written.slice(offset);
  const isOpen = /^[a-z]{2,}[*#^~•·■█×]+[^a-z]*$/.test(core);
  return { token: core.replace(isOpen ? /[^*#^~•·■█×]+$/ : /[^a-z]+$/, ""), offset };
}

function isMasked(token: string): boolean {
  if (token.length < minLength || token.length > maxLength || !mask.test(token)) return false;
  if (token.length < minWeakLength && !strongMask.test(token)) return false;
  // Full stops in a row are a pause between two words.
  if (token.includes("..")) return false;
  for (const character of token) if (!/[a-z]/.test(character) && !mask.test(character)) return false;
  return true;
}

/** Each mask stands for one letter; of several in a row, for fewer as well. */
function fitting(automaton: AhoCorasick, token: string): string[] {
  const fits = new Set<string>();
  let steps = 0;

  function walk(state: number, at: number, hasMasked: boolean): void {
    if (++steps > maxSteps || fits.size >= maxFits) return;
    const key = automaton.keyAt[state] as number;
    if (key >= 0 && hasMasked && isEnd(at, automaton.keyLengths[key] as number)) {
      fits.add(automaton.keys[key] as string);
    }
    if (at === token.length) return;
    const isMask = mask.test(token.charAt(at));
    const [first, end] = childrenOf(automaton, state);
    for (let child = first; child < end; child++) {
      const label = automaton.labels[child] as number;
      if (!isMask) {
        if (label === token.charCodeAt(at)) walk(child, at + 1, hasMasked);
        continue;
      }
      if (label < 0x61 || label > 0x7a) continue;
      walk(child, at + 1, true);
      const after = maskEnd(at);
      if (after > at + 1) walk(child, after, true);
    }
  }

  // A hyphen or a full stop joins words: what follows it is no ending of the word before.
  const mayGoOn = strongMask.test(token) || /[_[\]]{2}/.test(token);
  const isEnd = (at: number, length: number): boolean =>
    at === token.length || (mayGoOn && length >= minOpenKey && /^[a-z]+$/.test(token.slice(at)));
  const maskEnd = (at: number): number => {
    let end = at;
    while (end < token.length && mask.test(token.charAt(end))) end++;
    return end;
  };
  walk(0, 0, false);
  return [...fits];
}
