import { expect, test } from "@jest/globals";
import { countOf, workloadSentence } from "../../src/dashboard/app/queue/sentences.ts";

test.each<[number, number, number | null, string]>([
  [12, 3, 20, "12 waiting, about 4 minutes, 3 urgent"],
  [1, 0, 5, "1 waiting, about 1 minute"],
  [12, 0, null, "12 waiting"],
  [2, 5, null, "2 waiting, 2 urgent"],
  [1_200, 10, 9, "1,200 waiting, about 3 hours, 10 urgent"],
])("%i waiting with %i urgent at %s seconds each is: %s", (waiting, urgent, secondsEach, sentence) => {
  expect(workloadSentence(waiting, { urgent, secondsEach })).toBe(sentence);
});

test("settled comments are counted to a bound, held ones to the last", () => {
  const counts = { queued: 0, held: 12_345, approved: 10_000, rejected: 9_999, spam: 0, flagged: 3 };
  const of = { counts, countedTo: 10_000, asked: 0 };

  expect(countOf("held", of)).toBe("12,345");
  expect(countOf("approved", of)).toBe("10,000+");
  expect(countOf("rejected", of)).toBe("9,999");
  expect(countOf("all", of)).toBe("");
});
