// What one writes first: Express as it comes, one INSERT and one queue.add for each comment.
import type { AddressInfo } from "node:net";
import process from "node:process";
import express from "express";
import pg from "pg";
import { openNaiveQueue } from "./naive-queue.ts";

interface Submission {
  pageUrl: string;
  authorName: string;
  authorEmail?: string;
  body: string;
}

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const queue = openNaiveQueue();
const app = express();
app.use(express.json());
app.post("/v1/comments", async (req, res) => {
  const { pageUrl, authorName, authorEmail, body } = req.body as Submission;
  const { rows } = await pool.query<{ id: string }>(
    "INSERT INTO naive_comments (page_url, author_name, author_email, body) VALUES ($1, $2, $3, $4) RETURNING id",
    [pageUrl, authorName, authorEmail, body],
  );
  const { id } = rows[0]!;
  await queue.add("moderate", { id }, { removeOnComplete: true });
  res.status(202).json({ id, status: "queued" });
});
const server = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.on("SIGTERM", () => process.exit(0));
