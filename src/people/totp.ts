// Codes of authenticator apps (RFC 6238: SHA-1, six digits, 30 seconds), which is what all of them understand. Pure.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

export const stepSeconds = 30;
const digits = 6;
// A clock may be half a minute off, and typing takes a while.
const stepsOff = 1;
const secretBytes = 20;
const base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export const createTotpSecret = () => toBase32(randomBytes(secretBytes));

/** The step whose code this is, near `at`; null for a wrong code. */
export function stepOfCode(secret: string, code: string, at: Date): number | null {
  const now = Math.floor(at.getTime() / 1000 / stepSeconds);
  let found: number | null = null;
  for (let step = now - stepsOff; step <= now + stepsOff; step++)
    if (isSame(codeAt(secret, step), code)) found = step;
  return found;
}

export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = mac[mac.length - 1]! & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

/** What an app reads from a QR code or a link. */
export function otpauthAddress(
  secret: string,
  { issuer, account }: { issuer: string; account: string },
): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}

/** Ten codes for the day the phone is gone; 80 random bits each, so a plain hash is enough to keep them by. */
export const createRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () => toBase32(randomBytes(10)).toLowerCase().match(/.{4}/g)!.join("-"));

/** As typed: in any case, with or without hyphens and spaces. */
export const plainCode = (typed: string) => typed.replace(/[\s-]/g, "").toLowerCase();

function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits
    .match(/.{5}/g)!
    .map((five) => base32Letters[parseInt(five, 2)])
    .join("");
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => base32Letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g)!.map((eight) => parseInt(eight, 2)));
}

const isSame = (a: string, b: string) =>
  a.length === b.length &&
  Buffer.byteLength(b) === b.length &&
  timingSafeEqual(Buffer.from(a), Buffer.from(b));
