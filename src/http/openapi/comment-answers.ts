import { z } from "zod";
import { knownByKinds } from "../../comments/author.ts";
import { batchView } from "../../comments/batch-routes.ts";
import { commentStatuses, decidedStatuses } from "../../comments/comment.ts";
import { forces, ruleStages } from "../../rules/rule.ts";
import { textFields } from "../../rules/text-field.ts";
import { laneNames } from "../../text/lane.ts";
import { deliveryView } from "../../webhooks/endpoint.ts";
import { id, time, count, span, named, pageOf, problem } from "./shared.ts";

export const accepted = named(
  "Accepted",
  z.object({ id, status: z.literal("queued"), receipt: z.string(), statusUrl: z.url() }),
  "The comment is committed. Whoever has the receipt may see what became of it.",
);

const isNewsroom = z.boolean().meta({
  description:
    "A reply by a moderator in the name of the site; a visitor's comment never is, whatever the name.",
});

interface Published {
  id: string;
  parentId: string | null;
  authorName: string;
  authorUrl: string | null;
  isNewsroom: boolean;
  body: string;
  createdAt: string;
  editedAt: string | null;
  replies: Published[];
}
const publishedComment: z.ZodType<Published> = named(
  "PublishedComment",
  z.object({
    id,
    parentId: id.nullable(),
    authorName: z.string(),
    authorUrl: z.string().nullable(),
    isNewsroom,
    body: z.string(),
    createdAt: time,
    editedAt: time.nullable().meta({ description: "When the text was last changed; null = never." }),
    replies: z.lazy(() => z.array(publishedComment)),
  }),
);

export const thread = named(
  "Thread",
  z.object({
    items: z.array(publishedComment),
    nextCursor: z.null(),
    closed: z.boolean(),
    formToken: z.string(),
  }),
  "Oldest first, replies below what they answer. `formToken` goes back with a form and tells how long writing took.",
);

export const publishedCounts = z.object({ counts: z.record(z.string(), count) });

export const publicStatus = named(
  "PublicStatus",
  z.object({
    id,
    status: z.enum(["waiting", "published", "refused"]),
    publicReason: z.string().optional(),
    body: z.string(),
  }),
);

const commentFields = {
  id,
  siteKey: z.string(),
  externalId: z.string().nullable(),
  pageUrl: z.string(),
  pageTitle: z.string().nullable(),
  parentId: id.nullable(),
  authorName: z.string(),
  authorEmail: z.string().nullable(),
  authorUrl: z.string().nullable(),
  isNewsroom,
  body: z.string(),
  status: z.enum(commentStatuses),
  revision: z.int().min(1),
  score: z.number(),
  createdAt: time,
};
const comment = named("Comment", z.object(commentFields));

export const finding = named(
  "Finding",
  z.object({
    ruleId: id,
    ruleName: z.string(),
    ruleVersion: z.int(),
    stage: z.enum(ruleStages),
    check: z.string(),
    field: z.enum(textFields).nullable(),
    span: span.nullable(),
    matched: z.string().nullable(),
    lane: z.enum([...laneNames, "original"]).nullable(),
    points: z.number(),
    force: z.enum(forces).nullable(),
    publicReason: z.string().nullable(),
    explanation: z.string(),
  }),
  "One place where a rule matched. `span` counts UTF-16 units of the text as sent, end exclusive; `lane` is the folding that was needed to see it.",
);

const decision = named(
  "Decision",
  z.object({
    id,
    batchId: id.nullable(),
    status: z.enum(commentStatuses),
    previousStatus: z.enum(commentStatuses),
    revision: z.int(),
    by: z.enum(["rules", "moderator"]),
    moderatorName: z.string().nullable(),
    reasons: z.array(z.string()),
    note: z.string().nullable(),
    publicReason: z.string().nullable(),
    score: z.number().nullable(),
    undoes: id.nullable(),
    createdAt: time,
  }),
);

const edit = named(
  "Edit",
  z.object({ revision: z.int(), body: z.string(), editedBy: z.string(), editedAt: time }),
  "The text that an edit replaced, and the revision at which it stood.",
);

const author = named(
  "Author",
  z.object({
    approvedCount: count,
    rejectedCount: count,
    heldCount: count,
    firstSeenAt: time.nullable(),
    trusted: z.boolean(),
    banned: z.boolean(),
    note: z.string(),
  }),
  "What else this author has written, this comment left out, and what moderators say of the author.",
);

export const related = named(
  "Related",
  z.object({
    author: count,
    page: count,
    ip: z.object({ address: z.string(), count }).nullable(),
    domains: z.array(z.string()),
    alike: count,
  }),
  "How many other comments are by the author, published on the page, from the address or network (null where it is not known, or not for the caller) and alike; counting stops at 1,000, of those alike at 100.",
);
export const alikePage = pageOf(
  named("AlikeComment", z.object({ ...commentFields, similarity: z.number().min(0).max(1) })),
);

