import { eachOf, type Pack, phrases } from "./pack.ts";
import { wordSources } from "./profanity.ts";

const slurs = phrases(
  "nigger|niggers|nigga|niggas|niggaz|niggah|nigra|sand nigger|sand niggers|wigger|wiggers|jigaboo|jigaboos|jiggaboo|jiggerboo",
  "pickaninny|piccaninny|porch monkey|porch monkeys|jungle bunny|jungle bunnies|darkie|darkies",
  "chink|chinks|chinky|gook|gooks|slant eye|slant eyes|slanteye|ching chong|zipperhead|zipperheads|dirty jap|dirty japs",
  "paki|pakis|paki shop|raghead|ragheads|towelhead|towelheads|camel jockey|camel jockeys|sand monkey|goat fucker|muzzie|muzzies",
  "kike|kikes|hymie|hymies|dirty jew|dirty jews|filthy jew|filthy jews|jewish pig|jewish pigs|christ killer",
  "spic|spics|spick|spicks|wetback|wetbacks|beaner|beaners|greaseball|greaseballs|dago|dagos",
  "faggot|faggots|faggoty|faggy|batty boy|batty boys|poofter|poofters|dirty dyke|dirty dykes|shirtlifter|fudge packer|fudgepacker|bulldyke|carpet muncher|carpetmuncher",
  "tranny|trannies|shemale|shemales|troon|troons",
  "retard|retards|retarded|libtard|libtards|spaz|spazzes",
  "gyppo|gyppos|gypo|gypos|pikey|pikeys|dirty gypsy|dirty gypsies|wog|wogs|dirty coon|dirty coons|dirty squaw|dirty injun",
);

/** As often innocent: a fag is a cigarette too, spastic a diagnosis. */
const doubtful = phrases(
  "fag|fags|spastic|spastics|coon|coons|kaffir|mongoloid|mongoloids|cripple|cripples|subhuman|subhumans",
);

const dehumanised = phrases(
  eachOf(
    "gas|kill|exterminate|burn|hang|shoot|castrate",
    "all|all the|all these",
    "jews|muslims|blacks|gays|immigrants|gypsies|trans people|women|mexicans|africans|arabs|queers|disabled people",
  ),
  eachOf("gas the|gas all", "jews|kikes|muslims"),
  eachOf(
    "jews|muslims|blacks|gays|immigrants|gypsies|women|black people|gay people|trans people|disabled people",
    "are|should be",
    "vermin|subhuman|sub human|cockroaches|parasites|exterminated|gassed|wiped out|scum|an inferior race|a plague|a disease",
  ),
  "heil hitler|sieg heil|hitler was right|hitler did nothing wrong|hail hitler",
);

const allow: readonly string[] = [
  "faggots and peas|faggots and gravy|faggots and chips|faggots with|faggots of wood|a faggot of|bouquet garni|Mr Brain's faggots",
  "chink in the armour|chink in his armour|chink in her armour|chink in their armour|chink in its armour|chink in the armor",
  "chink in the curtain|chink in the curtains|chink of light|chinks of light|chinks in the armour|chinks in their armour|chink of glasses",
  "spic and span|spick and span|Spic n Span|fag end|fag ends|fag packet|fag break|fag paper|back of a fag packet|packet of fags|pack of fags|a quick fag",
  "retarded growth|growth retarded|retarded the growth|flame retarded|retarded potential|retarded time|retarded the|ritardando",
  "Pakis Tan|spastic diplegia|spastic paralysis|spastic colon|spastic quadriplegia|spastic paraplegia|spastic cerebral palsy|spastic muscles|Spastics Society",
  "tranny fluid|tranny oil|kaffir lime|kaffir limes|Kaffir lily|Kaffir lilies|subhuman conditions|subhuman treatment|Maine Coon|Maine Coons|coon hound|coon hounds|coonhound",
].flatMap((line) => line.split("|"));

export const slursPack: Pack = {
  key: "slurs",
  version: 1,
  name: "Slurs in English",
  description:
    "Holds slurs against origin, faith, sex, sexuality and disability, and calls to harm such people. It only ever holds: a moderator sees whether a word was thrown at somebody, quoted or reclaimed. Words that are often innocent weigh 2; faggots and peas, kaffir limes and a chink in the armour are allowed.",
  sources: wordSources,
  onForNewSites: false,
  wordLists: [
    { key: "slurs", name: "Slurs", entries: slurs, allow: [...allow] },
    { key: "dehumanised", name: "Calls to harm a group", entries: dehumanised },
    { key: "doubtful", name: "Slurs that are often innocent", entries: doubtful, allow: [...allow] },
  ],
  rules: [
    {
      key: "slur",
      name: "Slur",
      stage: "hold",
      when: { check: "words", list: "slurs", fields: ["body", "authorName"] },
      then: { points: 4, group: "slurs" },
    },
    {
      key: "doubtful",
      name: "Slur that is often innocent",
      stage: "hold",
      when: { check: "words", list: "doubtful", fields: ["body"] },
      then: { points: 2, group: "slurs" },
    },
    {
      key: "dehumanised",
      name: "Call to harm a group",
      stage: "hold",
      when: { check: "words", list: "dehumanised", fields: ["body", "authorName"] },
      then: { points: 4, group: "slurs" },
    },
  ],
};
