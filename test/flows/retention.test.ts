import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { keepHouse } from "../../src/keep-house.ts";
import { givenHeldComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.call("POST", "/v1/sites", { body: { key: "open", mode: "flagged" } });
  await service.call("PATCH", "/v1/sites/open", { body: { dropIpAfterDays: 10 } });
});
afterAll(() => service.stop());

const write = (body: string, authorName = "Jo") =>
  givenHeldComment(service, {
    ...{ siteKey: "open", authorName, authorEmail: undefined, body },
    ...{ authorIp: "192.0.2.7", userAgent: "Lynx", referrer: "https://example.org/" },
  });
const say = (commentId: string, change: object) =>
  service.call("PATCH", `/v1/comments/${commentId}/author`, { body: change });
const said = async (commentId: string) =>
  (await service.call<Record<string, unknown>>("GET", `/v1/comments/${commentId}/author`)).body;
const stored = async (id: string): Promise<Record<string, unknown>> =>
  (
    await service.deps.pool.query<Record<string, unknown>>(
      `SELECT host(author_ip) AS ip, host(author_network) AS network, user_agent, referrer, author_key
       FROM comments WHERE id = $1`,
      [id],
    )
  ).rows[0]!;
const anHourPasses = () => keepHouse(service.deps, new AbortController().signal);

test("after a site's days nothing of an address is left with a comment, and its author is still known", async () => {
  const old = await write("From eleven days ago");
  const young = await write("From nine days ago");
  const { pool } = service.deps;
  for (const [id, days] of [[old.id, 11] as const, [young.id, 9] as const])
    await pool.query("UPDATE comments SET created_at = now() - make_interval(days => $2) WHERE id = $1", [
      id,
      days,
    ]);

  await anHourPasses();

  const kept = await stored(old.id);
  expect(kept).toMatchObject({ ip: null, network: null, user_agent: null, referrer: null });
  expect(JSON.stringify(kept)).not.toContain("192.0.2");
  expect(await stored(young.id)).toMatchObject({ ip: "192.0.2.7", user_agent: "Lynx" });
  expect(await said(old.id)).toMatchObject({ knownBy: "name-and-network", counts: { approved: 2 } });
});

test("keys that name a network are written anew, and what was said of their authors holds", async () => {
  const { pool } = service.deps;
  const old = await write("Under an old key");
  await service.call("PATCH", `/v1/comments/${old.id}/author`, { body: { banned: true, note: "Rude." } });
  await pool.query("UPDATE comments SET author_key = 'name:jo@192.0.2.7' WHERE id = $1", [old.id]);
  await pool.query("UPDATE authors SET author_key = 'name:jo@192.0.2.7'");
  const meanwhile = await write("Under a new key, before the next hour");
  expect(meanwhile.status).toBe("approved");
  await service.call("PATCH", `/v1/comments/${meanwhile.id}/author`, { body: { note: "Again." } });

  await anHourPasses();

  expect(await said(old.id)).toMatchObject({ banned: true, note: "Again.\nRude.", counts: { approved: 4 } });
  expect((await write("After it")).status).toBe("held");
  const { rows } = await pool.query("SELECT FROM authors");
  expect(rows).toHaveLength(1);
  expect((await stored(old.id)).author_key).toBe((await stored(meanwhile.id)).author_key);
});

test("what is said of an author beside a comment with an old key holds at once, and is no less true an hour later", async () => {
  const { pool } = service.deps;
  const old = await write("Of Al", "Al");
  await say(old.id, { banned: true });
  await pool.query("UPDATE comments SET author_key = 'name:al@192.0.2.7' WHERE id = $1", [old.id]);
  expect(await said(old.id)).toMatchObject({ banned: true });

  await say(old.id, { banned: false });
  expect((await write("Forgiven", "Al")).status).toBe("approved");
  await anHourPasses();
  expect(await said(old.id)).toMatchObject({ banned: false });

  await pool.query("UPDATE comments SET author_key = 'name:al@192.0.2.7' WHERE id = $1", [old.id]);
  await say(old.id, { banned: true });
  expect((await write("Again", "Al")).status).toBe("held");
});

test("whom a process of the version before takes in is known to the rules all the same", async () => {
  const { pool } = service.deps;
  const known = await write("Before", "Kim");
  await say(known.id, { banned: true });
  // It writes such keys still, and nothing judges what it has written before its key is looked at.
  await pool.query(`
    CREATE FUNCTION as_before() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.author_key := 'name:kim@192.0.2.7'; RETURN NEW; END $$;
    CREATE TRIGGER as_before BEFORE INSERT ON comments FOR EACH ROW EXECUTE FUNCTION as_before();`);
  const late = await write("By the old one", "Kim");
  await pool.query("DROP TRIGGER as_before ON comments");

  expect(late.status).toBe("held");
  expect(await stored(late.id)).toMatchObject({ author_key: (await stored(known.id)).author_key });
});
