import { expect, test } from "vitest";
import { nearestIndex } from "../../src/charts/crosshair";

const points = [0, 10, 20, 40].map((x) => ({ x }));

test.each([
  [-5, 0],
  [4, 0],
  [5, 1],
  [6, 1],
  [29, 2],
  [31, 3],
  [99, 3],
])("the point nearest to %d is number %d", (at, index) => {
  expect(nearestIndex(points, at)).toBe(index);
});

test("one point is nearest to every time", () => {
  expect(nearestIndex([{ x: 7 }], 99)).toBe(0);
});
