import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createServerKey } from "../../src/db/server-key.ts";
import { reportToAkismet } from "../../src/outside/report-to-akismet.ts";
import { givenComment, judgeNow, readComment } from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";
import { type ServiceDouble, startServiceDouble, text } from "../support/service-double.ts";
import { eventually } from "../support/wait.ts";

let service: Service;
let akismet: ServiceDouble;

/** Takes what is called "bad" for spam, and thanks for reports. */
const inOrder: Parameters<ServiceDouble["answerWith"]>[0] = (res, request) => {
  const fields = new URLSearchParams(request.body);
  if (request.path === "/1.1/verify-key") return text("valid")(res, request);
  if (request.path === "/1.1/comment-check")
    return text(String(fields.get("comment_content")!.includes("bad")))(res, request);
  return text("Thanks for making the web a better place.")(res, request);
};

// Without workers, so that each test says when Akismet is told.
beforeAll(async () => {
  akismet = await startServiceDouble(inOrder);
  service = await startService({ workers: false, env: { AKISMET_URL: akismet.url } });
});
beforeEach(() => akismet.answerWith(inOrder));
afterAll(async () => {
  await service.stop();
  await akismet.stop();
});

const servicePath = (siteKey: string) => `/v1/sites/${siteKey}/services/akismet`;

async function givenSite(key: string, settings: object = {}): Promise<string> {
  await service.call("POST", "/v1/sites", { body: { key, mode: "flagged" } });
  const { body } = await service.call<{ items: { id: string }[] }>("GET", `/v1/rules?siteKey=${key}`);
  for (const { id } of body.items) await service.call("DELETE", `/v1/rules/${id}`);
  const saved = await service.call("POST", servicePath(key), { body: { key: "goodkey", ...settings } });
  expect(saved.status).toBe(201);
  await givenRule(key);
  return key;
}

const givenRule = (siteKey: string) =>
  service.call("POST", "/v1/rules", {
    body: {
      ...{ siteKey, name: "Akismet", stage: "enforce", when: { check: "akismet" } },
      then: { force: "hold", whenUnknown: "ignore" },
    },
  });

async function judge(id: string) {
  await judgeNow(service, [id]);
  return eventually("the comment to be judged", async () => {
    const comment = await readComment(service, id);
    return comment.status !== "queued" && comment;
  });
}

async function given(siteKey: string, body: string, fields: object = { authorIp: "203.0.113.7" }) {
  const { id } = await givenComment(service, { siteKey, body, authorName: "Jo", ...fields });
  return judge(id);
}

async function decide(id: string, status: string): Promise<string> {
  const { body } = await service.call<{ decisionId: string }>("POST", `/v1/comments/${id}/decisions`, {
    body: { status },
  });
  return body.decisionId;
}

const undo = (decisionId: string) => service.call("POST", `/v1/decisions/${decisionId}/undo`);

const told = (word: string) =>
  akismet.requests
    .filter(({ path, body }) => path.startsWith("/1.1/submit-") && body.includes(word))
    .map(({ path }) => path);

/** What is kept of this comment for telling Akismet. */
async function rowsOf(id: string) {
  const { rows } = await service.deps.pool.query<{ attempts: number; waits: number | null }>(
    `SELECT attempts, round(extract(epoch FROM due_at - now()))::integer AS waits
     FROM akismet_reports WHERE comment_id = $1`,
    [id],
  );
  return rows;
}

const becomeDue = (id: string) =>
  service.deps.pool.query(
    "UPDATE akismet_reports SET due_at = now() - interval '1 second' WHERE comment_id = $1",
    [id],
  );

