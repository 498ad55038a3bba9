import { LinkifyIt } from "linkify-it";
import { getDomain } from "tldts";
import { topLevelDomains, wordLikeTopLevelDomains } from "./top-level-domains.ts";

export interface Link {
  /** UTF-16 units of the text, end exclusive. */
  start: number;
  end: number;
  /** As written. */
  written: string;
  /** Lower case, international names as punycode. */
  host: string;
  /** What a registrar sold, or the user's part of a shared host (`alice.github.io`); the host where there is none. */
  domain: string;
}

// Cheap to test and true of every text with a link.
const mayHoldLink = /[^\s.]\.[^\s.]|:\/\//;
// linkify-it may look at each unit of a piece many times, so a piece is bounded; no link holds white space.
const pieces = /\S{1,4096}/g;
// Past this nobody counts, and every rule on links would have to look at each of them.
const maxLinks = 500;

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, tlds: [...topLevelDomains] });

/** Links with or without a scheme; e-mail addresses and sentences without a space after the stop are none. */
export function findLinks(text: string): Link[] {
  if (!mayHoldLink.test(text)) return [];
  const links: Link[] = [];
  for (const piece of text.matchAll(pieces)) {
    if (links.length >= maxLinks) break;
    if (!mayHoldLink.test(piece[0])) continue;
    for (const found of linkify.match(piece[0]) ?? []) {
      if (!isWebLink(found.schema, found.raw)) continue;
      const written = found.schema === "" ? withoutLeadingText(found.raw) : found.raw;
      const host = hostOf(written);
      if (host === null) continue;
      const start = piece.index + found.lastIndex - written.length;
      links.push({ start, end: start + written.length, written, host, domain: domainOf(host) });
    }
  }
  return links;
}

/** The host in the form of `Link.host`, from a host or an address; null where there is none. */
export function hostOf(written: string): string | null {
  const trimmed = written.trim();
  const url = /^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(trimmed)
    ? trimmed.replace(/^\/\//, "http://")
    : `http://${trimmed}`;
  if (!URL.canParse(url)) return null;
  const host = new URL(url).hostname.replace(/\.$/, "");
  return host === "" ? null : host;
}

export const domainOf = (host: string): string => getDomain(host, { allowPrivateDomains: true }) ?? host;

/** Whether a host is the domain or lies below it. */
export const isWithin = (host: string, domain: string): boolean =>
  host === domain || host.endsWith(`.${domain}`);

/** 点击www.example.com: scripts without spaces run into the address. */
const withoutLeadingText = (written: string): string =>
  written.replace(
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+(?=[a-z0-9])/iu,
    "",
  );

function isWebLink(schema: string, written: string): boolean {
  if (schema === "mailto:") return false;
  return schema !== "" || !isProbablySentence(written);
}

/** "It was great.So was the cake": two words and a stop, but `so` is a country's domain too. */
function isProbablySentence(written: string): boolean {
  const labels = written.split(".");
  const last = labels.at(-1) ?? "";
  return labels.length === 2 && !/[/?#:]/.test(written) && wordLikeTopLevelDomains.has(last.toLowerCase());
}
