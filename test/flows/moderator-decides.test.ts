import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeOnBackends, startBackend } from "../support/backends.ts";
import {
  type CommentView,
  givenComment,
  givenHeldComment,
  judged,
  judgeNow,
  readComment,
} from "../support/givens.ts";
import { type Service, startService } from "../support/service.ts";

interface Conflict {
  status: number;
  detail: string;
  current: { status: string; revision: number; decidedBy: string; decidedAt: string };
}
interface Results {
  batchId: string;
  results: { id: string; ok: boolean; status: string; revision: number; problem?: { status: number } }[];
}

describeOnBackends("a moderator", (backend) => {
  let service: Service;
  let queue: Awaited<ReturnType<typeof startBackend>>;
  beforeAll(async () => {
    queue = await startBackend(backend);
    service = await startService({ redisUrl: queue.redisUrl });
  });
  afterAll(async () => {
    await service.stop();
    await queue.stop();
  });

  const decide = <Body = CommentView & { decisionId: string | null }>(id: string, body: object) =>
    service.call<Body>("POST", `/v1/comments/${id}/decisions`, { body });

  test("moves a comment freely among held, approved, rejected and spam", async () => {
    const comment = await givenHeldComment(service);

    const statuses = ["approved", "spam", "rejected", "held", "approved"];
    const answers: string[] = [];
    for (const status of statuses) answers.push((await decide(comment.id, { status })).body.status);

    expect(answers).toEqual(statuses);
    const { revision, decisions } = await readComment(service, comment.id);
    expect(revision).toBe(comment.revision + statuses.length);
    expect(decisions.map((decision) => decision.by)).toEqual(["rules", ...statuses.map(() => "moderator")]);
  });

  test("who comes second is told who was faster, and nothing changes", async () => {
    const comment = await givenHeldComment(service);
    await decide(comment.id, { status: "approved", expectedRevision: comment.revision });

    const late = await decide<Conflict>(comment.id, { status: "spam", expectedRevision: comment.revision });

    expect(late.status).toBe(409);
    expect(late.body.current).toMatchObject({
      status: "approved",
      revision: comment.revision + 1,
      decidedBy: "ADMIN_API_KEY",
    });
    expect(Date.parse(late.body.current.decidedAt)).not.toBeNaN();
    expect((await readComment(service, comment.id)).status).toBe("approved");
  });

  test("of twenty decisions on one revision at the same instant exactly one counts", async () => {
    const comment = await givenHeldComment(service);

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        decide(comment.id, {
          status: index % 2 === 0 ? "approved" : "rejected",
          expectedRevision: comment.revision,
        }),
      ),
    );

    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(19);
    expect((await readComment(service, comment.id)).revision).toBe(comment.revision + 1);
  });

  test("the present status at the present revision is confirmed and nothing is written", async () => {
    const comment = await givenHeldComment(service);

    const same = await decide(comment.id, { status: "held", expectedRevision: comment.revision });

    expect(same).toMatchObject({ status: 200, body: { revision: comment.revision, decisionId: null } });
    expect(same.body.decisions).toHaveLength(1);
  });

  test("takes a decision back to the exact earlier status, and an undo of what changed since is refused", async () => {
    const comment = await givenHeldComment(service);
    const approved = await decide(comment.id, { status: "approved" });
    const spam = await decide(comment.id, { status: "spam" });

    const tooLate = await service.call<Results>("POST", `/v1/decisions/${approved.body.decisionId}/undo`);
    const undone = await service.call<Results>("POST", `/v1/decisions/${spam.body.decisionId}/undo`);

    expect(tooLate.body.results).toMatchObject([{ ok: false, problem: { status: 409 } }]);
    expect(undone.body.results).toMatchObject([{ ok: true, status: "approved" }]);
  });

  test("the list says which decision can be taken back: a moderator's, and neither the rules' nor an undo", async () => {
    const comment = await givenHeldComment(service);
    const undoable = async () => {
      const list = await service.call<{ items: { undoable: { decisionId: string } | null }[] }>(
        "GET",
        `/v1/comments?q=id:${comment.id}&expand=findings`,
      );
      return list.body.items[0]!.undoable;
    };

    const judgedOnly = await undoable();
    const { decisionId } = (await decide(comment.id, { status: "spam" })).body;
    const decided = await undoable();
    await service.call("POST", `/v1/decisions/${decisionId}/undo`);

    expect(judgedOnly).toBeNull();
    expect(decided).toEqual({ decisionId, status: "held" });
    expect(await undoable()).toBeNull();
    expect((await readComment(service, comment.id)).decisions.at(-1)).toMatchObject({ undoes: decisionId });
  });

  test("decides many at once, each on its own feet, and takes all of it back", async () => {
    const comments = await Promise.all(Array.from({ length: 12 }, () => givenHeldComment(service)));
    const [changed, ...others] = comments as [CommentView, ...CommentView[]];
    await decide(changed.id, { status: "rejected" });
    const unknown = "01890000-0000-7000-8000-000000000000";

    const bulk = await service.call<Results>("POST", "/v1/decisions", {
      body: {
        items: [...comments.map(({ id, revision }) => ({ id, expectedRevision: revision })), { id: unknown }],
        status: "spam",
      },
    });
    const undone = await service.call<Results>("POST", `/v1/decisions/${bulk.body.batchId}/undo`);

    const byId = new Map(bulk.body.results.map((result) => [result.id, result]));
    expect(byId.get(changed.id)).toMatchObject({ ok: false, status: "rejected", problem: { status: 409 } });
    expect(byId.get(unknown)).toMatchObject({ ok: false, problem: { status: 404 } });
    expect(others.every(({ id }) => byId.get(id)!.ok)).toBe(true);
    expect(undone.body.results).toHaveLength(others.length);
    expect(undone.body.results.every((result) => result.ok && result.status === "held")).toBe(true);
  });

  test("an edited text is judged again, and the rules cannot overrule what a human said of it", async () => {
    await service.call("PATCH", "/v1/sites/demo", { body: { mode: "flagged" } });
    const { id } = await givenHeldComment(service);
    await decide(id, { status: "rejected" });

    const edited = await service.call<CommentView>("PATCH", `/v1/comments/${id}`, {
      body: { body: "Put more kindly." },
    });

    expect(edited.status).toBe(200);
    const again = await judged(service, id);
    expect(again).toMatchObject({ status: "held", body: "Put more kindly." });
    await service.call("PATCH", "/v1/sites/demo", { body: { mode: "everything" } });
  });

  test("who edits a text may decide about it in the same act, and no rule meets it", async () => {
    const { body: rule } = await service.call<{ id: string }>("POST", "/v1/rules", {
      body: {
        ...{ siteKey: "demo", name: "No number", stage: "enforce" },
        ...{ when: { check: "words", phrases: ["call 555"] }, then: { points: 4 } },
      },
    });
    const pageUrl = "https://news.example/mended";
    const { id } = await givenHeldComment(service, { pageUrl, body: "A fair point; call 555." });
    const { id: left } = await givenHeldComment(service, { pageUrl, body: "Another." });
    await decide(left, { status: "approved" });
    const before = await readComment(service, id);

    const edited = await service.call<CommentView>("PATCH", `/v1/comments/${id}`, {
      body: { body: "A fair point.", status: "approved", expectedRevision: before.revision },
    });
    const asSeen = `pageUrl=${encodeURIComponent(pageUrl)}`;
    const thread = await service.call<{ items: object[] }>("GET", `/v1/sites/demo/comments?${asSeen}`);
    const page = await service.call<string>("GET", `/embed/demo?${asSeen}`);
    const late = await service.call("PATCH", `/v1/comments/${id}`, {
      body: { body: "Another.", status: "held", expectedRevision: before.revision },
    });
    const same = await service.call<CommentView>("PATCH", `/v1/comments/${id}`, {
      body: { body: "A fair point.", status: "approved" },
    });
    const decidedAlone = await service.call<CommentView>("PATCH", `/v1/comments/${id}`, {
      body: { body: "A fair point.", status: "rejected" },
    });
    const unknown = await service.call("PATCH", `/v1/comments/${id}`, {
      body: { body: "x", status: "queued" },
    });

    expect(before.findings).not.toEqual([]);
    expect(edited.body).toMatchObject({
      ...{ status: "approved", body: "A fair point.", revision: before.revision + 2, findings: [] },
      edits: [{ body: "A fair point; call 555.", editedBy: "ADMIN_API_KEY" }],
    });
    expect(thread.body.items).toMatchObject([
      { body: "A fair point.", editedAt: expect.stringMatching(/^20.*Z$/) },
      { body: "Another.", editedAt: null },
    ]);
    expect(page.body.match(/>edited</g)).toHaveLength(1);
    expect([late.status, unknown.status]).toEqual([409, 422]);
    expect(same.body.revision).toBe(before.revision + 2);
    expect(decidedAlone.body).toMatchObject({ status: "rejected", revision: before.revision + 3 });
    expect((await readComment(service, id)).findings).toEqual([]);
    await service.call("DELETE", `/v1/rules/${rule.id}`);
  });

  test("every text that an edit replaced is kept, with who edited it, until the comment is deleted", async () => {
    const { id } = await givenHeldComment(service, { body: "First secret words." });
    for (const body of ["Second secret words.", "Second secret words.", "Third words."]) {
      await service.call("PATCH", `/v1/comments/${id}`, { body: { body } });
      await judged(service, id);
    }

    const edited = await readEdits(id);
    await service.call("DELETE", `/v1/comments/${id}`);

    expect(edited).toMatchObject([
      { body: "First secret words.", editedBy: "ADMIN_API_KEY" },
      { body: "Second secret words.", editedBy: "ADMIN_API_KEY" },
    ]);
    expect(await readEdits(id)).toEqual([]);
    const { rows } = await service.database.pool.query("SELECT 1 FROM earlier_texts WHERE comment_id = $1", [
      id,
    ]);
    expect(rows).toEqual([]);
  });

  const readEdits = async (id: string) =>
    (await service.call<{ edits: object[] }>("GET", `/v1/comments/${id}`)).body.edits;

  const refusalReasons = [
    { code: "off-topic", label: "Off topic", publicText: "Please keep to the article." },
    { code: "quiet", label: "Known troll" },
  ];
  const publicReasonOf = async ({ id, receipt }: { id: string; receipt: string }, siteKey = "demo") =>
    (
      await service.call<{ publicReason?: string }>(
        "GET",
        `/v1/sites/${siteKey}/comments/${id}?receipt=${receipt}`,
        { key: null },
      )
    ).body.publicReason;

  test("a reason code gives moderators its label and the author its public text, also after an undo", async () => {
    await service.call("PATCH", "/v1/sites/demo", { body: { refusalReasons } });
    const comment = await givenComment(service);
    await judged(service, comment.id);

    const rejected = await decide(comment.id, {
      status: "rejected",
      reasonCode: "off-topic",
      reason: "again",
    });
    const told = await publicReasonOf(comment);
    const approved = await decide(comment.id, { status: "approved" });
    const toldOfApproved = await publicReasonOf(comment);
    await service.call("POST", `/v1/decisions/${approved.body.decisionId}/undo`);

    expect(rejected.body.decisions.at(-1)).toMatchObject({
      reasons: ["Off topic", "again"],
      publicReason: "Please keep to the article.",
    });
    expect([told, toldOfApproved]).toEqual(["Please keep to the article.", undefined]);
    expect(await publicReasonOf(comment)).toBe("Please keep to the article.");
  });

  test("a reason without a public text, and any reason of an approval, is for moderators alone", async () => {
    await service.call("PATCH", "/v1/sites/demo", { body: { refusalReasons } });
    const comment = await givenComment(service);
    await judged(service, comment.id);

    await decide(comment.id, { status: "approved", reasonCode: "off-topic" });
    const first = await publicReasonOf(comment);
    await decide(comment.id, { status: "spam", reasonCode: "quiet" });

    expect([first, await publicReasonOf(comment)]).toEqual([undefined, undefined]);
  });

  test("many are refused with one reason and one note; a code that the site does not know changes nothing", async () => {
    await service.call("PATCH", "/v1/sites/demo", { body: { refusalReasons } });
    await service.call("POST", "/v1/sites", { body: { key: "elsewhere" } });
    const [one, two] = await Promise.all([givenHeldComment(service), givenHeldComment(service)]);
    const foreign = await givenHeldComment(service, { siteKey: "elsewhere" });
    const bulk = (ids: string[], reasonCode: string) =>
      service.call<Results>("POST", "/v1/decisions", {
        body: { ids, status: "rejected", reasonCode, note: "a wave" },
      });

    const unknown = await bulk([one.id], "no-such");
    const mixed = await bulk([one.id, foreign.id], "off-topic");
    const alone = await decide(foreign.id, { status: "rejected", reasonCode: "off-topic" });
    const stored = await bulk([one.id, two.id], "off-topic");

    expect([unknown.status, mixed.status, alone.status, stored.status]).toEqual([422, 422, 422, 200]);
    expect((await readComment(service, two.id)).decisions.at(-1)).toMatchObject({
      reasons: ["Off topic"],
      note: "a wave",
    });
    expect((await readComment(service, foreign.id)).status).toBe("held");
  });

  test("two reasons of a site cannot share a code", async () => {
    const answer = await service.call("PATCH", "/v1/sites/demo", {
      body: { refusalReasons: [refusalReasons[0], refusalReasons[0]] },
    });

    expect(answer.status).toBe(422);
  });

  test("a deleted comment keeps its place and loses its words, also in stored events", async () => {
    const rule = await service.call<{ id: string }>("POST", "/v1/rules", {
      body: {
        ...{ siteKey: "demo", name: "Quotes", stage: "hold" },
        ...{ when: { check: "pattern", pattern: "my \\w+" }, then: { points: 1 } },
      },
    });
    const { id, reasons } = await givenHeldComment(service, {
      body: "my secret https://a.example/secret https://b.example/secret",
      authorName: "Zebulon",
    });
    await service.call("POST", `/v1/comments/${id}/decisions`, { body: { status: "held", note: "secret" } });

    const gone = await service.call("DELETE", `/v1/comments/${id}`);

    expect(rule.status).toBe(201);
    expect(reasons.join()).toContain("my secret");
    expect(gone.status).toBe(204);
    expect(await readComment(service, id)).toMatchObject({ status: "deleted", body: "" });
    const { rows } = await service.database.pool.query<{ type: string; data: unknown }>(
      "SELECT type, data FROM events WHERE comment_id = $1 ORDER BY created_at",
      [id],
    );
    expect(rows.map((row) => row.type)).toEqual(["comment.held", "comment.deleted"]);
    expect(JSON.stringify(rows)).not.toMatch(/secret|Zebulon/);
    expect(JSON.stringify(await readComment(service, id))).not.toMatch(/secret|Zebulon/);
    expect((await decide(id, { status: "approved" })).status).toBe(409);
  });
});

test("a queued comment can be read, listed and decided at once, and the rules then leave it alone", async () => {
  const withoutWorker = await startService({ workers: false });
  const { id } = await givenComment(withoutWorker);

  const listed = await withoutWorker.call<{ items: CommentView[] }>("GET", "/v1/comments?status=queued");
  const decided = await withoutWorker.call("POST", `/v1/comments/${id}/decisions`, {
    body: { status: "approved" },
  });
  await judgeNow(withoutWorker, [id]);

  expect(listed.body.items).toMatchObject([{ id, status: "queued" }]);
  expect(decided.status).toBe(200);
  expect(await readComment(withoutWorker, id)).toMatchObject({ status: "approved", revision: 2 });
  await withoutWorker.stop();
});
