import type { DecisionStatus, Order } from "./api.ts";

export type Screen =
  | { name: "comments"; status: DecisionStatus }
  | { name: "rules" }
  | { name: "rule-health" }
  /** `new` is no id of a stored one. */
  | { name: "rule"; id: string }
  | { name: "word-lists" }
  | { name: "word-list"; id: string }
  | { name: "webhooks" }
  | { name: "set-up"; token: string }
  | { name: "not-found" };

export type RulesPage = Extract<
  Screen,
  { name: "rules" | "rule-health" | "rule" | "word-lists" | "word-list" }
>;

/** Which comments a list shows; all of it stands in the address, so that it can be shared. */
export interface View {
  status: DecisionStatus;
  order: Order;
  siteKey: string | null;
  search: string;
}

export const PATHS: Record<DecisionStatus, string> = {
  held: "/",
  approved: "/approved",
  rejected: "/rejected",
  spam: "/spam",
};

const ORDERS: readonly Order[] = ["risk", "newest", "oldest"];

export const defaultOrder = (status: DecisionStatus): Order => (status === "held" ? "risk" : "newest");

export const isAboutRules = (screen: Screen): screen is RulesPage =>
  ["rules", "rule-health", "rule", "word-lists", "word-list"].includes(screen.name);

/** Where a rule is made from a comment, and from what was selected in it. */
export function ruleFromCommentAddress(commentId: string, selected: string): string {
  const params = new URLSearchParams({ comment: commentId, ...(selected ? { text: selected } : {}) });
  return `/rules/new?${params.toString()}`;
}

export function screenFor(path: string, query: string): Screen {
  const name = path.length > 1 ? path.replace(/\/+$/, "") : path;
  for (const status of ["held", "approved", "rejected", "spam"] as const) {
    if (PATHS[status] === name) return { name: "comments", status };
  }
  if (name === "/rules") return { name: "rules" };
  if (name === "/rules/health") return { name: "rule-health" };
  if (name === "/word-lists") return { name: "word-lists" };
  const [, kind, id] = /^\/(rules|word-lists)\/([^/]+)$/.exec(name) ?? [];
  if (id) return { name: kind === "rules" ? "rule" : "word-list", id };
  if (name === "/webhooks") return { name: "webhooks" };
  if (name === "/setup") return { name: "set-up", token: new URLSearchParams(query).get("token") ?? "" };
  return { name: "not-found" };
}

export function viewFor(status: DecisionStatus, query: string): View {
  const params = new URLSearchParams(query);
  const order = ORDERS.find((known) => known === params.get("order"));
  return {
    status,
    order: order ?? defaultOrder(status),
    siteKey: params.get("site") || null,
    search: params.get("q") ?? "",
  };
}

export function addressOf(view: View): string {
  const params = new URLSearchParams();
  if (view.siteKey) params.set("site", view.siteKey);
  if (view.order !== defaultOrder(view.status)) params.set("order", view.order);
  if (view.search) params.set("q", view.search);
  const query = params.toString();
  return query ? `${PATHS[view.status]}?${query}` : PATHS[view.status];
}
