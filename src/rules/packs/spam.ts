import type { WordsCheck } from "../checks/words.ts";
import { isHardlyKnown } from "./new-author.ts";
import { ownWork, type Pack, type PackRule } from "./pack.ts";
import {
  adultOffers,
  chainLetters,
  coins,
  contactElsewhere,
  fundraisersAndShops,
  moneySchemes,
  offers,
  offerTopics,
  ownThings,
  pleas,
  prizes,
  profileHosts,
  quickMoney,
  smallAsks,
  spellCasters,
  strongAsks,
  testimonials,
  textMessageOffers,
} from "./spam-phrases.ts";

const inList = (list: string): WordsCheck => ({ check: "words", list, fields: ["body"] });
const timesInList = (list: string, gte: number): WordsCheck => ({ ...inList(list), count: { gte } });

/** What somebody whom the site knows writes is no spam for its words. */
const ofStrangers = (
  key: string,
  name: string,
  { points, when }: { points: number; when: PackRule["when"] },
): PackRule => ({
  key,
  name,
  stage: "hold",
  when: { all: [isHardlyKnown, when] },
  then: { points, group: "spam" },
});

export const spamPack: Pack = {
  key: "spam",
  version: 1,
  name: "Spam",
  description:
    "Knows how spam talks: come to my channel, earn from home, you have won, write to me elsewhere. Most signs weigh one or two points, so that it takes several of them to hold a comment. Authors with three approved comments are left alone.",
  sources: [ownWork],
  onForNewSites: false,
  wordLists: [
    { key: "strong-asks", name: "Spam: subscribe to me, follow me", entries: strongAsks },
    {
      key: "small-asks",
      name: "Spam: look, click, share",
      entries: smallAsks.entries,
      allow: smallAsks.allow,
    },
    { key: "own-things", name: "Spam: my channel, my shop", entries: ownThings },
    { key: "pleas", name: "Spam: please, hey guys", entries: pleas },
    { key: "money-schemes", name: "Spam: earning schemes", entries: moneySchemes },
    { key: "quick-money", name: "Spam: quick money", entries: quickMoney },
    { key: "coins", name: "Spam: coins and trading", entries: coins },
    { key: "testimonials", name: "Spam: thanks to Mrs Smith I am rich", entries: testimonials },
    { key: "prizes", name: "Spam: prizes and gifts", entries: prizes.entries, allow: prizes.allow },
    { key: "contact-elsewhere", name: "Spam: write to me elsewhere", entries: contactElsewhere },
    { key: "adult-offers", name: "Spam: adult offers", entries: adultOffers },
    { key: "offers", name: "Spam: pills, casinos, loans, services for sale", entries: offers },
    { key: "offer-topics", name: "Spam: what is much advertised", entries: offerTopics },
    { key: "spell-casters", name: "Spam: healers and hackers", entries: spellCasters },
    { key: "chain-letters", name: "Spam: chain letters", entries: chainLetters },
    { key: "text-message-offers", name: "Spam: text-message offers", entries: textMessageOffers },
  ],
  rules: [
    ofStrangers("strong-ask", "Spam: asks to be subscribed to or followed", {
      points: 4,
      when: inList("strong-asks"),
    }),
    ofStrangers("small-ask", "Spam: asks to look, click or share", { points: 2, when: inList("small-asks") }),
    ofStrangers("several-asks", "Spam: asks for several things", {
      points: 1,
      when: timesInList("small-asks", 3),
    }),
    ofStrangers("own-thing", "Spam: a channel, page or shop of their own", {
      points: 2,
      when: inList("own-things"),
    }),
    ofStrangers("plea", "Spam: begs", { points: 1, when: inList("pleas") }),
    ofStrangers("money-scheme", "Spam: an earning scheme", { points: 4, when: inList("money-schemes") }),
    ofStrangers("quick-money", "Spam: quick money", { points: 2, when: inList("quick-money") }),
    ofStrangers("testimonial", "Spam: a testimonial for coins or trading", {
      points: 4,
      when: { all: [inList("coins"), inList("testimonials")] },
    }),
    ofStrangers("prize", "Spam: a prize or a gift", { points: 2, when: inList("prizes") }),
    ofStrangers("prizes", "Spam: prizes, several times", { points: 2, when: timesInList("prizes", 2) }),
    ofStrangers("contact-elsewhere", "Spam: write to me elsewhere", {
      points: 2,
      when: inList("contact-elsewhere"),
    }),
    ofStrangers("contact-details", "Spam: a phone number or an e-mail address", {
      points: 2,
      when: { check: "personal-data", kinds: ["phone", "email"] },
    }),
    ofStrangers("adult-offer", "Spam: an adult offer", { points: 4, when: inList("adult-offers") }),
    ofStrangers("offer", "Spam: pills, casinos, loans, services for sale", {
      points: 4,
      when: inList("offers"),
    }),
    ofStrangers("offer-topic", "Spam: what is much advertised", { points: 2, when: inList("offer-topics") }),
    ofStrangers("spell-caster", "Spam: healers and hackers", { points: 4, when: inList("spell-casters") }),
    ofStrangers("chain-letter", "Spam: a chain letter", { points: 4, when: inList("chain-letters") }),
    ofStrangers("text-message-offer", "Spam: a sign of a text-message offer", {
      points: 2,
      when: inList("text-message-offers"),
    }),
    ofStrangers("text-message-offers", "Spam: a text-message offer, several signs", {
      points: 2,
      when: timesInList("text-message-offers", 2),
    }),
    ofStrangers("bare-link", "Spam: little but a link", {
      points: 2,
      when: {
        all: [
          { check: "links", notOwnSite: true, fields: ["body"] },
          {
            check: "pattern",
            pattern:
              "^\\PL{0,20}(?:\\pL{1,15}\\PL{1,8})?(?:https?:|www\\.)\\S+(?:\\PL+\\pL{1,15})?\\PL{0,20}$",
          },
        ],
      },
    }),
    ofStrangers("fundraiser-or-shop", "Spam: a link to a fundraiser, shop or referral", {
      points: 2,
      when: {
        any: [
          { check: "links", domains: [...fundraisersAndShops] },
          {
            check: "pattern",
            pattern: "https?://\\S+[?&](?:ref|aff|affid|affiliate|affiliateid|partner|referral|invite)=",
          },
        ],
      },
    }),
    ofStrangers("profile-link", "Spam: a link to a profile or a recording", {
      points: 1,
      when: { check: "links", domains: [...profileHosts], fields: ["body"] },
    }),
    ofStrangers("spaced-link", "Spam: a link taken apart", {
      points: 2,
      when: {
        check: "pattern",
        pattern:
          "(?:[a-z0-9-]{3,40}\\s?[\\[(]?(?:\\bdot\\b)[\\])]?\\s?(?:com|net|org|info|tk|ru)\\b|\\b[a-z0-9-]{3,40}\\s+\\.\\s*(?:com|net|org|info|tk|ru)\\b|\\b[a-z0-9-]{3,40}\\.\\s+com\\b|watch\\?v=)",
      },
    }),
  ],
};
