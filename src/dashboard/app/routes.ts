import { parseSearch, writeSearch } from "../../text/search-query.ts";
import type { CommentStatus, DecisionStatus, Order } from "./api.ts";

/** `asked`: a second opinion is wanted; `flagged`: published by the rules although some gave it points. */
export type ListName = "held" | "asked" | "flagged" | "approved" | "rejected" | "spam" | "all";

export type Screen =
  | { name: "comments"; list: ListName }
  | { name: "rules" }
  | { name: "rule-health" }
  /** `new` is no id of a stored one. */
  | { name: "rule"; id: string }
  | { name: "word-lists" }
  | { name: "word-list"; id: string }
  | { name: "numbers" }
  | { name: "webhooks" }
  | { name: "settings"; page: SettingsPage; id: string | null }
  /** An invitation, or a new password; its token stands behind the #, which no browser sends to anybody. */
  | { name: "one-time-link" }
  | { name: "set-up"; token: string }
  | { name: "not-found" };

export type RulesPage = Extract<
  Screen,
  { name: "rules" | "rule-health" | "rule" | "word-lists" | "word-list" }
>;
export const SETTINGS_PAGES = ["sites", "pages", "keys", "people", "audit", "account"] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

/** Which comments a list shows; all of it stands in the address, so that it can be shared. */
export interface View {
  list: ListName;
  order: Order;
  siteKey: string | null;
  search: string;
}

export const PATHS: Record<ListName, string> = {
  held: "/",
  asked: "/second-opinion",
  flagged: "/flagged",
  approved: "/approved",
  rejected: "/rejected",
  spam: "/spam",
  all: "/all",
};
export const LISTS = Object.keys(PATHS) as ListName[];

/** Where every comment has been judged to be harmless, or not, its score says nothing more. */
const ORDERS: Record<ListName, readonly Order[]> = {
  held: ["risk", "newest", "oldest"],
  asked: ["oldest", "newest"],
  flagged: ["risk", "newest", "oldest"],
  approved: ["newest", "oldest"],
  rejected: ["newest", "oldest"],
  spam: ["newest", "oldest"],
  all: ["newest", "oldest"],
};
export const ordersOf = (list: ListName): readonly Order[] => ORDERS[list];

export const defaultOrder = (list: ListName): Order => ORDERS[list][0]!;

/** null = any. */
export const statusOf = (list: ListName): DecisionStatus | null =>
  list === "all" || list === "asked" ? null : list === "flagged" ? "approved" : list;

/** Whether a comment with this status may stand in the list. */
export const mayShow = (list: ListName, status: CommentStatus): boolean =>
  list === "all" || list === "asked" ? status !== "deleted" : status === statusOf(list);

export const isAboutRules = (screen: Screen): screen is RulesPage =>
  ["rules", "rule-health", "rule", "word-lists", "word-list"].includes(screen.name);

/** Where a rule is made from a comment, and from what was selected in it. */
export function ruleFromCommentAddress(commentId: string, selected: string): string {
  const params = new URLSearchParams({ comment: commentId, ...(selected ? { text: selected } : {}) });
  return `/rules/new?${params.toString()}`;
}

export function screenFor(path: string, query: string): Screen {
  const name = path.length > 1 ? path.replace(/\/+$/, "") : path;
  for (const list of LISTS) if (PATHS[list] === name) return { name: "comments", list };
  if (name === "/rules") return { name: "rules" };
  if (name === "/rules/health") return { name: "rule-health" };
  if (name === "/word-lists") return { name: "word-lists" };
  const [, kind, id] = /^\/(rules|word-lists)\/([^/]+)$/.exec(name) ?? [];
  if (id) return { name: kind === "rules" ? "rule" : "word-list", id };
  if (name === "/numbers") return { name: "numbers" };
  if (name === "/webhooks") return { name: "webhooks" };
  if (name === "/join") return { name: "one-time-link" };
  const [isSettings, wanted, site] = /^\/settings(?:\/([^/]+)(?:\/([^/]+))?)?$/.exec(name) ?? [];
  const page = SETTINGS_PAGES.find((known) => known === (wanted ?? "account"));
  if (isSettings && page && (site === undefined || page === "sites"))
    return { name: "settings", page, id: site ?? null };
  if (name === "/setup") return { name: "set-up", token: new URLSearchParams(query).get("token") ?? "" };
  return { name: "not-found" };
}

export function viewFor(list: ListName, query: string): View {
  const params = new URLSearchParams(query);
  const order = ORDERS[list].find((known) => known === params.get("order"));
  return {
    list,
    order: order ?? defaultOrder(list),
    siteKey: params.get("site") || null,
    search: params.get("q") ?? "",
  };
}

export function addressOf(view: View): string {
  const params = new URLSearchParams();
  if (view.siteKey) params.set("site", view.siteKey);
  if (view.order !== defaultOrder(view.list)) params.set("order", view.order);
  if (view.search) params.set("q", view.search);
  const query = params.toString();
  return query ? `${PATHS[view.list]}?${query}` : PATHS[view.list];
}

/** The same site and search in another list, in its own order. */
export const inList = (view: View, list: ListName): View => ({ ...view, list, order: defaultOrder(list) });

/** `is:spam` asks for the list of spam; with several of them, or what has no list, everything is searched. */
export function searchIn(view: View, search: string): View {
  const { parts } = parseSearch(search);
  const asked = parts.filter(({ operator }) => operator === "is");
  if (asked.length === 0) return { ...view, search };
  const list = LISTS.find((known) => asked.length === 1 && known === asked[0]!.value.toLowerCase());
  if (list === undefined) return { ...inList(view, "all"), search };
  return { ...inList(view, list), search: writeSearch(parts.filter((part) => part !== asked[0])) };
}
