import { hash } from "node:crypto";

const fingerprintBytes = 16;
const chunkLength = 10_000;

/**
 * The same for texts that differ only in case, white space, punctuation or compatible forms of letters. A text of
 * punctuation alone is taken as it is, lest all such texts be one.
 */
export function bodyFingerprint(body: string): string {
  const folded = compatible(body).toLowerCase();
  const words = folded.replace(/[\s\p{P}\p{Cf}]+/gu, " ").trim();
  return hash("sha256", words === "" ? folded.trim() : words, "buffer")
    .subarray(0, fingerprintBytes)
    .toString("base64url");
}

// Ordering one endless run of combining marks takes quadratic time; a bounded piece takes bounded time.
function compatible(text: string): string {
  if (text.length <= chunkLength) return text.normalize("NFKC");
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += chunkLength) {
    pieces.push(text.slice(at, at + chunkLength).normalize("NFKC"));
  }
  return pieces.join("");
}
