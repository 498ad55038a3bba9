// The OpenAPI description, generated from the very schemas that validate.
import { z } from "zod";
import { problem } from "./shared.ts";
import { groups, type Operation } from "./operation.ts";
import { operations } from "./operations.ts";

export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema | boolean;
  prefixItems?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  format?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: JsonSchema;
}

export interface DescribedResponse {
  description: string;
  content?: Record<string, { schema: JsonSchema }>;
  headers?: Record<string, { description: string; schema: JsonSchema }>;
}

export interface DescribedOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, DescribedResponse>;
  security: Record<string, string[]>[];
}

export interface OpenApiDocument {
  openapi: "3.1.0";
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, DescribedOperation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, object> };
}

const about =
  "Comment moderation: submit, judge, decide, tell. Bodies and answers are JSON in camelCase, times RFC 3339 in UTC, ids UUIDs. " +
  "Lists are {items, nextCursor}: send nextCursor as cursor for the next page. Errors are application/problem+json.";

export function openApiDocument(version: string, publicUrl: string): OpenApiDocument {
  const schemas: Record<string, JsonSchema> = {};
  const paths: OpenApiDocument["paths"] = {};
  referTo(problem, schemas);
  for (const operation of operations)
    (paths[operation.path] ??= {})[operation.method] = describe(operation, schemas);
  return {
    openapi: "3.1.0",
    info: {
      title: "Moderato",
      version,
      description: about,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: publicUrl }],
    tags: groups.map(({ name, about: description }) => ({ name, description })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description: "An API key with the scope that the operation names.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-moderato-session",
          description:
            "The dashboard's session (moderato-session where PUBLIC_URL is neither https nor loopback). All but GET need the header X-CSRF-Token with the token of GET /v1/session.",
        },
      },
    },
  };
}

type Schemas = Record<string, JsonSchema>;

function describe(operation: Operation, schemas: Schemas): DescribedOperation {
  const { body, isForm, summary, group, scope } = operation;
  const parameters = parametersOf(operation);
  const schema = body === undefined ? null : referTo(body, schemas);
  return {
    operationId: operationIdOf(operation),
    tags: [group],
    summary,
    description: whoMay(operation),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(schema === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              "application/json": { schema },
              ...(isForm === true ? { "application/x-www-form-urlencoded": { schema } } : {}),
            },
          },
        }),
    responses: responsesOf(operation, schemas),
    security: scope === null ? [] : scope === "session" ? [{ session: [] }] : [{ key: [] }, { session: [] }],
  };
}

export function whoMay({ scope }: Pick<Operation, "scope">): string {
  if (scope === null) return "Open to everyone.";
  return scope === "session" ? "For whoever is signed in." : `Needs the scope ${scope}.`;
}

/** `post /v1/comments/{id}/decisions` → `postCommentsIdDecisions`: steady while the path is. */
const operationIdOf = ({ method, path }: Operation) =>
  method +
  path
    .replace("/v1", "")
    .split(/[^a-zA-Z]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

function parametersOf({ method, path, query, scope }: Operation): Parameter[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]): Parameter => ({
    name: name!,
    in: "path",
    required: true,
    schema: name === "id" ? { type: "string", format: "uuid" } : { type: "string" },
  }));
  const { properties = {}, required = [] } = query === undefined ? {} : jsonSchema(query);
  const inQuery = Object.entries(properties).map(([name, schema]): Parameter => {
    const { [name]: note } = parameterNotes;
    const description = schema.description ?? note;
    return {
      name,
      in: "query",
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema:
        schema.type === undefined && schema.anyOf === undefined && schema.enum === undefined
          ? { ...schema, type: typeNotes[name] ?? "string" }
          : schema,
    };
  });
  const isKept = method === "post" && (scope !== null || path.endsWith("/comments"));
  return isKept ? [...inPath, ...inQuery, idempotencyKey] : [...inPath, ...inQuery];
}

const idempotencyKey: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "The same key with the same content within 24 hours gives the same answer; with other content it is refused.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

const typeNotes: Record<string, string> = { limit: "integer", days: "integer" };

const parameterNotes: Record<string, string> = {
  siteKey: "Only this site; without it all that the caller may see.",
  status: "One or more of queued, held, approved, rejected, spam, deleted, separated by commas.",
  q: "Text to find in comments. Sorted by time, a search that takes long answers with what it has: with fewer items than `limit`, or none, `nextCursor` goes on with the rest. By risk it is refused (422) after ten seconds.",
  author: "An author's name or e-mail address.",
  rule: "Comments in which this rule matched.",
  pageUrl: "The page's address; fragment and utm_* are of no account.",
  flagged: "true: published although a rule matched.",
  mine: "true: only those that the caller has asked for.",
  unfinished: "true: only those under way.",
  expand:
    "Adds to each item, separated by commas: findings and author to comments, numbers (with advice) to rules.",
  days: "How far back, in days (UTC), today included.",
  cursor: "The nextCursor of the page before.",
  after: "The nextCursor of the answer before; without it from the oldest event on.",
  types: "Only these events, separated by commas.",
  receipt: "The receipt of the submission.",
  action: "Such as rule.save, or rule for all acts on rules.",
  actor: "Part of the name of who did it.",
  since: "From this time on.",
  until: "Before this time.",
};

