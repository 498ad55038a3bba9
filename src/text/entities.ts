// HTML character references, as a text that went through a web page may carry them.
const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  shy: "\u00ad",
  zwj: "\u200d",
  zwnj: "\u200c",
  sol: "/",
  period: ".",
  commat: "@",
  dollar: "$",
  excl: "!",
  lowbar: "_",
  ast: "*",
};
const reference = /&(?:#(\d{1,7});?|#[xX]([0-9a-fA-F]{1,6});?|([a-z]{2,6});)/y;

export const mayHoldEntity = (text: string): boolean => text.includes("&");

/** The character that a reference at this place stands for, and where the reference ends; null where there is none. */
export function decodeEntity(text: string, at: number): { text: string; end: number } | null {
  if (text.charCodeAt(at) !== 0x26) return null;
  reference.lastIndex = at;
  const match = reference.exec(text);
  if (match === null) return null;
  const [whole, decimal, hexadecimal, name] = match;
  const decoded =
    name !== undefined
      ? Object.hasOwn(named, name)
        ? named[name]
        : undefined
      : fromCode(decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal ?? "", 16));
  return decoded === undefined ? null : { text: decoded, end: at + whole.length };
}

const fromCode = (code: number): string | undefined =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : undefined;
