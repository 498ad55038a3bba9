// Which language a text is probably in: by its script, and among those that share one by their commonest words. Says
// nothing where a text is short or in doubt; it is for filtering a list, never for judging a comment.

const byScript: readonly (readonly [language: string, script: RegExp])[] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["ko", /\p{Script=Hangul}/gu],
  ["zh", /\p{Script=Han}/gu],
  ["el", /\p{Script=Greek}/gu],
  ["he", /\p{Script=Hebrew}/gu],
  ["th", /\p{Script=Thai}/gu],
  ["hi", /\p{Script=Devanagari}/gu],
  ["hy", /\p{Script=Armenian}/gu],
  ["ka", /\p{Script=Georgian}/gu],
];

const commonWords: Record<string, string> = {
  en: "the and is are was that this you have with for not they but it of to what there would been which your",
  de: "der die das und ist nicht ich ein eine mit auf den dem es sich auch wie wir aber für zu von sind wird nur",
  fr: "le la les et est pas que des une pour dans ce qui sur avec je nous vous mais plus sont du au cette ont",
  es: "el los las que de y es por una con para no del se lo como pero más muy está son este esta todo al",
  it: "il che di e non è per una con sono del della gli le ma come anche più questo questa alla nel ho hanno",
  pt: "o que de e não é um uma para com os as do da em mas mais como foi são isso muito você por ao",
  nl: "de het een en is niet van dat ik ook voor op zijn maar met wat er wel naar deze heeft geen nog wordt",
  pl: "i w nie na się jest to że z do jak co ale tak o za od był są tylko już tego być dla przez",
  sv: "och det att är som en på inte av för med jag har ett om men så till var den vi kan man här",
  da: "og det at er som en på ikke af for med jeg har et om men så til var den vi kan man her jeg blev",
  cs: "a je se na že to v ne s jsem ale jak o by jsou za co pro jen už tak nebo když ještě bude tom",
  tr: "ve bir bu da de için çok ne ama gibi daha var mi olarak en ben o kadar değil sonra ile her şey yok",
  ru: "и в не на что я с как это он но по все так за же мы бы если только они был для было нет",
  uk: "і в не на що я з як це він але по все так за ж ми би якщо тільки вони був для було немає та є у",
  bg: "и в не на че съм с как това той но по всички така за се ние би ако само те е за са да няма",
  ar: "في من على أن إلى هذا التي الذي ما لا كان مع عن هذه أو لم هو كل بعد قد",
  fa: "و در به از که این را با است برای آن یک هم می تا بر کرد نیست شد ما",
};

const languagesByWord = new Map<string, string[]>();
for (const [language, words] of Object.entries(commonWords)) {
  for (const word of new Set(words.split(" "))) {
    languagesByWord.set(word, [...(languagesByWord.get(word) ?? []), language]);
  }
}

export const guessedLanguages: readonly string[] = [
  ...Object.keys(commonWords),
  ...byScript.map(([language]) => language),
].sort();

const looksAt = 2_000;
const fewestWords = 4;
const fewestHits = 2;

export function guessLanguage(text: string): string | null {
  const read = text.slice(0, looksAt);
  const letters = read.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return null;
  for (const [language, script] of byScript) {
    if ((read.match(script)?.length ?? 0) > letters / 3) return language;
  }
  return byCommonWords(read.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []);
}

function byCommonWords(words: readonly string[]): string | null {
  if (words.length < fewestWords) return null;
  const hits = new Map<string, number>();
  for (const word of words) {
    for (const language of languagesByWord.get(word) ?? []) {
      hits.set(language, (hits.get(language) ?? 0) + 1);
    }
  }
  const [first, second] = [...hits].sort(([, a], [, b]) => b - a);
  if (first === undefined || first[1] < fewestHits || first[1] === second?.[1]) return null;
  return first[0];
}
