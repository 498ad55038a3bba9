import { useState } from "preact/hooks";
import { sentenceOf } from "../api.ts";

/** Runs what a button or form asks for, one at a time, and keeps the sentence of its failure. */
export function useTask(): {
  busy: boolean;
  problem: string | null;
  run: (task: () => Promise<void>) => void;
} {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const perform = async (task: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await task();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  };
  return {
    busy,
    problem,
    run: (task) => {
      if (!busy) void perform(task);
    },
  };
}
