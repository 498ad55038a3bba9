// What the API answers, as schemas for the description; test/http/openapi.test.ts compares them with real answers.
import { z } from "zod";
import { knownByKinds } from "../comments/author.ts";
import { batchView } from "../comments/batch-routes.ts";
import { commentStatuses, decidedStatuses } from "../comments/comment.ts";
import { chatView, noticeTested, ownNoticesView } from "../notices/notice-routes.ts";
import { servicesView } from "../outside/service-routes.ts";
import { roles, scopes } from "../people/caller.ts";
import { backtestView, listedBacktestView } from "../rules/backtest-view.ts";
import { forces, ruleSchema, ruleStages, thenSchema } from "../rules/rule.ts";
import { textFields } from "../rules/text-field.ts";
import { wordListSchema } from "../rules/word-list.ts";
import { siteModes, siteSettingsSchema } from "../sites/site.ts";
import { laneNames } from "../text/lane.ts";
import {
  createdWebhookEndpointView,
  deliveryView,
  deliveryWithLogView,
  eventPageView,
  recoveredView,
  testSentView,
  webhookEndpointView,
  webhookSecretView,
} from "../webhooks/endpoint.ts";

const id = z.uuid();
const time = z.iso.datetime();
const count = z.int().min(0);
const span = z.tuple([z.int(), z.int()]);
const named = <Schema extends z.ZodType>(name: string, schema: Schema, description?: string): Schema =>
  schema.meta({ id: name, ...(description === undefined ? {} : { description }) });
const pageOf = (item: z.ZodType) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const problem = named(
  "Problem",
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ detail: z.string(), pointer: z.string() })).optional(),
  }),
  "RFC 9457. `errors` lists every wrong field with a JSON pointer such as #/body; a conflict has `current`.",
);

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

const finding = named(
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
  otherNames: z.array(z.string()),
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

const claim = z.object({ by: z.string(), until: time });
const secondOpinion = z.object({ askedBy: z.string(), note: z.string(), askedAt: time });
const decidedBy = z.object({ by: z.enum(["rules", "moderator"]), name: z.string().nullable() });
const lastDecision = { decidedBy: decidedBy.optional(), decidedAt: time.optional() };

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
    authors: count,
    pages: count,
    sites: count,
    byStatus,
    decidedByModerators: byStatus,
    leftOut: count,
    asOf: time,
    samples: z.array(comment),
  }),
  "`count` is exact; with `isMore` there are more than can be decided at once. `leftOut` were settled by moderators and would be decided only with a `status` in the filter. `samples` are the riskiest. With `asOf`, a decision leaves alone what came or changed since.",
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

export const rule = named(
  "Rule",
  z.object({
    id,
    siteKey: z.string(),
    version: z.int(),
    name: z.string(),
    stage: z.enum(ruleStages),
    when: ruleSchema.shape.when,
    then: thenSchema,
    emergencyBrake: z.boolean(),
    pack: z.string().nullable(),
    savedBy: z.string().nullable(),
    createdAt: time,
    brakedAt: time.nullable(),
    brakeReason: z.string().nullable(),
    brakedFrom: z.enum(ruleStages).nullable(),
  }),
  "`brakedAt`, `brakeReason` and `brakedFrom`, the stage before, are set while the version is one that the emergency brake saved.",
);
export const rulePage = pageOf(rule);

const share = z.number().min(0).max(1).nullable();
const ruleNumbers = named(
  "RuleNumbers",
  z.object({
    hits: count,
    judged: count,
    confirmed: count,
    overturned: count,
    precision: share,
    precisionLowerBound: share,
    precisionUpperBound: share,
    precisionOf: z.enum(["all", "blind"]),
    blind: z.object({ hits: count, judged: count, confirmed: count, overturned: count }),
    lastHitAt: time.nullable(),
    evaluated: count,
    share,
    meanCostMicroseconds: z.number().min(0).nullable(),
  }),
  "`hits`: judgements with a finding; `judged`: those of which a human had the last word, `confirmed` or `overturned`. The bounds are Wilson's at 95 %. `precisionOf` says whether they rest on all judged hits or on those reviewed blind.",
);
const standing = {
  numbers: ruleNumbers,
  advice: named(
    "RuleAdvice",
    z.object({
      advice: z.enum(["promote", "keep", "demote"]),
      to: z.enum(ruleStages),
      sentence: z.string(),
    }),
  ),
};
export const listedRulePage = pageOf(
  named(
    "ListedRule",
    rule.extend({ numbers: standing.numbers.optional(), advice: standing.advice.optional() }),
    "`numbers` (of 30 days) and `advice` are there if `expand` asks for numbers.",
  ),
);
export const ruleNumbersOfDays = named(
  "RuleNumbersOfDays",
  z.object({
    ruleId: id,
    days: count,
    ...standing,
    total: ruleNumbers,
    stages: z.object({ shadow: ruleNumbers, hold: ruleNumbers, enforce: ruleNumbers }),
    versions: z.array(
      z.object({
        version: z.int(),
        name: z.string(),
        stage: z.enum(ruleStages),
        createdAt: time,
        numbers: ruleNumbers,
      }),
    ),
    daily: z.array(z.object({ day: z.iso.date(), hits: count, confirmed: count, overturned: count })),
  }),
  "`numbers` and `advice` are of the newest versions that ask the same, whatever their stage; `total` is of all.",
);

