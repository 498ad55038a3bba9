import { gzipSync } from "node:zlib";
import express from "express";
import { pino } from "pino";
import request from "supertest";
import { problemHandler } from "../../src/http/problem.ts";
import { readBody } from "../../src/http/read-body.ts";

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

  test("of another kind is not read", async () => {
    const answer = await post("text/plain").send("hello");

    expect(answer.body).toEqual({ body: "none" });
  });
});
