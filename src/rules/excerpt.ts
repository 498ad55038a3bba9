type Span = [start: number, end: number];

/** Units shown before the first place, where the text is too long to be shown whole. */
const lead = 60;

/** The part of a long text in which the first place lies, and the places in it counted from its beginning. */
export function excerptAround(
  text: string,
  { spans, length }: { spans: readonly Span[]; length: number },
): { text: string; spans: Span[] } {
  const first = spans[0]?.[0] ?? 0;
  const start = text.length <= length ? 0 : betweenCharacters(text, Math.max(0, first - lead));
  const end = betweenCharacters(text, Math.min(text.length, start + length));
  return {
    text: text.slice(start, end),
    spans: spans.flatMap(([from, to]): Span[] => {
      const shown: Span = [Math.max(from, start) - start, Math.min(to, end) - start];
      return shown[0] < shown[1] ? [shown] : [];
    }),
  };
}

/** An emoji cut in half is no text. */
const betweenCharacters = (text: string, at: number): number =>
  /[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) ? at - 1 : at;
