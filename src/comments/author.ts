import ipaddr from "ipaddr.js";

/**
 * Who wrote a comment, as far as a guest can be told apart: by e-mail where one was given, else by name within one
 * network, so that nobody inherits a known name's good record by typing it. Without an address (API submissions) the
 * name alone must do: the integrator knows his users.
 */
export function authorKeyOf(author: { name: string; email: string | null; network: string | null }): string {
  if (author.email !== null) return `email:${author.email.trim().toLowerCase()}`;
  const name = author.name.normalize("NFKC").trim().toLowerCase().replace(/\s+/gu, " ");
  return author.network === null ? `name:${name}` : `name:${name}@${author.network}`;
}

/** The address as velocity counts it: IPv4 whole, IPv6 by its /64 (one household); null for what is no address. */
export function networkOf(ip: string | null): string | null {
  if (ip === null || !ipaddr.isValid(ip)) return null;
  const address = ipaddr.process(ip);
  if (address.kind() === "ipv4") return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString()}/64`;
}

/** Whose replies are the newsroom's. No submission gets this key, whatever name or address it claims. */
export const newsroomKey = "newsroom";

export const knownByKinds = ["email", "name-and-network", "name"] as const;

/** By what an author is told apart: whoever bans a mere name bans everyone who goes by it. */
export function knownBy(authorKey: string): (typeof knownByKinds)[number] {
  if (authorKey.startsWith("email:")) return "email";
  // A name may hold an @ of its own; what stands behind the last one is then no address.
  const behind = authorKey.slice(authorKey.lastIndexOf("@") + 1);
  const isNetwork = authorKey.includes("@") && ipaddr.isValid(behind.replace(/\/64$/, ""));
  return isNetwork ? "name-and-network" : "name";
}
