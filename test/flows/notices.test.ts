// Moderators are told of what waits: by a mail server and a chat on real sockets, with the clock in the test's hand.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { startNotices } from "../../workers/send-notices.ts";
import { createServerKey } from "../../src/db/server-key.ts";
import { sendNotices } from "../../src/notices/send-notices.ts";
import { givenComment } from "../support/givens.ts";
import { admin, type Service, startService } from "../support/service.ts";
import { json, type ServiceDouble, startServiceDouble, text } from "../support/service-double.ts";
import { startSmtpServer, type TestSmtpServer } from "../support/smtp-server.ts";
import { startVisit, type Visitor } from "../support/visitor.ts";
import { eventually } from "../support/wait.ts";

interface NoticesView {
  lastSentAt: string | null;
  lastError: string | null;
  siteKeys: string[] | null;
  language: string;
}

let mail: TestSmtpServer;
let chat: ServiceDouble;
let service: Service;
let ada: Visitor;
let now = new Date("2031-03-10T06:00:00Z");
beforeAll(async () => {
  mail = await startSmtpServer();
  chat = await startServiceDouble(text("ok"));
  service = await startService({
    workers: false,
    env: {
      SMTP_URL: mail.url,
      MAIL_FROM: "Moderato <moderato@example.org>",
    },
  });
  for (const key of ["daily", "sport"])
    await service.call("POST", "/v1/sites", {
      body: { key, name: key === "daily" ? "Defence Daily" : "Sport" },
    });
  ada = startVisit(service);
  await ada.signIn(admin);
});
afterAll(async () => {
  await service.stop();
  await Promise.all([mail.stop(), chat.stop()]);
});

beforeEach(async () => {
  await service.deps.pool.query("DELETE FROM notice_targets");
  await service.deps.pool.query("UPDATE comments SET status = 'approved' WHERE status = 'held'");
  now = new Date("2031-03-10T06:00:00Z");
  mail.mails.length = 0;
  mail.refuseWith(null);
  chat.requests.length = 0;
  chat.answerWith(text("ok"));
});
afterEach(() => expect(mail.mails.every(({ to }) => to.join() === admin.email)).toBe(true));

const depsNow = () => ({
  ...service.deps,
  now: () => now,
  publicUrl: () => "https://comments.example.org",
});
const look = (at: string) => {
  now = new Date(`2031-03-${at}Z`);
  return sendNotices(depsNow());
};
const subjects = () => mail.mails.map(({ headers }) => headers.get("subject")![0]);
const wants = async (settings: object) => {
  expect(
    (
      await ada.call("PATCH", "/v1/account/notices", {
        enabled: true,
        timeZone: "Europe/Berlin",
        ...settings,
      })
    ).status,
  ).toBe(200);
  // As if they had been chosen the day before the tests take place.
  await service.deps.pool.query("UPDATE notice_targets SET digest_hour = '2031-03-09T12:00:00Z'");
};
const own = async () => (await ada.call<NoticesView>("GET", "/v1/account/notices")).body;

interface Waited {
  siteKey?: string;
  score?: number;
  at?: string;
  authorName?: string;
  body?: string;
  /** How long ago it was put into the queue; from five seconds on its time counts. */
  seconds?: number;
}
let written = 0;
/** Waits long enough for its time to count, unless said otherwise; `score` as rules would have given it. */
async function givenWaiting({
  siteKey = "daily",
  score = 4,
  at = "10T05:00:00",
  seconds = 60,
  ...fields
}: Waited = {}) {
  const { id } = await givenComment(service, { siteKey, body: `Waiting ${++written}.`, ...fields });
  await service.call("POST", `/v1/comments/${id}/decisions`, { body: { status: "held" } });
  await service.deps.pool.query(
    `UPDATE comments SET score = $2, created_at = $3::timestamptz - interval '3 hours', decided_at = now() - make_interval(secs => $4)
     WHERE id = $1`,
    [id, score, `2031-03-${at}Z`, seconds],
  );
  return id;
}

