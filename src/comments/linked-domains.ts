import { domainOf, findLinks, hostOf } from "../text/links.ts";

// A wall of links is seen as one by the first of them.
const maxDomains = 20;

/** Each once: where the text links to, in its order, and where the author's own address leads. */
export function linkedDomains({ body, authorUrl }: { body: string; authorUrl: string | null }): string[] {
  const ownHost = authorUrl === null ? null : hostOf(authorUrl);
  const domains = findLinks(body).map(({ domain }) => domain);
  return [...new Set([...domains, ...(ownHost === null ? [] : [domainOf(ownHost)])])].slice(0, maxDomains);
}
