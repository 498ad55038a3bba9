import type { DecisionStatus, Order } from "./api.ts";

export type Screen =
  | { name: "comments"; status: DecisionStatus }
  | { name: "webhooks" }
  | { name: "set-up"; token: string }
  | { name: "not-found" };

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

export function screenFor(path: string, query: string): Screen {
  const name = path.length > 1 ? path.replace(/\/+$/, "") : path;
  for (const status of ["held", "approved", "rejected", "spam"] as const) {
    if (PATHS[status] === name) return { name: "comments", status };
  }
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
