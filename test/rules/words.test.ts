import { found, givenBody, givenFacts } from "./givens.ts";

const words = (...phrases: string[]) => ({ check: "words", phrases }) as const;

describe("a listed word is found as a whole word in any language", () => {
  test.each([
    ["viagra", "Cheap VIAGRA here", "VIAGRA"],
    ["viagra", "viagra.", "viagra"],
    ["viagra", "_viagra_", "viagra"],
    ["viagra", "❤️viagra❤️", "viagra"],
    ["café", "un cafe\u0301 noir", "cafe\u0301"],
    ["jalapeño", "Jalapen\u0303os? One JALAPEÑO.", "JALAPEÑO"],
    ["хуй", "Иди на ХУЙ!", "ХУЙ"],
    ["scheiße", "So eine Scheiße.", "Scheiße"],
    ["傻逼", "你是傻逼吗", "傻逼"],
    ["死ね", "お前は死ねよ", "死ね"],
    ["セックス", "今夜セックスしたい", "セックス"],
    ["ควาย", "ไอ้ควายโง่", "ควาย"],
    ["كلب", "أنت كلب\u200f حقا", "كلب"],
    ["istanbul", "İSTANBUL'da", "İSTANBUL"],
    ["don't", "I don’t care", "don’t"],
    ["c++", "I write C++.", "C++"],
    ["👎", "So bad 👎👎", "👎"],
    ["$$$", "make $$$ fast", "$$$"],
  ])("%s in “%s”", (phrase, body, matched) => {
    expect(found(words(phrase), givenBody(body)).matched).toContain(matched);
  });
});

describe("an honest word that merely contains a listed one is left alone", () => {
  test.each([
    ["cunt", "Scunthorpe United won"],
    ["penis", "I live in Penistone"],
    ["cock", "The cockpit of Cockermouth's peacock, Mr Hancock"],
    ["cialis", "Ask a specialist"],
    ["ass", "in class we assess the assassin's bass"],
    ["ass", "ass\u00adessment"],
    ["cock", "the cock\u00adpit and the cock\u200bpit"],
    ["meridia", "the prime meridian"],
    ["caf", "un café"],
    ["rape", "therapist, rapeseed, RAPÉ"],
    ["セックス", "エセックスに住む"],
    ["خر", "خرید آنلاین"],
    ["кот", "который"],
    ["หี", "หี่"],
    ["👍", "👎"],
  ])("%s is not in “%s”", (phrase, body) => {
    expect(found(words(phrase), givenBody(body)).outcome).toBe(false);
  });
});

describe("the space in a phrase stands for any white space or punctuation", () => {
  test.each([
    ["french fries", "french.fries"],
    ["french fries", "FRENCH \n\t — fries"],
    ["get-rich quick", "Get rich, quick!"],
    ["your website but", "I like your website, but…"],
  ])("%s in “%s”", (phrase, body) => {
    expect(found(words(phrase), givenBody(body)).outcome).toBe(true);
  });

  test("but there must be some", () => {
    expect(found(words("pen is"), givenBody("penis")).outcome).toBe(false);
    expect(found(words("as soon"), givenBody("as, er, soon")).outcome).toBe(false);
  });
});

test("a phrase with marks of its own is met as it is written", () => {
  expect(found(words("totaldns.ro/"), givenBody("see totaldns.ro/x")).outcome).toBe(true);
  expect(found(words("totaldns.ro/"), givenBody("totaldns ro")).outcome).toBe(false);
  expect(found(words("co(onut"), givenBody("This co(onut is delicious")).matched).toEqual(["co(onut"]);
});

test("an asterisk lets the word go on, and the whole word is shown", () => {
  expect(found(words("casin*"), givenBody("Casinos everywhere")).matched).toEqual(["Casinos"]);
  expect(found(words("*coin"), givenBody("Buy dogecoin")).matched).toEqual(["dogecoin"]);
  expect(found(words("*arma*"), givenBody("онлайн и pharmacy")).matched).toEqual(["pharmacy"]);
  expect(found(words("casin*"), givenBody("a cas in")).outcome).toBe(false);
});

