// A batch of decisions goes on after kill -9 of the process that was at it, and is taken back like any other. With a
// database of its own, since these processes do all that workers do.
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type pg from "pg";
import { givenManyComments } from "../support/many-comments.ts";
import { type MainProcess, startMain } from "../support/process.ts";
import { type Service, startService } from "../support/service.ts";
import { eventually } from "../support/wait.ts";

interface Batch {
  batchId: string;
  state: string;
  matched: number;
  done: number;
  skipped: number;
  finishedAt: string | null;
  error: string | null;
}

// A process of its own takes seconds to start on a busy machine.
const patience = { withinMs: 60_000 };

let service: Service;
const processes: MainProcess[] = [];
beforeAll(async () => {
  service = await startService({ workers: false });
});
afterEach(killAll);
afterAll(() => service.stop());

async function killAll(): Promise<void> {
  for (const main of processes.splice(0)) await kill(main);
}
const look = async (batchId: string) => (await service.call<Batch>("GET", `/v1/decisions/${batchId}`)).body;
const ended = (batchId: string) =>
  eventually(
    `batch ${batchId} to end`,
    async () => {
      const batch = await look(batchId);
      return batch.finishedAt !== null && batch;
    },
    patience,
  );

test.each<[Moment, number]>([
  ["in the midst of a chunk", 200],
  ["between a chunk and the note that it is done", 300],
])(
  "a process killed with kill -9 %s costs no decision and makes none twice, nor does one killed while it takes them back",
  async (moment, decided) => {
    const siteKey = `site-${decided}`;
    await service.call("POST", "/v1/sites", { body: { key: siteKey } });
    for (const [status, count] of [
      ["held", 300],
      ["approved", 150],
      ["spam", 70],
    ] as const)
      await givenManyComments(service, { siteKey, count, status });
    const before = await storedOf(siteKey);
    const once = { decisions: 520, comments: 520, events: 520 };
    const filter = { siteKey, status: "held,approved,spam" };
    const { body: batch } = await service.call<Batch>("POST", "/v1/decisions", {
      body: { filter, status: "rejected" },
    });
    const { batchId } = batch;

    await killedAt(moment, { batchId, id: before[250]!.id });
    const between = await look(batchId);
    const tracesBetween = await tracesOf(batchId);
    startProcess();
    const end = await ended(batchId);

    expect(between).toMatchObject({ state: "running", done: 200, skipped: 0 });
    expect(tracesBetween).toEqual({ decisions: decided, comments: decided, events: decided });
    expect(end).toMatchObject({ state: "done", matched: 520, done: 520, skipped: 0, error: null });
    expect(await tracesOf(batchId)).toEqual(once);
    expect(await storedOf(siteKey)).toEqual(
      before.map((comment) => ({ ...comment, status: "rejected", revision: comment.revision + 1 })),
    );

    await killAll();
    const { body: undo } = await service.call<Batch>("POST", `/v1/decisions/${batchId}/undo`);
    const inOrderOfIds = before.map(({ id }) => id).sort();
    await killedAt(moment, { batchId: undo.batchId, id: inOrderOfIds[250]! });
    const undoBetween = await look(undo.batchId);
    startProcess();
    const undone = await ended(undo.batchId);

    expect(undoBetween).toMatchObject({ state: "running", done: 200 });
    expect(undone).toMatchObject({ state: "done", matched: 520, done: 520, skipped: 0, error: null });
    expect(await tracesOf(undo.batchId)).toEqual(once);
    expect(await storedOf(siteKey)).toEqual(
      before.map((comment) => ({ ...comment, revision: comment.revision + 2 })),
    );
  },
  180_000,
);

/** A program of its own that does the batches, as in production. */
const startProcess = () => {
  const main = startMain("worker", { DATABASE_URL: service.database.connectionString });
  processes.push(main);
  return main;
};
const kill = async ({ child, ended: gone }: MainProcess) => {
  child.kill("SIGKILL");
  await gone;
};

type Moment = "in the midst of a chunk" | "between a chunk and the note that it is done";

/** Kills with kill -9 whoever works on the batch, at the chunk in which this comment is, and lets the lease be over. */
async function killedAt(moment: Moment, { batchId, id }: { batchId: string; id: string }): Promise<void> {
  const main = startProcess();
  const { pool } = service.deps;
  const [comment, note] = [await pool.connect(), await pool.connect()];
  try {
    await comment.query("BEGIN");
    await comment.query("SELECT FROM comments WHERE id = $1 FOR UPDATE", [id]);
    let waiting = await waitsFor(comment);
    if (moment === "between a chunk and the note that it is done") {
      await note.query("BEGIN");
      await note.query("SELECT FROM decision_batches WHERE id = $1 FOR NO KEY UPDATE", [batchId]);
      await comment.query("COMMIT");
      waiting = await waitsFor(note);
    }
    await kill(main);
    // PostgreSQL would see only after its statement that nobody listens any more.
    await pool.query("SELECT pg_terminate_backend($1, 10000)", [waiting]);
  } finally {
    await comment.query("COMMIT");
    await note.query("COMMIT");
    comment.release();
    note.release();
  }
  await pool.query("UPDATE decision_batches SET lease_until = now() - interval '1 second' WHERE id = $1", [
    batchId,
  ]);
}

/** The connection that waits for what this one has locked. */
const waitsFor = async (blocker: pg.PoolClient): Promise<number> => {
  const { rows } = await blocker.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return eventually(
    "somebody to wait for the row",
    async () => {
      const found = await service.deps.pool.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND $1 = ANY(pg_blocking_pids(pid))",
        [rows[0]!.pid],
      );
      return found.rows[0]?.pid;
    },
    patience,
  );
};

interface Stored {
  id: string;
  status: string;
  revision: number;
}
/** In the order in which a batch takes them. */
const storedOf = async (siteKey: string): Promise<Stored[]> => {
  const { rows } = await service.deps.pool.query<Stored>(
    `SELECT c.id, c.status, c.revision FROM comments c JOIN sites s ON s.id = c.site_id
     WHERE s.key = $1 ORDER BY c.created_at, c.id`,
    [siteKey],
  );
  return rows;
};
/** What a batch has left behind, counted: decisions, the comments they are about, and the events that tell of them. */
const tracesOf = async (batchId: string) => {
  const { rows } = await service.deps.pool.query<{ decisions: number; comments: number; events: number }>(
    `SELECT count(DISTINCT d.id) AS decisions, count(DISTINCT d.comment_id) AS comments, count(e.id) AS events
     FROM decisions d LEFT JOIN events e ON e.comment_id = d.comment_id AND (e.data #>> '{comment,revision}')::integer = d.revision
     WHERE d.batch_id = $1`,
    [batchId],
  );
  return rows[0]!;
};
