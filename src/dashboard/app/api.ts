// Every call of the dashboard to the server, with the shapes it relies on.

import { fromProblem, t } from "./language.ts";
import { newKey } from "./request-key.ts";
import { filterOf } from "./list-filter.ts";
import type { View } from "./routes.ts";

export type CommentStatus = "queued" | "held" | "approved" | "rejected" | "spam" | "deleted";
export type DecisionStatus = "held" | "approved" | "rejected" | "spam";
export type Order = "risk" | "newest" | "oldest";
export type RoleName = "admin" | "moderator" | "viewer";
export type Counts = Record<"queued" | "flagged" | DecisionStatus, number>;

/** What waits, for the one who asks. */
export interface Workload {
  urgent: number;
  /** What he usually takes for a decision; null while too few are known. */
  secondsEach: number | null;
}

export interface Stats {
  counts: Counts;
  /** This many settled comments stand for that many or more. */
  countedTo: number;
  held: Workload;
  secondOpinions: { asked: number; heldAndAsked: number };
  /** False while old comments are still being indexed. */
  isSearchComplete: boolean;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface User {
  id: string;
  email: string;
  name: string;
  roles: { siteKey: string | null; role: RoleName }[];
}

export interface Session {
  csrfToken: string;
  setupNeeded: boolean;
  user: User | null;
}

export interface RefusalReason {
  code: string;
  label: string;
  publicText: string;
}

export interface Site {
  key: string;
  name: string;
  refusalReasons?: RefusalReason[];
  refusalReasonRequired?: boolean;
  thresholds?: { hold: number };
}

export interface Finding {
  ruleId: string;
  ruleName: string;
  ruleVersion: number;
  stage: string;
  check: string;
  field: string;
  span: [number, number] | null;
  matched: string | null;
  lane: string | null;
  points: number;
  force: string | null;
  publicReason: string | null;
  explanation: string | null;
}

export interface AuthorHistory {
  approvedCount: number;
  rejectedCount: number;
  heldCount: number;
  firstSeenAt: string | null;
  trusted?: boolean;
  banned?: boolean;
  note?: string;
}

export interface FlatComment {
  id: string;
  siteKey: string;
  pageUrl: string;
  pageTitle: string | null;
  parentId: string | null;
  authorName: string;
  authorEmail: string | null;
  authorUrl: string | null;
  isNewsroom: boolean;
  body: string;
  status: CommentStatus;
  revision: number;
  score: number | null;
  createdAt: string;
}

/** Somebody looks at the comment. */
export interface Claim {
  by: string;
  userId: string | null;
  until: string;
}

export interface SecondOpinion {
  askedBy: string;
  note: string;
  askedAt: string;
}

export interface Comment extends FlatComment {
  claim?: Claim | null;
  secondOpinion?: SecondOpinion | null;
  findings?: Finding[];
  author?: AuthorHistory | null;
  decidedBy?: { by: "rules" | "moderator"; name?: string | null } | null;
  decidedAt?: string | null;
  /** The last decision, where a moderator took it, and what is so once it is taken back. */
  undoable?: { decisionId: string; status: DecisionStatus } | null;
  reasons?: string[];
  /** Those that the text and the author's address link to. */
  domains?: string[];
}

export interface Decision {
  id: string;
  batchId: string | null;
  status: CommentStatus;
  previousStatus: CommentStatus | null;
  by: "rules" | "moderator";
  moderatorName: string | null;
  reasons: string[];
  note: string | null;
  publicReason: string | null;
  createdAt: string;
}

export interface Edit {
  revision: number;
  body: string;
  editedBy: string;
  editedAt: string;
}

export interface CommentDetails extends Comment {
  decisions: Decision[];
  thread: FlatComment[];
  edits: Edit[];
}

/** What a 409 says about the comment that somebody else has changed. */
export interface CurrentStatus {
  status: CommentStatus;
  revision: number;
  decidedBy: string | null;
  decidedAt: string | null;
}

/** Of one comment among several; status and revision are null where it is gone. */
export interface DecisionResult {
  id: string;
  ok: boolean;
  status: CommentStatus | null;
  revision: number | null;
  decisionId?: string | null;
  problem?: Problem;
}

export interface DecidedTogether {
  batchId: string;
  results: DecisionResult[];
}

export interface CommentEvent {
  id: string;
  siteKey: string;
  status: CommentStatus;
  previousStatus: CommentStatus | null;
  revision: number;
  decidedBy: string | null;
}

export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  errors?: { detail: string; pointer: string }[];
  current?: CurrentStatus;
  /** The password was right, and the account wants a code beside it. */
  secondStep?: boolean;
}

