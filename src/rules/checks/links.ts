import { z } from "zod";
import { linkShorteners } from "../../text/link-shorteners.ts";
import { domainOf, hostOf, isWithin, type Link } from "../../text/links.ts";
import { maxMatchesPerCheck, plural, type CheckInput, type CompiledCheck, type Match } from "../check.ts";
import { inWords, meets, numberConditionSchema } from "../number-condition.ts";
import { storableText } from "../storable-text.ts";
import { textFieldsSchema, type TextField } from "../text-field.ts";

const domainSchema = storableText(253).refine(
  (written) => hostOf(written) !== null,
  "Write a domain such as example.com",
);

export const linksCheckSchema = z
  .strictObject({
    check: z.literal("links"),
    count: numberConditionSchema.optional(),
    domains: z.array(domainSchema).min(1).max(5000).optional(),
    shorteners: z.literal(true).optional(),
    notOwnSite: z.boolean().optional(),
    fields: textFieldsSchema.optional(),
  })
  .meta({
    description:
      "How many links (with or without http://, never e-mail addresses) has the comment? domains counts those to " +
      "these domains and what lies below them, shorteners those that hide where they lead; with both, either. " +
      "notOwnSite leaves out links to the site itself. Read are the text and the author's name, for domains and " +
      "shorteners the author's web address too.",
  });
export type LinksCheck = z.infer<typeof linksCheckSchema>;

export function compileLinks(check: LinksCheck): CompiledCheck {
  const count = check.count ?? { gte: 1 };
  const wants = wantedLinks(check);
  const fields = check.fields ?? defaultFields(check);
  return {
    description: `the comment has ${inWords(count)} ${kindOf(check)}`,
    evaluate: (input) => {
      const wanted = fields.flatMap((field) => linksIn(field, input, wants));
      const found =
        check.notOwnSite === true && wanted.length > 0
          ? wanted.filter(isForeignTo(input.facts.site.hosts))
          : wanted;
      return {
        outcome: meets(count, found.length),
        matches: found.slice(0, maxMatchesPerCheck).map(({ match }) => match),
        explanation: explain(check, found),
      };
    },
  };
}

const defaultFields = (check: LinksCheck): TextField[] =>
  check.domains !== undefined || check.shorteners === true
    ? ["body", "authorName", "authorUrl"]
    : ["body", "authorName"];

function wantedLinks(check: LinksCheck): (link: Link) => boolean {
  if (check.domains === undefined && check.shorteners === undefined) return () => true;
  const domains = new Set(check.domains?.flatMap((written) => hostOf(written) ?? []));
  return ({ host }) =>
    (check.shorteners === true && linkShorteners.has(host.replace(/^www\./, ""))) ||
    parentsOf(host).some((parent) => domains.has(parent));
}

/** `a.b.example`, `b.example`, `example`: so that a long list costs no more than a short one. */
function parentsOf(host: string): string[] {
  const labels = host.split(".");
  return labels.map((_, first) => labels.slice(first).join("."));
}

function isForeignTo(hosts: readonly string[]): (link: { host: string }) => boolean {
  const own = hosts.flatMap((host) => hostOf(host) ?? []).map(domainOf);
  return ({ host }) => !own.some((domain) => isWithin(host, domain));
}

interface FoundLink {
  host: string;
  match: Match;
}

function linksIn(field: TextField, { text }: CheckInput, wants: (link: Link) => boolean): FoundLink[] {
  const links = text.links(field);
  if (links.length === 0) return [];
  return links.filter(wants).map(({ start, end, written, host }) => ({
    host,
    match: { field, span: [start, end], matched: written, lane: "original" },
  }));
}

function explain(check: LinksCheck, found: readonly FoundLink[]): string {
  if (found.length === 0) return `No ${kindOf(check)}`;
  const hosts = [...new Set(found.map(({ host }) => host))];
  const rest = hosts.length > 5 ? ` and ${hosts.length - 5} more` : "";
  return `${plural(found.length, "link")}: ${hosts.slice(0, 5).join(", ")}${rest}`;
}

function kindOf({ domains, shorteners, notOwnSite }: LinksCheck): string {
  const kinds = [
    domains === undefined
      ? null
      : `links to ${domains.slice(0, 5).join(", ")}${domains.length > 5 ? ", …" : ""}`,
    shorteners === undefined ? null : "shortened links",
  ].filter((kind) => kind !== null);
  const what = kinds.length === 0 ? "links" : kinds.join(" or ");
  return notOwnSite === true ? `${what} to other sites` : what;
}
