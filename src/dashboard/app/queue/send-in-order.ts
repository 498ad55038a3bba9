/** Tasks of one comment run one after the other, those of different comments side by side. */
export function createInOrder(): (id: string, task: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>();
  return (id, task) => {
    const before = last.get(id) ?? Promise.resolve();
    const mine = before.then(task, task).finally(() => {
      if (last.get(id) === mine) last.delete(id);
    });
    last.set(id, mine);
    return mine;
  };
}