export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    const said = inReadersLanguage(problem);
    super(sentenceFor(status, said));
    this.status = status;
    this.problem = said;
  }
}

const REQUEST_TIMEOUT_MS = 20_000;
export const PAGE_SIZE = 50;
const LARGEST_PAGE = 200;

const SESSION_PATH = "/v1/session";

/** A 401 there is about what was typed. */
const SIGN_IN_PATHS = new Set(["/v1/sessions", "/v1/setup", "/v1/one-time-links/use"]);

let csrfToken = "";
let whenSignedOut: () => void = () => undefined;
let whenForbidden: () => void = () => undefined;

/** Called for every answer 401 that is not about a wrong password. */
export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener;
}

/** Called for every answer 403, also about one of several comments: what this person may do is not what the page believes. */
export function onForbidden(listener: () => void): void {
  whenForbidden = listener;
}

let sessionOnItsWay: Promise<Session> | null = null;

/** One at a time: whoever asks meanwhile gets the same answer. */
export const fetchSession = (): Promise<Session> =>
  (sessionOnItsWay ??= keepToken(get<Session>(SESSION_PATH)).finally(() => (sessionOnItsWay = null)));

export interface Credentials {
  email: string;
  password: string;
  code?: string;
}

export const signIn = (credentials: Credentials): Promise<Session> =>
  keepToken(send<Session>("POST", "/v1/sessions", credentials));

export const setUp = (account: { token: string; email: string; password: string }): Promise<Session> =>
  keepToken(send<Session>("POST", "/v1/setup", account));

export const signOut = (): Promise<void> => send("DELETE", "/v1/sessions/current");

export const fetchSites = (): Promise<Page<Site>> => get("/v1/sites", { limit: "200" });

export const fetchStats = (siteKey: string | null): Promise<Stats> => get("/v1/stats", { siteKey });

export const fetchComments = (
  query: View & { cursor: string | null; atLeast?: number },
): Promise<Page<Comment>> =>
  get("/v1/comments", {
    status: "queued,held,approved,rejected,spam",
    ...filterOf(query),
    order: query.order,
    cursor: query.cursor,
    limit: String(Math.min(LARGEST_PAGE, Math.max(PAGE_SIZE, query.atLeast ?? 0))),
    expand: "findings,author,domains",
  });

export const fetchNewestComment = (siteKey: string | null): Promise<Page<Comment>> =>
  get("/v1/comments", { siteKey, order: "newest", limit: "1" });

export const fetchComment = (id: string): Promise<CommentDetails> => get(`/v1/comments/${id}`);

/** What is said with a decision. */
export interface Given {
  reasonCode?: string;
  note?: string;
  /** Approving, and answering in the same act. */
  reply?: { text: string; key: string };
}

export const decide = (
  id: string,
  decision: { status: DecisionStatus; expectedRevision: number } & Omit<Given, "reply">,
  idempotencyKey: string,
): Promise<Comment & { decisionId: string | null }> =>
  send("POST", `/v1/comments/${id}/decisions`, decision, { idempotencyKey });

/** Publishes a reply of the newsroom, and with `approve` the comment it answers. */
export const replyTo = (
  id: string,
  { text, key }: { text: string; key: string },
  parent: { approve: boolean; expectedRevision: number },
): Promise<FlatComment & { batchId: string; parent: { revision: number } }> =>
  send("POST", `/v1/comments/${id}/reply`, { body: text, ...parent }, { idempotencyKey: key });

