import { unavailable } from "./errors.ts";

// A connection that is gone without a word would else keep all who come later waiting.
const patienceMs = 20_000;

interface Turn<Value> {
  now: Promise<Value>;
  next: Promise<Value> | null;
}

/**
 * Whoever asks while the same key is being read waits for the next reading, all of them together. So a crowd costs two
 * readings at a time, and no answer is older than its question.
 */
export function shareReads<Key extends unknown[], Value>(
  keyOf: (...key: Key) => string,
  read: (...key: Key) => Promise<Value>,
): (...key: Key) => Promise<Value> {
  const turns = new Map<string, Turn<Value>>();

  function begin(key: string, asked: Key): Promise<Value> {
    const turn: Turn<Value> = { now: inTime(() => read(...asked)), next: null };
    turns.set(key, turn);
    const end = () => void (turn.next === null && turns.delete(key));
    turn.now.then(end, end);
    return turn.now;
  }

  return (...asked) => {
    const key = keyOf(...asked);
    const turn = turns.get(key);
    if (turn === undefined) return begin(key, asked);
    const goOn = () => begin(key, asked);
    return (turn.next ??= turn.now.then(goOn, goOn));
  };
}

/** @throws ProblemError 503 where it takes too long. */
async function inTime<Value>(read: () => Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(unavailable("The database does not answer. Try again.")),
      patienceMs,
    ).unref();
  });
  try {
    return await Promise.race([read(), late]);
  } finally {
    clearTimeout(timer);
  }
}
