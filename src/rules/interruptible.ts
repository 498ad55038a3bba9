// Ends work that cannot be asked to end: code of others that computes without a pause.
import vm from "node:vm";

// Node stops nothing but scripts, so the work is called by one.
const context = vm.createContext({ work: null }) as { work: (() => unknown) | null };
const script = new vm.Script("work()");

/** Thrown in place of an answer that did not come in time; what computed it may be left half changed. */
export class TookTooLong extends Error {}

/**
 * The answer of a synchronous function, which must not call this one. Throws `TookTooLong` once it has run for so many
 * milliseconds. Costs a thread that watches, some tenths of a millisecond.
 */
export function within<Answer>(ms: number, work: () => Answer): Answer {
  context.work = work;
  try {
    return script.runInContext(context, { timeout: Math.max(1, Math.ceil(ms)) }) as Answer;
  } catch (error) {
    // Another realm's error: it is no instance of this one's Error.
    const isTimeout = (error as { code?: unknown } | null)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
    throw isTimeout ? new TookTooLong(`no answer within ${ms} ms`) : error;
  } finally {
    context.work = null;
  }
}
