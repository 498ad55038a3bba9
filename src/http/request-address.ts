import type { Request } from "express";
import { networkOf } from "../comments/author.ts";

/** The visitor's address, X-Forwarded-For believed only from trusted proxies (Express `trust proxy`). */
export const addressOf = (req: Request): string | null => req.ip?.replace(/^::ffff:(?=\d+\.)/i, "") ?? null;

/** What limits count by: the IPv4 address, or the /64 of an IPv6 address. */
export const networkOfRequest = (req: Request): string => networkOf(addressOf(req)) ?? "unknown";
