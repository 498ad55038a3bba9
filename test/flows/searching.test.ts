// The search: what it finds at once and later, what it forgets, that its pages neither skip nor repeat.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { indexComments } from "../../src/comments/index-comments.ts";
import { isIndexComplete } from "../../src/comments/index-queries.ts";
import { numberEvents } from "../../src/webhooks/events.ts";
import { type CommentView, givenComment, judgeNow, pageUrl, readComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";

interface List {
  items: { id: string; body: string; status: string }[];
  nextCursor: string | null;
}

let service: Service;
// Without workers, so that each test says what is judged and what is in the index.
beforeAll(async () => {
  service = await startService({ workers: false });
});
afterAll(() => service.stop());

const search = async (q: string, more = "") =>
  (await service.call<List>("GET", `/v1/comments?q=${encodeURIComponent(q)}${more}`)).body;
/** A page, however many answers it comes in. */
async function found(q: string, more = ""): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: List = await search(q, cursor === null ? more : `${more}&cursor=${cursor}`);
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null && ids.length < 50);
  return ids;
}

async function judge(id: string): Promise<CommentView> {
  await judgeNow(service, [id]);
  return readComment(service, id);
}
const givenHeld = async (fields: Record<string, unknown>) => judge((await givenComment(service, fields)).id);

/** As the sweep does it, now, however many rounds it takes on a slow machine. */
async function index(): Promise<void> {
  await numberEvents(service.deps.pool);
  while (await indexComments(service.deps));
}
const documents = async (id: string) =>
  (await service.database.pool.query("SELECT 1 FROM comment_search WHERE comment_id = $1", [id])).rows.length;

test("a comment is found while it is queued, when it is held, and when it is in the index", async () => {
  const { id } = await givenComment(service, { body: "Quincunx is a fine word." });
  const atOnce = await found("quincunx");
  await judge(id);
  const held = await found("quincunx is:held");
  await index();
  const indexed = await documents(id);
  const later = await found("quincunx is:held");

  expect(atOnce).toEqual([id]);
  expect(held).toEqual([id]);
  expect(indexed).toBe(1);
  expect(later).toEqual([id]);
});

test("a decision moves it to where it belongs before the index knows", async () => {
  const { id } = await givenHeld({ body: "Zeugma" });
  await index();
  await service.call("POST", `/v1/comments/${id}/decisions`, { body: { status: "spam" } });

  expect(await found("zeugma", "&status=held")).toEqual([]);
  expect(await found("zeugma", "&status=spam")).toEqual([id]);
  await index();
  expect(await found("zeugma is:spam")).toEqual([id]);
});

test("among one author's comments a page is full, however many others' words match", async () => {
  const own = { body: "Of a sesquipedalian kind", authorName: "Uma", authorEmail: "uma@example.org" };
  const ids: string[] = [];
  for (let of = 0; of < 3; of++) ids.unshift((await givenHeld(own)).id);
  for (let of = 0; of < 6; of++)
    await givenHeld({ ...own, authorName: "Vic", authorEmail: `vic${of}@example.org` });
  await index();

  const first = await search("sesquipedalian", `&authorOf=${ids[0]}&limit=2`);
  const cursor = encodeURIComponent(first.nextCursor!);
  const second = await search("sesquipedalian", `&authorOf=${ids[0]}&limit=2&cursor=${cursor}`);

  expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect(second.items.map(({ id }) => id)).toEqual(ids.slice(2));
  expect(second.nextCursor).toBeNull();
});

test("a deleted comment is out of the index at once, and an edited one is found by its new text alone", async () => {
  const gone = await givenHeld({ body: "Syzygy one" });
  const edited = await givenHeld({ body: "Syzygy two" });
  await index();
  await service.call("DELETE", `/v1/comments/${gone.id}`);
  await service.call("PATCH", `/v1/comments/${edited.id}`, { body: { body: "Apogee two" } });

  const left = [await documents(gone.id), await documents(edited.id)];
  await judge(edited.id);
  await index();

  expect(left).toEqual([0, 0]);
  expect(await documents(gone.id)).toBe(0);
  expect(await found("syzygy")).toEqual([]);
  expect(await found("apogee")).toEqual([edited.id]);
});