function responsesOf(operation: Operation, schemas: Schemas): Record<string, DescribedResponse> {
  const { scope, path, body, query, status, answer, accepted, refusals = {} } = operation;
  const reasons: Record<number, string> = {};
  if (query !== undefined) reasons[422] = "Some parameters are wrong; `errors` lists them.";
  if (body !== undefined) {
    reasons[400] = "The body is not well formed.";
    reasons[413] = "The request is larger than 64 KiB.";
    reasons[415] = "The body is neither JSON nor a form in UTF-8.";
    reasons[422] = "Some fields are wrong; `errors` lists them.";
  }
  if (scope !== null) {
    reasons[401] = "No valid key, and nobody is signed in.";
    reasons[403] = scope === "session" ? "The CSRF token is missing." : `The scope ${scope} is missing.`;
  }
  if (path.includes("{") || query !== undefined || (body !== undefined && scope !== null))
    reasons[404] = "There is no such thing, or the caller may not know of it.";
  reasons[503] = "The database cannot be reached; Retry-After says when to try again.";
  Object.assign(reasons, refusals);
  return {
    [status]: successOf(answer, schemas),
    ...(accepted === undefined ? {} : { 202: successOf(accepted, schemas) }),
    ...Object.fromEntries(
      Object.entries(reasons).map(([code, description]) => [code, refusalOf(Number(code), description)]),
    ),
  };
}

function successOf(answer: Operation["answer"], schemas: Schemas): DescribedResponse {
  if (answer === undefined) return { description: "Done." };
  if (answer === "text/event-stream" || answer === "text/csv") {
    const description = answer === "text/csv" ? "A file." : "An open stream.";
    return { description, content: { [answer]: { schema: { type: "string" } } } };
  }
  return { description: "Done.", content: { "application/json": { schema: referTo(answer, schemas) } } };
}

function refusalOf(status: number, description: string): DescribedResponse {
  if (status < 400) return { description };
  return {
    description,
    ...(status === 429 || status === 503
      ? { headers: { "Retry-After": { description: "Seconds.", schema: { type: "integer" } } } }
      : {}),
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}

const local = "#/$defs/";
const shared = "#/components/schemas/";

/** The schema for a place in the document; whatever in it has a name goes among the components, once. */
function referTo(schema: z.ZodType, schemas: Schemas): JsonSchema {
  const { $defs = {}, ...inPlace } = jsonSchema(schema);
  for (const [name, definition] of Object.entries($defs)) schemas[name] ??= noted(toShared(definition));
  return toShared(inPlace);
}

function jsonSchema(schema: z.ZodType): JsonSchema & { $defs?: Schemas } {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  void $schema;
  return rest as JsonSchema & { $defs?: Schemas };
}

/** `$defs` are found from the root of a document, and a component is not the root of one. */
const toShared = (schema: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(schema).replaceAll(`"$ref":"${local}`, `"$ref":"${shared}`)) as JsonSchema;

/** What a refinement demands, the schema cannot show; words can. */
function noted(schema: JsonSchema): JsonSchema {
  if (schema.properties === undefined) return schema;
  const properties = Object.entries(schema.properties).map(([name, property]) => {
    const { [name]: description } = fieldNotes;
    const isNoted =
      description !== undefined && property.description === undefined && property.$ref === undefined;
    return [name, isNoted ? { ...property, description } : property] as const;
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

const fieldNotes: Record<string, string> = {
  body: "1 to 10,000 characters and not only white space; kept exactly as sent.",
  authorName: "Up to 100 characters.",
  authorEmail: "Up to 254 characters; never published.",
  authorUrl: "http or https, up to 2,048 characters.",
  authorIp: "The visitor's IPv4 or IPv6 address: rules count by it.",
  pageUrl: "http or https, up to 2,048 characters; fragment and utm_* are dropped.",
  pageTitle: "Up to 300 characters.",
  parentId: "The comment that is answered, on the same page.",
  externalId: "Your own id, up to 255 characters; once for each site.",
  submittedAt: "When the visitor sent it, such as 2026-11-24T09:30:00Z: not before 1990, nor in the future.",
  idempotencyKey: "For forms: the same as the header Idempotency-Key.",
  website: "A trap for machines: people leave it empty.",
  formToken: "The formToken of the thread, so that the time of writing is known.",
  expectedRevision: "The revision that the decision is about; refused with 409 if it has changed.",
  reason: "Up to 500 characters; goes into the webhook.",
  note: "Up to 2,000 characters; for moderators only.",
  ids: "Up to 500. Send either ids or items or a filter.",
  filter: "The parameters of GET /v1/comments, but order and page: all that match now, up to 50,000.",
  asOf: "With a filter: what came or changed since this time is left alone.",
  items: "Up to 500, or one page of a list.",
  allowedOrigins: "Whose pages may send comments, such as https://news.example.",
  revision: "Rises with every change of status or text.",
  siteKey: "The key of the site.",
};
