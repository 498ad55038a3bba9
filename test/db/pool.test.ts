import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pino } from "pino";
import { createPool } from "../../src/db/pool.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

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
