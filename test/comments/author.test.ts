import { expect, test } from "@jest/globals";
import { authorKeyOf, currentKey, knownBy, networkOf } from "../../src/comments/author.ts";
import { createServerKey } from "../../src/db/server-key.ts";

const serverKey = createServerKey("a secret of this test");
const keyOf = ({ name = "Jo", email = null as string | null, ip = null as string | null }) =>
  authorKeyOf({ name, email, network: networkOf(ip) }, serverKey);

test("who gives an e-mail address is known by it, however it is written", () => {
  expect(keyOf({ email: " Jo@Example.org", ip: "192.0.2.7" })).toBe(
    keyOf({ name: "x", email: "jo@example.org" }),
  );
  expect(knownBy(keyOf({ email: "jo@example.org" }))).toBe("email");
});

test("a guest is known by name within a network, and the key names no address", () => {
  const key = keyOf({ ip: "192.0.2.7" });

  expect(knownBy(key)).toBe("name-and-network");
  expect(key).toMatch(/^guest:[\w-]{4}:jo$/);
  expect(keyOf({ name: " JO ", ip: "::ffff:192.0.2.7" })).toBe(key);
  expect(keyOf({ name: "Mia", ip: "192.0.2.7" })).not.toBe(key);
  expect(keyOf({ ip: "192.0.2.8" })).not.toBe(key);
  expect(keyOf({ ip: "2001:db8::1" })).toBe(keyOf({ ip: "2001:db8::2" }));
  expect(keyOf({ ip: "2001:db8::1" })).not.toBe(keyOf({ ip: "2001:db8:0:1::1" }));
});

test("the mark of a network is another one under another server's key", () => {
  const others = createServerKey("another secret");
  const author = { name: "Jo", email: null, network: "192.0.2.7" };

  expect(authorKeyOf(author, others)).not.toBe(authorKeyOf(author, serverKey));
});

test.each(["jo@192.0.2.7", "guest:AAAA:jo", "email:jo@example.org", "name:jo"])(
  "a name like a key is no key of somebody else: %s",
  (name) => {
    expect(knownBy(keyOf({ name }))).toBe("name");
    expect(keyOf({ name })).not.toContain("@");
  },
);

test.each([
  ["name:jo@192.0.2.7", { ip: "192.0.2.7" }],
  ["name:jo@2001:db8::/64", { ip: "2001:db8::1" }],
  ["name:a@b@192.0.2.7", { name: "a@b", ip: "192.0.2.7" }],
  ["name:a@b", { name: "a@b" }],
])("an old key becomes what the same author has now: %s", (old, author) => {
  expect(currentKey(old, serverKey)).toBe(keyOf(author));
});
