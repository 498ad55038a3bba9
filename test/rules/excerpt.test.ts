import { expect, test } from "@jest/globals";
import { excerptAround } from "../../src/rules/excerpt.ts";

test("a short text is shown whole", () => {
  expect(excerptAround("a zebra", { spans: [[2, 7]], length: 300 })).toEqual({
    text: "a zebra",
    spans: [[2, 7]],
  });
});

test("of a long text the part with the first place is shown, and the places lie where they did", () => {
  const whole = `${"x".repeat(500)} zebra ${"y".repeat(500)} zebra`;

  const { text, spans } = excerptAround(whole, {
    spans: [
      [501, 506],
      [1008, 1013],
    ],
    length: 100,
  });

  expect(text).toHaveLength(100);
  expect(spans.map((span) => text.slice(...span))).toEqual(["zebra"]);
});

test("no emoji is cut in half", () => {
  const { text } = excerptAround("👋".repeat(300), { spans: [[201, 203]], length: 101 });

  expect(text.isWellFormed()).toBe(true);
});