describe("an allowed phrase wins where it covers the listed word", () => {
  const check = { check: "words", phrases: ["dick"], allow: ["Dick Van Dyke", "moby dick*"] } as const;

  test("the name is let through, the insult beside it is not", () => {
    expect(found(check, givenBody("Dick Van Dyke was great")).outcome).toBe(false);
    expect(found(check, givenBody("Moby-Dick is long")).outcome).toBe(false);
    expect(found(check, givenBody("Dick van Dyke, you dick")).matched).toEqual(["dick"]);
  });

  test("a longer listed phrase beats a shorter allowed one", () => {
    const longer = { check: "words", phrases: ["dick van spam"], allow: ["dick"] } as const;

    expect(found(longer, givenBody("dick van spam")).outcome).toBe(true);
  });
});

test("a word inside a longer listed phrase is shown once, as the phrase", () => {
  expect(found(words("loan", "payday loan"), givenBody("a payday loan")).matched).toEqual(["payday loan"]);
});

test("the text and the author's name are read, the web address only when asked for", () => {
  const facts = givenFacts({
    comment: { authorName: "Cheap viagra", authorUrl: "https://pills.example/viagra" },
  });

  expect(found(words("viagra"), facts).matched).toEqual(["viagra"]);
  expect(found({ ...words("viagra"), fields: ["authorUrl"] }, facts).matched).toEqual(["viagra"]);
  expect(found({ ...words("viagra"), fields: ["body"] }, facts).outcome).toBe(false);
});

describe("a stored list", () => {
  const insults = {
    id: "list-1",
    name: "Insults",
    entries: [
      { phrase: "idiot*" },
      { phrase: "admin", fields: ["authorName" as const] },
      { phrase: "ghost", lanes: ["leet" as const] },
    ],
    allow: ["village idiot"],
  };
  const check = { check: "words", list: "list-1" } as const;

  test("is named in the explanation", () => {
    const result = found(check, givenBody("You idiots!"), [insults]);

    expect(result.matched).toEqual(["idiots"]);
    expect(result.explanation).toBe("1 listed word or phrase: “idiots” (listed in “Insults” as “idiot*”)");
  });

  test("has its own allowed phrases, and fields and lanes by entry", () => {
    expect(found(check, givenBody("the village idiot"), [insults]).outcome).toBe(false);
    expect(found(check, givenBody("ask the admin"), [insults]).outcome).toBe(false);
    expect(found(check, givenFacts({ comment: { authorName: "Admin" } }), [insults]).outcome).toBe(true);
    expect(found(check, givenBody("a ghost"), [insults]).outcome).toBe(false);
  });

  test("finds a part of a longer word only where an entry asks for that", () => {
    const list = {
      id: "list-1",
      name: "Stems",
      entries: [
        { phrase: "idiot", lanes: ["suspect" as const] },
        { phrase: "moron" },
        { phrase: "ass", lanes: ["plain" as const, "suspect" as const] },
      ],
      allow: ["idiotikon"],
    };

    expect(found(check, givenBody("Such idiotic talk of superidiots"), [list]).matched).toEqual([
      "idiotic",
      "superidiots",
    ]);
    expect(found(check, givenBody("an idiot"), [list]).outcome).toBe(false);
    expect(found(check, givenBody("oxymoronic"), [list]).outcome).toBe(false);
    expect(found(check, givenBody("read the Idiotikon in class"), [list]).outcome).toBe(false);
  });

  test("that is gone makes the rule unknown, never silent", () => {
    expect(found(check, givenBody("hello"))).toMatchObject({
      outcome: "unknown",
      explanation: "The word list list-1 does not exist",
    });
  });
});

test("with count, one slip is forgiven", () => {
  const check = { ...words("damn"), count: { gte: 2 } } as const;

  expect(found(check, givenBody("damn")).outcome).toBe(false);
  expect(found(check, givenBody("damn, DAMN")).outcome).toBe(true);
});
