// Says in the reader's language what the server wrote in English, into the record or in a refusal: each sentence is taken
// apart by the templates of a catalogue and said again. Sentences quote what anybody wrote, so the work on each is bounded; what no
// template knows as a whole stays as it came. Imports nothing, since the words of the dashboard wait for it.

/**
 * An English template and its translation, an ICU message with the same values. In the English one, `link(s)` stands
 * with its ending or without, `{count, number}` for a number (also 1,200), `{host, word}` for what has no space in it and `“{matched}”`
 * for a quotation. `{whose}` or `{whose2}` is a phrase of the group `whose`; without such a group it is any text.
 * `{rule, name}` and `“{rule, name}”` are the name of a rule or a word list, which may have come with a pack.
 */
type Pair = readonly [english: string, translated: string];
export type Phrases = Readonly<Record<"whole", readonly Pair[]> & Record<string, readonly Pair[]>>;

type Values = Record<string, string | number>;
export type MessageOf = (translated: string) => { format: (values: Values) => unknown };

/** Words, numbers and quotations are found by a pattern; between two patterns lies what may be anything. */
interface Template {
  patterns: RegExp[];
  between: string[];
  numbers: ReadonlySet<string>;
  say: (values: Values) => string;
}

const maxLength = 4_000;
const maxSteps = 10_000;
const maxRemembered = 1_000;

export function createRecordReader(
  phrases: Phrases,
  messageOf: MessageOf,
  nameOf: (name: string) => string,
): (sentence: string) => string {
  const groups = new Map(
    Object.entries(phrases).map(([group, pairs]) => [
      group,
      pairs.map((pair) => compile(pair, { messageOf, nameOf })),
    ]),
  );
  // A card is drawn again and again.
  const remembered = new Map<string, string>();
  return (sentence) => {
    const known = remembered.get(sentence);
    if (known !== undefined) return known;
    const said = readSentence(groups, sentence) ?? sentence;
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(sentence, said);
    return said;
  };
}

const placeholder =
  /“\{(?<quoted>\w+)(?:, name)?\}”|\{(?<counted>\w+), number\}|\{(?<word>\w+), word\}|\{(?<any>\w+)(?:, name)?\}/g;
// While a sentence is read, each quotation is a number between two characters that no text has a use for.
const quotation = "\uE000\\d+\uE001";

interface Words {
  messageOf: MessageOf;
  nameOf: (name: string) => string;
}

function compile([english, translated]: Pair, { messageOf, nameOf }: Words): Template {
  const sources = ["^"];
  const between: string[] = [];
  const numbers = new Set<string>();
  const add = (source: string): void => void (sources[sources.length - 1] += source);
  let at = 0;
  for (const { 0: written, index, groups = {} } of english.matchAll(placeholder)) {
    const { quoted, counted, word, any } = groups;
    add(patternOf(english.slice(at, index)));
    at = index + written.length;
    if (quoted) add(`(?<${quoted}>${quotation})`);
    if (counted) {
      numbers.add(counted);
      add(`(?<${counted}>-?\\d+(?:,\\d{3})*(?:\\.\\d+)?)`);
    }
    if (word) add(`(?<${word}>\\S+)`);
    if (any) {
      between.push(any);
      sources.push("");
    }
  }
  add(`${patternOf(english.slice(at))}$`);
  const named = [...english.matchAll(/\{(\w+), name\}/g)].map(([, name]) => name!);
  const withNames = (values: Values): Values => ({
    ...values,
    ...Object.fromEntries(named.map((name) => [name, nameOf(String(values[name]))])),
  });
  let message: ReturnType<MessageOf> | null = null;
  return {
    patterns: sources.map((source) => new RegExp(source, "gu")),
    between,
    numbers,
    say: (values) => String((message ??= messageOf(translated)).format(withNames(values))),
  };
}

const patternOf = (words: string): string =>
  words.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/(?<=\p{L})\\\((\p{L}+)\\\)/gu, "(?:$1)?");

function readSentence(groups: ReadonlyMap<string, readonly Template[]>, sentence: string): string | null {
  if (sentence.length > maxLength || /[\uE000\uE001]/.test(sentence)) return null;
  const quotations: string[] = [];
  const text = sentence.replace(
    /“([^”]*)”/g,
    (_, quoted: string) => `\uE000${quotations.push(quoted) - 1}\uE001`,
  );
  const quotedIn = (captured: string): string => quotations[Number(captured.slice(1, -1))] ?? "";
  const asWritten = (part: string): string =>
    part.replace(new RegExp(quotation, "g"), (captured) => `“${quotedIn(captured)}”`);
  const tried = new Map<string, string | null>();
  let steps = 0;

  /** What phrases of a group make of a part; the same part is asked for along many ways. */
  function read(group: string, part: string): string | null {
    const key = `${group} ${part}`;
    const known = tried.get(key);
    if (known !== undefined) return known;
    let said: string | null = null;
    for (const template of groups.get(group) ?? []) {
      const values = fill(template, part, 0);
      if (values === null) continue;
      said = template.say(values);
      break;
    }
    tried.set(key, said);
    return said;
  }

  /** The values of a template from its nth pattern on; tries each place where that pattern may stand. */
  function fill(template: Template, rest: string, nth: number): Values | null {
    if (++steps > maxSteps) return null;
    const { patterns, between } = template;
    const name = between[nth - 1];
    for (const found of rest.matchAll(patterns[nth]!)) {
      if (++steps > maxSteps) return null;
      const before = name === undefined ? {} : valueOf(name, rest.slice(0, found.index));
      if (before === null) continue;
      const end = found.index + found[0].length;
      const after = nth === between.length ? {} : fill(template, rest.slice(end), nth + 1);
      if (after !== null) return { ...before, ...capturedIn(template, found), ...after };
    }
    return null;
  }

  function valueOf(name: string, part: string): Values | null {
    if (part === "") return null;
    const group = name.replace(/\d+$/, "");
    const said = groups.has(group) ? read(group, part) : asWritten(part);
    return said === null ? null : { [name]: said };
  }

  const capturedIn = ({ numbers }: Template, { groups: captured = {} }: RegExpMatchArray): Values =>
    Object.fromEntries(
      Object.entries(captured).map(([name, part]): [string, string | number] => {
        if (numbers.has(name)) return [name, Number(part.replaceAll(",", ""))];
        return [name, part.startsWith("\uE000") ? quotedIn(part) : asWritten(part)];
      }),
    );

  return read("whole", text);
}
