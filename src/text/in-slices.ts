// Long work in slices: a generator yields after each, so that whoever runs it may let other work pass in between.

export type Slices<Made> = Generator<undefined, Made, undefined>;

/** Without a pause. */
export function finish<Made>(slices: Slices<Made>): Made {
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
  }
}

// Short, as are slices, so that a slow machine keeps near to this as well: whoever waits for a turn feels all of it.
const turnMs = 3;

/** As many slices in each turn of the event loop as a few milliseconds take. */
export async function finishInTurns<Made>(slices: Slices<Made>): Promise<Made> {
  for (;;) {
    const until = performance.now() + turnMs;
    do {
      const { done, value } = slices.next();
      if (done === true) return value;
    } while (performance.now() < until);
    await nextTurn();
  }
}

/** What is made of each item, one after the other. */
export async function mapInTurns<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Made,
): Promise<Made[]> {
  const made: Made[] = [];
  await finishInTurns(
    (function* () {
      for (const item of items) {
        made.push(make(item));
        yield;
      }
    })(),
  );
  return made;
}

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Sorted by code units. */
export function* sortInSlices(strings: readonly string[], sliceLength: number): Slices<string[]> {
  let runs: string[][] = [];
  for (let from = 0; from < strings.length; from += sliceLength) {
    runs.push(strings.slice(from, from + sliceLength).sort());
    yield;
  }
  while (runs.length > 1) {
    const merged: string[][] = [];
    for (let run = 0; run < runs.length; run += 2) {
      merged.push(yield* mergeInSlices(runs[run]!, runs[run + 1] ?? [], sliceLength));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergeInSlices(a: string[], b: string[], sliceLength: number): Slices<string[]> {
  const merged: string[] = [];
  let inA = 0;
  let inB = 0;
  while (inA < a.length || inB < b.length) {
    const isNextInA = inB === b.length || (inA < a.length && a[inA]! <= b[inB]!);
    merged.push(isNextInA ? a[inA++]! : b[inB++]!);
    if (merged.length % sliceLength === 0) yield;
  }
  return merged;
}
