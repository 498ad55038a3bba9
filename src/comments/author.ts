import ipaddr from "ipaddr.js";
import type { ServerKey } from "../db/server-key.ts";

/**
 * Who wrote a comment, as far as a guest can be told apart: by e-mail where one was given, else by name within one
 * network, so that nobody inherits a known name's good record by typing it. Without an address (API submissions) the
 * name alone must do: the integrator knows his users. The key is kept for good, and names no address.
 */
export function authorKeyOf(
  author: { name: string; email: string | null; network: string | null },
  serverKey: Pick<ServerKey, "sign">,
): string {
  if (author.email !== null) return `email:${author.email.trim().toLowerCase()}`;
  const name = author.name.normalize("NFKC").trim().toLowerCase().replace(/\s+/gu, " ");
  return author.network === null ? nameKey(name) : guestKey(name, networkMark(author.network, serverKey));
}

const guestKey = (name: string, mark: string): string => `guest:${mark}:${name}`;

/** With an @ as no name has it after NFKC: behind the plain one stands the network, in keys of before migration 0032. */
const nameKey = (name: string): string => `name:${name.replaceAll("@", "＠")}`;

/**
 * 24 bits: enough to tell two of one name apart, and too few to find an address by. Whoever holds the server's key and
 * tries all IPv4 addresses finds 256 that fit.
 */
const networkMark = (network: string, serverKey: Pick<ServerKey, "sign">): string =>
  serverKey.sign("author network", network).slice(0, 4);

/** SQL: true of keys as they were written before migration 0032, with the network itself in them. */
export const namesNetwork = (column: string): string => `${column} LIKE 'name:%@%'`;

/** The same, of a key at hand. */
export const hasNetwork = (key: string): boolean => key.startsWith("name:") && key.includes("@");

/** What the key that a row has is by now. */
export function currentKey(key: string, serverKey: Pick<ServerKey, "sign">): string {
  if (!hasNetwork(key)) return key;
  const at = key.lastIndexOf("@");
  const network = key.slice(at + 1);
  const isNetwork = ipaddr.isValid(network.replace(/\/64$/, ""));
  // Of the API, without an address: a name may hold an @ of its own.
  if (!isNetwork) return nameKey(key.slice("name:".length));
  return guestKey(key.slice("name:".length, at), networkMark(network, serverKey));
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
  return authorKey.startsWith("guest:") ? "name-and-network" : "name";
}
