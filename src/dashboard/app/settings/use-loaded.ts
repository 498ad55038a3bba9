import { useEffect, useState } from "preact/hooks";
import { useTask } from "../frame/use-task.ts";

/** What the server keeps, read when the page opens and again after each change. */
export function useLoaded<T>(load: () => Promise<T>): {
  loaded: T | null;
  problem: string | null;
  reload: () => void;
  set: (value: T) => void;
} {
  const [loaded, set] = useState<T | null>(null);
  const { problem, run } = useTask();
  const reload = (): void => run(async () => set(await load()));
  useEffect(reload, []);
  return { loaded, problem, reload, set };
}
