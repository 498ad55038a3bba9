// The list of a site's pages, and a search among more of them than are looked through at once.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Service, startService } from "../support/service.ts";

interface Pages {
  items: { pageUrl: string }[];
  nextCursor: string | null;
}

const lookedThrough = 20_000;

let service: Service;
beforeAll(async () => {
  service = await startService({ workers: false });
  await service.call("POST", "/v1/sites", { body: { key: "news" } });
  await service.deps.pool.query(
    `INSERT INTO pages (site_id, url, id, title, first_seen_at)
     SELECT s.id, 'https://news.example/' || n, gen_random_uuid(),
            CASE WHEN n % $1 = 3 THEN 'The Needle' ELSE 'A story' END, now() - n * interval '1 second'
     FROM sites s, generate_series(1, 2 * $1 + 2) n WHERE s.key = 'news'`,
    [lookedThrough],
  );
  await service.deps.pool.query("ANALYZE pages");
});
afterAll(() => service.stop());

const list = async (query: Record<string, string>) =>
  (await service.call<Pages>("GET", `/v1/pages?${new URLSearchParams({ siteKey: "news", ...query })}`)).body;
const urls = ({ items }: Pages) => items.map(({ pageUrl }) => pageUrl);

test("a search looks through the newest pages, says that there are older ones, and goes on there", async () => {
  const newest = await list({ q: "needle" });
  const older = await list({ q: "needle", cursor: newest.nextCursor ?? "" });
  const oldest = await list({ q: "needle", cursor: older.nextCursor ?? "" });
  const one = await list({ q: "needle", limit: "1" });
  const afterIt = await list({ q: "needle", limit: "1", cursor: one.nextCursor ?? "" });

  expect(urls(newest)).toEqual(["https://news.example/3"]);
  expect(urls(older)).toEqual([`https://news.example/${lookedThrough + 3}`]);
  expect(oldest).toEqual({ items: [], nextCursor: null });
  expect(urls(one)).toEqual(["https://news.example/3"]);
  expect(urls(afterIt)).toEqual([`https://news.example/${lookedThrough + 3}`]);
});

test("without a search the list goes from page to page by an index, and one address is found wherever it is", async () => {
  const first = await list({ limit: "2" });
  const next = await list({ limit: "2", cursor: first.nextCursor! });
  const last = `https://news.example/${2 * lookedThrough + 2}`;

  expect([urls(first), urls(next)]).toEqual([
    ["https://news.example/1", "https://news.example/2"],
    ["https://news.example/3", "https://news.example/4"],
  ]);
  expect(await list({ pageUrl: last, q: "story" })).toMatchObject({
    items: [{ pageUrl: last }],
    nextCursor: null,
  });
  const { rows } = await service.deps.pool.query<{ indexdef: string }>(
    "SELECT indexdef FROM pg_indexes WHERE tablename = 'pages' AND indexname = 'pages_time'",
  );
  expect(rows).toHaveLength(1);
});
