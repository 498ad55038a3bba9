import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { pino } from "pino";
import { createMetrics } from "../../src/metrics.ts";
import { createServiceClient, type Question } from "../../src/outside/service-client.ts";
import { json, type ServiceDouble, silence, startServiceDouble, text } from "../support/service-double.ts";
import { eventually } from "../support/wait.ts";

const opened: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  for (const one of opened.splice(0)) await one.stop();
});

function givenClient(allowedCidrs = ["127.0.0.0/8"]) {
  const client = createServiceClient({
    allowedCidrs,
    log: pino({ level: "silent" }),
    metrics: createMetrics(),
  });
  opened.push({ stop: () => client.close() });
  return client;
}

async function givenService(answer: Parameters<typeof startServiceDouble>[0]) {
  const service = await startServiceDouble(answer);
  opened.push(service);
  return service;
}

const question = (
  { url }: Pick<ServiceDouble, "url">,
  more: Partial<Question<string>> = {},
): Question<string> => ({
  service: url,
  kind: "external",
  url: `${url}/check`,
  headers: { "content-type": "application/json" },
  body: "{}",
  // Patient: a busy machine may need longer than one waits for a service.
  timeoutMs: 60_000,
  read: ({ body }) => body,
  ...more,
});

/** How long it took, beside what was replied. */
async function timed<Value>(work: Promise<Value>): Promise<{ value: Value; seconds: number }> {
  const since = performance.now();
  const value = await work;
  return { value, seconds: (performance.now() - since) / 1_000 };
}

/** The time of day stands still; the function returned moves it on. */
function stillClock(): (ms: number) => void {
  let now = Date.now();
  jest.spyOn(Date, "now").mockImplementation(() => now);
  return (ms) => void (now += ms);
}

