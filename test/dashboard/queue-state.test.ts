import type { Comment, CurrentStatus } from "../../src/dashboard/app/api.ts";
import type { QueueEvent } from "../../src/dashboard/app/queue/queue-reducer.ts";
import type { QueueState } from "../../src/dashboard/app/queue/queue-state.ts";
import { entryOf, neededLoad, openEntries, savingCount } from "../../src/dashboard/app/queue/queue-state.ts";
import { after, givenComment, givenEvent, givenQueue, heldView, shownIds } from "./givens.ts";

const AT = "2026-11-23T10:05:00Z";
const approve = (id: string, key: number): QueueEvent => ({ type: "decided", key, id, to: "approved" });
const stored = (id: string, key: number, revision = 3): QueueEvent => ({
  type: "stored",
  key,
  id,
  revision,
  undoable: true,
});
const loaded = (ids: string[], nextCursor: string | null = null): QueueEvent => ({
  type: "loaded",
  items: ids.map((id) => givenComment(id)),
  nextCursor,
});
const rejectedByBen: CurrentStatus = { status: "rejected", revision: 3, decidedBy: "Ben", decidedAt: AT };

describe("moving through the queue", () => {
  test("the first comment is active without a click", () => {
    expect(givenQueue(["a", "b"]).activeId).toBe("a");
  });

  test("next and previous stop at the ends", () => {
    const queue = givenQueue(["a", "b"]);

    expect(after(queue, { type: "moved", by: -1 }).activeId).toBe("a");
    expect(after(queue, { type: "moved", by: 1 }).activeId).toBe("b");
    expect(after(queue, { type: "moved", by: 1 }, { type: "moved", by: 1 }).activeId).toBe("b");
  });

  test("moving in an empty queue does nothing", () => {
    expect(after(givenQueue([]), { type: "moved", by: 1 }).activeId).toBeNull();
  });
});

describe("deciding", () => {
  test("the next comment is active at once, also while earlier decisions are under way", () => {
    const queue = after(givenQueue(["a", "b", "c"]), approve("a", 1), approve("b", 2));

    expect(shownIds(queue)).toEqual(["c"]);
    expect(queue.activeId).toBe("c");
    expect(savingCount(queue)).toBe(2);
  });

  test("after the last comment of the list the one before is active", () => {
    const queue = after(givenQueue(["a", "b"]), { type: "activated", id: "b" }, approve("b", 1));

    expect(queue.activeId).toBe("a");
  });

  test("a card that a colleague decided is passed over to the next undecided one, and stays where it is when none is left", () => {
    const decidedByBen = (id: string): QueueEvent => ({
      type: "heard",
      event: givenEvent(id, { status: "rejected", revision: 3, decidedBy: "Ben" }),
      at: AT,
    });
    const queue = after(givenQueue(["a", "b", "c"]), decidedByBen("a"), decidedByBen("b"));

    expect(queue.activeId).toBe("a");
    expect(after(queue, { type: "passedOver", id: "a" }).activeId).toBe("c");
    expect(after(queue, decidedByBen("c"), { type: "passedOver", id: "a" }).activeId).toBe("a");
  });

  test("deciding another comment than the active one leaves the active one alone", () => {
    expect(after(givenQueue(["a", "b"]), approve("b", 1)).activeId).toBe("a");
  });

  test("a comment cannot be decided twice", () => {
    const queue = after(givenQueue(["a", "b"]), approve("a", 1), approve("a", 2));

    expect(queue.taken).toHaveLength(1);
  });

  test("a failed decision comes back into its place with the reason, and the active comment stays", () => {
    const queue = after(givenQueue(["a", "b", "c"]), { type: "activated", id: "b" }, approve("b", 1), {
      type: "failed",
      key: 1,
      id: "b",
      reason: "No connection",
    });

    expect(shownIds(queue)).toEqual(["a", "b", "c"]);
    expect(queue.activeId).toBe("c");
    expect(entryOf(queue, "b")?.note).toEqual({ kind: "failed", text: "No connection" });
    expect(queue.taken).toEqual([]);
  });

  test("when the only comment fails it is active again", () => {
    const queue = after(givenQueue(["a"]), approve("a", 1), {
      type: "failed",
      key: 1,
      id: "a",
      reason: "No connection",
    });

    expect(queue.activeId).toBe("a");
  });

  test("a comment that somebody else decided first stays in its place, greyed, with the name", () => {
    const queue = after(givenQueue(["a", "b"]), approve("a", 1), {
      type: "conflicted",
      key: 1,
      id: "a",
      current: rejectedByBen,
    });

    expect(shownIds(queue)).toEqual(["a", "b"]);
    expect(queue.activeId).toBe("b");
    expect(entryOf(queue, "a")).toMatchObject({
      phase: "overtaken",
      note: { kind: "overtaken", status: "rejected", by: "Ben", at: AT },
    });
  });

  test("a greyed comment takes no decision and can be dismissed", () => {
    const greyed = after(givenQueue(["a", "b"]), approve("a", 1), {
      type: "conflicted",
      key: 1,
      id: "a",
      current: rejectedByBen,
    });

    expect(after(greyed, approve("a", 2)).taken).toEqual([]);
    expect(shownIds(after(greyed, { type: "dismissed", id: "a" }))).toEqual(["b"]);
  });

  test("a comment whose text changed meanwhile asks for a second look and stays undecided", () => {
    const queue = after(givenQueue(["a", "b"]), approve("a", 1), {
      type: "conflicted",
      key: 1,
      id: "a",
      current: { status: "held", revision: 3, decidedBy: null, decidedAt: null },
    });

    expect(entryOf(queue, "a")).toMatchObject({ phase: "open", note: { kind: "changed" } });
  });
});

