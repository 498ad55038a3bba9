import { pageUrlOf } from "../../src/embed/widget/page-url.ts";
import { languageOf, relativeTime } from "../../src/embed/widget/relative-time.ts";
import {
  draftStore,
  emptyDraft,
  mergeReceipts,
  openStorage,
  receiptStore,
} from "../../src/embed/widget/stored.ts";
import { nextAttempt, outcomeOf, type Submission } from "../../src/embed/widget/submission.ts";
import type { OwnComment } from "../../src/embed/thread.ts";
import { checkForm } from "../../src/embed/words.ts";

const place = { site: "demo", pageUrl: "https://news.example/a" };
const now = new Date("2026-11-24T09:00:00.000Z");

function givenStorage(entries: Record<string, string> = {}) {
  const kept = new Map(Object.entries(entries));
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

const receipt = (id: string, changes: Partial<OwnComment> = {}): OwnComment => ({
  id,
  receipt: "r",
  parentId: null,
  authorName: "Ana",
  body: "words",
  createdAt: now.toISOString(),
  status: "waiting",
  publicReason: null,
  ...changes,
});

const submission: Submission = {
  pageUrl: place.pageUrl,
  pageTitle: "A",
  parentId: null,
  authorName: "Ana",
  authorEmail: "",
  body: "words",
  website: "",
  formToken: "1.first",
};

describe("draft", () => {
  test("what was written is there after a reload, for this page alone", () => {
    const storage = givenStorage();
    const draft = { ...emptyDraft, authorName: "Ana", body: "half a thought" };

    draftStore(storage, place).save(draft);

    expect(draftStore(storage, place).load()).toEqual(draft);
    expect(draftStore(storage, { ...place, pageUrl: "https://news.example/b" }).load()).toEqual(emptyDraft);
  });

  test.each(["", "null", "{", "17", '"text"'])("unreadable storage (%s) is an empty draft", (written) => {
    const storage = givenStorage({ "moderato:draft:demo:https://news.example/a": written });

    expect(draftStore(storage, place).load()).toMatchObject({ body: "", attempt: null });
  });

  test("where the browser forbids storage, the draft lasts as long as the page", () => {
    const storage = openStorage(() => {
      throw new Error("SecurityError");
    });

    draftStore(storage, place).save({ ...emptyDraft, body: "kept" });

    expect(draftStore(storage, place).load().body).toBe("kept");
  });
});

describe("receipts", () => {
  test("a waiting comment is known after a reload, a published one no longer needs to be", () => {
    const receipts = receiptStore(givenStorage(), place);

    receipts.save([receipt("a"), receipt("b", { status: "published" }), receipt("c", { status: "refused" })]);

    expect(receipts.load(now.getTime()).map(({ id }) => id)).toEqual(["a", "c"]);
  });

  test("receipts are forgotten after a month and never more than twenty", () => {
    const receipts = receiptStore(givenStorage(), place);
    const old = receipt("old", { createdAt: "2026-10-01T00:00:00.000Z" });

    receipts.save([...Array.from({ length: 25 }, (_, index) => receipt(String(index))), old]);

    expect(receipts.load(now.getTime()).map(({ id }) => id)).toEqual(
      Array.from({ length: 19 }, (_, index) => String(index + 6)),
    );
  });

  test("news of a comment replaces what was known of it", () => {
    const merged = mergeReceipts([receipt("a"), receipt("b")], [receipt("a", { status: "refused" })]);

    expect(merged.map(({ id, status }) => `${id} ${status}`)).toEqual(["a refused", "b waiting"]);
  });

  test("strangers in storage are ignored", () => {
    const storage = givenStorage({
      "moderato:receipts:demo:https://news.example/a": '[null, 1, {"id": 2}, "x"]',
    });

    expect(receiptStore(storage, place).load(now.getTime())).toEqual([]);
  });
});

describe("sending", () => {
  const keys = () => {
    let count = 0;
    return () => `key-${++count}`;
  };

  test("the same words go out again under the same key, byte for byte, even after a reload brought a new form token", () => {
    const newKey = keys();
    const first = nextAttempt(submission, null, newKey);

    const second = nextAttempt({ ...submission, formToken: "2.second" }, first, newKey);

    expect(second).toEqual(first);
  });

  test.each([{ body: "other words" }, { authorName: "Bo" }, { parentId: "p" }, { authorEmail: "a@b.c" }])(
    "changed content is a new comment: %j",
    (change) => {
      const newKey = keys();
      const first = nextAttempt(submission, null, newKey);

      const second = nextAttempt({ ...submission, ...change }, first, newKey);

      expect(second.idempotencyKey).not.toBe(first.idempotencyKey);
      expect(JSON.parse(second.payload)).toMatchObject(change);
    },
  );

  test("an accepted comment yields its receipt", () => {
    const outcome = outcomeOf({
      status: 202,
      body: { id: "a", receipt: "r", status: "queued" },
      retryAfterSeconds: null,
    });

    expect(outcome).toEqual({ kind: "accepted", id: "a", receipt: "r" });
  });

  test("a 202 that is not ours (a proxy's page) does not count as accepted", () => {
    expect(outcomeOf({ status: 202, body: null, retryAfterSeconds: null }).kind).toBe("failed");
  });

  test("a validation answer puts each sentence beside its field, and the rest above the form", () => {
    const body = {
      detail: "all",
      errors: [
        { detail: "Please write a comment.", pointer: "#/body" },
        { detail: "second", pointer: "#/body" },
        { detail: "The comment you are answering is no longer there.", pointer: "#/parentId" },
        null,
      ],
    };

    expect(outcomeOf({ status: 422, body, retryAfterSeconds: null })).toEqual({
      kind: "invalid",
      fieldErrors: { body: "Please write a comment." },
      message: "The comment you are answering is no longer there.",
    });
  });

  test.each([
    [null, "connection failed", true],
    [{ status: 503, retryAfterSeconds: 5 }, "try again in 5 seconds", true],
    [{ status: 502, retryAfterSeconds: null }, "cannot be received at the moment", true],
    [{ status: 429, retryAfterSeconds: 180 }, "try again in 3 minutes", true],
    [{ status: 409, retryAfterSeconds: 1 }, "try again in 1 second.", true],
    [{ status: 413, retryAfterSeconds: null }, "too long", false],
    [
      { status: 403, body: { detail: "Comments on this page are closed." }, retryAfterSeconds: null },
      "closed",
      false,
    ],
  ])("every failure says so and that the text is kept: %j", (answer, words, mayRetry) => {
    const outcome = outcomeOf(answer && { body: null, ...answer });

    expect(outcome).toMatchObject({ kind: "failed", mayRetry });
    expect(outcome).toHaveProperty("message", expect.stringContaining(words));
    expect(outcome).toHaveProperty("message", expect.stringContaining("Your text is kept."));
  });

  test("a name and a comment of white space alone are asked for in words before anything is sent", () => {
    expect(checkForm({ authorName: " ", authorEmail: "", body: "\n\t" })).toEqual({
      authorName: "Please tell us your name.",
      body: "Please write a comment.",
    });
    expect(checkForm({ authorName: "Ana", authorEmail: "", body: "x" })).toEqual({});
  });
});

test.each([
  [
    { named: null, canonical: null, location: "https://a.example/x?utm_source=n&id=1#top" },
    "https://a.example/x?id=1",
  ],
  [
    { named: null, canonical: "https://a.example/real#c", location: "https://a.example/x" },
    "https://a.example/real",
  ],
  [
    { named: "/named?q=a%20b", canonical: "https://a.example/real", location: "https://a.example/x" },
    "https://a.example/named?q=a%20b",
  ],
  [{ named: "javascript:alert(1)", canonical: null, location: "https://a.example/x" }, "https://a.example/x"],
  [{ named: null, canonical: null, location: "file:///tmp/x.html" }, "file:///tmp/x.html"],
])("comments belong to the page, not to the way a reader came: %j", (addresses, expected) => {
  expect(pageUrlOf(addresses)).toBe(expected);
});

test.each([
  [-60, "now"],
  [5, "now"],
  [90, "1 minute ago"],
  [7_200, "2 hours ago"],
  [90_000, "yesterday"],
  [40 * 86_400, "October 15, 2026"],
])("a comment of %i seconds ago reads %s", (seconds, expected) => {
  expect(relativeTime(new Date(now.getTime() - seconds * 1_000), now, "en")).toBe(expected);
});

test("a misspelt language does not break the page", () => {
  expect([languageOf("de-AT"), languageOf("not a language!"), languageOf(null)]).toEqual([
    "de-AT",
    "en",
    "en",
  ]);
});
