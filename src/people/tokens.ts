import { hash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits for a session or a one-time link; only its hash is stored. */
export const createToken = () => randomBytes(32).toString("base64url");

/** Tokens and keys carry all their entropy themselves, so a plain SHA-256 is enough to store them by. */
export const hashToken = (token: string) => hash("sha256", token, "buffer");

const keyAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

/** 40 letters and digits (206 bits): some Akismet clients put the key before the host name, where only these may stand. */
export function createApiKey(): string {
  let key = "";
  while (key.length < 40) {
    for (const byte of randomBytes(64)) {
      // 252 is the largest multiple of 36 in a byte: beyond it letters would not be equally likely.
      if (byte < 252 && key.length < 40) key += keyAlphabet[byte % 36];
    }
  }
  return key;
}

export function equalStrings(a: string, b: string): boolean {
  const left = hash("sha256", a, "buffer");
  return timingSafeEqual(left, hash("sha256", b, "buffer"));
}
