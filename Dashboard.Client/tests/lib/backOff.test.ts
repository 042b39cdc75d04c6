import { expect, test } from "vitest";
import { backOff } from "../../src/lib/backOff";

test("waits double up to a cap, for ever", () => {
  const middle = () => 0.5;
  expect([0, 1, 2, 3, 4, 5, 6, 1000].map((attempt) => backOff(attempt, middle))).toEqual([
    500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000,
  ]);
});

test("jitter is a fifth either way", () => {
  expect(backOff(1, () => 0)).toBe(800);
  expect(backOff(1, () => 1)).toBe(1200);
});
