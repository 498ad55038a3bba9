import express from "express";
import request from "supertest";
import type { HttpDeps } from "../../src/deps.ts";
import { createEmbedRoutes } from "../../src/embed/embed-routes.ts";
import type { EmbedSources } from "../../src/embed/embed-sources.ts";
import type { ProblemError } from "../../src/errors.ts";
import type { Site } from "../../src/sites/site.ts";

const site = {
  id: "1",
  key: "demo",
  name: "The Signal Mast",
  allowedOrigins: ["https://news.example", "https://x.example; script-src *"],
};

function givenApp({
  demo = true,
  allowedOrigins = site.allowedOrigins,
  ...sources
}: Partial<EmbedSources> & { demo?: boolean; allowedOrigins?: string[] } = {}) {
  const deps = {
    config: { demo, publicUrl: null },
    publicUrl: () => "http://127.0.0.1:3000",
  } as unknown as HttpDeps;
  const app = express();
  app.use(
    createEmbedRoutes(deps, {
      findSite: (key) => Promise.resolve(key === "demo" ? ({ ...site, allowedOrigins } as Site) : null),
      loadThread: () => Promise.resolve({ items: [], closed: false }),
      findOwnComment: () => Promise.resolve(null),
      formToken: () => "1.token",
      ...sources,
    }),
  );
  const onError: express.ErrorRequestHandler = (error: ProblemError, _req, res, next) => {
    if (res.headersSent) next(error);
    else res.status(error.status).send(error.message);
  };
  app.use(onError);
  return app;
}

test("only the site's own websites may frame its comments, and its form may return there", async () => {
  const answer = await request(givenApp()).get("/embed/demo").query({ pageUrl: "https://news.example/a" });

  const policy = String(answer.headers["content-security-policy"]);
  expect(answer.status).toBe(200);
  expect(policy).toContain("frame-ancestors 'self' https://news.example");
  expect(policy).toMatch(/form-action 'self' http:\/\/127\.0\.0\.1:3000 https:\/\/news\.example(;|$)/);
  expect(policy).not.toMatch(/script-src|unsafe|x\.example/);
});

test("a page of another website is shown without a link to it", async () => {
  const own = await request(givenApp()).get("/embed/demo").query({ pageUrl: "https://news.example/a" });
  const foreign = await request(givenApp()).get("/embed/demo").query({ pageUrl: "https://evil.example/a" });

  expect(own.text).toContain(`href="https://news.example/a"`);
  expect(foreign.text).not.toContain(`href="https://evil.example/a"`);
});

test.each([
  ["/embed/nobody?pageUrl=https://news.example/a", 404],
  ["/embed/demo", 422],
  ["/embed/demo?pageUrl=javascript:alert(1)", 422],
  ["/embed/demo?pageUrl=https://a.example/&pageUrl=https://b.example/", 422],
])("%s is answered %i", async (address, status) => {
  expect((await request(givenApp()).get(address)).status).toBe(status);
});

test("every page that is shown carries a key of its own, so that two comments are never taken for one", async () => {
  const keyOf = (text: string) => /name="idempotencyKey"\s+value="([^"]+)"/.exec(text)?.[1];
  const app = givenApp();

  const [first, second] = [await request(app).get("/demo"), await request(app).get("/demo")];

  expect(keyOf(first.text)).toBeTruthy();
  expect(keyOf(first.text)).not.toBe(keyOf(second.text));
});

test("the sample article shows the own waiting comment to whoever holds the receipt", async () => {
  const claims: unknown[] = [];
  const app = givenApp({
    findOwnComment: (_site, claim) => {
      claims.push(claim);
      return Promise.resolve({
        ...claim,
        parentId: null,
        authorName: "Ana",
        body: "My words",
        createdAt: "2026-11-24T09:00:00.000Z",
        status: "waiting",
        publicReason: null,
      });
    },
  });

  const answer = await request(app).get("/demo?comment=c1&receipt=r1");

  expect(claims).toEqual([{ id: "c1", receipt: "r1" }]);
  expect(answer.text).toContain("Thank you. Your comment is waiting for a moderator.");
  expect(answer.text).toContain("My words");
});

test("the sample article belongs to the address under which it was opened", async () => {
  const answer = await request(givenApp()).get("/demo").set("Host", "localhost:3000");

  expect(answer.text).toContain(`name="pageUrl" value="http://localhost:3000/demo"`);
});

test("without the demo there is no sample article", async () => {
  expect((await request(givenApp({ demo: false })).get("/demo")).status).toBe(404);
});

test("the stylesheet holds the page and the comments, and is not sent twice", async () => {
  const app = givenApp();

  const first = await request(app).get("/embed/moderato.css");
  const second = await request(app)
    .get("/embed/moderato.css")
    .set("If-None-Match", String(first.headers.etag));

  expect(first.headers["content-type"]).toContain("text/css");
  expect(first.text).toContain(".masthead");
  expect(first.text).toContain(".comment");
  expect(first.headers["cross-origin-resource-policy"]).toBe("cross-origin");
  expect(first.headers["cache-control"]).toBe("public, max-age=300");
  expect(second.status).toBe(304);
});

test.each(["br", "gzip", "identity"])(
  "a reader whose browser takes %s gets the files in it",
  async (encoding) => {
    const app = givenApp();

    const plain = await request(app).get("/embed/moderato.css").set("Accept-Encoding", "identity");
    const answer = await request(app).get("/embed/moderato.css").set("Accept-Encoding", encoding);

    expect(answer.headers["content-encoding"]).toBe(encoding === "identity" ? undefined : encoding);
    expect(answer.headers.vary).toContain("Accept-Encoding");
    expect(answer.text).toBe(plain.text);
  },
);