describe("a comment that is where it was, at a later revision", () => {
  const noteOn = (state: QueueState) => entryOf(state, "a")?.note;
  const refreshed = (more: Partial<Comment>): QueueEvent => ({
    type: "refreshed",
    comment: givenComment("a", more),
  });

  test("says that its text was changed where it is another one, also if it was decided since", () => {
    const edited = after(givenQueue(["a"]), refreshed({ revision: 3, body: "Hello again" }));

    expect(noteOn(edited)).toEqual({ kind: "changed" });
    expect(noteOn(after(edited, refreshed({ revision: 5, body: "Hello again" })))).toEqual({
      kind: "changed",
    });
  });

  test("says that it was decided and put back where its text is the same", () => {
    const found: QueueEvent = { type: "found", comment: givenComment("a", { revision: 4 }) };

    expect(noteOn(after(givenQueue(["a"]), refreshed({ revision: 4 })))).toEqual({ kind: "putBack" });
    expect(noteOn(after(givenQueue(["a"]), found))).toEqual({ kind: "putBack" });
  });

  test("says nothing where nothing has happened to it", () => {
    expect(noteOn(after(givenQueue(["a"]), refreshed({})))).toBeNull();
  });

  test("refuses a decision by what was done to it, as far as that is known", () => {
    const refused = after(givenQueue(["a", "b"]), approve("a", 1), {
      type: "conflicted",
      key: 1,
      id: "a",
      current: { status: "held", revision: 4, decidedBy: "Ben", decidedAt: AT },
    });

    expect(noteOn(refused)).toEqual({ kind: "putBack" });
    expect(noteOn(after(refused, refreshed({ revision: 4, body: "Hello again" })))).toEqual({
      kind: "changed",
    });
  });
});

