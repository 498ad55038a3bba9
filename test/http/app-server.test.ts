import { once } from "node:events";
import http, { type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import express from "express";
import { createAppServer } from "../../src/http/app-server.ts";

let server: Server | null = null;
afterEach(() => {
  server?.close();
});

async function answerOf(app: express.Express): Promise<{ status: number; body: unknown }> {
  server ??= createAppServer(app, {});
  if (!server.listening) await once(server.listen(0, "127.0.0.1"), "listening");
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/it?a=1`);
  return { status: response.status, body: await response.json() };
}

test("requests and answers keep the prototype they were made with", async () => {
  const app = express();
  app.get("/it", (req, res) => {
    res.json({
      same: [Object.getPrototypeOf(req), Object.getPrototypeOf(res)].map((one) => born.includes(one)),
    });
  });
  const born: unknown[] = [];
  server = createAppServer(app, {});
  server.prependListener("request", (req, res) => {
    born.push(Object.getPrototypeOf(req), Object.getPrototypeOf(res));
  });

  expect((await answerOf(app)).body).toEqual({ same: [true, true] });
});

test("what Express and the app add to them is there, and what Node has", async () => {
  const app = express();
  app.response.json = function (body: unknown) {
    this.setHeader("Content-Type", "application/json");
    return this.end(JSON.stringify({ by: "the app", body }));
  };
  app.get("/it", (req, res) => {
    res
      .status(203)
      .json([
        req.query,
        req.app === app,
        req.get("host") === req.headers.host,
        req instanceof http.IncomingMessage,
        res instanceof http.ServerResponse,
      ]);
  });
  server = null;

  expect(await answerOf(app)).toEqual({
    status: 203,
    body: { by: "the app", body: [{ a: "1" }, true, true, true, true] },
  });
});
