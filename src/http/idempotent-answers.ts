// Idempotency-Key on the API's POSTs. A comment's key is written with the comment (src/comments/intake-queries.ts);
// every other route's success is kept here for 24 hours and given again. Failures are not kept.
import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { Pool } from "pg";
import { type IdempotencyKey, idempotencyHours } from "../comments/intake-queries.ts";
import { keyReused } from "../comments/intake.ts";
import type { HttpDeps } from "../deps.ts";
import { conflict } from "../errors.ts";
import type { Caller } from "../people/caller.ts";
import { idempotencyKeyOf, idempotencyOf } from "./idempotency.ts";

// A process that died over a request leaves its key behind without an answer.
const longestRequestSeconds = 60;

export function answerOnce(deps: HttpDeps): RequestHandler {
  return (req, res, next) => {
    const { caller } = res.locals as { caller?: Caller };
    const key = req.method === "POST" ? idempotencyKeyOf(req) : null;
    if (caller === undefined || key === null) next();
    else return answerOrGoOn(req, res, { next, caller, key });
  };

  async function answerOrGoOn(
    req: Request,
    res: Response,
    { next, caller, key }: { next: NextFunction; caller: Caller; key: string },
  ): Promise<void> {
    const payload = { ...(req.body as object | undefined), "": req.originalUrl };
    const idempotency = idempotencyOf(key, { scope: `${caller.kind}:${caller.id}`, payload })!;
    if (await reserveKey(deps.pool, idempotency)) {
      keepAnswer(deps, res, idempotency);
      next();
      return;
    }
    const known = await findAnswer(deps.pool, idempotency);
    if (known !== null && !known.payload_hash.equals(idempotency.payloadHash)) throw keyReused();
    if (known?.answer == null || known.status === null) {
      throw conflict(
        "A request with this Idempotency-Key is being answered at this moment. Please try again.",
      );
    }
    const answer = deps.serverKey.decrypt(known.answer);
    if (answer === null) throw conflict(unreadable);
    res.status(known.status).type("json").send(answer);
  }
}

const unreadable =
  "A request with this Idempotency-Key was answered before, but the answer cannot be read any more, as after a change of " +
  "the server's key. Look whether it was done before you send it with another key.";

/** Stores a success before it is sent; forgets the key after anything else. */
function keepAnswer(deps: HttpDeps, res: Response, key: IdempotencyKey): void {
  const send = res.json.bind(res);
  let isKept = false;
  res.json = (body: unknown) => {
    if (res.statusCode >= 400) return send(body);
    isKept = true;
    const answer = deps.serverKey.encrypt(JSON.stringify(body));
    storeAnswer(deps.pool, { key, status: res.statusCode, answer })
      .catch((error: unknown) =>
        deps.log.warn({ err: String(error) }, "an answer was not kept for its Idempotency-Key"),
      )
      .finally(() => send(body));
    return res;
  };
  res.on("finish", () => {
    if (isKept) return;
    forgetKey(deps.pool, key).catch((error: unknown) =>
      deps.log.warn({ err: String(error) }, "the Idempotency-Key of a failure was not forgotten"),
    );
  });
}

/** False where the key is taken: by an answer not yet expired, or by a request still at work. */
async function reserveKey(pool: Pool, { scope, key, payloadHash }: IdempotencyKey): Promise<boolean> {
  const { rowCount } = await pool.query(
    `INSERT INTO idempotency_keys AS known (scope, key, payload_hash) VALUES ($1, $2, $3)
     ON CONFLICT (scope, key) DO UPDATE
       SET payload_hash = excluded.payload_hash, comment_id = NULL, status = NULL, answer = NULL, created_at = now()
       WHERE known.created_at < now() - make_interval(hours => $4)
          OR (known.status IS NULL AND known.comment_id IS NULL AND known.created_at < now() - make_interval(secs => $5))`,
    [scope, key, payloadHash, idempotencyHours, longestRequestSeconds],
  );
  return rowCount === 1;
}

async function findAnswer(pool: Pool, { scope, key }: IdempotencyKey) {
  const { rows } = await pool.query<{ payload_hash: Buffer; status: number | null; answer: Buffer | null }>(
    "SELECT payload_hash, status, answer FROM idempotency_keys WHERE scope = $1 AND key = $2",
    [scope, key],
  );
  return rows[0] ?? null;
}

async function storeAnswer(
  pool: Pool,
  { key, status, answer }: { key: IdempotencyKey; status: number; answer: Buffer },
): Promise<void> {
  await pool.query(
    "UPDATE idempotency_keys SET status = $3, answer = $4 WHERE scope = $1 AND key = $2 AND payload_hash = $5",
    [key.scope, key.key, status, answer, key.payloadHash],
  );
}

async function forgetKey(pool: Pool, { scope, key }: IdempotencyKey): Promise<void> {
  await pool.query("DELETE FROM idempotency_keys WHERE scope = $1 AND key = $2 AND status IS NULL", [
    scope,
    key,
  ]);
}
