import type { Comment, CommentEvent, Finding } from "../../src/dashboard/app/api.ts";
import type { QueueEvent } from "../../src/dashboard/app/queue/queue-reducer.ts";
import { queueReducer } from "../../src/dashboard/app/queue/queue-reducer.ts";
import type { QueueState } from "../../src/dashboard/app/queue/queue-state.ts";
import { emptyQueue, shownEntries } from "../../src/dashboard/app/queue/queue-state.ts";
import type { View } from "../../src/dashboard/app/routes.ts";

export const heldView: View = { list: "held", order: "risk", siteKey: null, search: "" };

export const givenComment = (id: string, more: Partial<Comment> = {}): Comment => ({
  id,
  siteKey: "demo",
  pageUrl: "https://example.org/a",
  pageTitle: null,
  parentId: null,
  authorName: `Author ${id}`,
  authorEmail: null,
  authorUrl: null,
  isNewsroom: false,
  body: "Hello",
  status: "held",
  revision: 2,
  score: 1,
  createdAt: "2026-11-23T10:00:00Z",
  ...more,
});

export const givenFinding = (more: Partial<Finding>): Finding => ({
  ruleId: "rule",
  ruleName: "Rule",
  ruleVersion: 1,
  stage: "enforce",
  check: "words",
  field: "body",
  span: null,
  matched: null,
  lane: "plain",
  points: 2,
  force: null,
  publicReason: null,
  explanation: null,
  ...more,
});

export const givenEvent = (id: string, more: Partial<CommentEvent> = {}): CommentEvent => ({
  id,
  siteKey: "demo",
  status: "held",
  previousStatus: "queued",
  revision: 2,
  decidedBy: null,
  ...more,
});

/** A held queue in which these comments were loaded. */
export const givenQueue = (
  ids: string[],
  more: { view?: Partial<View>; nextCursor?: string } = {},
): QueueState =>
  after(emptyQueue({ ...heldView, ...more.view }), {
    type: "loaded",
    items: ids.map((id) => givenComment(id)),
    nextCursor: more.nextCursor ?? null,
  });

export const after = (state: QueueState, ...events: QueueEvent[]): QueueState =>
  events.reduce(queueReducer, state);

export const shownIds = (state: QueueState): string[] => shownEntries(state).map(({ comment }) => comment.id);
