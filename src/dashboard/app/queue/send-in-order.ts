/** Tasks of one comment run one after the other, those of different comments side by side; one of several waits for each. */
export function createInOrder(): (ids: readonly string[], task: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>();
  return (ids, task) => {
    const before = Promise.allSettled(ids.flatMap((id) => last.get(id) ?? []));
    const mine = before.then(task).finally(() => {
      for (const id of ids) if (last.get(id) === mine) last.delete(id);
    });
    for (const id of ids) last.set(id, mine);
    return mine;
  };
}
