// What the packs hold and, more important, what they leave alone: each comment is a stranger's first one.
import { describe, expect, test } from "@jest/globals";
import { compileRules } from "../../src/rules/compile.ts";
import { evaluate } from "../../src/rules/evaluate.ts";
import { type Pack, ruleOf, withListIds } from "../../src/rules/packs/pack.ts";
import { packs } from "../../src/rules/packs/packs.ts";
import { ruleSchema } from "../../src/rules/rule.ts";
import { wordListSchema } from "../../src/rules/word-list.ts";
import { defaultRules, givenFacts, givenSettings } from "./givens.ts";

type Given = Parameters<typeof givenFacts>[0];

function judgeBy(chosen: readonly Pack[]) {
  const id = (pack: Pack, key: string) => `${pack.key}/${key}`;
  const rules = chosen.flatMap((pack) =>
    pack.rules.map((rule) => {
      const { name, stage, when, then } = ruleOf(rule, (key) => id(pack, key));
      return { ruleId: id(pack, rule.key), version: 1, name, stage, when, then };
    }),
  );
  const lists = chosen.flatMap((pack) => pack.wordLists.map((list) => ({ ...list, id: id(pack, list.key) })));
  const compiled = compileRules(rules, lists);
  return (body: string, given: Given = {}) =>
    evaluate(
      compiled,
      givenFacts({ ...nothingBefore, ...given, comment: { body, ...given?.comment } }),
      givenSettings(),
    );
}

const nothingBefore: Given = {
  velocity: [{ by: "ip", windowSeconds: 600, count: 0, uniqueAuthors: 0 }],
  duplicates: [86_400, 604_800].map((windowSeconds) => ({
    windowSeconds,
    sameAuthor: 0,
    otherAuthors: 0,
    rejected: 0,
  })),
};

const packOf = (key: string): Pack => packs.find((pack) => pack.key === key)!;
const judgeByAll = judgeBy(packs);
const heldBy = (judge: ReturnType<typeof judgeBy>, body: string, given?: Given): string[] => {
  const { verdict, findings } = judge(body, given);
  return verdict === "held" ? [...new Set(findings.map(({ ruleId }) => ruleId))] : [];
};

describe("every pack", () => {
  test.each(packs.map((pack) => [pack.key, pack] as const))(
    "%s is whole: valid, sourced, and no list is idle",
    (_, pack) => {
      const used = new Set<string>();
      for (const rule of pack.rules) {
        expect(ruleSchema.safeParse(ruleOf(rule, (key) => key)).error?.issues ?? []).toEqual([]);
        expect(rule.stage).toBe("hold");
        withListIds(rule.when, (key) => {
          used.add(key);
          return key;
        });
      }
      for (const { key, ...list } of pack.wordLists) {
        expect([key, wordListSchema.safeParse(list).error?.issues ?? []]).toEqual([key, []]);
        expect(new Set(list.entries.map(({ phrase }) => phrase)).size).toBe(list.entries.length);
      }

      expect([...used].sort()).toEqual(pack.wordLists.map(({ key }) => key).sort());
      expect(new Set(pack.rules.map(({ key }) => key)).size).toBe(pack.rules.length);
      expect(pack.sources.length).toBeGreaterThan(0);
      expect(pack.sources.every(({ licence }) => licence !== "")).toBe(true);
    },
  );

  test("has a key and a name of its own, and rules that no other pack has", () => {
    const names = packs.flatMap(({ rules }) => rules.map(({ name }) => name));

    expect(new Set(packs.map(({ key }) => key)).size).toBe(packs.length);
    expect(new Set(names).size).toBe(names.length);
  });

  test("on a new site those about form, links, floods and shouting are on, and no words count", () => {
    expect(packs.filter(({ onForNewSites }) => onForNewSites).map(({ key }) => key)).toEqual([
      "basics",
      "links",
      "flood",
      "shouting",
    ]);
    expect(defaultRules).toHaveLength(21);
    expect(JSON.stringify(defaultRules)).not.toContain('"words"');
  });
});