describe("undo", () => {
  const undone = (key: number): QueueEvent => ({ type: "undone", key });

  test("the comment is back in its place and active", () => {
    const queue = after(
      givenQueue(["a", "b", "c"]),
      { type: "activated", id: "b" },
      approve("b", 1),
      stored("b", 1),
      undone(1),
    );

    expect(shownIds(queue)).toEqual(["a", "b", "c"]);
    expect(queue.activeId).toBe("b");
  });

  test("repeated undo takes back one decision after the other", () => {
    const queue = after(givenQueue(["a", "b", "c"]), approve("a", 1), approve("b", 2), undone(2), undone(1));

    expect(shownIds(queue)).toEqual(["a", "b", "c"]);
    expect(queue.activeId).toBe("a");
    expect(queue.taken).toEqual([]);
  });

  test("undo of a decision under way keeps the comment when the decision is then stored", () => {
    const queue = after(givenQueue(["a", "b"]), approve("a", 1), undone(1), stored("a", 1), {
      type: "undoStored",
      id: "a",
      status: "held",
      revision: 4,
    });

    expect(shownIds(queue)).toEqual(["a", "b"]);
    expect(entryOf(queue, "a")?.comment.revision).toBe(4);
    expect(savingCount(queue)).toBe(0);
  });

  test("a comment decided anew after an undo is not brought back by the first answers", () => {
    const queue = after(
      givenQueue(["a", "b"]),
      approve("a", 1),
      undone(1),
      { type: "decided", key: 2, id: "a", to: "rejected" },
      stored("a", 1),
      { type: "undoStored", id: "a", status: "held", revision: 4 },
    );

    expect(shownIds(queue)).toEqual(["b"]);
  });

  test("the place is found again after the list was loaded anew", () => {
    const risky = (id: string, score: number) => givenComment(id, { score });
    const queue = after(
      givenQueue([]),
      { type: "loaded", items: [risky("a", 9), risky("b", 5), risky("c", 1)], nextCursor: null },
      { type: "activated", id: "b" },
      approve("b", 1),
      stored("b", 1),
      { type: "loadStarted", loading: "reload" },
      { type: "loaded", items: [risky("a", 9), risky("c", 1)], nextCursor: null },
      undone(1),
    );

    expect(shownIds(queue)).toEqual(["a", "b", "c"]);
  });

  test("from another list the comment does not appear in that list", () => {
    const queue = after(
      givenQueue(["a", "b"]),
      approve("a", 1),
      stored("a", 1),
      { type: "opened", view: { ...heldView, list: "approved", order: "newest" } },
      loaded([]),
      undone(1),
    );

    expect(shownIds(queue)).toEqual([]);
    expect(queue.taken).toEqual([]);
  });

  test("an undo that fails hides the comment again and can be tried again", () => {
    const decided = after(givenQueue(["a", "b"]), approve("a", 1), stored("a", 1));
    const decision = decided.taken[0];
    if (!decision) throw new Error("nothing was decided");

    const queue = after(decided, undone(1), { type: "undoFailed", decision, reason: "No connection" });

    expect(shownIds(queue)).toEqual(["b"]);
    expect(queue.activeId).toBe("b");
    expect(queue.taken).toHaveLength(1);
  });

  test("an undo that comes too late greys the comment", () => {
    const queue = after(givenQueue(["a", "b"]), approve("a", 1), stored("a", 1), undone(1), {
      type: "undoRefused",
      id: "a",
      current: { ...rejectedByBen, revision: 4 },
    });

    expect(entryOf(queue, "a")?.phase).toBe("overtaken");
  });
});

