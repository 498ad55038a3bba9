import { useEffect, useState } from "preact/hooks";
import { sentenceOf } from "../api.ts";

/** What is read when a panel opens, and again when `key` changes; a late answer to an earlier key is dropped. */
export function useLoaded<T>(
  key: string,
  load: () => Promise<T>,
): { value: T | null; problem: string | null; put: (value: T) => void } {
  const [value, setValue] = useState<T | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    setProblem(null);
    load().then(
      (loaded) => isWanted && setValue(loaded),
      (error: unknown) => isWanted && setProblem(sentenceOf(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [key]);
  return { value, problem, put: setValue };
}
