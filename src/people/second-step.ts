// The second step at sign-in: a code of an app, or one of the recovery codes.
import type { Deps } from "../deps.ts";
import { inTransaction } from "../db/transaction.ts";
import { conflict, invalid } from "../errors.ts";
import { recordAudit } from "./audit.ts";
import type { Caller } from "./caller.ts";
import { deleteSessionsOf } from "./people-queries.ts";
import {
  confirmSecret,
  dropSecondStep,
  findSecondStep,
  replaceRecoveryCodes,
  savePendingSecret,
  useRecoveryCode,
  useStep,
} from "./second-step-queries.ts";
import { hashToken } from "./tokens.ts";
import { createRecoveryCodes, createTotpSecret, otpauthAddress, plainCode, stepOfCode } from "./totp.ts";

/** True once for each code. Where the app's secret cannot be read any more, a recovery code still passes. */
export async function passesSecondStep(
  deps: Pick<Deps, "pool" | "serverKey" | "now">,
  user: { id: string; totpSecret: Buffer },
  typed: string,
): Promise<boolean> {
  const code = plainCode(typed);
  const secret = deps.serverKey.decrypt(user.totpSecret);
  const step = secret === null ? null : stepOfCode(secret, code, deps.now());
  if (step !== null) return useStep(deps.pool, user.id, step);
  return useRecoveryCode(deps.pool, user.id, hashToken(code));
}

/** A secret that counts from the first right code on. */
export async function beginSecondStep(deps: Deps, user: { id: string; email: string }) {
  if ((await findSecondStep(deps.pool, user.id)).secret !== null)
    throw conflict("Your account has a second step already. Switch it off first.");
  const secret = createTotpSecret();
  await savePendingSecret(deps.pool, user.id, deps.serverKey.encrypt(secret));
  return { secret, address: otpauthAddress(secret, { issuer: "Moderato", account: user.email }) };
}

/** Other sessions end: they were opened without it. */
export async function confirmSecondStep(
  deps: Deps,
  caller: Caller,
  { code, keptSession }: { code: string; keptSession: string },
): Promise<string[]> {
  const { pendingSecret } = await findSecondStep(deps.pool, caller.id);
  const secret = pendingSecret === null ? null : deps.serverKey.decrypt(pendingSecret);
  if (pendingSecret === null || secret === null)
    throw conflict("Begin anew: there is no secret that waits for a code.");
  const step = stepOfCode(secret, plainCode(code), deps.now());
  if (step === null)
    throw invalid([
      { detail: "This is not the code of the moment. Is the phone’s clock right?", pointer: "#/code" },
    ]);
  const codes = createRecoveryCodes();
  await inTransaction(deps.pool, async (tx) => {
    if (!(await confirmSecret(tx, caller.id, { pendingSecret, step })))
      throw conflict("Another secret was made meanwhile. Begin anew.");
    await replaceRecoveryCodes(tx, caller.id, hashesOf(codes));
    await deleteSessionsOf(tx, caller.id, keptSession);
    await recordAudit(tx, caller, { action: "second-step.on", subject: caller.id });
  });
  return codes;
}

export async function renewRecoveryCodes(deps: Deps, caller: Caller): Promise<string[]> {
  if ((await findSecondStep(deps.pool, caller.id)).secret === null)
    throw conflict("Your account has no second step.");
  const codes = createRecoveryCodes();
  await inTransaction(deps.pool, async (tx) => {
    await replaceRecoveryCodes(tx, caller.id, hashesOf(codes));
    await recordAudit(tx, caller, { action: "second-step.new-codes", subject: caller.id });
  });
  return codes;
}

export async function endSecondStep(
  deps: Deps,
  caller: Caller,
  user: { id: string; email: string; siteId: string | null },
): Promise<void> {
  await inTransaction(deps.pool, async (tx) => {
    await dropSecondStep(tx, user.id);
    await recordAudit(tx, caller, {
      action: "second-step.off",
      siteId: user.siteId,
      subject: user.id,
      detail: { email: user.email },
    });
  });
}

const hashesOf = (codes: string[]) => codes.map((code) => hashToken(plainCode(code)));
