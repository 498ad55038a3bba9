import { Webhook } from "standardwebhooks";
import { createWebhookSecret, signWebhook } from "../../src/webhooks/sign-webhook.ts";

const published = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestampSeconds: 1614265330,
  body: '{"test": 2432232314}',
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

const headersOf = (id: string, timestampSeconds: number, signature: string) => ({
  "webhook-id": id,
  "webhook-timestamp": String(timestampSeconds),
  "webhook-signature": signature,
});

test("the signature is the one published with Standard Webhooks", () => {
  const signature = signWebhook({ ...published, secrets: [published.secret] });

  expect(signature).toBe(published.signature);
});

test.each(["", "{}", '{"text":"Grüße 👋 \\u0000"}', "x".repeat(20_000)])(
  "a receiver that uses the standard library accepts the body %#",
  (body) => {
    const secret = createWebhookSecret();
    const timestampSeconds = Math.floor(Date.now() / 1_000);

    const signature = signWebhook({ secrets: [secret], id: "event-1", timestampSeconds, body });

    const headers = headersOf("event-1", timestampSeconds, signature);
    expect(() => new Webhook(secret).verify(body, headers, { jsonParse: false })).not.toThrow();
    expect(() => new Webhook(secret).verify(`${body} `, headers, { jsonParse: false })).toThrow();
    expect(() => new Webhook(secret).verify(body, { ...headers, "webhook-id": "event-2" })).toThrow();
  },
);

test("during a rotation receivers with the old and with the new secret both accept, a stranger does not", () => {
  const [current, previous] = [createWebhookSecret(), createWebhookSecret()];
  const timestampSeconds = Math.floor(Date.now() / 1_000);

  const signature = signWebhook({
    secrets: [current, previous],
    id: "event-1",
    timestampSeconds,
    body: "{}",
  });

  const headers = headersOf("event-1", timestampSeconds, `v2,unknown ${signature}`);
  expect(signature.split(" ")).toHaveLength(2);
  expect(new Webhook(current).verify("{}", headers)).toEqual({});
  expect(new Webhook(previous).verify("{}", headers)).toEqual({});
  expect(() => new Webhook(createWebhookSecret()).verify("{}", headers)).toThrow();
});

test("a secret is 32 random bytes that never repeat", () => {
  const secrets = Array.from({ length: 50 }, createWebhookSecret);

  expect(new Set(secrets).size).toBe(50);
  for (const secret of secrets) {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(Buffer.from(secret.slice("whsec_".length), "base64")).toHaveLength(32);
  }
});

test("nothing is signed without a secret", () => {
  const message = { id: "event-1", timestampSeconds: 1, body: "{}" };

  expect(() => signWebhook({ ...message, secrets: [] })).toThrow("without a secret");
  expect(() => signWebhook({ ...message, secrets: [""] })).toThrow("must not be empty");
  expect(() => signWebhook({ ...message, secrets: ["whsec_"] })).toThrow("must not be empty");
});