test("operators look where they say, in any script", async () => {
  const { id } = await givenHeld({
    pageUrl: `${pageUrl}/perigee`,
    pageTitle: "On perigees",
    authorName: "Ольга Ladislaus",
    authorEmail: "olga@mail.example",
    authorIp: "2001:db8::77",
    body: "Прекрасно! Siehe https://blog.umlaut.example/x — 静かな海",
  });
  await service.call("POST", `/v1/comments/${id}/decisions`, { body: { status: "approved" } });

  const searches = [
    "ольга",
    "author:ladislaus",
    "email:mail.example",
    "ip:2001:db8::77",
    "domain:umlaut.example",
    "page:perigees",
    `page:${pageUrl}/perigee`,
    "静か",
    `id:${id}`,
    `прекрасно id:${id.toUpperCase()}`,
    "прекрасно is:approved has:link after:1h",
  ];
  const expectAll = async () => {
    for (const q of searches) expect({ q, found: await found(q) }).toEqual({ q, found: [id] });
    for (const q of [
      "author:perigees",
      "прекрасно before:1h",
      "ip:2001:db8::78",
      "прекрасно is:spam",
      `perihelion id:${id}`,
    ])
      expect({ q, found: await found(q) }).toEqual({ q, found: [] });
  };
  await expectAll();
  await index();
  await expectAll();
});

test("rules are found by name, but not those that a blind review keeps back", async () => {
  await service.call("POST", "/v1/sites", { body: { key: "blind" } });
  await service.call("POST", "/v1/rules", {
    body: {
      siteKey: "blind",
      name: "Word of the antipodes",
      stage: "hold",
      when: { check: "words", phrases: ["antipode"] },
      then: { points: 5 },
    },
  });
  const { id } = await givenHeld({ siteKey: "blind", body: "An antipode." });
  await index();

  expect(await found('rule:"word of the antipodes"')).toEqual([id]);

  await service.database.pool.query("UPDATE decisions SET blind = '{}' WHERE comment_id = $1", [id]);
  await service.database.pool.query("UPDATE findings SET stage = 'enforce' WHERE comment_id = $1", [id]);
  await service.database.pool.query(
    "UPDATE settings SET value = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE name = 'index_backfill'",
  );
  await index();
  expect(await found("rule:antipodes")).toEqual([]);
  await service.call("POST", `/v1/comments/${id}/decisions`, { body: { status: "rejected" } });
  expect(await found("rule:antipodes")).toEqual([id]);
});

/** The word on the day so many days ago, as if it had been seen then for the last time. */
const lastSeen = (word: string, daysAgo: number) =>
  service.deps.pool.query("UPDATE known_words SET seen = current_date - $2::integer WHERE word = $1", [
    word,
    daysAgo,
  ]);
const knows = async (word: string) =>
  (await service.deps.pool.query("SELECT 1 FROM known_words WHERE word = $1", [word])).rows.length === 1;

test("a beginning finds every word that goes on so, be they few, many or very many, and in phrases", async () => {
  const ids: string[] = [];
  const written = async (words: string) => void ids.push((await givenHeld({ body: words })).id);
  await written("an old zyxt");
  await written("an old zyxtern");
  await index();
  const few = await found("zyxt");
  const inPhrase = await found("old zyxte");
  const many = Array.from({ length: 40 }, (_, at) => `zyxts${at} zyxt${"abcdefghij"[at % 10]!}${at}`);
  await written(many.join(" "));
  await index();
  const groups = [await found("zyxt"), await found("zyxts"), await found("zyxtern")];
  // More than are read, in two texts, since each is only so long.
  for (const half of [0, 1])
    await written(Array.from({ length: 600 }, (_, at) => `zyxty${half}${at}`).join(" "));
  await index();

  expect(few).toEqual(ids.slice(0, 2).toReversed());
  expect(inPhrase).toEqual([ids[1]]);
  expect(groups).toEqual([ids.slice(0, 3).toReversed(), [ids[2]], [ids[1]]]);
  expect(await found("zyxt")).toEqual(ids.toReversed());
  expect(await found("zyxt", "&order=risk")).toHaveLength(5);
  expect(await found("zyxtunknown")).toEqual([]);
});

