// What the work cost, which other programs on the machine change less than how long it took. Linux only.
import { readdirSync, readFileSync } from "node:fs";

const ticksPerSecond = 100;

interface Usage {
  parent: number;
  /** Of this process and of those it has waited for. */
  seconds: number;
}

/** CPU seconds of a process and all its children so far; null where /proc is missing. */
export function cpuSecondsOf(pid: number): number | null {
  const usages = readUsages();
  if (usages === null) return null;
  const isInTree = (id: number | undefined): boolean =>
    id !== undefined && id > 1 && (id === pid || isInTree(usages.get(id)?.parent));
  return [...usages].reduce((sum, [id, usage]) => sum + (isInTree(id) ? usage.seconds : 0), 0);
}

function readUsages(): Map<number, Usage> | null {
  try {
    return new Map(
      readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => readUsage(Number(name)) ?? []),
    );
  } catch {
    return null;
  }
}

function readUsage(pid: number): [[number, Usage]] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may contain anything; the numbers follow it.
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [user, system, userOfChildren, systemOfChildren] = fields.slice(11, 15) as [
      number,
      number,
      number,
      number,
    ];
    const ticks = user + system + userOfChildren + systemOfChildren;
    return [[pid, { parent: fields[1]!, seconds: ticks / ticksPerSecond }]];
  } catch {
    // It ended meanwhile.
    return null;
  }
}
