import { uuidv7 } from "uuidv7";
import { listEvents, numberEvents, pruneEvents, sequencerLock } from "../../src/webhooks/events.ts";
import { createTestDatabase } from "../support/database.ts";
import { eventually } from "../support/wait.ts";
import { givenDelivery, givenDeps, givenEndpoint, givenEvent, givenSite } from "./given-webhooks.ts";

const database = await createTestDatabase();
const { pool } = database;
const deps = givenDeps(pool);

afterAll(() => database.drop());

const idsOf = (page: { items: { id: string }[] }) => page.items.map(({ id }) => id);

async function listAll(
  siteId: string,
  after?: string,
  limit = 50,
): Promise<{ ids: string[]; nextCursor: string }> {
  const page = await listEvents(pool, { siteIds: [siteId], after, limit });
  if (page.items.length < limit) return { ids: idsOf(page), nextCursor: page.nextCursor };
  const rest = await listAll(siteId, page.nextCursor, limit);
  return { ids: [...idsOf(page), ...rest.ids], nextCursor: rest.nextCursor };
}

test("events are listed in order, page by page, and the last cursor waits for what comes", async () => {
  const site = await givenSite(pool);
  const ids = [];
  for (let n = 0; n < 5; n++) ids.push(await givenEvent(pool, { siteId: site.id }));
  await numberEvents(pool);

  const listed = await listAll(site.id, undefined, 2);
  expect(listed.ids).toEqual(ids);

  const nothingNew = await listEvents(pool, { siteIds: [site.id], after: listed.nextCursor, limit: 2 });
  expect(nothingNew).toEqual({ items: [], nextCursor: listed.nextCursor });

  const fresh = await givenEvent(pool, { siteId: site.id });
  await numberEvents(pool);
  const next = await listEvents(pool, { siteIds: [site.id], after: nothingNew.nextCursor, limit: 2 });
  expect(idsOf(next)).toEqual([fresh]);
});

test("an event says what its webhook said", async () => {
  const site = await givenSite(pool);
  const id = await givenEvent(pool, { siteId: site.id, type: "comment.spam", body: "Buy" });
  await numberEvents(pool);

  const { items } = await listEvents(pool, { siteIds: [site.id], limit: 10 });

  expect(items).toEqual([
    {
      id,
      type: "comment.spam",
      timestamp: expect.stringMatching(/Z$/) as string,
      data: expect.objectContaining({
        comment: expect.objectContaining({ body: "Buy" }) as object,
      }) as object,
    },
  ]);
});

test("a site's reader never sees another site's events, and may choose among types", async () => {
  const [mine, theirs] = [await givenSite(pool), await givenSite(pool)];
  const held = await givenEvent(pool, { siteId: mine.id, type: "comment.held" });
  const spam = await givenEvent(pool, { siteId: mine.id, type: "comment.spam" });
  const other = await givenEvent(pool, { siteId: theirs.id });
  await numberEvents(pool);

  expect(idsOf(await listEvents(pool, { siteIds: [mine.id], limit: 50 }))).toEqual([held, spam]);
  expect(idsOf(await listEvents(pool, { siteIds: [mine.id], types: ["comment.spam"], limit: 50 }))).toEqual([
    spam,
  ]);
  expect(idsOf(await listEvents(pool, { siteIds: null, limit: 200 }))).toEqual(
    expect.arrayContaining([held, spam, other]),
  );
  expect((await listEvents(pool, { siteIds: [], limit: 50 })).items).toEqual([]);
});

test("an event of a slow transaction comes after the cursor that was handed out before its commit", async () => {
  const site = await givenSite(pool);
  const slow = await pool.connect();
  const slowId = uuidv7();
  await slow.query("BEGIN");
  await slow.query("INSERT INTO events (id, site_id, type, data) VALUES ($1, $2, 'comment.held', '{}')", [
    slowId,
    site.id,
  ]);
  await slow.query("INSERT INTO unnumbered_events (event_id) VALUES ($1)", [slowId]);
  const quickId = await givenEvent(pool, { siteId: site.id });
  await numberEvents(pool);
  const before = await listEvents(pool, { siteIds: [site.id], limit: 50 });

  await slow.query("COMMIT");
  slow.release();
  await numberEvents(pool);
  const after = await listEvents(pool, { siteIds: [site.id], after: before.nextCursor, limit: 50 });

  expect(idsOf(before)).toEqual([quickId]);
  expect(idsOf(after)).toEqual([slowId]);
});

