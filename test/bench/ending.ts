// However a benchmark ends, the servers that it started end with it, those started last first.
import process from "node:process";

const stops = new Set<() => Promise<unknown>>();
let ended: Promise<void> | null = null;

/** `stop` is harmless when repeated. */
export const stopAtEnd = (stop: () => Promise<unknown>): void => void stops.add(stop);

export function end(code: number): Promise<void> {
  return (ended ??= stopAll().finally(() => process.exit(code)));
}

async function stopAll(): Promise<void> {
  for (const stop of [...stops].reverse()) await stop().catch(() => undefined);
}

/** Signals, errors nobody caught, and an output that nobody reads any more, as behind `head`. */
export function endWhenBrokenOff(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end(1));
  process.stdout.on("error", () => void end(1));
  process.on("uncaughtException", (error) => {
    // What fails while everything is being stopped says nothing new.
    if (ended === null) process.stderr.write(`${error.stack ?? error.message}\n`);
    void end(1);
  });
  process.stderr.on("error", () => void end(1));
}
