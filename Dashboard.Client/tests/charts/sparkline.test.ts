import { expect, test } from "vitest";
import { looksLike, sparkPath } from "../../src/charts/Sparkline";

test("the line fills its box, the least at the bottom and the most at the top", () => {
  expect(sparkPath([0, 10, 5], 63, 20)).toMatchObject({ line: "M0 18L30 2L60 10", end: { x: 60, y: 10 } });
});

test("a value that is missing is a gap, and at the end there is no point", () => {
  expect(sparkPath([0, null, 10, 10, null], 63, 20)).toMatchObject({ line: "M0 18M30 2L45 2", end: null });
});

test("noise of a few per cent is drawn as small as it is", () => {
  const { line } = sparkPath([100, 101], 13, 20);
  const [first, second] = [...line.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
  expect((first as number) - (second as number)).toBeCloseTo(0.8, 1);
});

test("one value and none", () => {
  expect(sparkPath([7], 63, 20).end?.x).toBe(60);
  expect(sparkPath([null, null], 63, 20)).toMatchObject({ line: "", end: null });
  expect(sparkPath([0, 0], 63, 20).line).toBe("M0 10L60 10");
});

test("what is less than a pixel away from where it was drawn looks like it, and nothing else does", () => {
  const at = (...values: (number | null)[]) => sparkPath(values, 63, 20);
  const drawn = at(0, 1000, 500);
  // Sixteen pixels of height: 50 is 0.8 of one, 80 is 1.3.
  expect(looksLike(drawn, at(0, 1000, 550))).toBe(true);
  expect(looksLike(drawn, at(0, 1000, 580))).toBe(false);
  expect(looksLike(drawn, at(0, 1000, null))).toBe(false);
  expect(looksLike(at(0, 1000, null), drawn)).toBe(false);
  expect(looksLike(drawn, at(0, 1000))).toBe(false);
  expect(looksLike(drawn, sparkPath([0, 1000, 500], 90, 20))).toBe(false);
});