describe("what the stream tells", () => {
  const heard = (event: ReturnType<typeof givenEvent>): QueueEvent => ({ type: "heard", event, at: AT });
  const decidedByBen = givenEvent("b", {
    status: "rejected",
    previousStatus: "held",
    revision: 3,
    decidedBy: "Ben",
  });

  test("a new comment waits behind the bar and moves nothing", () => {
    const queue = after(givenQueue(["a"]), heard(givenEvent("new")));

    expect(shownIds(queue)).toEqual(["a"]);
    expect(queue.waiting).toEqual(["new"]);
    expect(neededLoad(queue)).toBeNull();
  });

  test("in an empty queue a new comment is loaded at once", () => {
    expect(neededLoad(after(givenQueue([]), heard(givenEvent("new"))))).toBe("reload");
  });

  test("new comments are also loaded once the last one is decided", () => {
    const queue = after(givenQueue(["a"]), heard(givenEvent("new")), approve("a", 1));

    expect(neededLoad(queue)).toBe("reload");
  });

  test("a waiting comment that is decided elsewhere no longer counts as new", () => {
    const queue = after(
      givenQueue(["a"]),
      heard(givenEvent("new")),
      heard(givenEvent("new", { status: "approved", previousStatus: "held", revision: 3 })),
    );

    expect(queue.waiting).toEqual([]);
  });

  test("comments of another site and those of a search result are not announced", () => {
    const oneSite = givenQueue(["a"], { view: { siteKey: "demo" } });
    const search = givenQueue(["a"], { view: { search: "river" } });

    expect(after(oneSite, heard(givenEvent("new", { siteKey: "sports" }))).waiting).toEqual([]);
    expect(after(search, heard(givenEvent("new"))).waiting).toEqual([]);
  });

  test("a comment that a colleague decides is greyed in its place with the name", () => {
    const queue = after(givenQueue(["a", "b"]), heard(decidedByBen));

    expect(shownIds(queue)).toEqual(["a", "b"]);
    expect(entryOf(queue, "b")?.note).toEqual({ kind: "overtaken", status: "rejected", by: "Ben", at: AT });
  });

  test("the echo of one's own decision changes nothing, before the answer and after it", () => {
    const echo = heard({ ...decidedByBen, id: "a", decidedBy: "Me", status: "approved" });
    const before = after(givenQueue(["a", "b"]), approve("a", 1), echo, stored("a", 1));
    const afterwards = after(givenQueue(["a", "b"]), approve("a", 1), stored("a", 1), echo);

    expect(shownIds(before)).toEqual(["b"]);
    expect(shownIds(afterwards)).toEqual(["b"]);
    expect(afterwards.taken).toHaveLength(1);
  });

  test("a late echo of a decision that is being undone does not grey the comment", () => {
    const queue = after(
      givenQueue(["a", "b"]),
      approve("a", 1),
      { type: "undone", key: 1 },
      heard({ ...decidedByBen, id: "a", status: "approved" }),
    );

    expect(entryOf(queue, "a")?.phase).toBe("open");
  });

  test.each([
    ["in the queue", {}],
    ["in a search", { search: "river" }],
  ])(
    "%s, what a colleague decided and takes back is open again in its place, and stays active",
    (_, view) => {
      const queue = after(
        givenQueue(["a", "b", "c"], { view }),
        { type: "moved", by: 1 },
        heard(decidedByBen),
        heard(givenEvent("b", { previousStatus: "rejected", revision: 4, decidedBy: "Ben" })),
      );

      expect(shownIds(queue)).toEqual(["a", "b", "c"]);
      expect(queue.activeId).toBe("b");
      expect(queue.waiting).toEqual([]);
      expect(entryOf(queue, "b")).toMatchObject({
        ...{ phase: "open", note: { kind: "putBack" } },
        comment: { status: "held", revision: 4 },
      });
      expect(after(queue, approve("b", 1)).taken).toHaveLength(1);
    },
  );

  test("among the flagged, too, what a colleague takes back is open again in its place", () => {
    const published = givenComment("a", { status: "approved" });
    const flagged = after(
      givenQueue([], { view: { list: "flagged" } }),
      { type: "loaded", items: [published], nextCursor: null },
      heard(givenEvent("a", { status: "spam", previousStatus: "approved", revision: 3 })),
      heard(givenEvent("a", { status: "approved", previousStatus: "spam", revision: 4 })),
    );

    expect(entryOf(flagged, "a")).toMatchObject({ phase: "open", note: { kind: "putBack" } });
    expect(flagged.activeId).toBe("a");
  });

  test("when a colleague puts a comment back into the queue that was decided here, it waits as a new one", () => {
    const queue = after(
      givenQueue(["a", "b"]),
      approve("a", 1),
      stored("a", 1),
      heard(givenEvent("a", { previousStatus: "approved", revision: 4 })),
    );

    expect(queue.waiting).toEqual(["a"]);
  });
});

