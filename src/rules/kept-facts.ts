// How facts are kept with a decision: without the names of what is counted and without what is usual, since most comments
// are nobody's copy and most authors strangers. It is a third of their length, and written with every decision.
import {
  type AuthorFacts,
  type CommentFacts,
  type SimilarFact,
  type SimilarKind,
  stranger,
} from "./facts.ts";
import type { KeptFacts } from "./replay.ts";

const usualPage: CommentFacts["page"] = { firstSeenAt: null, closed: false };

/** 0: none. null: not known. */
type PackedSimilar = 0 | null | [count: number, closest: number | null];

const pack = {
  author: (author: AuthorFacts) => unlike(stranger, author),
  page: (page: CommentFacts["page"]) => unlike(usualPage, page),
  velocity: (facts: CommentFacts["velocity"]) =>
    facts.map((fact) => [fact.by, fact.windowSeconds, fact.count, fact.uniqueAuthors] as const),
  duplicates: (facts: CommentFacts["duplicates"]) =>
    facts.map((fact) => [fact.windowSeconds, fact.sameAuthor, fact.otherAuthors, fact.rejected] as const),
  similar: (facts: SimilarFact[]) =>
    facts.map((fact) => {
      const of = (kind: SimilarKind) => packSimilar(fact[kind]);
      return [
        fact.windowSeconds,
        fact.similarity,
        of("sameAuthor"),
        of("otherAuthors"),
        of("rejected"),
      ] as const;
    }),
};
type Packed = { [Name in keyof typeof pack]?: ReturnType<(typeof pack)[Name]> };

/** Facts without `packed` were kept as they are, by an earlier version. */
export type StoredFacts = KeptFacts & { packed?: Packed };

export function packFacts({
  author,
  page,
  velocity,
  duplicates,
  similar,
  ...others
}: KeptFacts): StoredFacts {
  return Object.assign(others, {
    packed: {
      ...(author === undefined ? {} : { author: pack.author(author) }),
      ...(page === undefined ? {} : { page: pack.page(page) }),
      ...(velocity === undefined ? {} : { velocity: pack.velocity(velocity) }),
      ...(duplicates === undefined ? {} : { duplicates: pack.duplicates(duplicates) }),
      ...(similar === undefined ? {} : { similar: pack.similar(similar) }),
    },
  });
}

export function unpackFacts({ packed = {}, ...others }: StoredFacts): KeptFacts {
  const { author, page, velocity, duplicates, similar } = packed;
  return {
    ...(author === undefined ? {} : { author: { ...stranger, ...author } }),
    ...(page === undefined ? {} : { page: { ...usualPage, ...page } }),
    ...(velocity === undefined ? {} : { velocity: velocity.map(unpackVelocity) }),
    ...(duplicates === undefined ? {} : { duplicates: duplicates.map(unpackDuplicate) }),
    ...(similar === undefined ? {} : { similar: similar.map(unpackSimilar) }),
    ...others,
  };
}

type One<Name extends "velocity" | "duplicates" | "similar"> = NonNullable<Packed[Name]>[number];

const unpackVelocity = ([by, windowSeconds, count, uniqueAuthors]: One<"velocity">) => ({
  by,
  windowSeconds,
  count,
  uniqueAuthors,
});

const unpackDuplicate = ([windowSeconds, sameAuthor, otherAuthors, rejected]: One<"duplicates">) => ({
  windowSeconds,
  sameAuthor,
  otherAuthors,
  rejected,
});

const unpackSimilar = ([windowSeconds, similarity, same, others, rejected]: One<"similar">): SimilarFact => ({
  windowSeconds,
  similarity,
  sameAuthor: unpackCount(same),
  otherAuthors: unpackCount(others),
  rejected: unpackCount(rejected),
});

const packSimilar = (fact: SimilarFact[SimilarKind]): PackedSimilar =>
  fact === null ? null : fact.count === 0 ? 0 : [fact.count, fact.closest];

const unpackCount = (packed: PackedSimilar): SimilarFact[SimilarKind] =>
  packed === null
    ? null
    : packed === 0
      ? { count: 0, closest: null }
      : { count: packed[0], closest: packed[1] };

/** What differs from the usual. */
const unlike = <Facts extends object>(usual: Facts, facts: Facts): Partial<Facts> =>
  Object.fromEntries(
    Object.entries(facts).filter(([name, value]) => value !== usual[name as keyof Facts]),
  ) as Partial<Facts>;
