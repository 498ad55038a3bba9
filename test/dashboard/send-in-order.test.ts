import { createInOrder } from "../../src/dashboard/app/queue/send-in-order.ts";

test("decisions on one comment are sent one after the other, those on others do not wait", async () => {
  const inOrder = createInOrder();
  const sent: string[] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));

  const first = inOrder(["a"], async () => {
    await gate;
    sent.push("a1");
  });
  const second = inOrder(["a"], () => Promise.resolve(void sent.push("a2")));
  await inOrder(["b"], () => Promise.resolve(void sent.push("b1")));
  open();
  await Promise.all([first, second]);

  expect(sent).toEqual(["b1", "a1", "a2"]);
});

test("a failure does not stop what comes after it", async () => {
  const inOrder = createInOrder();
  const sent: string[] = [];

  const failing = inOrder(["a"], () => Promise.reject(new Error("no connection")));
  const next = inOrder(["a"], () => Promise.resolve(void sent.push("next")));
  await expect(failing).rejects.toThrow("no connection");
  await next;

  expect(sent).toEqual(["next"]);
});

test("what is sent for several comments waits for each of them, and what comes after it waits for it", async () => {
  const inOrder = createInOrder();
  const sent: string[] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));

  const first = inOrder(["a"], async () => {
    await gate;
    sent.push("a");
  });
  const together = inOrder(["b", "a"], () => Promise.resolve(void sent.push("a and b")));
  const after = inOrder(["b"], () => Promise.resolve(void sent.push("b")));
  open();
  await Promise.all([first, together, after]);

  expect(sent).toEqual(["a", "a and b", "b"]);
});
