import { createHmac, randomBytes } from "node:crypto";

// Standard Webhooks 1.0.0: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
const secretPrefix = "whsec_";
const secretBytes = 32;

export const createWebhookSecret = () => secretPrefix + randomBytes(secretBytes).toString("base64");

/** The value of `webhook-signature`: one signature per secret, so that receivers can change over in their own time. */
export function signWebhook(message: {
  secrets: readonly string[];
  id: string;
  timestampSeconds: number;
  body: string;
}): string {
  if (message.secrets.length === 0) throw new Error("a webhook cannot be signed without a secret");
  const signed = `${message.id}.${message.timestampSeconds}.${message.body}`;
  return message.secrets
    .map((secret) => `v1,${createHmac("sha256", keyOf(secret)).update(signed).digest("base64")}`)
    .join(" ");
}

function keyOf(secret: string): Buffer {
  const key = Buffer.from(
    secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret,
    "base64",
  );
  if (key.length === 0) throw new Error("a webhook secret must not be empty");
  return key;
}