describe("Akismet is told", () => {
  test("nothing of a text that it was not asked about, nor what was said of the text before", async () => {
    const siteKey = await givenSite("edited");
    const edit = (id: string, body: string) =>
      service.call("PATCH", `/v1/comments/${id}`, { body: { body } });
    const [faster, waiting, judgedAnew] = [
      await given(siteKey, "bad and overtaken"),
      await given(siteKey, "bad and undecided"),
      await given(siteKey, "honest and rejudged"),
    ];
    await edit(faster.id, "Put right: overtaken");
    await decide(faster.id, "approved");
    await decide(waiting.id, "approved");
    await edit(waiting.id, "Put right: undecided");
    await decide(judgedAnew.id, "held");
    await decide(judgedAnew.id, "approved");
    await edit(judgedAnew.id, "bad and rejudged");
    await judge(judgedAnew.id);

    await reportToAkismet(service.deps);

    expect(["overtaken", "undecided", "rejudged"].map(told)).toEqual([[], [], []]);
  });

  test("of spam that it missed and of honest comments that it took for spam", async () => {
    const siteKey = await givenSite("corrected");
    const [missed, wronged] = [await given(siteKey, "missed pills"), await given(siteKey, "not bad wronged")];
    await decide(missed.id, "spam");
    await decide(wronged.id, "approved");
    const before = [told("missed"), told("wronged")];

    await reportToAkismet(service.deps);
    await reportToAkismet(service.deps);

    expect([missed.status, wronged.status]).toEqual(["approved", "held"]);
    expect(before).toEqual([[], []]);
    expect([told("missed"), told("wronged")]).toEqual([["/1.1/submit-spam"], ["/1.1/submit-ham"]]);
    const report = akismet.requests.find(
      ({ path, body }) => path === "/1.1/submit-spam" && body.includes("missed"),
    )!;
    expect(Object.fromEntries(new URLSearchParams(report.body))).toMatchObject({
      api_key: "goodkey",
      user_ip: "203.0.113.7",
      comment_author: "Jo",
      comment_content: "missed pills",
      comment_type: "comment",
      comment_check_response: "false",
    });
  });

  test("nothing that it knows, nothing of what is refused for other reasons, and nothing before anybody decides", async () => {
    const siteKey = await givenSite("confirmed");
    const [bad, fine, rude, open] = [
      await given(siteKey, "bad confirmed"),
      await given(siteKey, "fine confirmed"),
      await given(siteKey, "rude confirmed"),
      await given(siteKey, "open confirmed"),
    ];
    await decide(bad.id, "spam");
    await decide(fine.id, "held");
    await decide(fine.id, "approved");
    await decide(rude.id, "rejected");

    await reportToAkismet(service.deps);

    expect(told("confirmed")).toEqual([]);
    for (const { id } of [bad, fine, rude, open]) expect(await rowsOf(id)).toEqual([]);
  });

  test("the opposite when a decision that it was told of is undone or changed", async () => {
    const siteKey = await givenSite("undone");
    const [undone, changed] = [await given(siteKey, "undone one"), await given(siteKey, "changed one")];
    const decisionId = await decide(undone.id, "spam");
    await decide(changed.id, "spam");
    await reportToAkismet(service.deps);

    await undo(decisionId);
    await decide(changed.id, "approved");
    await reportToAkismet(service.deps);
    await decide(undone.id, "spam");
    await reportToAkismet(service.deps);

    expect(told("undone+one")).toEqual(["/1.1/submit-spam", "/1.1/submit-ham", "/1.1/submit-spam"]);
    expect(told("changed+one")).toEqual(["/1.1/submit-spam", "/1.1/submit-ham"]);
  });

  test("nothing of a decision that was taken back before it was told", async () => {
    const siteKey = await givenSite("hasty");
    const { id } = await given(siteKey, "hasty one");
    await undo(await decide(id, "spam"));

    await reportToAkismet(service.deps);

    expect(told("hasty")).toEqual([]);
  });

  test("later what it does not take now, without anybody waiting, and no more after a day", async () => {
    const siteKey = await givenSite("down");
    const { id } = await given(siteKey, "told later");
    akismet.answerWith((res) => void res.writeHead(503).end());
    await decide(id, "spam");
    await reportToAkismet(service.deps);
    const [failed] = await rowsOf(id);
    await reportToAkismet(service.deps);
    const attempts = told("told+later").length;
    akismet.answerWith(inOrder);
    await becomeDue(id);
    await reportToAkismet(service.deps);

    expect((await readComment(service, id)).status).toBe("spam");
    expect(failed).toMatchObject({ attempts: 1 });
    expect(failed!.waits).toBeGreaterThan(25);
    expect(attempts).toBe(1);
    expect(told("told+later")).toHaveLength(2);
    expect(await rowsOf(id)).toEqual([{ attempts: 2, waits: null }]);

    const { id: hopeless } = await given(siteKey, "never told");
    akismet.answerWith(text("invalid"));
    await decide(hopeless, "spam");
    await service.deps.pool.query("UPDATE akismet_reports SET attempts = 9 WHERE comment_id = $1", [
      hopeless,
    ]);
    await reportToAkismet(service.deps);
    expect(await rowsOf(hopeless)).toEqual([]);
  });

  test("of other sites while one site's key cannot be read, and of that site's once it is saved anew", async () => {
    const [unreadable, other] = [await givenSite("report-unreadable"), await givenSite("report-readable")];
    const comments = [await given(unreadable, "unread missed"), await given(other, "read missed")];
    for (const { id } of comments) await decide(id, "spam");
    await service.deps.pool.query(
      `UPDATE service_secrets SET secret = $2 WHERE site_id = (SELECT id FROM sites WHERE key = $1)`,
      [unreadable, createServerKey("the server's key of another day").encrypt("goodkey")],
    );

    await reportToAkismet(service.deps);

    expect([told("unread+missed"), told("read+missed")]).toEqual([[], ["/1.1/submit-spam"]]);
    expect(await rowsOf(comments[0]!.id)).toEqual([{ attempts: 1, waits: expect.any(Number) }]);

    await service.call("POST", servicePath(unreadable), { body: { key: "goodkey" } });
    await becomeDue(comments[0]!.id);
    await reportToAkismet(service.deps);

    expect(told("unread+missed")).toEqual(["/1.1/submit-spam"]);
  });

  test("what was decided while it was being told of an earlier decision", async () => {
    const siteKey = await givenSite("overtaken");
    const { id } = await given(siteKey, "overtaken one");
    akismet.answerWith((res, request) => {
      if (told("overtaken").length > 1) return inOrder(res, request);
      void decide(id, "approved").then(() => inOrder(res, request));
    });
    await decide(id, "spam");
    await reportToAkismet(service.deps);
    await reportToAkismet(service.deps);

    expect(told("overtaken")).toEqual(["/1.1/submit-spam", "/1.1/submit-ham"]);
  });

  test("by one process alone, where several look at once", async () => {
    const siteKey = await givenSite("several");
    for (let nth = 0; nth < 8; nth++) await decide((await given(siteKey, `several ${nth}`)).id, "spam");

    await Promise.all([1, 2, 3].map(() => reportToAkismet(service.deps)));

    expect(told("several")).toHaveLength(8);
  });

  test("nothing where it was not asked, does not know the address, is switched off or was forgotten", async () => {
    const [asked, off, without] = [
      await givenSite("asked-not"),
      await givenSite("switched-off", { reportDecisions: false }),
      "no-akismet",
    ];
    await service.call("POST", "/v1/sites", { body: { key: without, mode: "flagged" } });
    const [nowhere, silent, none] = [
      await given(asked, "untold address", {}),
      await given(off, "untold silent"),
      await given(without, "untold none"),
    ];
    for (const { id } of [nowhere, silent, none]) await decide(id, "spam");
    const rows = await Promise.all([rowsOf(silent.id), rowsOf(none.id)]);
    const gone = await given(asked, "untold address gone");
    await decide(gone.id, "spam");
    await service.deps.pool.query("UPDATE comments SET author_ip = NULL WHERE id = $1", [gone.id]);

    await reportToAkismet(service.deps);

    expect(rows).toEqual([[], []]);
    expect(told("untold")).toEqual([]);
    expect(await rowsOf(gone.id)).toEqual([]);
  });

  test("nothing of a deleted comment", async () => {
    const siteKey = await givenSite("deleted");
    const { id } = await given(siteKey, "deleted one");
    await decide(id, "spam");
    await service.call("DELETE", `/v1/comments/${id}`);

    await reportToAkismet(service.deps);

    expect(told("deleted+one")).toEqual([]);
    expect(await rowsOf(id)).toEqual([]);
  });

  test("about the text that it was asked about: after an edit its new answer counts", async () => {
    const siteKey = await givenSite("rewritten");
    const { id } = await given(siteKey, "rewritten pills");
    await decide(id, "spam");
    await reportToAkismet(service.deps);
    await service.call("PATCH", `/v1/comments/${id}`, { body: { body: "rewritten bad pills" } });
    await judge(id);
    await decide(id, "spam");

    await reportToAkismet(service.deps);

    expect(told("rewritten")).toEqual(["/1.1/submit-spam"]);
  });

  test("as long as an admin wants it", async () => {
    const siteKey = await givenSite("switched");
    const change = (reportDecisions: boolean) =>
      service.call<{ akismet: { reportDecisions: boolean } }>("PATCH", servicePath(siteKey), {
        body: { reportDecisions },
      });
    const { id } = await given(siteKey, "switched one");
    await decide(id, "spam");
    const off = await change(false);
    await reportToAkismet(service.deps);
    const on = await change(true);
    await service.call("POST", servicePath(siteKey), { body: { key: "goodkey" } });
    const { body } = await service.call("GET", `/v1/sites/${siteKey}/services`);

    expect(told("switched")).toEqual([]);
    expect([off.body.akismet.reportDecisions, on.body.akismet.reportDecisions]).toEqual([false, true]);
    expect(body).toMatchObject({ akismet: { reportDecisions: true } });
    const missing = await service.call("PATCH", servicePath("no-akismet"), {
      body: { reportDecisions: true },
    });
    expect(missing.status).toBe(404);
  });
});