describe("a digest", () => {
  test("comes at the chosen hour of one's own time zone, once, and again only with news", async () => {
    await wants({ digestHours: [8], urgent: null });
    await givenWaiting();
    await givenWaiting({ siteKey: "sport" });

    await look("10T06:59:50");
    expect(mail.mails).toEqual([]);
    await look("10T07:00:05");
    await look("10T07:00:20");
    expect(subjects()).toEqual(["2 comments wait at 2 sites"]);

    await look("11T07:00:05");
    expect(mail.mails).toHaveLength(1);

    await givenWaiting();
    await look("11T09:00:00");
    expect(mail.mails).toHaveLength(1);
    await look("12T07:00:05");
    expect(subjects()[1]).toBe("3 comments wait at 2 sites");
    expect(mail.mails[1]!.text).toContain("Defence Daily: 2 waiting\nSport: 1 waiting");
  });

  test("keeps to the sites that were chosen, and to those one decides on", async () => {
    await wants({ digestHours: [8], urgent: null, siteKeys: ["sport"] });
    await givenWaiting();

    await look("10T07:00:05");
    expect(mail.mails).toEqual([]);
    expect((await own()).siteKeys).toEqual(["sport"]);

    await givenWaiting({ siteKey: "sport" });
    await look("11T07:00:05");
    expect(subjects()).toEqual(["1 comment waits at Sport"]);
    const unknown = await ada.call("PATCH", "/v1/account/notices", { siteKeys: ["nowhere"] });
    expect(unknown.status).toBe(422);
  });

  test("is made up for where no worker ran at its hour", async () => {
    await wants({ digestHours: [8], urgent: null });
    await givenWaiting();

    await look("10T11:30:00");

    expect(subjects()).toEqual(["1 comment waits at Defence Daily"]);
  });

  test("waits a moment for what has only just come, rather than an interval", async () => {
    await wants({ digestHours: [8], urgent: null });
    await givenWaiting();
    await look("10T07:00:05");
    // A minute ahead: however slow the machine, it has only just come.
    const id = await givenWaiting({ seconds: -60 });

    await look("11T07:00:05");
    expect(mail.mails).toHaveLength(1);
    await service.deps.pool.query(
      "UPDATE comments SET decided_at = now() - interval '6 seconds' WHERE id = $1",
      [id],
    );
    await look("11T07:00:20");

    expect(subjects()[1]).toBe("2 comments wait at Defence Daily");
  });

  test("tells of what has long waited on a site that one is given later", async () => {
    const { pool } = service.deps;
    await wants({ digestHours: [8], urgent: null });
    await givenWaiting({ siteKey: "daily", seconds: 120 });
    await givenWaiting({ siteKey: "sport" });
    await pool.query("UPDATE user_roles SET site_id = (SELECT id FROM sites WHERE key = 'sport')");
    await look("10T07:00:05");
    await pool.query("UPDATE user_roles SET site_id = NULL");

    await look("11T07:00:05");
    await look("12T07:00:05");

    expect(subjects()).toEqual(["1 comment waits at Sport", "2 comments wait at 2 sites"]);
  });

  test("never comes of spam, nor of what was published", async () => {
    await wants({ digestHours: [8], urgent: "held" });
    const ids = [await givenWaiting({ score: 100 }), await givenWaiting({ score: 100 })];
    await service.call("POST", `/v1/comments/${ids[0]}/decisions`, { body: { status: "spam" } });
    await service.call("POST", `/v1/comments/${ids[1]}/decisions`, { body: { status: "approved" } });

    await look("10T06:30:00");
    await look("10T07:00:05");

    expect(mail.mails).toEqual([]);
  });
});

