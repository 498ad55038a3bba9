import { z } from "zod";

const maxWindowSeconds = 30 * 86_400;

export const windowSecondsSchema = z.int().min(10).max(maxWindowSeconds);

const units: [seconds: number, name: string][] = [
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
  [1, "second"],
];

export function windowInWords(windowSeconds: number): string {
  const [seconds, name] = units.find(([size]) => windowSeconds % size === 0) ?? [1, "second"];
  const count = windowSeconds / seconds;
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
