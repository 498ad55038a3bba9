import { hasUnsentText, keepUnsent, unsentText } from "../../src/dashboard/app/frame/unsent-texts.ts";
import {
  forgetGiven,
  keepReason,
  noteWith,
  reasonDraft,
} from "../../src/dashboard/app/queue/given-drafts.ts";

test("a text is kept for what it is written on, and asked about until there is nothing more to send", () => {
  keepUnsent("ask a", "Satire?");

  expect([unsentText("ask a"), unsentText("ask b"), hasUnsentText.value]).toEqual(["Satire?", null, true]);
  keepUnsent("ask a", null);
  expect([unsentText("ask a"), hasUnsentText.value]).toEqual([null, false]);
});

test("nothing but spaces is nothing to ask about", () => {
  keepUnsent("ask a", "  ");

  expect(hasUnsentText.value).toBe(false);
});

test("what is given with a decision goes once that comment is decided, and no other's with it", () => {
  for (const id of ["a", "b"]) {
    keepUnsent(noteWith(id), `On ${id}`);
    keepReason(id, "insult");
  }

  forgetGiven("a");

  expect([unsentText(noteWith("a")), reasonDraft("a")]).toEqual([null, null]);
  expect([unsentText(noteWith("b")), reasonDraft("b")]).toEqual(["On b", "insult"]);
});