describe("with every pack on, an honest first comment is not held", () => {
  test.each([
    // Words that hold other words.
    "Scunthorpe United won, and Penistone sang in the rain.",
    "The cockpit was small, the cocktail party loud, the peacock proud.",
    "I live in Lightwater, near Clitheroe; Sussex and Essex are far.",
    "Arsenal won again. In class we assess the assassin.",
    "A classic pass to grass: the bass guitar, the mass, the title.",
    "Dick Van Dyke was great, and so was Moby Dick.",
    "Kung-Fu Panda, shiitake mushrooms, Matsushita TVs, a specialist and a therapist.",
    "Cumbria sent a document; Assamese is from Assam.",
    "Push it to the limit as soon as possible, said Hancock to Babcock.",
    "Niger and Nigeria, snigger quietly, a raccoon on a tapestry.",
    "Cockburn Street, a titmouse bird, tit for tat, a blue tit and a great tit.",
    "142,460 people and 3x^2 $$ + 5",
    "Der Dickdarm ist lang. Fagottino is Italian.",
    "Faggots and peas for tea, then out for a fag.",
    "Fucking (now Fugging), Austria, changed its name.",
    "Rapeseed oil, retardant foam, homo sapiens and a sextet.",
    "A chink in the armour, spic and span, kaffir lime leaves, a Maine Coon.",
    "He graduated magna cum laude; the law is an ass.",
    "The fucking trains are late again.",
    "Damn, that is a crap decision by the council.",
    // What spam talks of, said by people who sell nothing.
    "Bitcoin fell again; I invested a little and lost half of it. Serves me right.",
    "My pension fund lost money on stocks while traders made profits.",
    "Please check out the second paragraph, the number is wrong.",
    "Could you please fix my page? My profile shows the wrong name.",
    "I subscribe to the print edition and still cannot sign up here.",
    "Online casinos ruin families. Ban their adverts.",
    "The payday loan firms charged my neighbour 4,000 % a year.",
    "He won the cash prize at the village raffle, well deserved!",
    "You won’t believe how often I claimed a refund for free delivery.",
    "Working from home has made me happier, and my employer saves money.",
    "My song of the year! Listen to it twice.",
    "Hi everyone, first time here. Great article, thank you!",
    "I disagree, see https://en.wikipedia.org/wiki/Scunthorpe",
    "The full report is at https://www.gov.uk/government/publications/bus-strategy and worth your time.",
    "Telegram is blocked there, so people use other ways to talk.",
    "Donate to the food bank if you can; winter is hard.",
    "Take a look at the map on page 4.",
    "Does viagra count as medicine under the new law?",
    "We should send this to the council before 10 December.",
    "Psy has 2.124.821.694 views, that is 29.24 % of all people.",
    "Founded 1884, closed 1939-1945, opened again 01.02.1947.",
    "The game ended 10-12, 11-13, 7-11. Order no 1234567890123 never came.",
    "The match is on 12/06/2026 at 20:30, tickets from £25.",
    "How do I reach you @ the paper? I tried twice.",
    "Sad that two people had to die in a fire. Please take care.",
    "If you feel like killing yourself, please call a helpline. You are not alone.",
    "WHY IS NOBODY TALKING ABOUT THE BRIDGE?",
    "Nooooooooooooooo!!!",
    "Спасибо, с iPhoneом всё работает",
    "Ein schöner Artikel, danke! Die Straße nach Kitzbühel ist gesperrt.",
    "مقال رائع، شكرا لكم",
    "素晴らしい記事でした。ありがとう。",
  ])("%s", (body) => {
    expect(heldBy(judgeByAll, body)).toEqual([]);
  });

  test.each([
    "Dick",
    "Fanny Cox",
    "Randy Butt",
    "Jack Hancock",
    "Phuc Dong",
    "Alan Cumming",
    "Cassandra Sexton",
    "Kiki Dagover",
  ])("the name %s holds nobody", (authorName) => {
    expect(heldBy(judgeByAll, "A fair point.", { comment: { authorName } })).toEqual([]);
  });
});

describe("the spam pack", () => {
  const judge = judgeBy(["basics", "links", "flood", "shouting", "spam"].map(packOf));

  test.each([
    ["strong-ask", "Subscribe to my channel and I will subscribe back"],
    ["strong-ask", "Sub5cr1be to me"],
    ["own-thing", "check out my new cover songs"],
    ["fundraiser-or-shop", "help them here https://www.gofundme.com/abc"],
    ["bare-link", "https://spam.example.com/offer?id=4"],
    ["money-scheme", "My aunt found out how to make money online, and so can you"],
    ["quick-money", "Get paid to type, click here"],
    ["testimonial", "I invested with her guidance and bitcoin changed my life"],
    ["prize", "You have won! Claim your prize now"],
    ["contact-details", "Contact me on WhatsApp +234 803 123 4567"],
    ["adult-offer", "hot girls near you"],
    ["offer", "Buy cheap viagra today"],
    ["offer", "Buy v1agra today"],
    ["offer-topic", "the best online casino, register now"],
    ["spell-caster", "Dr Oduwa the great spell caster is the best"],
    ["chain-letter", "Copy and paste this to 10 other videos"],
    ["text-message-offers", "Txt WIN to 80082, 150p/msg, T&Cs apply"],
    ["spaced-link", "visit my shop at cheapthings dot com"],
  ])("finds %s in “%s”", (rule, body) => {
    expect(heldBy(judge, body)).toContain(`spam/${rule}`);
  });

  test("leaves an author alone whom the site has approved three times", () => {
    const body = "Subscribe to my channel and check out my new song";

    expect(heldBy(judge, body, { author: { approvedCount: 2 } })).not.toEqual([]);
    expect(heldBy(judge, body, { author: { approvedCount: 3 } })).toEqual([]);
  });
});

