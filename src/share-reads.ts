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
    const turn: Turn<Value> = { now: read(...asked), next: null };
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
