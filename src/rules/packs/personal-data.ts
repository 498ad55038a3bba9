import { ownWork, type Pack, type PackRule } from "./pack.ts";
import type { PersonalDataKind } from "../../text/personal-data.ts";

const holds = (kind: PersonalDataKind, key: string, name: string): PackRule => ({
  key,
  name,
  stage: "hold",
  when: { check: "personal-data", kinds: [kind] },
  then: { points: 4, group: "personal-data" },
});

export const personalDataPack: Pack = {
  key: "personal-data",
  version: 1,
  name: "Personal data",
  description:
    "Holds a comment that gives away a phone number, an e-mail address, a card number or a bank account, whoever it belongs to. Cards and accounts must have the right check digits; dates, prices and scores are left alone. Findings repeat only a part of what was found.",
  sources: [
    ownWork,
    {
      name: "Account lengths: IBAN registry, release 97",
      licence: "facts",
      url: "https://www.swift.com/standards/data-standards/iban",
    },
  ],
  onForNewSites: false,
  wordLists: [],
  rules: [
    holds("phone", "phone", "Phone number in the text"),
    holds("email", "email", "E-mail address in the text"),
    holds("card", "card", "Card number in the text"),
    holds("iban", "iban", "Bank account in the text"),
  ],
};