const namedRule = { siteKey: z.string(), ruleId: id, name: z.string(), stage: z.enum(ruleStages) };
const sickRules = z.array(z.object({ ...namedRule, sentence: z.string() }));
export const ruleHealth = named(
  "RuleHealth",
  z.object({
    days: count,
    rules: count,
    neverFired: sickRules,
    alwaysOverturned: sickRules,
    overlaps: z.array(
      z.object({
        rules: z.tuple([z.object(namedRule), z.object(namedRule)]),
        both: count,
        hits: z.tuple([count, count]),
        share: z.number(),
        sentence: z.string(),
      }),
    ),
    tooBroad: sickRules,
    slow: sickRules,
  }),
);

const undoneCounts = z.object({ approved: count, rejected: count, spam: count });
export const ruleUndo = named(
  "RuleUndo",
  z.discriminatedUnion("preview", [
    z.object({ preview: z.literal(true), counts: undoneCounts, total: count }),
    z.object({
      preview: z.literal(false),
      batchId: id.nullable(),
      results: z.object({ undone: count, changedMeanwhile: count, from: undoneCounts }),
      remaining: count,
    }),
  ]),
  "One request undoes up to 5,000 decisions; repeat it while something is `remaining`. `batchId` takes it back.",
);

export const verdict = named(
  "Verdict",
  z.object({
    verdict: z.enum(decidedStatuses),
    basis: z.enum(["force", "points", "unknown", "mode"]),
    points: z.number(),
    findings: z.array(finding.extend({ group: z.string().nullable() })),
    unknown: z.array(
      z.object({
        ruleId: id,
        ruleVersion: z.int(),
        ruleName: z.string(),
        check: z.string(),
        reason: z.string(),
        holds: z.boolean(),
      }),
    ),
    reasons: z.array(z.string()),
    publicReason: z.string().nullable(),
  }),
);

export const backtest = named("Backtest", backtestView);
export const backtestPage = pageOf(named("ListedBacktest", listedBacktestView));

export const wordList = named(
  "WordList",
  z.object({
    id,
    siteKey: z.string(),
    name: z.string(),
    entries: wordListSchema.shape.entries,
    allow: z.array(z.string()).optional(),
    pack: z.string().nullable(),
    createdAt: time,
    updatedAt: time,
  }),
);
export const wordListPage = pageOf(wordList);

export const ruleExport = named(
  "RuleExport",
  z.object({
    siteKey: z.string(),
    exportedAt: time,
    rules: z.array(rule),
    wordLists: z.array(wordList),
  }),
);

export const pack = named(
  "Pack",
  z.object({
    key: z.string(),
    name: z.string(),
    description: z.string(),
    version: z.int(),
    onForNewSites: z.boolean(),
    isOn: z.boolean(),
    switchedOnAt: time.nullable(),
    hasUpdate: z.boolean(),
    sources: z.array(z.object({ name: z.string(), licence: z.string(), url: z.string().nullable() })),
    rules: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        points: z.number().nullable(),
        stage: z.enum(ruleStages),
        ruleId: id.nullable(),
        isChanged: z.boolean(),
        isDeleted: z.boolean(),
      }),
    ),
    wordLists: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        phrases: count,
        allowed: count,
        wordListId: id.nullable(),
        isChanged: z.boolean(),
      }),
    ),
  }),
  "`ruleId` and `wordListId` are those of the site's own copies; null while they wait on the shelf or were deleted.",
);
export const packPage = pageOf(pack);

export const phraseReport = named(
  "PhraseReport",
  z.object({
    comments: count,
    items: z.array(
      z.object({
        phrase: z.string(),
        comments: count,
        samples: z.array(z.object({ id, field: z.enum(textFields), excerpt: z.string(), span })),
      }),
    ),
  }),
  "`comments` were read; `items` are the phrases found in them, the most frequent first. `span` counts within `excerpt`.",
);

export const site = named(
  "Site",
  z.object({
    key: z.string(),
    name: z.string(),
    allowedOrigins: z.array(z.string()),
    mode: z.enum(siteModes),
    ...siteSettingsSchema.shape,
    createdAt: time,
  }),
);
export const sitePage = pageOf(site);

