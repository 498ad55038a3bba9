import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Router } from "express";
import type { HttpDeps } from "../../deps.ts";
import { setPageHeaders } from "../../embed/page-headers.ts";
import { packageRoot } from "../../package-root.ts";
import { openApiDocument } from "./document.ts";
import { renderOpenApiPage } from "./page.ts";

const { version } = JSON.parse(readFileSync(path.join(packageRoot, "package.json"), "utf8")) as {
  version: string;
};

/** The API in words: for machines, and for people as a page without script. */
export function createOpenApiRoutes(deps: Pick<HttpDeps, "publicUrl">): Router {
  const router = Router();
  let made: { url: string; json: string; page: string } | null = null;
  // The address is known once the server listens, and stays from then on.
  const describe = () => {
    const url = deps.publicUrl();
    if (made?.url !== url) {
      const document = openApiDocument(version, url);
      made = { url, json: JSON.stringify(document, null, 2), page: renderOpenApiPage(document) };
    }
    return made;
  };

  router.get("/openapi.json", (_req, res) => {
    res.set({ "Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache" });
    res.type("json").send(describe().json);
  });

  router.get("/docs", (_req, res) => {
    setPageHeaders(res, { publicUrl: deps.publicUrl() });
    res.type("html").send(describe().page);
  });

  router.get("/docs/openapi.css", async (_req, res) => {
    res.set({ "Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff" });
    res.type("css").send(await readFile(path.join(packageRoot, "src/http/openapi/page.css"), "utf8"));
  });

  return router;
}