test("while one process numbers events another waits, so that no position appears below one already seen", async () => {
  const site = await givenSite(pool);
  const first = await givenEvent(pool, { siteId: site.id });
  const other = await pool.connect();
  await other.query("BEGIN");
  await other.query("SELECT pg_advisory_xact_lock($1)", [sequencerLock]);
  await other.query(
    `WITH taken AS (DELETE FROM unnumbered_events WHERE event_id = $1 RETURNING event_id)
     INSERT INTO numbered_events (position, event_id) SELECT nextval('event_positions'), event_id FROM taken`,
    [first],
  );
  const second = await givenEvent(pool, { siteId: site.id });

  const numbering = numberEvents(pool);
  await eventually("the other to wait", async () => {
    const waiting = await pool.query(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return waiting.rowCount === 1;
  });
  const during = await listEvents(pool, { siteIds: [site.id], limit: 50 });
  await other.query("COMMIT");
  other.release();

  // Who has waited for a second leaves the work to whoever holds the lock.
  if ((await numbering) === 0) await numberEvents(pool);
  expect(during.items).toEqual([]);
  const after = await listEvents(pool, { siteIds: [site.id], after: during.nextCursor, limit: 50 });
  expect(idsOf(after)).toEqual([first, second]);
});

test("with many writers, sequencers and a reader at once, the reader misses nothing and sees nothing twice", async () => {
  const site = await givenSite(pool);
  const perWriter = 40;
  const writers = [1, 2, 3, 4].map(async () => {
    const ids = [];
    for (let n = 0; n < perWriter; n++) ids.push(await givenEvent(pool, { siteId: site.id }));
    return ids;
  });
  const seen: string[] = [];
  let cursor: string | undefined;
  const readOn = async () => {
    await Promise.all([numberEvents(pool), numberEvents(pool)]);
    const page = await listEvents(pool, { siteIds: [site.id], after: cursor, limit: 7 });
    seen.push(...idsOf(page));
    cursor = page.nextCursor;
    return page.items.length;
  };

  const written = Promise.all(writers);
  for (let reads = 0; seen.length < writers.length * perWriter && reads < 1_000; reads++) await readOn();
  const ids = (await written).flat();

  expect(await readOn()).toBe(0);
  expect(seen).toHaveLength(ids.length);
  expect(new Set(seen)).toEqual(new Set(ids));
});

test("events older than thirty days are dropped with their deliveries, and a cursor from before is gone", async () => {
  const site = await givenSite(pool);
  await numberEvents(pool);
  const { nextCursor: cursorBefore } = await listEvents(pool, { siteIds: [site.id], limit: 50 });
  const endpoint = await givenEndpoint(deps, { siteId: site.id, url: "https://example.org/" });
  const old = await givenDelivery(pool, endpoint);
  await pool.query("UPDATE events SET created_at = now() - interval '31 days' WHERE id = $1", [old.eventId]);
  await numberEvents(pool);
  await pool.query(
    "UPDATE events SET created_at = now() - interval '31 days' WHERE id IN (SELECT event_id FROM numbered_events)",
  );
  const young = await givenEvent(pool, { siteId: site.id, ageDays: 29 });
  await numberEvents(pool);

  const pruned = await pruneEvents(pool);

  expect(pruned).toBeGreaterThan(0);
  const deliveries = await pool.query("SELECT FROM deliveries WHERE id = $1", [old.id]);
  expect(deliveries.rowCount).toBe(0);
  const fromStart = await listEvents(pool, { siteIds: [site.id], limit: 50 });
  expect(idsOf(fromStart)).toEqual([young]);
  await expect(
    listEvents(pool, { siteIds: [site.id], after: cursorBefore, limit: 50 }),
  ).rejects.toMatchObject({
    status: 410,
  });
  await pool.query("UPDATE events SET created_at = now() - interval '31 days'");
  await pruneEvents(pool);
  const emptied = await listEvents(pool, { siteIds: [site.id], limit: 50 });
  expect(emptied).toEqual({ items: [], nextCursor: fromStart.nextCursor });
  expect(await listEvents(pool, { siteIds: null, after: emptied.nextCursor, limit: 50 })).toEqual(emptied);
});

test("a cursor ahead of all events, as after a restored backup, is gone rather than deaf", async () => {
  const site = await givenSite(pool);
  await givenEvent(pool, { siteId: site.id });
  await numberEvents(pool);
  const { nextCursor } = await listEvents(pool, { siteIds: null, limit: 200 });
  await pool.query(
    "DELETE FROM numbered_events WHERE position = (SELECT max(position) FROM numbered_events)",
  );

  await expect(listEvents(pool, { siteIds: null, after: nextCursor, limit: 50 })).rejects.toMatchObject({
    status: 410,
    message: expect.stringContaining("ahead of the newest event") as string,
  });
});

test("a cursor that this list never handed out is refused", async () => {
  for (const after of ["", "nonsense", Buffer.from('["1; DROP TABLE events"]').toString("base64url")]) {
    await expect(listEvents(pool, { siteIds: null, after, limit: 1 })).rejects.toMatchObject({ status: 422 });
  }
});
