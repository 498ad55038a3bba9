import { z } from "zod";
import {
  findPersonalData,
  masked,
  type PersonalDataKind,
  personalDataKinds,
} from "../../text/personal-data.ts";
import { maxMatchesPerCheck, plural, type CompiledCheck, type Match } from "../check.ts";
import { inWords, meets, numberConditionSchema } from "../number-condition.ts";
import { textFieldsSchema, type TextField } from "../text-field.ts";

const defaultFields: readonly TextField[] = ["body"];

export const personalDataCheckSchema = z
  .strictObject({
    check: z.literal("personal-data"),
    kinds: z.array(z.enum(personalDataKinds)).min(1).max(personalDataKinds.length).optional(),
    fields: textFieldsSchema.optional(),
    count: numberConditionSchema.optional(),
  })
  .meta({
    description:
      "Does the text give away a phone number, an e-mail address, a card number (with its issuer's form and its check " +
      "digit) or a bank account (an IBAN whose check digits are right)? All kinds unless some are named. Findings " +
      "repeat only a part of it.",
  });
export type PersonalDataCheck = z.infer<typeof personalDataCheckSchema>;

export function compilePersonalData(check: PersonalDataCheck): CompiledCheck {
  const kinds = check.kinds ?? personalDataKinds;
  const wanted = new Set<PersonalDataKind>(kinds);
  const fields = check.fields ?? defaultFields;
  const count = check.count ?? { gte: 1 };
  const what = kinds.map((kind) => kindNames[kind]).join(" or ");
  return {
    description: `the comment has ${check.count === undefined ? what : `${inWords(count)} of: ${what}`}`,
    evaluate: ({ text }) => {
      const found = fields.flatMap((field) => matchesIn(field, text.original(field), wanted));
      return {
        outcome: meets(count, found.length),
        matches: found.slice(0, maxMatchesPerCheck),
        explanation: found.length === 0 ? `No ${what.replace(/\ban? /g, "")}` : explain(found),
      };
    },
  };
}

const kindNames: Record<PersonalDataKind, string> = {
  phone: "a phone number",
  email: "an e-mail address",
  card: "a card number",
  iban: "a bank account (IBAN)",
};

/** A finding travels further than the comment, into events and logs: the span says where, the words are masked. */
function matchesIn(field: TextField, text: string, kinds: ReadonlySet<PersonalDataKind>): Match[] {
  return findPersonalData(text, kinds).map(({ kind, start, end }) => ({
    field,
    span: [start, end],
    matched: masked(kind, text.slice(start, end)),
    lane: "original",
    note: kindNames[kind],
  }));
}

function explain(found: readonly Match[]): string {
  const shown = found.slice(0, 5).map(({ matched, note }) => `${note ?? ""} “${matched}”`);
  const rest =
    found.length > shown.length ? ` and ${plural(found.length - shown.length, "more", "more")}` : "";
  return `Personal data: ${shown.join(", ")}${rest}`;
}
