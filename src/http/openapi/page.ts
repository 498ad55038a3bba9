// The API's description as one page: no script, nothing foreign, printed from the same document as /openapi.json.
import { html, type Html } from "../../embed/html.ts";
import { renderDocument } from "../../embed/pages.ts";
import type {
  DescribedOperation,
  DescribedResponse,
  JsonSchema,
  OpenApiDocument,
  Parameter,
} from "./document.ts";

const maxDepth = 4;

export function renderOpenApiPage(document: OpenApiDocument): string {
  const operations = operationsOf(document);
  return renderDocument({
    title: "Moderato API",
    head: html`<link rel="stylesheet" href="/docs/openapi.css" />`,
    body: html`<div class="api">
      <nav class="api-contents" aria-label="Contents">
        <p class="api-name"><a href="#top">Moderato API</a></p>
        <ul>
          <li><a href="#basics">Basics</a></li>
          ${document.tags.map(({ name }) => html`<li><a href="#${anchorOf(name)}">${name}</a></li>`)}
          <li><a href="#schemas">Schemas</a></li>
        </ul>
      </nav>
      <main id="top">
        <header class="page-head">
          <h1>Moderato API</h1>
          <p class="muted">
            Version ${document.info.version} · <a href="/openapi.json">openapi.json</a> (OpenAPI
            ${document.openapi})
          </p>
        </header>
        ${renderBasics(document)}
        ${document.tags.map(
          ({ name, description }) =>
            html`<section id="${anchorOf(name)}">
              <h2>${name}</h2>
              <p>${description}</p>
              ${operations.filter(({ operation }) => operation.tags.includes(name)).map(renderOperation)}
            </section>`,
        )}
        <section id="schemas">
          <h2>Schemas</h2>
          ${Object.entries(document.components.schemas)
            .sort(([a], [b]) => a.localeCompare(b))
            .map(
              ([name, schema]) =>
                html`<article class="api-schema" id="${schemaAnchorOf(name)}">
                  <h3>${name}</h3>
                  ${renderSchema(schema)}
                </article>`,
            )}
        </section>
      </main>
    </div>`,
  });
}

function renderBasics({ info, servers }: OpenApiDocument): Html {
  return html`<section id="basics">
    <h2>Basics</h2>
    <p>${info.description}</p>
    <p>
      The address is <code>${servers[0]?.url}</code>. Send an API key as
      <code>Authorization: Bearer KEY</code>. The dashboard uses the same routes with a session. A limit of a
      list is 1 to 200, 50 if you name none.
    </p>
    <p>
      202 means: committed to the database. Every POST takes an <code>Idempotency-Key</code>, but those that
      sign in. What you may not see answers 404 like what is not there. 429 and 503 carry
      <code>Retry-After</code>.
    </p>
  </section>`;
}

interface Placed {
  method: string;
  path: string;
  operation: DescribedOperation;
}

const operationsOf = ({ paths }: OpenApiDocument): Placed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );

function renderOperation({ method, path, operation }: Placed): Html {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  return html`<details class="api-operation">
    <summary id="${operationId}">
      <span class="api-method ${method}">${method.toUpperCase()}</span>
      <code class="api-path">${path}</code>
      <span class="api-summary">${summary}</span>
    </summary>
    <div class="api-inside">
      <p>${description}</p>
      ${parameters.length > 0 && renderParameters(parameters)} ${requestBody && renderBody(requestBody)}
      <h4>Answers</h4>
      <dl class="api-fields">${Object.entries(responses).map(renderResponse)}</dl>
    </div>
  </details>`;
}

function renderParameters(parameters: Parameter[]): Html {
  return html`<h4>Parameters</h4>
    <dl class="api-fields">
      ${parameters.map(
        ({ name, in: place, required, description, schema }) =>
          html`<div>
            <dt><code>${name}</code> ${required && html`<span class="api-required">required</span>`}</dt>
            <dd>
              <span class="api-type">${renderType(schema)}, ${place}</span>${describeValues(schema)}
              ${description}
            </dd>
          </div>`,
      )}
    </dl>`;
}

function renderBody({ content }: NonNullable<DescribedOperation["requestBody"]>): Html {
  const types = Object.keys(content);
  const schema = content["application/json"]?.schema ?? {};
  return html`<h4>Body</h4>
    <p>${renderType(schema)} as <code>${types.join(" or ")}</code></p>`;
}

function renderResponse([status, { description, content = {} }]: [string, DescribedResponse]): Html {
  const [answer] = Object.entries(content);
  return html`<div>
    <dt><code>${status}</code></dt>
    <dd>
      ${renderText(description)}
      ${answer && html`<span class="api-type">${answer[0] !== "application/json" ? answer[0] : renderType(answer[1].schema)}</span>`}
    </dd>
  </div>`;
}