/** What it says is decided in the same act: no rule meets the new text. */
export const editComment = (
  id: string,
  edit: { body: string; status: DecisionStatus; expectedRevision: number },
): Promise<CommentDetails> => send("PATCH", `/v1/comments/${id}`, edit);

export const MOST_AT_ONCE = 500;

export const decideMany = async (
  decision: { items: { id: string; expectedRevision: number }[]; status: DecisionStatus } & Given,
  idempotencyKey: string,
): Promise<DecidedTogether> =>
  withProblemsRead(await send("POST", "/v1/decisions", decision, { idempotencyKey }));

/** Of a decision, or of all that were taken together. */
export const undoDecision = async (
  decisionOrBatchId: string,
  idempotencyKey = newKey(),
): Promise<DecidedTogether> =>
  withProblemsRead(
    await send("POST", `/v1/decisions/${decisionOrBatchId}/undo`, undefined, { idempotencyKey }),
  );

function withProblemsRead(together: DecidedTogether): DecidedTogether {
  if (together.results.some(({ problem }) => problem?.status === 403)) whenForbidden();
  return {
    ...together,
    results: together.results.map((result) =>
      result.problem ? { ...result, problem: inReadersLanguage(result.problem) } : result,
    ),
  };
}

/** A sentence for people, whatever was thrown. */
export const sentenceOf = (error: unknown): string =>
  error instanceof ApiError ? error.message : t("Something went wrong in this page. Reload it, please.");

/** For answers that begin a session. */
export async function keepToken(answer: Promise<Session>): Promise<Session> {
  const session = await answer;
  csrfToken = session.csrfToken;
  return session;
}

export function get<T>(path: string, query: Record<string, string | null> = {}): Promise<T> {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, value);
  const search = params.toString();
  return request<T>(search ? `${path}?${search}` : path, { method: "GET" });
}

export async function send<T>(
  method: string,
  path: string,
  body?: unknown,
  { signal, idempotencyKey }: { signal?: AbortSignal; idempotencyKey?: string } = {},
): Promise<T> {
  const attempt = (): Promise<T> =>
    request<T>(path, {
      method,
      headers: {
        "x-csrf-token": csrfToken,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  const tokenBefore = csrfToken;
  try {
    return await attempt();
  } catch (error) {
    // Signing in in another tab changes the token: fetch it and try once more.
    if (!(error instanceof ApiError) || error.status !== 403) throw error;
    await fetchSession();
    if (csrfToken === tokenBefore) throw error;
    return attempt();
  }
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const response = await reach(path, init);
  const body = await bodyOf(response);
  if (response.ok) return body as T;
  if (response.status === 401 && !SIGN_IN_PATHS.has(path)) whenSignedOut();
  if (response.status === 403 && path !== SESSION_PATH) whenForbidden();
  throw new ApiError(response.status, body ?? {});
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  try {
    return await fetch(path, {
      ...init,
      credentials: "same-origin",
      headers: { accept: "application/json", ...init.headers },
      signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout,
    });
  } catch (error) {
    const tooSlow = error instanceof Error && error.name === "TimeoutError";
    throw new ApiError(0, {
      detail: tooSlow
        ? t("The server did not answer in time.")
        : t("The server cannot be reached. Check the connection."),
    });
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === "" ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

/** The server says in English what is wrong, whoever asks. */
const inReadersLanguage = ({ detail, errors, ...problem }: Problem): Problem => ({
  ...problem,
  ...(detail === undefined ? {} : { detail: fromProblem(detail) }),
  ...(errors && { errors: errors.map((error) => ({ ...error, detail: fromProblem(error.detail) })) }),
});

function sentenceFor(status: number, problem: Problem): string {
  const listed = problem.errors?.map((error) => error.detail).join(" ");
  if (listed) return listed;
  if (problem.detail) return problem.detail;
  if (status === 401) return t("You are signed out.");
  if (status === 403) return t("Your role does not allow this.");
  if (status === 404) return t("This is no longer there.");
  if (status === 429) return t("Too many requests. Wait a moment, then try again.");
  if (status >= 500) return t("The server had a problem. Nothing was changed; try again in a moment.");
  return problem.title ?? t("The server refused this.");
}
