// A webhook goes wherever a site's administrator says, from inside the operator's network. So only public addresses
// are called: as typed (checkWebhookUrl) and, since names can point anywhere and change, as resolved at connect time.
import dns from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { Agent, buildConnector } from "undici";

export const maxWebhookUrlLength = 2048;
export const connectTimeoutMs = 5_000;
export const answerTimeoutMs = 15_000;
const maxResponseBytes = 64 * 1024;

const globalUnicastV6 = ipaddr.parseCIDR("2000::/3");
const mappedV4 = ipaddr.parseCIDR("::ffff:0:0/96");
// Azure's host agent: looks public, serves a machine its own credentials.
const otherMetadata = ipaddr.parseCIDR("168.63.129.16/32");

export type UrlCheck = { ok: true; url: string } | { ok: false; reason: string };

export class RefusedAddressError extends Error {
  override name = "RefusedAddressError";
}

/** Refuses addresses that are not public in any spelling; a name is accepted here and checked whenever it is resolved. */
export function checkWebhookUrl(url: string, allowedCidrs: readonly string[]): UrlCheck {
  if (url.length > maxWebhookUrlLength)
    return refused(`url is longer than ${maxWebhookUrlLength} characters.`);
  if (/\s/.test(url) || !URL.canParse(url)) return refused("url must be an absolute http or https address.");
  const parsed = new URL(url);
  if (!["http:", "https:"].includes(parsed.protocol))
    return refused("url must start with https:// or http://.");
  if (parsed.username !== "" || parsed.password !== "")
    return refused("url must not contain a user name or password.");
  // new URL() has already turned decimal, octal, hexadecimal and short forms into the usual one.
  const host = parsed.hostname.replace(/^\[|\]$/g, "").replace(/\.+$/, "");
  if (host === "") return refused("url must name a host.");
  if (!isAllowedHost(host, allowedCidrs))
    return refused(`url must be public: ${host} is not a public address.`);
  return { ok: true, url };
}

const refused = (reason: string): UrlCheck => ({ ok: false, reason });

function isAllowedHost(host: string, allowedCidrs: readonly string[]): boolean {
  if (host === "localhost" || host.endsWith(".localhost")) {
    return ["127.0.0.1", "::1"].some((address) => isAllowedAddress(address, allowedCidrs));
  }
  return isIP(host) === 0 || isAllowedAddress(host, allowedCidrs);
}

/** True for public unicast addresses and for those in the networks that the operator allows. */
export function isAllowedAddress(text: string, allowedCidrs: readonly string[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = unmapped(ipaddr.parse(text));
  return isPublic(address) || allowedCidrs.some((cidr) => isInside(address, ipaddr.parseCIDR(cidr)));
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const unmapped = (address: Address): Address =>
  address instanceof ipaddr.IPv6 && isInside(address, mappedV4) ? address.toIPv4Address() : address;

// Addresses that carry an IPv4 one (NAT64, 6to4, Teredo) have ranges of their own, so they are not "unicast" here.
function isPublic(address: Address): boolean {
  if (address.range() !== "unicast" || isInside(address, otherMetadata)) return false;
  return address.kind() === "ipv4" || isInside(address, globalUnicastV6);
}

const isInside = (address: Address, [network, bits]: [Address, number]) =>
  address.kind() === network.kind() && address.match(network, bits);

/** Connects to exactly the address that was checked. Follows no redirects: `request` does not unless it is told to. */
export function createWebhookAgent(options: {
  allowedCidrs: readonly string[];
  lookup?: LookupFunction;
}): Agent {
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    lookup: checkedLookup(options.lookup ?? dns.lookup, options.allowedCidrs),
  });
  return new Agent({
    connect(target, callback) {
      // The lookup is never called for an address that is typed as such.
      const host = target.hostname.replace(/^\[|\]$/g, "");
      if (isIP(host) !== 0 && !isAllowedAddress(host, options.allowedCidrs)) {
        callback(new RefusedAddressError(`${host} is not a public address`), null);
      } else {
        connect(target, callback);
      }
    },
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
    maxResponseSize: maxResponseBytes,
  });
}

/** One address that is not public refuses the name: which one would be tried is not ours to guess. */
function checkedLookup(lookup: LookupFunction, allowedCidrs: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) return callback(error, "");
      const addresses =
        typeof found === "string" ? [{ address: found, family: family ?? isIP(found) }] : found;
      const first = addresses[0];
      if (first === undefined) return callback(new Error(`${hostname} has no address`), "");
      if (!addresses.every(({ address }) => isAllowedAddress(address, allowedCidrs))) {
        return callback(new RefusedAddressError(`${hostname} leads to an address that is not public`), "");
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