describe("a service elsewhere", () => {
  test("is asked by POST and heard", async () => {
    const service = await givenService(text("yes"));

    const reply = await givenClient().ask(question(service, { body: '{"a":1}' }));

    expect(reply).toEqual({ answer: "yes" });
    expect(service.requests).toMatchObject([{ path: "/check", body: '{"a":1}' }]);
  });

  test("that is silent, or lets its answer drip, costs 2.5 seconds and no more", async () => {
    const client = givenClient();
    let drops = 0;
    const silent = await givenService(silence);
    const dripping = await givenService((res) => {
      res.writeHead(200);
      const flow = setInterval(() => res.write(" ", () => drops++), 5);
      res.on("close", () => clearInterval(flow));
    });
    const timeUp = new AbortController();
    const limits = jest.spyOn(AbortSignal, "timeout").mockReturnValue(timeUp.signal);

    const asking = Promise.all(
      [silent, dripping].map((service) => client.ask(question(service, { timeoutMs: undefined }))),
    );
    await eventually("both to be asked, and one to drip", () => silent.requests.length > 0 && drops > 10);
    timeUp.abort(new DOMException("The time is up.", "TimeoutError"));

    const late = { answer: null, problem: "did not answer within 2.5 seconds" };
    expect(await asking).toEqual([late, late]);
    expect(limits.mock.calls).toEqual([[2_500], [2_500]]);
    expect(dripping.requests).toHaveLength(1);
  });

  test("that sends without end is broken off", async () => {
    const service = await givenService((res) => {
      res.writeHead(200);
      const flow = setInterval(() => res.write("x".repeat(8 * 1024)), 1);
      res.on("close", () => clearInterval(flow));
    });

    const reply = await givenClient().ask(question(service));

    expect(reply).toEqual({ answer: null, problem: "sent far too long an answer" });
  });

  test("may say 16 KiB and not one byte more", async () => {
    const service = await givenService(text("x".repeat(16 * 1024)));
    const client = givenClient();

    expect(await client.ask(question(service))).toEqual({ answer: "x".repeat(16 * 1024) });
    service.answerWith(text("x".repeat(16 * 1024 + 1)));
    expect(await client.ask(question(service))).toEqual({
      answer: null,
      problem: "sent far too long an answer",
    });
  });

  test("cannot send us on to another address", async () => {
    const inner = await givenService(text("secret"));
    const service = await givenService((res) => res.writeHead(302, { location: inner.url }).end());

    const reply = await givenClient().ask(question(service));

    expect(reply).toEqual({ answer: null, problem: "answered 302, and redirects are not followed" });
    expect(inner.requests).toEqual([]);
  });

  test("at an address that is not public is not called, as typed or by a name that leads there", async () => {
    const service = await givenService(text("yes"));
    const client = givenClient([]);
    const byName = service.url.replace("127.0.0.1", "localhost");

    const replies = [await client.ask(question(service)), await client.ask(question({ url: byName }))];

    for (const reply of replies)
      expect(reply).toEqual({ answer: null, problem: "leads to an address that is not public" });
    expect(service.requests).toEqual([]);
  });

  test.each([
    ["refuses connections", "http://127.0.0.1:1"],
    ["cannot be found: its name could not be resolved", "http://moderato.invalid"],
  ])("that %s is said to", async (problem, url) => {
    const reply = await givenClient().ask(question({ url }));

    expect(reply).toMatchObject({ answer: null, problem: expect.stringContaining(problem) as unknown });
  });

  test("that hangs up is said to", async () => {
    const service = await givenService((res) => res.destroy());

    const reply = await givenClient().ask(question(service));

    expect(reply).toEqual({ answer: null, problem: "closed the connection without an answer" });
  });

  test("is left alone after five failures, others are not, and it is asked again after a pause", async () => {
    const passTime = stillClock();
    const client = givenClient();
    const failing = await givenService((res) => res.writeHead(500).end());
    const other = await givenService(text("yes"));
    for (let nth = 0; nth < 5; nth++)
      expect(await client.ask(question(failing))).toEqual({ answer: null, problem: "answered 500" });

    const spared = await client.ask(question(failing));
    expect(spared).toEqual({ answer: null, problem: "has failed repeatedly and is not asked for now" });
    expect(failing.requests).toHaveLength(5);
    expect(await client.ask(question(other))).toEqual({ answer: "yes" });

    failing.answerWith(text("well again"));
    passTime(6_000);
    expect(await client.ask(question(failing))).toEqual({ answer: "well again" });
    expect(await client.ask(question(failing))).toEqual({ answer: "well again" });
  });

  test("that never has a useful answer is left alone, too", async () => {
    stillClock();
    const client = givenClient();
    const service = await givenService(json("nonsense"));
    const asked = question(service, {
      read: () => {
        throw new TypeError("not what was asked");
      },
    });
    for (let nth = 0; nth < 6; nth++) await client.ask(asked);

    expect(service.requests).toHaveLength(5);
  });

  test("gets sixteen questions at once at most, and all of them", async () => {
    const questions = 60;
    let left = questions;
    const held: (() => void)[] = [];
    // None is answered before sixteen have come, however long that takes, and a moment for a seventeenth has passed.
    const service = await givenService((res, request) => {
      held.push(() => text("yes")(res, request));
      if (held.length < Math.min(16, left)) return;
      left -= held.length;
      setTimeout(() => held.splice(0).forEach((answer) => answer()), 20);
    });
    const client = givenClient();

    const replies = await Promise.all(Array.from({ length: questions }, () => client.ask(question(service))));

    expect(replies.filter(({ answer }) => answer === "yes")).toHaveLength(60);
    expect(service.mostAtOnce()).toBe(16);
  });

  test("holds up no shutdown", async () => {
    const service = await givenService(silence);
    const client = givenClient();
    const asking = client.ask(question(service));
    await eventually("the question to arrive", () => service.requests.length === 1);

    const { seconds } = await timed(client.close().then(() => asking));

    expect(await asking).toMatchObject({ answer: null });
    // Without it the question would have waited a minute.
    expect(seconds).toBeLessThan(30);
    expect(client.isClosed).toBe(true);
  });
});
