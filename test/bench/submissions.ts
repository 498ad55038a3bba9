// Comments as a newsroom sees them: mostly distinct, of mixed length, some with links, by many authors on many pages.
const commonWords = (
  "the council road budget school people think really agree never always because article mayor paid truth city park " +
  "bus winter question answer money nobody asked children teacher train station years work night morning good bad " +
  "idea reader editor history number wrong right simply maybe however between without street house river bridge"
).split(" ");

/** The same numbers in every run, so that runs compare. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

// Most words of a language are rare; with the common ones alone, half of all comments would look alike.
const syllables = "ba ke lo mi nu ra se ti vo pa de gri sto an er il on ul tra mon".split(" ");
const rareWords = syllables.flatMap((first) =>
  syllables.flatMap((second) => syllables.map((third) => first + second + third)),
);

export interface BenchSubmission {
  siteKey: string;
  pageUrl: string;
  pageTitle: string;
  authorName: string;
  authorEmail?: string;
  authorIp: string;
  userAgent: string;
  body: string;
}

export function createSubmissions(siteKey: string, count: number, seed: number): BenchSubmission[] {
  const random = createRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const text = () => {
    const word = () => {
      const words = random() < 0.5 ? commonWords : rareWords;
      return words[below(words.length)]!;
    };
    const chosen = Array.from({ length: 8 + below(60) }, word);
    return `${chosen.join(" ")}${random() < 0.1 ? ` https://example.com/${below(100_000)}` : "."}`;
  };
  return Array.from({ length: count }, () => {
    const author = below(20_000);
    const page = below(300);
    return {
      siteKey,
      pageUrl: `https://news.example/articles/${page}`,
      pageTitle: `Article number ${page}`,
      authorName: `Reader ${author}`,
      ...(author % 2 === 0 ? { authorEmail: `reader${author}@example.com` } : {}),
      authorIp: `10.${below(250)}.${below(250)}.${1 + below(250)}`,
      userAgent:
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
      body: text(),
    };
  });
}
