import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { pino } from "pino";
import { createCommentsPool, createPool } from "../../src/db/pool.ts";
import { isDatabaseDown } from "../../src/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { eventually } from "../support/wait.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a connection that breaks while it is lent out and idle does not end the process", async () => {
  const pool = createPool({
    connectionString: database.connectionString,
    max: 2,
    log: pino({ level: "silent" }),
  });
  const lent = await pool.connect();
  const { rows } = await lent.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const broken = new Promise<void>((resolve) => lent.once("end", resolve));

  await database.pool.query("SELECT pg_terminate_backend($1)", [rows[0]!.pid]);
  await broken;
  lent.release(true);

  expect((await pool.query<{ answer: number }>("SELECT 42 AS answer")).rows).toEqual([{ answer: 42 }]);
  await pool.end();
});

test("a server that answers nothing, or takes no writes, counts as down, and the next statement gets a new connection", async () => {
  const queryTimeoutMs = 200;
  const pool = createCommentsPool({
    connectionString: database.connectionString,
    max: 1,
    queryTimeoutMs,
    log: pino({ level: "silent" }),
  });
  const down = (statement: string) =>
    pool.query(statement).then(
      () => "answered",
      (error: unknown) => isDatabaseDown(error),
    );

  // Timers stand still until they are told to go on: a new connection may take that long on a busy machine.
  jest.useFakeTimers({
    doNotFake: [
      ...(["Date", "hrtime", "nextTick", "performance", "queueMicrotask"] as const),
      ...(["setImmediate", "clearImmediate", "setInterval", "clearInterval"] as const),
    ],
  });
  try {
    const asleep = down("SELECT pg_sleep(30)");
    await eventually("it to be asked", async () => {
      const { rows } = await database.pool.query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND query = 'SELECT pg_sleep(30)'",
      );
      return rows.length > 0;
    });
    jest.advanceTimersByTime(queryTimeoutMs);

    expect(await asleep).toBe(true);
    expect(await down("SELECT 1")).toBe("answered");
    expect(await down("SET default_transaction_read_only = on")).toBe("answered");
    expect(await down("CREATE TABLE written ()")).toBe(true);
    expect(await down("SELECT 1 / 0")).toBe(false);
  } finally {
    jest.useRealTimers();
  }
  await pool.end();
});

test("what runs for each comment is planned for any values, and anew after eight times as many statements", async () => {
  const pool = createCommentsPool({
    connectionString: database.connectionString,
    max: 1,
    log: pino({ level: "silent" }),
  });
  for (let run = 0; run < 9; run++)
    await pool.query({ name: "answer", text: "SELECT $1::int", values: [run] });

  const { rows } = await pool.query(
    "SELECT name, generic_plans::int AS generic, custom_plans::int AS custom FROM pg_prepared_statements ORDER BY name",
  );

  expect(rows).toEqual([
    { name: "answer/0", generic: 7, custom: 0 },
    { name: "answer/1", generic: 2, custom: 0 },
  ]);
  await pool.end();
});
