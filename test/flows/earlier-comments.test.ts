// What the rules know of the comments before one: counted by PostgreSQL, for several windows in one look.
import { beforeAll, afterAll, expect, test } from "@jest/globals";
import { gatherFacts } from "../../src/comments/gather-facts.ts";
import type { CommentFacts, FactNeeds } from "../../src/rules/facts.ts";
import { findSiteByKey } from "../../src/sites/site-queries.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { givenManyComments } from "../support/many-comments.ts";
import { type Service, startService } from "../support/service.ts";

const hour = 3_600;
const day = 24 * hour;

let database: TestDatabase;
let service: Service;
beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({ database, workers: false });
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

interface Earlier {
  ageSeconds: number;
  author: string;
  body?: string;
  status?: string;
}

async function givenPast(siteKey: string, past: readonly Earlier[]): Promise<void> {
  for (const { ageSeconds, author, body = "Buy it now.", status = "approved" } of past) {
    const ids = await givenManyComments(service, { siteKey, count: 1, authorEmail: author, body, status });
    await database.pool.query(
      `UPDATE comments SET created_at = now() - make_interval(secs => $2),
                           author_network = CASE WHEN author_email LIKE 'home%' THEN '192.0.2.7'::inet END
       WHERE id = $1`,
      [ids[0], ageSeconds],
    );
  }
}

async function factsOfLatest(siteKey: string, needs: FactNeeds): Promise<CommentFacts> {
  const site = await findSiteByKey(database.pool, siteKey);
  const { rows } = await database.pool.query<{ id: string }>(
    "SELECT id FROM comments WHERE site_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1",
    [site!.id],
  );
  const [comment] = await gatherFacts(database.pool, site!, {
    ids: [rows[0]!.id],
    needs,
    of: "judged",
    model: null,
  });
  return comment!.facts;
}

test("each window counts what lies within it, whatever other windows over the same comments ask for", async () => {
  await service.call("POST", "/v1/sites", { body: { key: "windows" } });
  await givenPast("windows", [
    { ageSeconds: 8 * day, author: "home@example.org" },
    { ageSeconds: 3 * day, author: "home@example.org", status: "spam" },
    { ageSeconds: 2 * hour, author: "other@example.org", status: "rejected" },
    { ageSeconds: 600, author: "home@example.org", body: "Something else." },
    { ageSeconds: 300, author: "home2@example.org" },
    { ageSeconds: 0, author: "home@example.org" },
  ]);

  const facts = await factsOfLatest("windows", {
    velocity: [
      { by: "ip", windowSeconds: hour },
      { by: "ip", windowSeconds: 7 * day },
      { by: "email", windowSeconds: hour },
      { by: "author", windowSeconds: 30 * day },
      { by: "body", windowSeconds: hour },
      { by: "body", windowSeconds: day },
    ],
    duplicates: [{ windowSeconds: hour }, { windowSeconds: day }, { windowSeconds: 7 * day }],
  });

  expect(facts.duplicates).toEqual([
    { windowSeconds: hour, sameAuthor: 0, otherAuthors: 1, rejected: 0 },
    { windowSeconds: day, sameAuthor: 0, otherAuthors: 2, rejected: 1 },
    { windowSeconds: 7 * day, sameAuthor: 1, otherAuthors: 2, rejected: 2 },
  ]);
  expect(facts.velocity).toEqual([
    // Nothing is known of where this one came from.
    { by: "ip", windowSeconds: hour, count: null, uniqueAuthors: null },
    { by: "ip", windowSeconds: 7 * day, count: null, uniqueAuthors: null },
    { by: "email", windowSeconds: hour, count: 1, uniqueAuthors: 0 },
    { by: "author", windowSeconds: 30 * day, count: 3, uniqueAuthors: 0 },
    { by: "body", windowSeconds: hour, count: 1, uniqueAuthors: 1 },
    { by: "body", windowSeconds: day, count: 2, uniqueAuthors: 2 },
  ]);
  await database.pool.query("UPDATE comments SET author_ip = '192.0.2.7' WHERE author_email LIKE 'home%'");
  const { velocity } = await factsOfLatest("windows", {
    velocity: [
      { by: "ip", windowSeconds: hour },
      { by: "ip", windowSeconds: 7 * day },
    ],
    duplicates: [],
  });
  expect(velocity).toEqual([
    { by: "ip", windowSeconds: hour, count: 2, uniqueAuthors: 1 },
    { by: "ip", windowSeconds: 7 * day, count: 3, uniqueAuthors: 1 },
  ]);
});

test("an author of more comments than are counted was first seen with the first of them", async () => {
  await service.call("POST", "/v1/sites", { body: { key: "prolific" } });
  await givenManyComments(service, { siteKey: "prolific", count: 1_100, authorEmail: "often@example.org" });
  await givenManyComments(service, { siteKey: "prolific", count: 3, authorEmail: "seldom@example.org" });
  const firstOf = async (email: string) =>
    (
      await database.pool.query<{ first: Date }>(
        "SELECT min(created_at) AS first FROM comments WHERE author_email = $1",
        [email],
      )
    ).rows[0]!.first.toISOString();

  const often = await factsOfLatest("prolific", { velocity: [], duplicates: [] });
  expect(often.comment.authorEmail).toBe("often@example.org");
  expect(often.author).toMatchObject({ heldCount: 1_000, firstSeenAt: await firstOf("often@example.org") });
  await database.pool.query("DELETE FROM comments WHERE author_email = 'often@example.org'");
  const seldom = await factsOfLatest("prolific", { velocity: [], duplicates: [] });
  expect(seldom.author).toMatchObject({ heldCount: 2, firstSeenAt: await firstOf("seldom@example.org") });
});
