import { readFileSync } from "node:fs";
import path from "node:path";
import { Router } from "express";
import { packageRoot } from "../package-root.ts";
import { openApiDocument } from "./openapi.ts";

const { version } = JSON.parse(readFileSync(path.join(packageRoot, "package.json"), "utf8")) as {
  version: string;
};

export function createOpenApiRoutes(): Router {
  const router = Router();
  const document = JSON.stringify(openApiDocument(version), null, 2);
  router.get("/openapi.json", (_req, res) => {
    res.type("json").send(document);
  });
  return router;
}
