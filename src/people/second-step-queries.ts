import type { Queryable, Tx } from "../db/transaction.ts";

export interface SecondStep {
  /** Encrypted with the server's key; null = off. */
  secret: Buffer | null;
  pendingSecret: Buffer | null;
  recoveryCodesLeft: number;
}

export async function findSecondStep(db: Queryable, userId: string): Promise<SecondStep> {
  const { rows } = await db.query<{ secret: Buffer | null; pending: Buffer | null; left: number }>(
    `SELECT totp_secret AS secret, totp_pending_secret AS pending,
       (SELECT count(*)::int FROM recovery_codes r WHERE r.user_id = u.id) AS left
     FROM users u WHERE id = $1`,
    [userId],
  );
  const row = rows[0];
  return {
    secret: row?.secret ?? null,
    pendingSecret: row?.pending ?? null,
    recoveryCodesLeft: row?.left ?? 0,
  };
}

export async function savePendingSecret(db: Queryable, userId: string, secret: Buffer): Promise<void> {
  await db.query("UPDATE users SET totp_pending_secret = $2 WHERE id = $1", [userId, secret]);
}

/** The pending secret becomes the one that counts, if it still is the one that the code was for. */
export async function confirmSecret(
  tx: Tx,
  userId: string,
  { pendingSecret, step }: { pendingSecret: Buffer; step: number },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE users SET totp_secret = totp_pending_secret, totp_pending_secret = NULL, totp_last_step = $3
     WHERE id = $1 AND totp_pending_secret = $2`,
    [userId, pendingSecret, step],
  );
  return rowCount === 1;
}

export async function dropSecondStep(db: Queryable, userId: string): Promise<void> {
  await db.query(
    "UPDATE users SET totp_secret = NULL, totp_pending_secret = NULL, totp_last_step = NULL WHERE id = $1",
    [userId],
  );
  await db.query("DELETE FROM recovery_codes WHERE user_id = $1", [userId]);
}

/** True once for a step: a code somebody looked at over a shoulder is worth nothing. */
export async function useStep(db: Queryable, userId: string, step: number): Promise<boolean> {
  const { rowCount } = await db.query(
    "UPDATE users SET totp_last_step = $2 WHERE id = $1 AND (totp_last_step IS NULL OR totp_last_step < $2)",
    [userId, step],
  );
  return rowCount === 1;
}

export async function replaceRecoveryCodes(tx: Tx, userId: string, hashes: Buffer[]): Promise<void> {
  await tx.query("DELETE FROM recovery_codes WHERE user_id = $1", [userId]);
  await tx.query("INSERT INTO recovery_codes (user_id, code_hash) SELECT $1, unnest($2::bytea[])", [
    userId,
    hashes,
  ]);
}

/** True once for a code. */
export async function useRecoveryCode(db: Queryable, userId: string, hash: Buffer): Promise<boolean> {
  const { rowCount } = await db.query("DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2", [
    userId,
    hash,
  ]);
  return rowCount === 1;
}
