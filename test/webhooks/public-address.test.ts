import http from "node:http";
import { type AddressInfo, isIP, type LookupFunction } from "node:net";
import { request } from "undici";
import { checkWebhookUrl, createWebhookAgent } from "../../src/webhooks/public-address.ts";

const refusedUrls = [
  "http://127.0.0.1/",
  "http://127.1/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0x7f.1/",
  "http://017700000001/",
  "http://127.0.0.1./",
  "http://１２７.0.0.1/",
  "http://0/",
  "http://0.0.0.0/",
  "http://10.1.2.3:8080/hook",
  "http://172.16.0.1/",
  "http://192.168.1.1/",
  "http://100.64.0.1/",
  "http://100.100.100.200/latest/meta-data",
  "http://169.254.169.254/latest/meta-data",
  "http://168.63.129.16/",
  "http://192.0.0.192/",
  "http://192.0.2.1/",
  "http://198.18.0.1/",
  "http://224.0.0.1/",
  "http://240.0.0.1/",
  "http://255.255.255.255/",
  "http://[::]/",
  "http://[::1]/",
  "http://[0:0:0:0:0:0:0:1]/",
  "http://[::127.0.0.1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:10.0.0.1]/",
  "http://[::ffff:a9fe:a9fe]/",
  "http://[64:ff9b::7f00:1]/",
  "http://[64:ff9b::8.8.8.8]/",
  "http://[64:ff9b:1::1]/",
  "http://[2002:7f00:1::]/",
  "http://[2001:0:7f00:1::]/",
  "http://[2001:db8::1]/",
  "http://[fe80::1]/",
  "http://[fec0::1]/",
  "http://[fd00:ec2::254]/",
  "http://[ff02::1]/",
  "http://[100::1]/",
  "http://[4000::1]/",
  "http://localhost/",
  "http://LOCALHOST:3000/",
  "http://localhost./",
  "http://localhost../",
  "http://api.localhost/",
  "http://api.localhost./",
];

test.each(refusedUrls)("a webhook to %s is refused", (url) => {
  expect(checkWebhookUrl(url, [])).toEqual({
    ok: false,
    reason: expect.stringContaining("must be public") as string,
  });
});

test.each([
  ["ftp://example.org/", "http://"],
  ["javascript:alert(1)", "http://"],
  ["example.org/hook", "absolute"],
  ["", "absolute"],
  ["https://exa mple.org/", "absolute"],
  [" https://example.org/", "absolute"],
  ["https://user@example.org/", "password"],
  ["https://:secret@example.org/", "password"],
  [`https://example.org/${"x".repeat(2048)}`, "2048"],
])("%.40s is refused with a reason that names %s", (url, word) => {
  expect(checkWebhookUrl(url, [])).toEqual({ ok: false, reason: expect.stringContaining(word) as string });
});

test.each([
  "https://example.org",
  "https://example.org:8443/hook?site=1",
  "http://no-such-name.example/hook",
  "https://8.8.8.8/hook",
  "https://[2606:4700::1111]/hook",
  "https://[::ffff:8.8.8.8]/hook",
  "https://localhost.example.org/",
])("%s is accepted as it was typed", (url) => {
  expect(checkWebhookUrl(url, [])).toEqual({ ok: true, url });
});

test("a private network that the operator allows may be reached, its neighbours not", () => {
  const allowed = ["10.1.0.0/16", "fd00::/8"];

  expect(checkWebhookUrl("http://10.1.2.3/", allowed)).toMatchObject({ ok: true });
  expect(checkWebhookUrl("http://[::ffff:10.1.2.3]/", allowed)).toMatchObject({ ok: true });
  expect(checkWebhookUrl("http://[fd00::1]/", allowed)).toMatchObject({ ok: true });
  expect(checkWebhookUrl("http://10.2.0.1/", allowed)).toMatchObject({ ok: false });
  expect(checkWebhookUrl("http://localhost/", allowed)).toMatchObject({ ok: false });
  expect(checkWebhookUrl("http://localhost/", ["127.0.0.0/8"])).toMatchObject({ ok: true });
  expect(checkWebhookUrl("http://localhost/", ["::1/128"])).toMatchObject({ ok: true });
});

describe("at connect time", () => {
  const lookupOf =
    (...addresses: string[]): LookupFunction =>
    (_hostname, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: isIP(address) })),
      );

  async function givenLoopbackServer() {
    let requests = 0;
    const server = http.createServer((_req, res) => {
      requests++;
      res.end("reached");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
      port: (server.address() as AddressInfo).port,
      requests: () => requests,
      close: () => new Promise((resolve) => server.close(resolve)),
    };
  }

  test.each([
    ["127.0.0.1"],
    ["8.8.8.8", "127.0.0.1"],
    ["::ffff:127.0.0.1"],
    ["169.254.169.254"],
    ["not an address"],
  ])("a name that leads to %s is refused before anything is sent", async (...addresses) => {
    const server = await givenLoopbackServer();
    const agent = createWebhookAgent({ allowedCidrs: [], lookup: lookupOf(...addresses) });

    const answer = request(`http://rebound.example:${server.port}/`, { dispatcher: agent });

    await expect(answer).rejects.toMatchObject({ name: "RefusedAddressError" });
    expect(server.requests()).toBe(0);
    await agent.destroy();
    await server.close();
  });

  test.each(["127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0", "localhost"])(
    "the address %s itself is refused though no name is looked up",
    async (host) => {
      const server = await givenLoopbackServer();
      const agent = createWebhookAgent({ allowedCidrs: [] });

      const answer = request(`http://${host}:${server.port}/`, { dispatcher: agent });

      await expect(answer).rejects.toMatchObject({ name: "RefusedAddressError" });
      expect(server.requests()).toBe(0);
      await agent.destroy();
      await server.close();
    },
  );

  test("a name that leads into an allowed network is connected to the address that was checked", async () => {
    const server = await givenLoopbackServer();
    const agent = createWebhookAgent({ allowedCidrs: ["127.0.0.0/8"], lookup: lookupOf("127.0.0.1") });

    const answer = await request(`http://internal.example:${server.port}/`, { dispatcher: agent });

    expect(await answer.body.text()).toBe("reached");
    await agent.close();
    await server.close();
  });
});
