import type { WordsCheck } from "../checks/words.ts";
import { eachOf, ownWork, type Pack, type PackSource, phrases } from "./pack.ts";

/** Tiers, inflections and allowed phrases are ours; words that only name a body or an act are left out. */
export const wordSources: readonly PackSource[] = [
  ownWork,
  {
    name: "Compared with the words that at least four of eight published lists hold",
    licence: "MIT and CC BY 4.0",
  },
];

// In the text alone: people are called Dick, Fanny and Butt.
const inText = (list: string): WordsCheck => ({ check: "words", list, fields: ["body"] });

// Short ones come about by chance when letters are read out of signs or put together.
const asWritten = (...written: readonly string[]) =>
  phrases(...written).map((entry) => ({ ...entry, lanes: ["plain" as const, "folded" as const] }));

const mild = [
  ...phrases(
    "arse|arses|arsehole|arseholes|bollocks|bugger off|crap|crappy|crapping|dumbass|jackass|smartass|badass|bullcrap",
    "piss|pissed|pissing|piss off|damn|damned|goddamn|goddamned|dammit|goddammit|bastard|bastards|bloody hell|wtf|stfu",
    "dildo|dildos|clit|clits|milf|milfs|porno|circlejerk|assmunch|camwhore|camslut|fingerbang|fingerbanging|muffdiving",
    "splooge|goatse|tubgirl|gtfo|turd|turds|tosser|tossers|wanker|wankers|git|gits|prick|pricks|douche|douchebag|douchebags|twat|twats|sod off",
  ),
  ...asWritten(
    "ass|asses|tit|tits|titties|boobs|boner|hell no|go to hell|fart|farts|minger|pillock|knobhead|bellend",
  ),
];

const strong = [
  ...phrases(
    "fuck|fucks|fucked|fucker|fuckers|fuckin|fucking|fucktard|fucktards|fuckwit|fuckwits|fuckface",
    "motherfucker|motherfuckers|motherfucking|clusterfuck|fuck you|fuck off",
    "shit|shits|shitty|shitting|shithead|shitheads|shithole|bullshit|horseshit|dipshit|dipshits|shitstain|apeshit",
    "cunt|cunts|cunty|bitch|bitches|bitching|bitchy|son of a bitch|asshole|assholes|asshat|assclown",
    "cocksucker|cocksuckers|dickhead|dickheads|whore|whores|slut|sluts|slutty|skank|skanks|dumbfuck|fuckup|jerkoff",
    "blowjob|blowjobs|blow job|blow jobs|handjob|handjobs|rimjob|cumshot|cumshots|gangbang|gangbangs|creampie|deepthroat",
    "jack off|jerk off|jizz|jizzed|bukkake|buttplug|butthole|bunghole|assfuck|buttfuck|skullfuck",
  ),
  ...asWritten("cock|cocks|dick|dicks|pussy|pussies|cum|cumming|wank|wanking|poon|poontang|minge|schlong"),
];

const attacks = phrases(
  eachOf("kill|hang", "yourself|yourselves|urself|yourselfs"),
  "kys|neck yourself|go die|go and die|just die already|hope you die|i hope you die|hope you get cancer|hope you get raped",
  "go drink bleach|eat shit and die|rot in hell you|i will kill you|i'll kill you|im going to kill you",
  "i'm going to kill you|i will find you and|i will rape you|you should be raped|you deserve to be raped|you deserve to die",
  "you should be shot|you should be hanged|you should kill yourself|someone should shoot you",
);