describe("what is urgent", () => {
  test("is told at once with its text, and what follows within the pause comes together", async () => {
    await wants({ digestHours: [], urgent: "high", urgentEveryMinutes: 15 });
    await givenWaiting({ score: 4 });
    await look("10T06:00:00");
    expect(mail.mails).toEqual([]);

    await givenWaiting({ score: 8, authorName: "Mara", body: "I know where you live." });
    await look("10T06:00:15");
    expect(subjects()).toEqual(["2 comments wait at Defence Daily, 1 urgent"]);
    expect(mail.mails[0]!.text).toMatch(
      /^Urgent: \u2068Mara\u2069 on .*\n\u2068I know where you live\.\u2069$/m,
    );

    await givenWaiting({ score: 9 });
    await look("10T06:05:00");
    await givenWaiting({ score: 9 });
    await look("10T06:15:00");
    expect(mail.mails).toHaveLength(1);
    await look("10T06:15:15");
    expect(subjects()[1]).toBe("4 comments wait at Defence Daily, 3 urgent");
    await look("10T06:45:00");
    expect(mail.mails).toHaveLength(2);
  });

  test("counts by the score that holds a comment on that site", async () => {
    await service.call("PATCH", "/v1/sites/sport", { body: { thresholds: { hold: 10 } } });
    await wants({ digestHours: [], urgent: "high" });

    await givenWaiting({ siteKey: "sport", score: 19 });
    await look("10T06:00:00");
    expect(mail.mails).toEqual([]);
    await givenWaiting({ siteKey: "sport", score: 20 });
    await look("10T06:00:15");
    expect(subjects()).toEqual(["2 comments wait at Sport, 1 urgent"]);
    await service.call("PATCH", "/v1/sites/sport", { body: { thresholds: { hold: 4 } } });
  });
});