test("what happens besides comments holds nothing up, however much of it comes in a row", async () => {
  await index();
  const { body: endpoint } = await service.call<{ id: string }>("POST", "/v1/webhook-endpoints", {
    body: { siteKey: "demo", url: "https://news.example/hook" },
  });
  for (let tries = 0; tries < 50; tries++) {
    const tried = await service.call("POST", `/v1/webhook-endpoints/${endpoint.id}/test`);
    expect(tried.status).toBeLessThan(300);
  }
  const { id } = await givenHeld({ body: "Afterwards, a pangolin" });

  await index();

  expect(await documents(id)).toBe(1);
});

test("who only reads does not search by addresses", async () => {
  const { id } = await givenHeld({ body: "From somewhere", authorIp: "198.51.100.77" });
  const { body: made } = await service.call<{ key: string }>("POST", "/v1/api-keys", {
    body: { siteKey: "demo", name: "reader", scopes: ["read"] },
  });
  const ask = (key?: string) =>
    service.call<List>("GET", "/v1/comments?q=ip:198.51.100.77", key === undefined ? {} : { key });

  expect((await ask()).body.items.map((item) => item.id)).toEqual([id]);
  expect((await ask(made.key)).status).toBe(403);
});

test("words that no comment has any more are forgotten after a month, no others", async () => {
  const leaving = await givenHeld({ body: "Xylophagous beetles" });
  await givenHeld({ body: "Beetles stay" });
  await index();
  await service.call("DELETE", `/v1/comments/${leaving.id}`);
  await index();
  await lastSeen("xylophagous", 30);
  await index();
  const within = await knows("xylophagous");
  await lastSeen("xylophagous", 31);
  await lastSeen("beetles", 31);

  await index();

  expect(within).toBe(true);
  expect([await knows("xylophagous"), await knows("beetles")]).toEqual([false, true]);
  const { rows } = await service.deps.pool.query(
    "SELECT 1 FROM known_words WHERE word = 'beetles' AND seen = current_date",
  );
  expect(rows).toHaveLength(1);
});

test("a site's key finds nothing of another site", async () => {
  await service.call("POST", "/v1/sites", { body: { key: "elsewhere" } });
  const made = await service.call<{ key: string }>("POST", "/v1/api-keys", {
    body: { siteKey: "elsewhere", name: "Elsewhere", scopes: ["read", "moderate"] },
  });
  const { id } = await givenHeld({ body: "Ephemeris", authorIp: "192.0.2.99" });
  const ask = async (q: string) =>
    (await service.call<List>("GET", `/v1/comments?q=${q}`, { key: made.body.key })).body.items;
  const searches = ["ephemeris", "ip:192.0.2.99", `id:${id}`];
  const before = await Promise.all(searches.map(ask));
  await index();

  expect(before).toEqual([[], [], []]);
  expect(await Promise.all(searches.map(ask))).toEqual([[], [], []]);
});