const standingFields = {
  trusted: z.boolean(),
  banned: z.boolean(),
  bannedAt: time.nullable(),
  bannedUntil: time.nullable(),
  note: z.string(),
  siteKey: z.string(),
  authorName: z.string(),
  authorEmail: z.string().nullable(),
  knownBy: z.enum(knownByKinds),
};
const recordFields = {
  counts: z.object({ queued: count, held: count, approved: count, rejected: count, spam: count }),
  firstSeenAt: time.nullable(),
  lastSeenAt: time.nullable(),
  otherNames: z.array(z.string()).meta({
    description: "Under which else the same author has written, in the latest 200 comments; latest first.",
  }),
};
const saidFields = { ...standingFields, id, changedBy: z.string(), changedAt: time };
export const authorPage = pageOf(named("ListedAuthor", z.object(saidFields)));
export const authorView = named(
  "AuthorView",
  z.object({ ...saidFields, ...recordFields }),
  "All that the author has written on the site, and what moderators say of them. A ban without `bannedUntil` is for good.",
);
export const commentAuthorView = named(
  "CommentAuthorView",
  z.object({
    ...standingFields,
    ...recordFields,
    id: id.nullable(),
    changedBy: z.string().nullable(),
    changedAt: time.nullable(),
  }),
  "`id` is null while nobody has said anything of the author.",
);

const claim = z.object({
  by: z.string(),
  userId: z
    .uuid()
    .nullable()
    .meta({ description: "Of the person; null where a key asked, of which nobody is told." }),
  until: time,
});
const secondOpinion = z.object({ askedBy: z.string(), note: z.string(), askedAt: time });
const decidedBy = z.object({ by: z.enum(["rules", "moderator"]), name: z.string().nullable() });
const undoable = z.object({ decisionId: id, status: z.enum(decidedStatuses) }).meta({
  description:
    "The last decision, where a moderator took it and it takes back no other, and what the comment is once it is taken back.",
});
const lastDecision = {
  decidedBy: decidedBy.optional(),
  decidedAt: time.optional(),
  undoable: undoable.nullable().optional(),
};

export const commentPage = pageOf(
  named(
    "ListedComment",
    z.object({
      ...commentFields,
      claim: claim.nullable(),
      secondOpinion: secondOpinion.nullable(),
      findings: z.array(finding).optional(),
      author: author.optional(),
      domains: z.array(z.string()).optional(),
      ...lastDecision,
      reasons: z.array(z.string()).optional(),
    }),
    "`findings`, `author`, `domains` (where its links lead) and the last decision are there if `expand` asks for them.",
  ),
);

const commentViewFields = {
  ...commentFields,
  ...lastDecision,
  reasons: z.array(z.string()),
  claim: claim.nullable(),
  secondOpinion: secondOpinion.nullable(),
  findings: z.array(finding),
  decisions: z.array(decision),
  deliveries: z.array(deliveryView.omit({ commentId: true, type: true })),
  author,
  thread: z.array(comment),
  domains: z.array(z.string()),
  edits: z.array(edit),
};
export const commentView = named("CommentView", z.object(commentViewFields));
export const decidedComment = named("DecidedComment", z.object({ ...commentViewFields, decisionId: id }));

export const newsroomReply = named(
  "NewsroomReply",
  z.object({
    ...commentFields,
    batchId: id,
    parent: z.object({ id, status: z.enum(commentStatuses), revision: z.int() }),
  }),
  "The published reply. Undoing `batchId` takes the reply back, and the approval of what it answers where it came with it.",
);

export const claimed = z.object({ claim });
export const asked = z.object({ secondOpinion });

export const handoverNote = named(
  "HandoverNote",
  z.object({ id, siteKey: z.string(), body: z.string(), writtenBy: z.string(), writtenAt: time }),
);
export const handoverNotes = pageOf(handoverNote);

export const batchResult = named(
  "BatchResult",
  z.object({
    batchId: id,
    results: z.array(
      z.object({
        id,
        ok: z.boolean(),
        status: z.enum(commentStatuses).nullable(),
        revision: z.int().nullable(),
        decisionId: id.nullable().optional(),
        problem: problem.optional(),
      }),
    ),
  }),
  "One result for each comment. `problem` says why it was not decided.",
);

export const batch = named(
  "Batch",
  batchView,
  "`done` were decided, `skipped` were changed by somebody else meanwhile and left alone; both are out of `matched`. `status` is null where it undoes another batch.",
);
export const batchPage = pageOf(batch);

const byStatus = z.partialRecord(z.enum(commentStatuses), count);
export const batchPreview = named(
  "BatchPreview",
  z.object({
    count,
    isMore: z.boolean(),
    authors: count.nullable(),
    pages: count.nullable(),
    sites: count.nullable(),
    byStatus,
    decidedByModerators: byStatus,
    leftOut: count,
    asOf: time,
    samples: z.array(comment),
  }),
  "`count` is exact; with `isMore` there are more than can be decided at once. Where more than 50,000 match, `authors`, `pages` and `sites` are null and the statuses are not counted. `leftOut` were settled by moderators and would be decided only with a `status` in the filter; with `isMore` they are not counted. `samples` are the riskiest. With `asOf`, a decision leaves alone what came or changed since.",
);

export const stats = z.object({
  counts: z
    .object({ queued: count, held: count, approved: count, rejected: count, spam: count, flagged: count })
    .meta({
      description:
        "`queued` and `held` are exact; the others stop at `countedTo`, which stands for that many or more. `flagged` are published by the rules although some of them gave points.",
    }),
  countedTo: count,
  held: z.object({ urgent: count, secondsEach: z.number().nullable() }).meta({
    description:
      "`urgent`: twice the score that holds a comment, or waiting for a day. `secondsEach`: what this moderator usually takes for a decision; null while too few are known.",
  }),
  secondOpinions: z.object({ asked: count, heldAndAsked: count }).meta({
    description:
      "On how many comments another moderator's opinion is asked for, and on how many of the held ones.",
  }),
  isSearchComplete: z.boolean(),
});
