import { gzipSync } from "node:zlib";
import express from "express";
import { pino } from "pino";
import request from "supertest";
import { problemHandler } from "../../src/http/problem.ts";
import { readBody } from "../../src/http/read-body.ts";
import type { Caller, Scope } from "../../src/people/caller.ts";

const app = express();
app.use(readBody, (req, res) => {
  res.json({ body: (req.body as unknown) ?? "none" });
});
app.use(problemHandler({ log: pino({ level: "silent" }), publicUrl: () => "http://localhost" }));

const post = (type: string) => request(app).post("/").set("Content-Type", type);

describe("The body of a request", () => {
  test.each([
    ["plain JSON", "application/json", '{"body":"Grüße 👋"}', { body: "Grüße 👋" }],
    ["JSON that names its encoding", "application/json; charset=utf-8", '{"a":1}', { a: 1 }],
    ["JSON behind a byte order mark", "application/json", '\uFEFF{"a":1}', { a: 1 }],
    ["a list", "application/json", "[1]", [1]],
    ["nothing, said to be JSON", "application/json", "", {}],
    ["a form", "application/x-www-form-urlencoded", "a=1&b=%C3%BC", { a: "1", b: "ü" }],
    [
      "JSON of another encoding",
      "application/json; charset=utf-16",
      Buffer.from('{"a":1}', "utf16le"),
      { a: 1 },
    ],
  ])("%s is read", async (_what, type, sent, expected) => {
    const answer = await post(type)
      .serialize((body) => body as string)
      .send(sent);

    expect(answer.body).toEqual({ body: expected });
  });

  test("compressed JSON is read", async () => {
    const answer = await post("application/json")
      .set("Content-Encoding", "gzip")
      .serialize((body) => body as string)
      .send(gzipSync('{"a":1}'));

    expect(answer.body).toEqual({ body: { a: 1 } });
  });

  test.each([
    ["broken JSON", "application/json", '{"a":', 400],
    ["a text alone", "application/json", '"a"', 400],
    ["null", "application/json", "null", 400],
    ["more than 64 KiB", "application/json", JSON.stringify({ a: "x".repeat(65_536) }), 413],
    ["a form of more than 64 KiB", "application/x-www-form-urlencoded", `a=${"x".repeat(65_537)}`, 413],
    ["JSON of an encoding it may not have", "application/json; charset=iso-8859-1", "{}", 415],
  ])("%s is refused with a problem", async (_what, type, sent, status) => {
    const answer = await post(type)
      .serialize((body) => body as string)
      .send(sent);

    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
  });

  describe("of a word list may be long", () => {
    const long = JSON.stringify({ name: "x".repeat(100_000) });
    const send = (path: string, caller?: Caller) => {
      const api = express();
      api.use((_req, res, next) => {
        res.locals.caller = caller;
        next();
      });
      api.use("/v1", readBody, (_req, res) => void res.json({}));
      api.use(problemHandler({ log: pino({ level: "silent" }), publicUrl: () => "http://localhost" }));
      return request(api)
        .post(path)
        .set("Content-Type", "application/json")
        .serialize((body) => body as string)
        .send(long);
    };
    const holding = (...scopes: Scope[]): Caller => ({
      ...{ kind: "key", id: "1", name: "A key", grants: [{ siteId: "one", scopes }] },
    });

    test.each<[string, string, Caller | undefined, number]>([
      ["of whoever may write rules", "/v1/word-lists", holding("rules"), 200],
      ["of whoever may write rules, saved again", "/v1/word-lists/1", holding("admin"), 200],
      ["of whoever may read, for a report", "/v1/word-lists/report", holding("read"), 200],
      ["not of a stranger", "/v1/word-lists", undefined, 413],
      ["not of a website's key", "/v1/word-lists", holding("submit"), 413],
      ["not of a moderator", "/v1/word-lists/1", holding("moderate"), 413],
      ["not of a website's key, for a report", "/v1/word-lists/report", holding("submit"), 413],
      ["not where it is none", "/v1/rules", holding("admin"), 413],
    ])("%s", async (_what, path, caller, status) => {
      expect((await send(path, caller)).status).toBe(status);
    });
  });

  test("of another kind is not read", async () => {
    const answer = await post("text/plain").send("hello");

    expect(answer.body).toEqual({ body: "none" });
  });
});