describe("what is found when the line is back", () => {
  const found = (id: string, more: Partial<Comment>): QueueEvent => ({
    type: "found",
    comment: givenComment(id, more),
  });
  const takenByBen: Partial<Comment> = {
    ...{ status: "rejected", revision: 3, decidedAt: AT },
    decidedBy: { by: "moderator", name: "Ben" },
  };

  test("what a colleague decided meanwhile is greyed in its place, and the active card stays, also if it is that one", () => {
    const queue = after(givenQueue(["a", "b", "c"]), found("a", takenByBen), found("b", takenByBen));

    expect(shownIds(queue)).toEqual(["a", "b", "c"]);
    expect(queue.activeId).toBe("a");
    expect(entryOf(queue, "b")).toMatchObject({
      phase: "overtaken",
      note: { kind: "overtaken", status: "rejected", by: "Ben", at: AT },
    });
  });

  test("what has not changed stays as it is, and one's own decision under way is not touched", () => {
    const queue = after(givenQueue(["a", "b"]), approve("a", 1));

    expect(after(queue, found("a", takenByBen), found("b", {}))).toEqual(queue);
  });

  test("a text that was edited is shown and asks for a second look", () => {
    const queue = after(givenQueue(["a"]), found("a", { revision: 3, body: "Hello again" }));

    expect(entryOf(queue, "a")).toMatchObject({
      ...{ phase: "open", note: { kind: "changed" } },
      comment: { body: "Hello again", revision: 3 },
    });
  });

  test("what was decided here and put back by a colleague waits as a new one", () => {
    const queue = after(givenQueue(["a", "b"]), approve("a", 1), stored("a", 1), found("a", { revision: 4 }));

    expect(queue.waiting).toEqual(["a"]);
  });

  test("what was greyed out and fits again is open in its place, with the text it has now", () => {
    const queue = after(
      givenQueue(["a", "b"]),
      found("a", takenByBen),
      found("a", { revision: 5, body: "Hello again" }),
    );

    expect(shownIds(queue)).toEqual(["a", "b"]);
    expect(queue.activeId).toBe("a");
    expect(entryOf(queue, "a")).toMatchObject({
      ...{ phase: "open", note: { kind: "changed" } },
      comment: { body: "Hello again", revision: 5 },
    });
  });

  test("what was waiting and has been decided no longer counts as new", () => {
    const queue = after(givenQueue(["a"]), { type: "missed", ids: ["new"] }, found("new", takenByBen));

    expect(queue.waiting).toEqual([]);
  });

  test("a question that a colleague asks meanwhile stands on the card", () => {
    const secondOpinion = { askedBy: "Ben", note: "", askedAt: AT };
    const queue = after(givenQueue(["a"]), found("a", { secondOpinion }));

    expect(entryOf(queue, "a")).toMatchObject({ phase: "open", note: null, comment: { secondOpinion } });
  });
});

describe("loading", () => {
  test("a page that was read before a decision was written does not bring the comment back", () => {
    const queue = after(
      givenQueue(["a", "b"]),
      approve("a", 1),
      { type: "loadStarted", loading: "reload" },
      loaded(["a", "b"]),
      stored("a", 1),
    );

    expect(shownIds(queue)).toEqual(["b"]);
  });

  test("more is loaded near the end of the list, and nothing is listed twice", () => {
    const queue = givenQueue(["a", "b"], { nextCursor: "2" });

    const longer = after(queue, { type: "loadStarted", loading: "more" }, loaded(["b", "c"]));

    expect(neededLoad(queue)).toBe("more");
    expect(shownIds(longer)).toEqual(["a", "b", "c"]);
    expect(longer.activeId).toBe("a");
  });

  test("showing the new comments sweeps greyed ones away and starts at the top", () => {
    const queue = after(
      givenQueue(["a", "b"]),
      { type: "moved", by: 1 },
      {
        type: "heard",
        event: givenEvent("a", { status: "spam", previousStatus: "held", revision: 3 }),
        at: AT,
      },
      { type: "heard", event: givenEvent("new"), at: AT },
      { type: "loadStarted", loading: "reload" },
      loaded(["new", "b"]),
    );

    expect(shownIds(queue)).toEqual(["new", "b"]);
    expect(queue.activeId).toBe("new");
    expect(queue.waiting).toEqual([]);
  });

  test("after a failed load nothing is asked for again by itself", () => {
    const queue = after(givenQueue([], { nextCursor: "2" }), { type: "loadFailed", reason: "No connection" });

    expect(neededLoad(queue)).toBeNull();
    expect(queue.loadError).toBe("No connection");
  });

  test("new comments that could not be shown wait again, with what came meanwhile and without what was decided", () => {
    const heard = (event: ReturnType<typeof givenEvent>): QueueEvent => ({ type: "heard", event, at: AT });
    const queue = after(
      givenQueue(["a"], { nextCursor: "2" }),
      heard(givenEvent("one")),
      heard(givenEvent("two")),
      { type: "loadStarted", loading: "reload" },
      heard(givenEvent("three")),
      heard(givenEvent("one", { status: "spam", previousStatus: "held", revision: 3 })),
      { type: "loadFailed", reason: "No connection" },
    );

    expect(queue).toMatchObject({ waiting: ["two", "three"], failedLoad: "reload", activeId: "a" });
    const loadedAtLast = after(
      queue,
      { type: "loadStarted", loading: "reload" },
      loaded(["two", "three", "a"]),
    );
    expect(loadedAtLast).toMatchObject({ waiting: [], failedLoad: null, loadError: null });
  });

  test("going to another list and back keeps what can be undone, and hides what is still being saved", () => {
    const queue = after(
      givenQueue(["a", "b"]),
      approve("a", 1),
      { type: "opened", view: { ...heldView, list: "spam" } },
      loaded([]),
      { type: "opened", view: heldView },
      loaded(["a", "b"]),
    );

    expect(openEntries(queue).map(({ comment }) => comment.id)).toEqual(["b"]);
    expect(queue.taken).toHaveLength(1);
  });
});

