// The OpenAPI description, generated from the very schemas that validate.
import { z } from "zod";
import { commentEdit } from "../comments/comment-routes.ts";
import { bulkDecisionInput, decisionInput } from "../comments/decision-routes.ts";
import { publicSubmission, serverSubmission } from "../comments/submission.ts";
import { apiKeyInput } from "../people/api-key-routes.ts";
import { setupInput, signInInput } from "../people/session-routes.ts";
import { ruleSchema } from "../rules/rule.ts";
import { ruleTestInput } from "../rules/rule-routes.ts";
import { wordListSchema } from "../rules/word-list.ts";
import { siteInput } from "../sites/site-routes.ts";
import { webhookEndpointChange, webhookEndpointInput, recoverInput } from "../webhooks/endpoint.ts";

interface Operation {
  method: "get" | "post" | "patch" | "delete";
  path: string;
  summary: string;
  status: number;
  body?: z.ZodType;
  isPublic?: boolean;
}

const operations: readonly Operation[] = [
  {
    method: "post",
    path: "/v1/sites/{siteKey}/comments",
    summary: "Submit a comment from a website's form",
    status: 202,
    body: publicSubmission,
    isPublic: true,
  },
  {
    method: "get",
    path: "/v1/sites/{siteKey}/comments",
    summary: "The published thread of a page",
    status: 200,
    isPublic: true,
  },
  {
    method: "get",
    path: "/v1/sites/{siteKey}/counts",
    summary: "Published comments of several pages",
    status: 200,
    isPublic: true,
  },
  {
    method: "get",
    path: "/v1/sites/{siteKey}/comments/{id}",
    summary: "What became of one's own comment",
    status: 200,
    isPublic: true,
  },
  {
    method: "post",
    path: "/v1/comments",
    summary: "Submit a comment for a visitor",
    status: 202,
    body: serverSubmission,
  },
  { method: "get", path: "/v1/comments", summary: "List comments", status: 200 },
  {
    method: "get",
    path: "/v1/comments/{id}",
    summary: "One comment with findings, decisions, deliveries, author and thread",
    status: 200,
  },
  {
    method: "patch",
    path: "/v1/comments/{id}",
    summary: "Edit the text; it is judged again",
    status: 200,
    body: commentEdit,
  },
  { method: "delete", path: "/v1/comments/{id}", summary: "Delete, leaving a tombstone", status: 204 },
  {
    method: "post",
    path: "/v1/comments/{id}/decisions",
    summary: "Decide one comment",
    status: 200,
    body: decisionInput,
  },
  { method: "post", path: "/v1/comments/{id}/claim", summary: "Say that one is looking at it", status: 200 },
  { method: "delete", path: "/v1/comments/{id}/claim", summary: "Stop claiming", status: 204 },
  {
    method: "post",
    path: "/v1/decisions",
    summary: "Decide up to 500 comments",
    status: 200,
    body: bulkDecisionInput,
  },
  {
    method: "post",
    path: "/v1/decisions/{id}/undo",
    summary: "Take a decision or a batch back",
    status: 200,
  },
  { method: "get", path: "/v1/stats", summary: "Counts by status", status: 200 },
  { method: "get", path: "/v1/stream", summary: "Changes as server-sent events", status: 200 },
  { method: "get", path: "/v1/rules", summary: "List rules", status: 200 },
  { method: "post", path: "/v1/rules", summary: "Create a rule", status: 201, body: ruleSchema },
  {
    method: "post",
    path: "/v1/rules/test",
    summary: "Try a text against the rules",
    status: 200,
    body: ruleTestInput,
  },
  { method: "get", path: "/v1/rules/{id}", summary: "One rule", status: 200 },
  { method: "patch", path: "/v1/rules/{id}", summary: "Save a new version", status: 200 },
  { method: "delete", path: "/v1/rules/{id}", summary: "Delete a rule", status: 204 },
  { method: "get", path: "/v1/rules/{id}/versions", summary: "All versions, newest first", status: 200 },
  { method: "get", path: "/v1/word-lists", summary: "List word lists", status: 200 },
  {
    method: "post",
    path: "/v1/word-lists",
    summary: "Create a word list",
    status: 201,
    body: wordListSchema,
  },
  { method: "get", path: "/v1/word-lists/{id}", summary: "One word list", status: 200 },
  { method: "patch", path: "/v1/word-lists/{id}", summary: "Change a word list", status: 200 },
  { method: "delete", path: "/v1/word-lists/{id}", summary: "Delete a word list", status: 204 },
  { method: "get", path: "/v1/sites", summary: "List sites", status: 200 },
  { method: "post", path: "/v1/sites", summary: "Create a site", status: 201, body: siteInput },
  { method: "get", path: "/v1/sites/{siteKey}", summary: "One site", status: 200 },
  { method: "patch", path: "/v1/sites/{siteKey}", summary: "Change a site", status: 200 },
  { method: "get", path: "/v1/pages", summary: "List pages", status: 200 },
  { method: "post", path: "/v1/pages", summary: "Close or open a page by its address", status: 201 },
  { method: "get", path: "/v1/pages/{id}", summary: "One page", status: 200 },
  { method: "patch", path: "/v1/pages/{id}", summary: "Close or open a page", status: 200 },
  { method: "get", path: "/v1/webhook-endpoints", summary: "List webhook endpoints", status: 200 },
  {
    method: "post",
    path: "/v1/webhook-endpoints",
    summary: "Create a webhook endpoint",
    status: 201,
    body: webhookEndpointInput,
  },
  { method: "get", path: "/v1/webhook-endpoints/{id}", summary: "One webhook endpoint", status: 200 },
  {
    method: "patch",
    path: "/v1/webhook-endpoints/{id}",
    summary: "Change a webhook endpoint",
    status: 200,
    body: webhookEndpointChange,
  },
  { method: "delete", path: "/v1/webhook-endpoints/{id}", summary: "Delete a webhook endpoint", status: 204 },
  { method: "post", path: "/v1/webhook-endpoints/{id}/test", summary: "Send a test event", status: 202 },
  {
    method: "post",
    path: "/v1/webhook-endpoints/{id}/rotate-secret",
    summary: "Make a new secret",
    status: 200,
  },
  {
    method: "post",
    path: "/v1/webhook-endpoints/{id}/recover",
    summary: "Send again what was missed",
    status: 202,
    body: recoverInput,
  },
  { method: "get", path: "/v1/webhook-endpoints/{id}/deliveries", summary: "The delivery log", status: 200 },
  { method: "get", path: "/v1/deliveries/{id}", summary: "One delivery with its attempts", status: 200 },
  { method: "post", path: "/v1/deliveries/{id}/redeliver", summary: "Send again", status: 202 },
  { method: "get", path: "/v1/events", summary: "Events after a cursor", status: 200 },
  { method: "get", path: "/v1/api-keys", summary: "List API keys", status: 200 },
  {
    method: "post",
    path: "/v1/api-keys",
    summary: "Create an API key; it is shown once",
    status: 201,
    body: apiKeyInput,
  },
  { method: "delete", path: "/v1/api-keys/{id}", summary: "Revoke an API key", status: 204 },
  { method: "get", path: "/v1/session", summary: "Who is signed in", status: 200, isPublic: true },
  {
    method: "post",
    path: "/v1/sessions",
    summary: "Sign in",
    status: 201,
    body: signInInput,
    isPublic: true,
  },
  { method: "delete", path: "/v1/sessions/current", summary: "Sign out", status: 204 },
  {
    method: "post",
    path: "/v1/setup",
    summary: "Create the first admin",
    status: 201,
    body: setupInput,
    isPublic: true,
  },
];

export function openApiDocument(version: string): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method] = describe(operation);
  return {
    openapi: "3.1.0",
    info: { title: "Moderato", version, description: "Comment moderation: submit, judge, decide, tell." },
    paths,
    components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
  };
}

function describe({ path, summary, status, body, isPublic }: Operation) {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map((match) => ({
    name: match[1],
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  return {
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: jsonSchema(body) } } } }),
    responses: { [status]: { description: summary }, default: { description: "problem+json (RFC 9457)" } },
    security: isPublic === true ? [] : [{ key: [] }],
  };
}

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
