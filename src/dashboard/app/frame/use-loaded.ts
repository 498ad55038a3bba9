import { useEffect, useState } from "preact/hooks";
import { sentenceOf } from "../api.ts";

interface Loaded<T> {
  value: T | null;
  problem: string | null;
  put: (value: T) => void;
  reload: () => void;
}

/**
 * What the server keeps, read when a page or panel opens, again when `key` changes and when asked to. A late answer to an
 * earlier question is dropped.
 */
export function useLoaded<T>(load: () => Promise<T>, key = ""): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
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
  }, [key, turn]);
  return { value, problem, put: setValue, reload: () => setTurn((now) => now + 1) };
}