export const profanityAllow: readonly string[] = [
  // People, books and plays.
  "Dick Van Dyke|Dick Cheney|Dick Turpin|Dick Whittington|Dick Tracy|Dick Clark|Dick Francis|Dick Button|Dick Wolf",
  "Moby Dick|Philip K Dick|Andy Dick|Tom Dick and Harry|Tom Dick or Harry|Pussy Riot|Octopussy|Pussy Galore",
  "Spotted Dick|Private Dick|Uncle Dick|Mr Dick|Sir Dick|Cressida Dick|Alan Cumming|Cumming Street|Dick's Sporting Goods",
  "Dick Grayson|Dick Smith|Dick Durbin|Dick Powell|Dick Advocaat|Dick Fosbury|Dick Hebdige|Dick and Jane|Dick & Jane",
  // Animals and plants.
  "pussy cat|pussy cats|pussycat|pussy willow|pussy willows|pussy foot|blue tit|blue tits|great tit|great tits|coal tit",
  "coal tits|marsh tit|willow tit|long tailed tit|long tailed tits|bearded tit|crested tit|tit for tat|tits and finches",
  "cock a hoop|cock a leekie|cock and bull|cock robin|cock pheasant|cock sparrow|weather cock|cock crow|cock crowed",
  "cock and hen|cocks crow|cocks crowing|stop cock|ball cock|half cock|cock up|cock ups|cock fight|cock fighting|cock of the north",
  "the Cock Inn|Cock Inn|Cock Tavern|turn cock|petcock|cock a snook|wild ass|wild asses|an ass and a|ox and ass|ox and the ass",
  "pack ass|law is an ass|law is a ass|the law is an ass|ass's milk|asses' milk|Balaam's ass|jack ass penguin|jackass penguin",
  // Places and other languages.
  "Fucking Austria|Fucking now Fugging|village of Fucking|town of Fucking|Fucking in Austria|Fucking Upper Austria|cum laude|magna cum laude",
  "summa cum laude|cum grano salis|Chorlton cum Hardy|cum dividend|dwelling cum|bed cum|kitchen cum|study cum|cum rights",
  "house cum|shop cum|Prestwich cum|Horton cum|Bitche|Wank mountain|the Wank|Git commit|git commit|git push|git repository",
  "git repo|git pull|git clone|git branch|use git|using git|and git|with git|boner fide|bon mot|shit tzu|dick dale|Dick Dale",
  // What people say of their own mood or of a crowd, and words of a trade.
  "son of a bastard sword|bastard sword|bastard file|bastard toadflax|William the Bastard|Fat Bastard|damned if|the damned",
  "piss poor|taking the piss|take the piss|took the piss|hell or high water|hot damn|damn good|damn fine",
].flatMap((line) => line.split("|"));

export const profanityPack: Pack = {
  key: "profanity",
  version: 1,
  name: "Swearing in English",
  description:
    "Weighs swear words: 1 point for the mild, 2 for the strong, so that a slip holds nobody; strong ones three times do. Threats and calls to die hold by themselves. Whole words, seen through disguise; Scunthorpe, Penistone, Dick Van Dyke and the blue tit are left alone.",
  sources: wordSources,
  onForNewSites: false,
  wordLists: [
    { key: "mild", name: "Swearing: mild", entries: mild, allow: [...profanityAllow] },
    { key: "strong", name: "Swearing: strong", entries: strong, allow: [...profanityAllow] },
    {
      key: "attacks",
      name: "Threats and calls to die",
      entries: attacks,
      allow: [
        "don't kill yourself",
        "do not kill yourself",
        "want to kill yourself",
        "tried to kill yourself",
        "not kill yourself",
      ],
    },
  ],
  rules: [
    {
      key: "mild",
      name: "Mild swearing",
      stage: "hold",
      when: inText("mild"),
      then: { points: 1, group: "swearing" },
    },
    {
      key: "strong",
      name: "Strong swearing",
      stage: "hold",
      when: inText("strong"),
      then: { points: 2, group: "swearing" },
    },
    {
      key: "strong-again",
      name: "Strong swearing, again and again",
      stage: "hold",
      when: { ...inText("strong"), count: { gte: 3 } },
      then: { points: 2, group: "swearing" },
    },
    {
      key: "name",
      name: "Strong swearing in the author’s name",
      stage: "hold",
      when: {
        check: "words",
        phrases: [
          "fuck*",
          "motherfuck*",
          "shit",
          "shithead",
          "cunt",
          "cunts",
          "whore",
          "slut",
          "cocksucker",
          "dickhead",
          "asshole",
        ],
        fields: ["authorName"],
      },
      then: { points: 4, group: "swearing" },
    },
    {
      key: "attack",
      name: "Threat or call to die",
      stage: "hold",
      when: inText("attacks"),
      then: { points: 4, group: "attacks" },
    },
  ],
};
