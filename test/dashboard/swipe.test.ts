import { swipeDecision, swipeDistance } from "../../src/dashboard/app/queue/swipe.ts";

test("a finger that goes down or rests scrolls and moves no card", () => {
  expect(swipeDistance({ x: 100, y: 100 }, { x: 110, y: 104 })).toBeNull();
  expect(swipeDistance({ x: 100, y: 100 }, { x: 160, y: 180 })).toBeNull();
});

test("a finger that goes sideways takes the card along", () => {
  expect(swipeDistance({ x: 100, y: 100 }, { x: 220, y: 120 })).toBe(120);
  expect(swipeDistance({ x: 220, y: 100 }, { x: 100, y: 90 })).toBe(-120);
});

test("far to the right approves, far to the left rejects, and a little decides nothing", () => {
  expect(swipeDecision(130, "held")).toBe("approved");
  expect(swipeDecision(-130, "held")).toBe("rejected");
  expect(swipeDecision(60, "held")).toBeNull();
});

test("nothing is decided to what it is already", () => {
  expect(swipeDecision(130, "approved")).toBeNull();
  expect(swipeDecision(-130, "approved")).toBe("rejected");
});