test.each(["newest", "oldest", "risk"])(
  "pages of a search in the order %s neither skip nor repeat, half of it not yet in the index",
  async (order) => {
    const siteKey = `searched-${order}`;
    await service.call("POST", "/v1/sites", { body: { key: siteKey } });
    const ids: string[] = [];
    for (const half of [1, 2]) {
      const sent = await Promise.all(
        Array.from({ length: 12 }, (_, at) =>
          givenComment(service, { siteKey, body: `Parallax ${half} ${at}`, authorName: `A${half}${at}` }),
        ),
      );
      await judgeNow(
        service,
        sent.map(({ id }) => id),
      );
      ids.push(...sent.map(({ id }) => id));
      if (half === 1) await index();
    }

    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const more: string = `&siteKey=${siteKey}&status=held&order=${order}&limit=5${cursor === null ? "" : `&cursor=${cursor}`}`;
      const page = await search("parallax", more);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      // A colleague decides what has been shown, and the index hears of it.
      if (page.items[0] !== undefined)
        await service.call("POST", `/v1/comments/${page.items[0].id}/decisions`, {
          body: { status: "approved" },
        });
      await index();
    } while (cursor !== null);

    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect(new Set(seen).size).toBe(ids.length);
  },
);

test("old comments are indexed in steps, and the search is complete afterwards", async () => {
  const { pool } = service.deps;
  const { id } = await givenHeld({ body: "Almanac" });
  await index();
  await pool.query("DELETE FROM comment_search");
  await pool.query("DELETE FROM known_words");
  await pool.query(
    "UPDATE settings SET value = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE name = 'index_backfill'",
  );
  expect(await isIndexComplete(pool)).toBe(false);

  await index();

  expect(await isIndexComplete(pool)).toBe(true);
  expect(await documents(id)).toBe(1);
  expect(await knows("almanac")).toBe(true);
  const { rows } = await pool.query<{ missing: number }>(
    `SELECT count(*) AS missing FROM comments WHERE status <> 'deleted'
     AND NOT EXISTS (SELECT FROM comment_search s WHERE s.comment_id = comments.id)`,
  );
  expect(rows[0]!.missing).toBe(0);
});

test.each([
  ["colour:red", /“colour:” is no operator/],
  ["is:lost", /is: takes held/],
  ["before:soon", /before: takes a day/],
  ["x".repeat(501), /longer than 500/],
])("the search %s is refused with a sentence at #/q", async (q, sentence) => {
  const answer = await service.call<{ errors: { detail: string; pointer: string }[] }>(
    "GET",
    `/v1/comments?q=${encodeURIComponent(q)}`,
  );

  expect(answer.status).toBe(422);
  expect(answer.body.errors).toEqual([{ detail: expect.stringMatching(sentence), pointer: "#/q" }]);
});

test.each(["'", "\\", "'\\'' & !(x)", "a:*", "<->", "%_", "😀", '"', '"""', "\u202e", "a|b & c"])(
  "the search %j is never an error of the server",
  async (q) => {
    const answer = await service.call("GET", `/v1/comments?q=${encodeURIComponent(q)}`);

    expect([200, 422]).toContain(answer.status);
  },
);

test("what waits is counted exactly with what is urgent in it, what is settled up to a bound", async () => {
  const siteKey = "counted";
  await service.call("POST", "/v1/sites", { body: { key: siteKey } });
  const [old, risky, ...rest] = [
    await givenHeld({
      siteKey,
      body: "Old",
      authorName: "A1",
      submittedAt: new Date(Date.now() - 25 * 3_600_000).toISOString(),
    }),
    await givenHeld({ siteKey, body: "Risky", authorName: "A2" }),
    await givenHeld({ siteKey, body: "Plain", authorName: "A3" }),
    await givenHeld({ siteKey, body: "Fine", authorName: "A4" }),
  ];
  await service.call("POST", `/v1/comments/${rest[1].id}/decisions`, { body: { status: "approved" } });
  await service.database.pool.query("UPDATE comments SET score = 8 WHERE id = $1", [risky.id]);

  const { body } = await service.call("GET", `/v1/stats?siteKey=${siteKey}`);

  expect(old.status).toBe("held");
  expect(body).toEqual({
    counts: { queued: 0, held: 3, approved: 1, rejected: 0, spam: 0, flagged: 0 },
    countedTo: 10_000,
    held: { urgent: 2, secondsEach: null },
    secondOpinions: { asked: 0, heldAndAsked: 0 },
    isSearchComplete: true,
  });
});
