// Express as it comes: parses JSON, stores nothing, answers 202.
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import process from "node:process";
import express from "express";

const app = express();
app.use(express.json());
app.post("/v1/comments", (_req, res) => {
  res.status(202).json({ id: randomUUID(), status: "queued" });
});
const server = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.on("SIGTERM", () => process.exit(0));
