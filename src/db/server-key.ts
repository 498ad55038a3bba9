import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import type { Pool } from "pg";

/** Keys derived from the installation's secret, which the first migration makes and only the database holds. */
export interface ServerKey {
  /** HMAC-SHA256 for receipts, CSRF tokens and the like; `purpose` keeps them apart. base64url. */
  sign(purpose: string, text: string): string;
  /** AES-256-GCM, for secrets that must be read back. */
  encrypt(plain: string): Buffer;
  /** null: it was kept under another key. */
  decrypt(sealed: Buffer): string | null;
}

const nonceBytes = 12;
const tagBytes = 16;

export async function loadServerKey(pool: Pool): Promise<ServerKey> {
  const { rows } = await pool.query<{ value: string }>(
    "SELECT value FROM settings WHERE name = 'server_key'",
  );
  const secret = rows[0]?.value;
  if (secret === undefined) throw new Error("the database has no server key: was it migrated?");
  return createServerKey(secret);
}

export function createServerKey(secret: string): ServerKey {
  const derive = (info: string) => Buffer.from(hkdfSync("sha256", secret, "", info, 32));
  const signingKey = derive("moderato signing");
  const encryptionKey = derive("moderato encryption");
  return {
    sign: (purpose, text) =>
      createHmac("sha256", signingKey).update(`${purpose}\0${text}`).digest("base64url"),
    encrypt(plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", encryptionKey, nonce);
      const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    decrypt(sealed) {
      try {
        const decipher = createDecipheriv("aes-256-gcm", encryptionKey, sealed.subarray(0, nonceBytes));
        decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
        const opened = decipher.update(sealed.subarray(nonceBytes + tagBytes));
        return Buffer.concat([opened, decipher.final()]).toString("utf8");
      } catch {
        return null;
      }
    },
  };
}
