// What was typed or pasted, and where it leads: to comments, by the operators of the search, and to pages by their names.
import { canonicalPageUrl } from "../../../text/canonical-url.ts";
import {
  domainIn,
  maxSearchLength,
  parseSearch,
  type SearchOperator,
  writePart,
  writeSearch,
} from "../../../text/search-query.ts";
import { t } from "../language.ts";
import { addressOf, defaultOrder, searchIn } from "../routes.ts";

export interface JumpTarget {
  label: string;
  /** The search as its field would have it; of a page what kind it is. */
  hint: string;
  href: string;
}

interface Search {
  label: string;
  search: string;
}

/** The likeliest first; with nothing typed, all places. */
export function jumpTargets(typed: string, places: readonly JumpTarget[]): JumpTarget[] {
  const text = typed.trim();
  if (text === "") return [...places];
  const named = places.filter(({ label }) => isNamed(label, text));
  const searches = searchesFor(text).filter(({ search }) => canBeSearched(search));
  return [...named, ...searches.map(targetOf)];
}

function searchesFor(text: string): Search[] {
  const { parts, problems } = parseSearch(text);
  if (problems.length === 0 && parts.some(({ operator }) => operator !== null))
    return [{ label: t("Comments that this search finds"), search: writeSearch(parts) }];
  const id = COMMENT_ID.exec(text)?.[0];
  const byId = id ? [by("id", id.toLowerCase(), t("The comment with this id"))] : [];
  if (id === text) return byId;
  // A word with a colon is a word, no operator.
  const words = problems.length === 0 && parts.length > 0 ? writeSearch(parts) : by(null, text, "").search;
  return [...byId, ...pointedAt(text), { label: t("Comments with these words"), search: words }];
}

/** What it seems to be: an address of some kind, else a name. */
function pointedAt(text: string): Search[] {
  if (/^\S+@\S+\.\S+$/.test(text)) return [by("email", text, t("Comments from this e-mail address"))];
  if (!/\s/.test(text) && canBeSearched(`ip:${text}`))
    return [by("ip", text, t("Comments from this IP address"))];
  const domain = domainIn(text);
  const page = canonicalPageUrl(text);
  if (domain !== null && (page !== null || DOMAIN.test(domain))) {
    const links = by("domain", domain, t("Comments with links to this domain"));
    const isOfPage = page !== null || text.includes("/");
    return isOfPage ? [by("page", page ?? text, t("Comments on this page")), links] : [links];
  }
  return [
    by("author", text, t("Comments by this author")),
    by("page", text, t("Comments on pages with these words")),
  ];
}

const COMMENT_ID = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/i;
const DOMAIN = /\.[a-z][a-z\d-]+$/;

const by = (operator: SearchOperator | null, value: string, label: string): Search => ({
  label,
  search: writePart({ operator, value, isQuoted: operator === null }),
});

function canBeSearched(search: string): boolean {
  const { parts, problems } = parseSearch(search);
  return search.length <= maxSearchLength && problems.length === 0 && parts.length > 0;
}

/** Wherever they are, whatever has become of them. */
const targetOf = ({ label, search }: Search): JumpTarget => ({
  label,
  hint: search,
  href: addressOf(searchIn({ list: "all", order: defaultOrder("all"), siteKey: null, search: "" }, search)),
});

/** By the beginning of any of its words. */
function isNamed(label: string, typed: string): boolean {
  const name = folded(label);
  const wanted = folded(typed);
  return name.startsWith(wanted) || name.split(/\s+/).some((word) => word.startsWith(wanted));
}

const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
