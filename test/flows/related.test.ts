// What stands one click away from a comment.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { givenHeldComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";

interface Related {
  author: number;
  page: number;
  ip: { address: string; count: number } | null;
  domains: string[];
  alike: number;
}
interface Alike {
  items: { id: string; similarity: number }[];
}

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const related = async (id: string, key?: string) =>
  (await service.call<Related>("GET", `/v1/comments/${id}/related`, key === undefined ? {} : { key })).body;
const alike = async (id: string, query = "") =>
  (await service.call<Alike>("GET", `/v1/comments/${id}/alike${query}`)).body.items;

test("others by the author, from the network and on the page are counted, and the domains named once each", async () => {
  await service.call("POST", "/v1/sites", { body: { key: "around" } });
  const write = (fields: object) =>
    givenHeldComment(service, { siteKey: "around", pageUrl: "https://around.example/a", ...fields });
  const comment = await write({
    authorEmail: "ada@example.org",
    authorIp: "2001:db8::1",
    authorUrl: "https://www.ada.example/home",
    body: "See https://shop.spam.example/a and http://spam.example/b or mail me at x@mail.example",
  });
  await write({ authorEmail: "Ada@example.org", pageUrl: "https://around.example/b" });
  const neighbour = await write({ authorName: "Else", authorIp: "2001:db8::2" });
  await service.call("POST", `/v1/comments/${neighbour.id}/decisions`, { body: { status: "approved" } });

  expect(await related(comment.id)).toEqual({
    author: 1,
    page: 1,
    ip: { address: "2001:db8::1", count: 1 },
    domains: ["spam.example", "ada.example"],
    alike: 0,
  });
});

test("an address is shown to those who decide, not to everyone who may read", async () => {
  const { id } = await givenHeldComment(service, { authorIp: "192.0.2.9" });
  const { body } = await service.call<{ key: string }>("POST", "/v1/api-keys", {
    body: { name: "reader", scopes: ["read"] },
  });

  expect((await related(id)).ip).toEqual({ address: "192.0.2.9", count: 0 });
  expect((await related(id, body.key)).ip).toBeNull();
});

test("texts that differ in a few words are found, equal ones first, those of other sites and deleted ones never", async () => {
  await service.call("POST", "/v1/sites", { body: { key: "waves" } });
  await service.call("POST", "/v1/sites", { body: { key: "other-waves" } });
  await service.call("POST", "/v1/packs/spam", { body: { siteKey: "waves" } });
  const text = (name: string) =>
    `Dear ${name}, I lost my savings and a wonderful doctor brought all of it back to me within three days, write to him.`;
  const write = (body: string, siteKey = "waves") => givenHeldComment(service, { siteKey, body });
  const first = await write(text("Anna"));
  const near = await write(text("Bob"));
  const same = await write(text("Anna"));
  const deleted = await write(text("Anna"));
  await service.call("DELETE", `/v1/comments/${deleted.id}`);
  await write(text("Anna"), "other-waves");
  await write("The council should have asked the people who live there before it built the road.");

  const found = await alike(first.id);

  expect(found.map(({ id }) => id)).toEqual([same.id, near.id]);
  expect(found[0]!.similarity).toBe(1);
  expect(found[1]!.similarity).toBeGreaterThanOrEqual(0.7);
  expect((await alike(first.id, "?limit=1")).map(({ id }) => id)).toEqual([same.id]);
  expect((await related(first.id)).alike).toBe(2);
});
