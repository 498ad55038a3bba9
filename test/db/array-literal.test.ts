import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { bytesArray, jsonArray, plainArray, readPlainArray } from "../../src/db/array-literal.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const readBack = async (type: string, literal: string): Promise<unknown> => {
  const { rows } = await database.pool.query<{ values: unknown }>(
    `SELECT to_jsonb($1::${type}[]) AS values`,
    [literal],
  );
  return rows[0]!.values;
};

test("PostgreSQL reads plain values as they were", async () => {
  const id = "0198b2a4-7c51-7000-8000-0123456789ab";
  expect(await readBack("uuid", plainArray([id, null, undefined]))).toEqual([id, null, null]);
  expect(await readBack("integer", plainArray([1, -2, null]))).toEqual([1, -2, null]);
  expect(await readBack("real", plainArray([0.5, 1e-7, -3]))).toEqual([0.5, 1e-7, -3]);
  expect(await readBack("boolean", plainArray([true, false]))).toEqual([true, false]);
  expect(await readBack("bit(8)", plainArray(["x0f", null]))).toEqual(["00001111", null]);
  expect(await readBack("timestamptz", plainArray(["2026-01-02T03:04:05.678Z"]))).toEqual([
    "2026-01-02T03:04:05.678+00:00",
  ]);
  expect(await readBack("uuid", plainArray([]))).toEqual([]);
});

test("PostgreSQL reads JSON as it was, whatever people wrote into it", async () => {
  const documents = [
    { text: 'a "quote", a \\ backslash, {braces} and, commas' },
    { text: "line\nbreak\ttab\u0001 \u007f \u2028 NULL null" },
    { text: '\\" \\u0041 😀 \ud83d\ude00', nested: [[1, { deep: "}" }], []] },
    ["NULL", ""],
    null,
    undefined,
  ];

  expect(await readBack("jsonb", jsonArray(documents))).toEqual(
    documents.map((document) => document ?? null),
  );
});

test("PostgreSQL reads bytes as they were", async () => {
  expect(await readBack("bytea", bytesArray([Buffer.from([0, 92, 34, 255]), null, Buffer.alloc(0)]))).toEqual(
    ["\\x005c22ff", null, "\\x"],
  );
});

test("what PostgreSQL writes of plain values is read", () => {
  expect(readPlainArray("{}")).toEqual([]);
  expect(readPlainArray("{a}")).toEqual(["a"]);
  expect(readPlainArray("{a,b}")).toEqual(["a", "b"]);
});