describe("a message", () => {
  test("only opens the dashboard, says how to end it, and takes hostile words for text", async () => {
    const hostile = `"<script>alert(1)</script>\r\nBcc: eve@example.org`;
    await service.call("PATCH", "/v1/sites/sport", { body: { name: `Sport\r\nBcc: eve@example.org` } });
    await wants({ digestHours: [], urgent: "held" });
    await givenWaiting({ siteKey: "sport", authorName: hostile, body: hostile });

    await look("10T06:00:00");

    const { headers, html, text: plain } = mail.mails[0]!;
    expect(subjects()).toEqual(["1 comment waits at Sport Bcc: eve@example.org, 1 urgent"]);
    expect(headers.has("bcc")).toBe(false);
    expect(headers.get("from")).toEqual(["Moderato <moderato@example.org>"]);
    expect(headers.get("list-unsubscribe")).toEqual(["<https://comments.example.org/settings/account>"]);
    expect(html).not.toContain("<script>");
    const links = [...plain.matchAll(/https:\S+/g)].map(([link]) => link);
    expect(links).toEqual([
      "https://comments.example.org/?site=sport",
      "https://comments.example.org/settings/account",
    ]);
    await service.call("PATCH", "/v1/sites/sport", { body: { name: "Sport" } });
  });

  test("is sent once by two workers at once, and not again after a restart", async () => {
    await wants({ digestHours: [8], urgent: "held" });
    await givenWaiting();

    await Promise.all([look("10T07:00:05"), look("10T07:00:05")]);
    const worker = startNotices(depsNow());
    await worker.stop();

    expect(mail.mails).toHaveLength(1);
  });

  test("goes out by the worker itself", async () => {
    await wants({ digestHours: [8], urgent: "held" });
    await givenWaiting();

    const worker = startNotices(depsNow());
    await eventually("the mail", () => mail.mails.length === 1);
    await worker.stop();
  });

  test("that the server refuses is tried again later, not lost, and the account says why", async () => {
    await wants({ digestHours: [8], urgent: null });
    await givenWaiting();
    mail.refuseWith("451 try later");

    await look("10T07:00:05");
    expect((await own()).lastError).toMatch(/^The mail server did not take the mail \(it answered 451\)\.$/);
    mail.refuseWith(null);
    await look("10T07:00:50");
    expect(mail.mails).toEqual([]);

    await look("10T07:01:10");
    expect(mail.mails).toHaveLength(1);
    expect(await own()).toMatchObject({ lastError: null, lastSentAt: "2031-03-10T07:01:10.000Z" });
  });

  test("is for who wants it: switched off, removed from the site or as a viewer nobody gets one", async () => {
    await wants({ digestHours: [8], urgent: "held" });
    await givenWaiting();
    await ada.call("PATCH", "/v1/account/notices", { enabled: false });
    await look("10T07:00:05");

    await wants({ enabled: true });
    await service.deps.pool.query("UPDATE user_roles SET role = 'viewer'");
    await look("10T07:30:00");
    await service.deps.pool.query("UPDATE user_roles SET role = 'admin'");

    expect(mail.mails).toEqual([]);
  });

  test("is written in the reader's language, once it is chosen, and in English before", async () => {
    expect((await own()).language).toBe("en");
    await wants({ digestHours: [], urgent: "high" });
    await givenWaiting({ score: 8, authorName: "Mara", body: "I know where you live." });
    await look("10T06:00:00");
    await wants({ language: "de" });
    expect((await ada.call("PATCH", "/v1/account/notices", { timeZone: "Europe/Vienna" })).status).toBe(200);
    await givenWaiting({ score: 8 });

    await look("10T06:20:00");

    expect((await own()).language).toBe("de");
    expect(subjects()).toEqual([
      "1 comment waits at Defence Daily, 1 urgent",
      "2 Kommentare warten bei Defence Daily, 2 dringend",
    ]);
    expect(mail.mails.map(({ headers }) => headers.get("content-language"))).toEqual([["en"], ["de"]]);
    const { html, text: plain } = mail.mails[1]!;
    expect(plain).toContain("Der älteste wartet seit 4 Stunden.");
    expect(plain).toMatch(/^Dringend: \u2068Mara\u2069 zu .*\n\u2068I know where you live\.\u2069$/m);
    expect(plain).toContain("Warteschlange öffnen: https://comments.example.org/?site=daily");
    expect(html).toContain('<html lang="de">');
  });

  test("comes in no language that Moderato does not write", async () => {
    const saved = await ada.call("PATCH", "/v1/account/notices", { language: "fr" });
    const tried = await ada.call("POST", "/v1/account/notices/test?language=fr", {});

    for (const { status, body } of [saved, tried])
      expect([status, body]).toEqual([
        422,
        expect.objectContaining({
          errors: [{ detail: "language must be one of en, de.", pointer: "#/language" }],
        }),
      ]);
    expect(mail.mails).toEqual([]);
  });

  test("stays in the language that was chosen where a process of the version before saves settings", async () => {
    const { pool } = service.deps;
    const saveAsBefore = () =>
      pool.query(
        `INSERT INTO notice_targets (id, user_id, enabled, settings, url, digest_hour)
         SELECT gen_random_uuid(), id, true, $1, NULL, '2031-03-09T12:00:00Z' FROM users
         ON CONFLICT (user_id) DO UPDATE SET enabled = excluded.enabled, settings = excluded.settings`,
        [{ urgent: null, urgentEveryMinutes: 15, digestHours: [8], timeZone: "UTC", siteIds: null }],
      );
    await givenWaiting();

    await saveAsBefore();
    await look("10T08:00:05");
    await wants({ language: "de" });
    await saveAsBefore();
    await givenWaiting();
    await look("11T08:00:05");

    expect(subjects()).toEqual(["1 comment waits at Defence Daily", "2 Kommentare warten bei Defence Daily"]);
  });

  test("is in English where a later version saved a language that this one does not know", async () => {
    await wants({ digestHours: [], urgent: "high" });
    await service.deps.pool.query("UPDATE notice_targets SET language = 'fr'");
    await givenWaiting({ score: 8 });

    await look("10T06:00:00");

    expect(subjects()).toEqual(["1 comment waits at Defence Daily, 1 urgent"]);
    expect((await own()).language).toBe("en");
  });

  test("can be tried in the language that is saved, and in one before it is", async () => {
    const tryIt = async (query = "") => {
      await service.deps.pool.query("DELETE FROM rate_limits");
      expect((await ada.call("POST", `/v1/account/notices/test${query}`, {})).body).toMatchObject({
        sent: true,
      });
    };
    await tryIt("?language=de");
    await wants({ language: "de" });
    await tryIt();
    await tryIt("?language=en");
    await service.deps.pool.query("DELETE FROM rate_limits");

    expect(subjects()).toEqual(["Ein Test von Moderato", "Ein Test von Moderato", "A test by Moderato"]);
    expect(mail.mails[1]!.headers.get("content-language")).toEqual(["de"]);
    expect(mail.mails[1]!.text).toContain("Dies ist der gewünschte Test.");
  });

  test("can be tried, and a mail server that is not there is named as such", async () => {
    const tried = await ada.call("POST", "/v1/account/notices/test", {});

    expect([tried.status, tried.body]).toEqual([200, { sent: true, problem: null }]);
    expect(subjects()).toEqual(["A test by Moderato"]);
    await service.deps.pool.query("DELETE FROM rate_limits");
    mail.refuseWith("554 no");
    expect((await ada.call("POST", "/v1/account/notices/test", {})).body).toMatchObject({ sent: false });
  });

  test("can be tried once a minute, so that nobody floods a mailbox by it", async () => {
    await service.deps.pool.query("DELETE FROM rate_limits");

    const tried = await Promise.all([1, 2, 3].map(() => ada.call("POST", "/v1/account/notices/test", {})));

    const refused = tried.filter(({ status }) => status === 429);
    expect(tried.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
    expect(Number(refused[0]!.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused[0]!.body.detail).toMatch(
      /^A test was sent less than a minute ago\. Please wait \d+ seconds?\./,
    );
    expect(subjects()).toEqual(["A test by Moderato"]);
  });
});

describe("a chat", () => {
  const save = (body: object) =>
    service.call<NoticesView & { host: string }>("PATCH", "/v1/sites/daily/chat", { body });
  const told = () => chat.requests.map(({ body }) => (JSON.parse(body) as { text: string }).text);
  const yesterday = () =>
    service.deps.pool.query("UPDATE notice_targets SET digest_hour = '2031-03-09T12:00:00Z'");

  test("is told of its own site, in numbers, with nothing that visitors wrote", async () => {
    expect((await save({ url: `${chat.url}/secret-path`, digestHours: [8], urgent: "high" })).status).toBe(
      200,
    );
    await yesterday();
    await givenWaiting({ score: 8, authorName: "@channel", body: "![x](https://evil.example)" });
    await givenWaiting({ siteKey: "sport", score: 8 });

    await look("10T06:00:00");
    await look("10T08:00:05");

    expect(told()).toEqual([
      "1 comment waits at Defence Daily, 1 urgent. It has waited 4 hours.\nhttps://comments.example.org/?site=daily",
    ]);
    expect(chat.requests[0]!.path).toBe("/secret-path");
  });

  test("is told in its own language, whatever its admin's is", async () => {
    expect((await save({ url: chat.url, digestHours: [8], urgent: "high" })).body.language).toBe("en");
    expect((await save({ language: "fr" })).status).toBe(422);
    await save({ language: "de" });
    expect((await save({ digestHours: [9] })).body.language).toBe("de");
    await yesterday();
    await givenWaiting({ score: 8 });

    await look("10T06:00:00");
    await service.call("POST", "/v1/sites/daily/chat/test");

    expect(told()).toEqual([
      "1 Kommentar wartet bei Defence Daily, 1 dringend. Er wartet seit 4 Stunden.\nhttps://comments.example.org/?site=daily",
      "Dies ist ein Test von Moderato: Benachrichtigungen zur Website daily kommen hier an.",
    ]);
  });

  test("keeps its address to itself, in answers, in the audit log and in the database", async () => {
    const { body } = await save({ url: `${chat.url}/very-secret`, digestHours: [8] });
    const audit = await service.call("GET", "/v1/audit?action=chat.save");
    const { rows } = await service.deps.pool.query("SELECT * FROM notice_targets");

    expect(body.host).toBe(new URL(chat.url).host);
    expect(JSON.stringify([body, audit.body])).not.toContain("very-secret");
    expect(Buffer.from((rows[0] as { url: Buffer }).url).toString("latin1")).not.toContain("very-secret");
  });

  test("at an address inside is refused, and one that redirects or fails is said so and tried again", async () => {
    expect((await save({ url: "http://10.0.0.1/hook" })).status).toBe(422);
    expect((await save({ digestHours: [8] })).status).toBe(422);
    await save({ url: chat.url, urgent: "held", digestHours: [] });
    await givenWaiting();
    chat.answerWith((res) => res.writeHead(302, { location: "http://10.0.0.1/" }).end());

    await look("10T06:00:00");
    const failed = await service.call<NoticesView>("GET", "/v1/sites/daily/chat");
    chat.answerWith(json({ ok: true }));
    await look("10T06:02:00");

    expect(failed.body.lastError).toBe("The chat answered 302, and redirects are not followed.");
    expect(chat.requests).toHaveLength(2);
    expect((await service.call<NoticesView>("GET", "/v1/sites/daily/chat")).body.lastError).toBeNull();
  });

  test("that cannot be read, as after a change of the server's key, holds up no other and says so", async () => {
    await save({ url: `${chat.url}/daily`, urgent: "held", digestHours: [] });
    await service.call("PATCH", "/v1/sites/sport/chat", {
      body: { url: `${chat.url}/sport`, urgent: "held", digestHours: [] },
    });
    await service.deps.pool.query(
      "UPDATE notice_targets SET url = '\\x00' WHERE site_id = (SELECT id FROM sites WHERE key = 'daily')",
    );
    for (const siteKey of ["daily", "sport"]) await givenWaiting({ siteKey });

    await look("10T06:00:00");

    expect(chat.requests.map(({ path }) => path)).toEqual(["/sport"]);
    const { rows } = await service.deps.pool.query<{ last_error: string }>(
      "SELECT last_error FROM notice_targets WHERE url = '\\x00'",
    );
    expect(rows[0]!.last_error).toContain("cannot be read any more");
  });

  test("whose address was kept under another server key still shows its settings, and says what to do", async () => {
    await save({ url: `${chat.url}/old`, urgent: "held", digestHours: [9] });
    await service.deps.pool.query("UPDATE notice_targets SET url = $1", [
      createServerKey("another server").encrypt(`${chat.url}/old`),
    ]);
    await givenWaiting();
    const path = "/v1/sites/daily/chat";
    const sentence = expect.stringMatching(/cannot be read any more.*Enter it anew/);

    await look("10T06:00:00");
    const shown = await service.call("GET", path);
    const tried = await service.call("POST", `${path}/test`);
    const kept = await save({ digestHours: [10] });
    const renewed = await save({ url: `${chat.url}/new` });
    await look("10T06:05:00");

    expect([shown.status, shown.body]).toEqual([
      200,
      expect.objectContaining({ host: null, isUrlUnreadable: true, digestHours: [9], lastError: sentence }),
    ]);
    expect(tried.body).toEqual({ sent: false, problem: sentence });
    expect([kept.status, kept.body]).toEqual([200, expect.objectContaining({ digestHours: [10] })]);
    expect(renewed.body).toMatchObject({ host: new URL(chat.url).host, isUrlUnreadable: false });
    expect(chat.requests.map(({ path: at }) => at)).toEqual(["/new"]);
  });

  test("is an admin's of the site to name, try and forget", async () => {
    const key = async (siteKey: string, scopes: string[]) =>
      (await service.call<{ key: string }>("POST", "/v1/api-keys", { body: { siteKey, name: "k", scopes } }))
        .body.key;
    await save({ url: chat.url });

    expect((await service.call("POST", "/v1/sites/daily/chat/test")).body).toEqual({
      sent: true,
      problem: null,
    });
    expect(told()[0]).toContain("This is a test by Moderato");
    for (const [caller, status] of [
      [await key("daily", ["moderate"]), 403],
      [await key("sport", ["admin"]), 404],
    ] as const)
      for (const method of ["GET", "PATCH", "DELETE"])
        expect(
          (
            await service.call(method, "/v1/sites/daily/chat", {
              key: caller,
              body: method === "PATCH" ? {} : undefined,
            })
          ).status,
        ).toBe(status);
    expect((await service.call("DELETE", "/v1/sites/daily/chat")).status).toBe(204);
    expect((await service.call("POST", "/v1/sites/daily/chat/test")).status).toBe(404);
  });
});

test("the settings are one's own: a key has none", async () => {
  expect((await service.call("GET", "/v1/account/notices")).status).toBe(403);
});

test("a mail server that says nothing holds up one message and no longer than its time", async () => {
  await wants({ digestHours: [8], urgent: "held" });
  await givenWaiting();
  mail.fallSilent();

  await look("10T07:00:05");

  expect((await own()).lastError).toBe("The mail server did not answer in time.");
});
