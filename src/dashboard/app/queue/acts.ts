// What a person does here, in its order, whatever it is: the latest act is the first to be taken back. Decisions are
// kept by the queue, which shows what becomes of them; the others stand here.
import { sentenceOf } from "../api.ts";
import { tellProblem } from "./queue-store.ts";

interface Act {
  key: number;
  takeBack: () => Promise<void>;
}

let nextKey = 1;
let acts: readonly Act[] = [];

/** Higher than those of all acts before. */
export const keyOfAct = (): number => nextKey++;

/** Every act from now on has this key, or a higher one. */
export const actsSoFar = (): number => nextKey;

/** `takeBack` throws where it could not, and then stands to be tried again. The answer forgets the act. */
export function noteAct(takeBack: () => Promise<void>): () => void {
  const act = { key: keyOfAct(), takeBack };
  acts = [...acts, act];
  return () => forget(act);
}

/** The key of the latest that is no decision; 0 = there is none. */
export const latestAct = (): number => acts.at(-1)?.key ?? 0;

export async function takeLatestActBack(): Promise<void> {
  const act = acts.at(-1);
  if (!act) return;
  forget(act);
  try {
    await act.takeBack();
  } catch (error) {
    acts = [...acts, act].toSorted((a, b) => a.key - b.key);
    tellProblem(sentenceOf(error));
  }
}

const forget = (act: Act): void => void (acts = acts.filter((one) => one !== act));