test("what was decided here stands in the list of what it has become, and can still be taken back there", () => {
  const spamView = { ...heldView, list: "spam" } as const;
  const queue = after(
    givenQueue(["a", "b"]),
    { type: "decided", key: 1, id: "a", to: "spam" },
    stored("a", 1),
    { type: "opened", view: spamView },
    { type: "loaded", items: [givenComment("a", { status: "spam", revision: 3 })], nextCursor: null },
  );

  const undone = after(
    queue,
    { type: "undone", key: 1 },
    {
      type: "undoStored",
      id: "a",
      status: "held",
      revision: 4,
    },
  );

  expect(shownIds(queue)).toEqual(["a"]);
  expect(undone.taken).toEqual([]);
  expect(entryOf(undone, "a")).toMatchObject({ phase: "overtaken", comment: { status: "held" } });
});

test("a decision that is taken back by the selection is none for undo any more", () => {
  const queue = after(
    givenQueue(["a", "b"]),
    { type: "decided", key: 1, id: "a", to: "spam" },
    stored("a", 1),
    { type: "opened", view: { ...heldView, list: "spam" } },
    { type: "loaded", items: [givenComment("a", { status: "spam", revision: 3 })], nextCursor: null },
    { type: "takenBack", key: 2, id: "a", to: "held" },
    { type: "stored", key: 2, id: "a", revision: 4, undoable: false },
  );

  expect(shownIds(queue)).toEqual([]);
  expect(queue.taken).toEqual([]);
});

test("in the list of all, a decision hides the card, an undo brings it back with the status it had", () => {
  const state = after(givenQueue(["a", "b"], { view: { list: "all", order: "newest" } }), {
    type: "decided",
    key: 1,
    id: "a",
    to: "spam",
  });

  expect(state.taken).toMatchObject([{ from: "held", to: "spam" }]);
  expect(shownIds(state)).toEqual(["b"]);
  expect(shownIds(after(state, { type: "undone", key: 1 }))).toEqual(["a", "b"]);
});

test("in the list of all, a colleague's decision greys the card out although it still belongs there", () => {
  const state = after(givenQueue(["a", "b"], { view: { list: "all", order: "newest" } }), {
    type: "heard",
    event: givenEvent("a", {
      status: "approved",
      previousStatus: "held",
      revision: 3,
      decidedBy: "Grace",
    }),
    at: "2026-11-23T10:05:00Z",
  });

  expect(entryOf(state, "a")).toMatchObject({
    phase: "overtaken",
    note: { status: "approved", by: "Grace" },
  });
});

test("the list of flagged comments does not count what is published: nobody has said whether it is flagged", () => {
  const state = after(givenQueue(["a"], { view: { list: "flagged" } }), {
    type: "heard",
    event: givenEvent("b", { status: "approved" }),
    at: "2026-11-23T10:05:00Z",
  });

  expect(state.waiting).toEqual([]);
});
