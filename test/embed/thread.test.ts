import {
  countComments,
  inReadingOrder,
  type OwnComment,
  type ThreadComment,
  webAddress,
} from "../../src/embed/thread.ts";

const comment = (id: string, replies: ThreadComment[] = []): ThreadComment => ({
  id,
  parentId: null,
  authorName: `author of ${id}`,
  authorUrl: null,
  isNewsroom: false,
  body: id,
  createdAt: "2026-11-24T08:00:00.000Z",
  editedAt: null,
  replies,
});

const own = (id: string, parentId: string | null): OwnComment => ({
  id,
  parentId,
  authorName: "me",
  body: "mine",
  createdAt: "2026-11-24T09:00:00.000Z",
  status: "waiting",
  publicReason: null,
  receipt: "r",
});

const shown = (placed: ReturnType<typeof inReadingOrder>) =>
  placed.map((row) => `${row.depth} ${row.comment.id}`);

test("replies follow the comment they answer and name its author", () => {
  const placed = inReadingOrder([
    comment("a", [comment("a1", [comment("a2")]), comment("a3")]),
    comment("b"),
  ]);

  expect(shown(placed)).toEqual(["0 a", "1 a1", "2 a2", "1 a3", "0 b"]);
  expect(placed.map(({ replyTo }) => replyTo)).toEqual([
    null,
    "author of a",
    "author of a1",
    "author of a",
    null,
  ]);
});

test("an author sees a waiting reply below its parent, and any other waiting comment at the end", () => {
  const placed = inReadingOrder(
    [comment("a", [comment("a1")]), comment("b")],
    [own("x", "a"), own("y", null), own("z", "gone")],
  );

  expect(shown(placed)).toEqual(["0 a", "1 a1", "1 x", "0 b", "0 y", "0 z"]);
});

test("an own comment that is published is shown once", () => {
  expect(shown(inReadingOrder([comment("a")], [own("a", null)]))).toEqual(["0 a"]);
});

test("a thousand replies to replies are shown at a bounded indentation", () => {
  let thread = comment("0");
  for (let depth = 1; depth < 50_000; depth++) thread = comment(String(depth), [thread]);

  const placed = inReadingOrder([thread]);

  expect(placed).toHaveLength(50_000);
  expect(countComments([thread])).toBe(50_000);
  expect(Math.max(...placed.slice(0, 100).map(({ depth }) => depth))).toBe(4);
});

test.each([
  ["https://example.org/a", "https://example.org/a"],
  ["javascript:alert(1)", null],
  [" JaVaScRiPt:alert(1)", null],
  ["data:text/html,x", null],
  ["//example.org", null],
  ["", null],
  [null, null],
])("an author's address is linked only when it is a web address: %s", (written, expected) => {
  expect(webAddress(written)).toBe(expected);
});