/** The fields of a schema, those of objects inside it indented below. */
function renderSchema(schema: JsonSchema, depth = 0): Html {
  const described = schema.description && html`<p>${renderText(schema.description)}</p>`;
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches !== undefined) {
    return html`${described}
    ${branches.map((branch) => {
      const { [discriminatorOf(branch) ?? ""]: marked } = branch.properties ?? {};
      return html`<div class="api-branch">
        <h4>
          ${marked?.const === undefined ? renderType(branch) : html`<code>${discriminatorOf(branch)}: ${JSON.stringify(marked.const)}</code>`}
        </h4>
        ${branch.properties && renderSchema(branch, depth)}
      </div>`;
    })}`;
  }
  if (schema.properties === undefined) {
    const isArray = schema.type === "array" && typeof schema.items === "object";
    return html`${described}
      <p class="api-type">${renderType(schema)}${describeValues(schema)}</p>
      ${isArray && insideOf(schema, depth)}`;
  }
  return html`${described}
    <dl class="api-fields">
      ${Object.entries(schema.properties).map(
        ([name, property]) =>
          html`<div>
            <dt>
              <code>${name}</code>
              ${schema.required?.includes(name) && html`<span class="api-required">required</span>`}
            </dt>
            <dd>
              <span class="api-type">${renderType(property)}</span>${describeValues(property)}
              ${renderText(property.description)} ${insideOf(property, depth)}
            </dd>
          </div>`,
      )}
    </dl>`;
}

function insideOf(schema: JsonSchema, depth: number): Html | null {
  const inner = typeof schema.items === "object" ? schema.items : schema;
  const object = inner.anyOf?.find((branch) => branch.properties !== undefined) ?? inner;
  if (object.properties === undefined || depth >= maxDepth) return null;
  return html`<div class="api-nested">${renderSchema({ ...object, description: "" }, depth + 1)}</div>`;
}

const discriminatorOf = ({ properties = {} }: JsonSchema) =>
  Object.keys(properties).find((name) => properties[name]?.const !== undefined);

/** The type in words; named schemas are links. */
function renderType(schema: JsonSchema): Html | string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
    return html`<a href="#${schemaAnchorOf(name)}">${name}</a>`;
  }
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined) return joined(branches.map(renderType), " or ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.prefixItems !== undefined) return html`[${joined(schema.prefixItems.map(renderType), ", ")}]`;
  if (schema.type === "array")
    return html`list of ${typeof schema.items === "object" ? renderType(schema.items) : "anything"}`;
  if (schema.type === "object" && typeof schema.additionalProperties === "object" && !schema.properties)
    return html`object of ${renderType(schema.additionalProperties)}`;
  if (Array.isArray(schema.type)) return schema.type.join(" or ");
  return schema.format ?? schema.type ?? "anything";
}

const joined = (parts: (Html | string)[], between: string): Html =>
  html`${parts.map((part, index) => [index > 0 && between, part])}`;

/** Bounds, choices and the default. */
function describeValues(schema: JsonSchema): Html | null {
  const values = schema.enum ?? (typeof schema.items === "object" ? schema.items.enum : undefined);
  const said = [
    values && `one of ${values.map(String).join(", ")}`,
    rangeOf(schema.minimum ?? schema.exclusiveMinimum, schema.maximum, ""),
    rangeOf(schema.minLength, schema.maxLength, " characters"),
    rangeOf(schema.minItems, schema.maxItems, " entries"),
    schema.default !== undefined && schema.default !== null && `default ${JSON.stringify(schema.default)}`,
  ].filter((part) => typeof part === "string");
  return said.length === 0 ? null : html`<span class="api-type">, ${said.join(", ")}</span>`;
}

function rangeOf(from: number | undefined, to: number | undefined, unit: string): string | null {
  const most = to === undefined || to === Number.MAX_SAFE_INTEGER ? null : to.toLocaleString("en");
  const least = from === undefined || from === Number.MIN_SAFE_INTEGER ? null : from.toLocaleString("en");
  if (most === null && least === null) return null;
  if (most === null) return `from ${least}${unit}`;
  return least === null ? `up to ${most}${unit}` : `${least} to ${most}${unit}`;
}

/** What stands between backticks is code. */
const renderText = (text = ""): Html =>
  html`${text.split("`").map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;

const anchorOf = (group: string) => group.toLowerCase().replaceAll(" ", "-");
const schemaAnchorOf = (name: string) => `schema-${name}`;