describe("the pack on personal data", () => {
  const judge = judgeBy([packOf("personal-data")]);

  test.each([
    ["phone", "Ring the mayor on 01632 960123"],
    ["email", "Tell him: mayor@scunthorpe.gov.uk"],
    ["card", "I paid with 4111 1111 1111 1111"],
    ["iban", "Send it to DE89 3704 0044 0532 0130 00"],
  ])("holds a comment with %s", (rule, body) => {
    expect(heldBy(judge, body)).toEqual([`personal-data/${rule}`]);
  });
});

describe("the pack on swearing", () => {
  const judge = judgeBy([packOf("profanity")]);

  test.each([
    ["mild", "What a load of crap", 1],
    ["strong", "What a load of sh1t", 2],
    ["attack", "Just k1ll yourself", 4],
  ])("weighs the %s in “%s”", (rule, body, points) => {
    const verdict = judge(body);

    expect(verdict.points).toBe(points);
    expect(verdict.findings.map(({ ruleId }) => ruleId)).toContain(`profanity/${rule}`);
  });

  test.each([
    "Dick Van Dyke read Moby Dick",
    "a blue tit and a great tit",
    "the law is an ass",
    "magna cum laude",
    "git commit",
  ])("“%s” weighs nothing", (body) => {
    expect(judge(body).points).toBe(0);
  });

  test("a slip holds nobody, three of them do, and so does one in the name that stands over every comment", () => {
    expect(heldBy(judge, "Holy shit, this is damn good")).toEqual([]);
    expect(heldBy(judge, "shit article by a shitty shithead")).toContain("profanity/strong-again");
    expect(heldBy(judge, "Hello", { comment: { authorName: "Mr Fuckface" } })).toEqual(["profanity/name"]);
  });
});

describe("the pack on slurs", () => {
  const judge = judgeBy([packOf("slurs")]);

  test.each([
    ["slur", "you dirty f4ggot"],
    ["slur", "go home, p.a.k.i"],
    ["dehumanised", "Kill all the gays"],
    ["dehumanised", "Jews are vermin"],
  ])("finds %s in “%s”", (rule, body) => {
    expect(heldBy(judge, body)).toEqual([`slurs/${rule}`]);
  });

  test("words that are often innocent weigh two points", () => {
    expect(judge("you fag").points).toBe(2);
    expect(judge("a packet of fags").points).toBe(0);
  });
});

describe("the packs on links, floods, shouting and forms", () => {
  const judge = judgeBy(["basics", "links", "flood", "shouting"].map(packOf));
  const before = (sameAuthor: number, otherAuthors: number, count = 0): Given => ({
    velocity: [{ by: "ip", windowSeconds: 600, count, uniqueAuthors: 0 }],
    duplicates: [86_400, 604_800].map((windowSeconds) => ({
      windowSeconds,
      sameAuthor,
      otherAuthors,
      rejected: 0,
    })),
  });

  test.each<[string, string, Given]>([
    ["links/new-author-links", "http://a.example.com http://b.example.com", {}],
    ["links/shortened-link", "look: bit.ly/x", {}],
    ["flood/same-text-several-authors", "Vote for our petition today, friends", before(0, 3)],
    ["flood/many-from-address", "hi", before(0, 0, 12)],
    ["shouting/stacked-marks", "z\u0337\u0322\u0334\u0321\u0336\u0337algo", {}],
    ["shouting/turned-text", "\u202etxt.exe", {}],
    ["basics/honeypot", "hi", { form: { honeypotFilled: true } }],
    ["basics/banned-author", "hi", { author: { banned: true } }],
  ])("%s holds “%s”", (rule, body, given) => {
    expect(heldBy(judge, body, given)).toContain(rule);
  });
});