export const services = named(
  "Services",
  servicesView,
  "What rules of the site may ask: null = no secret (external) or no key (akismet) was saved.",
);

export const page = named(
  "Page",
  z.object({
    id,
    siteKey: z.string(),
    pageUrl: z.string(),
    pageTitle: z.string().nullable(),
    closed: z.boolean(),
    closedAt: time.nullable(),
    firstSeenAt: time,
  }),
);
export const pagePage = pageOf(page);

const endpoint = named("WebhookEndpoint", webhookEndpointView);
export { endpoint as webhookEndpoint };
export const webhookEndpointPage = pageOf(endpoint);
export const createdWebhookEndpoint = named("CreatedWebhookEndpoint", createdWebhookEndpointView);
export const webhookSecret = webhookSecretView;
export const testSent = testSentView;
export const recovered = recoveredView;
export const delivery = named("Delivery", deliveryView);
export const deliveryPage = pageOf(delivery);
export const deliveryWithLog = named("DeliveryWithLog", deliveryWithLogView);
export const eventPage = named("EventPage", eventPageView);

const apiKeyFields = {
  id,
  siteKey: z.string().nullable(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
};
export const apiKeyPage = pageOf(
  named("ApiKey", z.object({ ...apiKeyFields, createdAt: time, lastUsedAt: time.nullable() })),
);
export const createdApiKey = named("CreatedApiKey", z.object({ ...apiKeyFields, key: z.string() }));

export const session = named(
  "Session",
  z.object({
    csrfToken: z.string(),
    setupNeeded: z.boolean(),
    user: z
      .object({
        id,
        email: z.string(),
        name: z.string(),
        roles: z.array(z.object({ siteKey: z.string().nullable(), role: z.enum(roles) })),
      })
      .nullable(),
  }),
);

export const ownSessionPage = pageOf(
  named(
    "OwnSession",
    z.object({
      id,
      userAgent: z.string().nullable(),
      createdAt: time,
      lastSeenAt: time,
      isCurrent: z.boolean(),
    }),
  ),
);

export const user = named(
  "User",
  z.object({
    id,
    email: z.string(),
    name: z.string(),
    roles: z.array(z.object({ siteKey: z.string().nullable(), role: z.enum(roles) })),
    hasSecondStep: z.boolean(),
    mayBeManaged: z.boolean(),
    createdAt: time,
    lastSeenAt: time.nullable(),
  }),
  "`roles` are those on the caller's sites. `mayBeManaged`: these are all, so that the caller may reset the password.",
);
export const userPage = pageOf(user);

const invitationFields = { id, email: z.string(), siteKey: z.string().nullable(), role: z.enum(roles) };
export const invitationPage = pageOf(
  named(
    "Invitation",
    z.object({ ...invitationFields, madeBy: z.string(), createdAt: time, expiresAt: time }),
  ),
);
export const createdInvitation = named(
  "CreatedInvitation",
  z.object({ ...invitationFields, url: z.url(), expiresAt: time }),
);
export const madeLink = named("OneTimeLink", z.object({ id, url: z.url(), expiresAt: time }));

export const linkPurpose = named(
  "LinkPurpose",
  z.object({
    purpose: z.enum(["invitation", "new-password"]),
    email: z.string(),
    siteName: z.string().nullable(),
    role: z.enum(roles).nullable(),
    hasAccount: z.boolean(),
    expiresAt: time,
  }),
  "An invitation without a site is for all sites.",
);

export const account = named(
  "Account",
  z.object({
    id,
    email: z.string(),
    name: z.string(),
    publicName: z.string().nullable(),
    hasSecondStep: z.boolean(),
    recoveryCodesLeft: count,
  }),
);
export const ownNotices = named(
  "OwnNotices",
  ownNoticesView,
  "How one is told by e-mail of what waits. `lastError` says why the last message did not go out.",
);
export const chat = named(
  "Chat",
  chatView,
  "The site's chat; of its address only the host is shown, null: none.",
);
export const tested = named("NoticeTested", noticeTested);

export const secondStepSecret = named(
  "SecondStepSecret",
  z.object({ secret: z.string(), address: z.string() }),
  "`address` is the otpauth:// address for authenticator apps.",
);
export const recoveryCodes = named("RecoveryCodes", z.object({ recoveryCodes: z.array(z.string()) }));

export const auditPage = pageOf(
  named(
    "AuditEntry",
    z.object({
      id,
      siteKey: z.string().nullable(),
      actor: z.string(),
      by: z.enum(["user", "key", "service"]),
      action: z.string(),
      subject: z.string().nullable(),
      detail: z.record(z.string(), z.unknown()).nullable(),
      createdAt: time,
    }),
  ),
);
