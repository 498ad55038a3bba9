import { z } from "zod";
import { combineParts, type CheckInput, type CompiledCheck, type Part } from "../check.ts";
import { wholeDaysBetween } from "../days.ts";
import { inWords, meets, numberConditionSchema, type NumberCondition } from "../number-condition.ts";
import { storableText } from "../storable-text.ts";

export const authorCheckSchema = z
  .strictObject({
    check: z.literal("author"),
    approvedCount: numberConditionSchema.optional(),
    rejectedCount: numberConditionSchema.optional(),
    heldCount: numberConditionSchema.optional(),
    ageDays: numberConditionSchema.optional(),
    hasEmail: z.boolean().optional(),
    hasUrl: z.boolean().optional(),
    emailDomain: z.array(storableText(253).min(1)).min(1).max(5000).optional(),
    trusted: z.boolean().optional(),
    banned: z.boolean().optional(),
  })
  .refine((check) => Object.values(check).filter((value) => value !== undefined).length > 1, {
    message: "Name at least one condition on the author",
  })
  .meta({
    minProperties: 2,
    description:
      "What do we know of the author: earlier comments approved, refused (rejected or spam) or held, days since the " +
      "first comment (0 for a new author), e-mail address and its domain, web address, trusted, banned. All " +
      "conditions named must hold.",
  });
export type AuthorCheck = z.infer<typeof authorCheckSchema>;

export function compileAuthor(check: AuthorCheck): CompiledCheck {
  const conditions = [...countConditions(check), ...flagConditions(check), ...domainConditions(check)];
  return {
    description: describe(check),
    evaluate: (input) => combineParts(conditions.map((condition) => condition(input))),
  };
}

type AuthorCondition = (input: CheckInput) => Part;

function countConditions(check: AuthorCheck): AuthorCondition[] {
  const count = <Count extends number | null>(
    condition: NumberCondition | undefined,
    countIn: (input: CheckInput) => Count,
    inWords: (value: Count) => string,
  ): AuthorCondition[] =>
    condition === undefined
      ? []
      : [
          (input) => {
            const value = countIn(input);
            return {
              outcome: value === null ? "unknown" : meets(condition, value),
              explanation: inWords(value),
            };
          },
        ];
  return [
    ...count(check.approvedCount, ({ facts }) => facts.author.approvedCount, approvedInWords),
    ...count(
      check.rejectedCount,
      ({ facts }) => facts.author.rejectedCount,
      (value) => `${value} of the author's comments were refused`,
    ),
    ...count(
      check.heldCount,
      ({ facts }) => facts.author.heldCount,
      (value) => `${value} of the author's comments are waiting`,
    ),
    ...count(check.ageDays, ageDays, ageInWords),
  ];
}

const ageDays = ({ facts: { author, comment } }: CheckInput): number | null =>
  author.firstSeenAt === null ? 0 : wholeDaysBetween(author.firstSeenAt, comment.createdAt);

function flagConditions(check: AuthorCheck): AuthorCondition[] {
  const flag = (
    wanted: boolean | undefined,
    isSo: (facts: CheckInput["facts"]) => boolean,
    [yes, no]: [string, string],
  ): AuthorCondition[] =>
    wanted === undefined
      ? []
      : [
          ({ facts }) => {
            const actual = isSo(facts);
            return { outcome: actual === wanted, explanation: actual ? yes : no };
          },
        ];
  return [
    ...flag(check.hasEmail, ({ comment }) => hasText(comment.authorEmail), [
      "an e-mail address is given",
      "no e-mail address",
    ]),
    ...flag(check.hasUrl, ({ comment }) => hasText(comment.authorUrl), [
      "a web address is given",
      "no web address",
    ]),
    ...flag(check.trusted, ({ author }) => author.trusted, ["a trusted author", "not a trusted author"]),
    ...flag(check.banned, ({ author }) => author.banned, ["a banned author", "not a banned author"]),
  ];
}

function domainConditions({ emailDomain }: AuthorCheck): AuthorCondition[] {
  if (emailDomain === undefined) return [];
  const domains = new Set(emailDomain.map((domain) => domain.toLowerCase().replace(/^@/, "")));
  return [(input) => emailDomainPart(domains, input)];
}

/** Without an address there is no domain, and that is known. */
function emailDomainPart(domains: ReadonlySet<string>, { facts: { comment } }: CheckInput): Part {
  const email = comment.authorEmail ?? "";
  const at = email.lastIndexOf("@");
  const labels =
    at < 0
      ? []
      : email
          .slice(at + 1)
          .toLowerCase()
          .split(".");
  const listed = labels.some((_, first) => domains.has(labels.slice(first).join(".")));
  if (!listed) return { outcome: false, explanation: "the e-mail address is at no listed domain" };
  return {
    outcome: true,
    explanation: `an e-mail address at ${labels.join(".")}`,
    matches: [
      { field: "authorEmail", span: [at + 1, email.length], matched: email.slice(at + 1), lane: "original" },
    ],
  };
}

const hasText = (text: string | null): boolean => text !== null && text.trim() !== "";

function approvedInWords(count: number): string {
  if (count === 0) return "no comment by this author was approved yet";
  return count === 1
    ? "one comment by this author was approved"
    : `${count} comments by this author were approved`;
}

function ageInWords(days: number | null): string {
  if (days === null) return "it is not known how long we have known the author";
  return days === 0
    ? "first seen less than a day ago"
    : `first seen ${days} ${days === 1 ? "day" : "days"} ago`;
}

function describe(check: AuthorCheck): string {
  const parts = [
    check.approvedCount && `${inWords(check.approvedCount)} approved comments`,
    check.rejectedCount && `${inWords(check.rejectedCount)} refused comments`,
    check.heldCount && `${inWords(check.heldCount)} waiting comments`,
    check.ageDays && `known for ${inWords(check.ageDays)} days`,
    check.hasEmail !== undefined && (check.hasEmail ? "an e-mail address" : "no e-mail address"),
    check.hasUrl !== undefined && (check.hasUrl ? "a web address" : "no web address"),
    check.emailDomain && "an e-mail address at a listed domain",
    check.trusted !== undefined && (check.trusted ? "trusted" : "not trusted"),
    check.banned !== undefined && (check.banned ? "banned" : "not banned"),
  ].filter((part) => typeof part === "string");
  return `the author: ${parts.join(", ")}`;
}
