// Which comments are meant: the same words for a list and for decisions on all that match.
import { z } from "zod";
import type { HttpDeps } from "../deps.ts";
import { notFound } from "../errors.ts";
import { cleanText, uuidField } from "../http/validate.ts";
import { assertCan, type Caller, type Scope, sitesWith, someSitesWith } from "../people/caller.ts";
import { canonicalPageUrl } from "../text/canonical-url.ts";
import { maxSearchLength, parseSearch, type SearchPart, searchOperators } from "../text/search-query.ts";
import { commentStatuses, decidedStatuses } from "./comment.ts";
import { findComment } from "./comment-queries.ts";
import type { CommentFilter } from "./list-queries.ts";
import { alikeOf, mostAlike } from "./related-queries.ts";

const searchHelp = `Words (from their beginning), "words in this order" and operators: ${Object.values(searchOperators).join("; ")}.`;

const statusHelp = `status must be some of ${commentStatuses.join(", ")}, separated by commas.`;

/** What a decision may make of a comment. */
export const decidedStatusField = z.enum(
  decidedStatuses,
  `status must be one of ${decidedStatuses.join(", ")}.`,
);

export const commentFilter = z.object({
  siteKey: z.string().optional(),
  status: z
    .string()
    .transform((value) => value.split(",").filter(Boolean))
    .pipe(z.array(z.enum(commentStatuses, statusHelp)).min(1, statusHelp))
    .optional(),
  q: cleanText("q")
    .pipe(z.string().max(maxSearchLength, `q is longer than ${maxSearchLength} characters.`))
    .transform((written, context) => {
      const { parts, problems } = parseSearch(written);
      for (const message of problems) context.addIssue({ code: "custom", message });
      return parts;
    })
    .meta({ description: searchHelp })
    .optional(),
  author: cleanText("author").pipe(z.string().max(254)).optional(),
  rule: uuidField.optional(),
  pageUrl: cleanText("pageUrl").optional(),
  flagged: z.enum(["true", "false"], 'flagged must be "true" or "false".').optional(),
  secondOpinion: z
    .enum(["true", "false"], 'secondOpinion must be "true" or "false".')
    .meta({ description: "Only, or none of, those on which another moderator's opinion is asked for." })
    .optional(),
  authorOf: uuidField
    .meta({
      description: "All that the author of this comment has written on its site, the comment included.",
    })
    .optional(),
  alikeTo: uuidField
    .meta({
      description: `This comment and up to ${mostAlike} of its site whose text is the same or much the same.`,
    })
    .optional(),
});

type AskedFilter = z.output<typeof commentFilter>;

/** What is asked for, among the sites where the caller has the right. Throws 404 for what he may not see. */
export async function filterFor(
  deps: HttpDeps,
  caller: Caller,
  { asked, scope }: { asked: AskedFilter; scope: Scope },
): Promise<{ filter: CommentFilter; parts: readonly SearchPart[] }> {
  const filter: CommentFilter = {
    siteIds: await siteIdsFor(deps, caller, asked.siteKey, scope),
    statuses: asked.status,
    author: asked.author,
    ruleId: asked.rule,
    pageUrl: asked.pageUrl === undefined ? undefined : (canonicalPageUrl(asked.pageUrl) ?? asked.pageUrl),
    flagged: asked.flagged === "true" ? true : undefined,
    secondOpinion: asked.secondOpinion === undefined ? undefined : asked.secondOpinion === "true",
  };
  const narrowTo = async (id: string) => {
    const comment = await findComment(deps.pool, id);
    if (comment === null || comment.status === "deleted") throw notFound("comment");
    assertCan(caller, scope, { siteId: comment.siteId, what: "comment" });
    filter.siteIds =
      filter.siteIds === null || filter.siteIds.includes(comment.siteId) ? [comment.siteId] : [];
    return comment;
  };
  if (asked.authorOf !== undefined) filter.authorKey = (await narrowTo(asked.authorOf)).authorKey;
  if (asked.alikeTo !== undefined) {
    const alike = await alikeOf(deps.pool, await narrowTo(asked.alikeTo), mostAlike);
    filter.ids = [asked.alikeTo, ...alike.map(({ id }) => id)];
  }
  const parts = asked.q ?? [];
  // An address is personal: for those who decide, not for everyone who may read.
  if (parts.some(({ operator }) => operator === "ip")) {
    const decided = await siteIdsFor(deps, caller, asked.siteKey, "moderate");
    filter.siteIds = inBoth(filter.siteIds, decided);
  }
  return { filter, parts };
}

/** null = every site */
const inBoth = (one: string[] | null, other: string[] | null): string[] | null =>
  one === null || other === null ? (one ?? other) : one.filter((id) => other.includes(id));

/** The sites meant: the one asked for, else all where the caller has the right (null = every site). */
export async function siteIdsFor(
  deps: HttpDeps,
  caller: Caller,
  siteKey: string | undefined,
  scope: Scope = "read",
): Promise<string[] | null> {
  if (siteKey === undefined || siteKey === "") {
    return scope === "read" ? sitesWith(caller, scope) : someSitesWith(caller, scope);
  }
  const site = await deps.sites.find(siteKey);
  if (site === null) throw notFound("site");
  assertCan(caller, scope, { siteId: site.id, what: "site" });
  return [site.id];
}
