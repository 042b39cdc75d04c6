import { expect, test } from "vitest";
import { looksLike, outlineOf, sparkShape } from "../../src/charts/Sparkline";

/** The path of these values without the corners, and the dot at its end. */
function drawn(values: (number | null)[], width: number): [line: string, dot: string | undefined] {
  const path = outlineOf(sparkShape(values, width, 20)).replace(`M0 0h0M${width * 10} 200h0`, "");
  const [line, dot] = path.split(/(?=M\d+ \d+a)/);
  return line?.includes("a") ? ["", line] : [line ?? "", dot];
}

test("the line fills its box, the least at the bottom and the most at the top", () => {
  expect(drawn([0, 10, 5], 63)).toEqual(["M0 180L300 20L600 100", "M590 100a10 10 0 1 0 20 0a10 10 0 1 0 -20 0"]);
});

test("a value that is missing is a gap, and at the end there is no point", () => {
  expect(drawn([0, null, 10, 10, null], 63)).toEqual(["M0 180M300 20L450 20", undefined]);
});

test("noise of a few per cent is drawn as small as it is", () => {
  const [line] = drawn([100, 101], 13);
  const [first, second] = [...line.matchAll(/[ML]\d+ (\d+)/g)].map(([, y]) => Number(y));
  expect((first as number) - (second as number)).toBeCloseTo(8, 0);
});

test("one value and none", () => {
  expect(drawn([7], 63)[1]).toContain("M590 ");
  expect(drawn([null, null], 63)).toEqual(["", undefined]);
  expect(drawn([0, 0], 63)[0]).toBe("M0 100L600 100");
});

test("what is less than a pixel away from where it was drawn looks like it, and nothing else does", () => {
  const at = (...values: (number | null)[]) => sparkShape(values, 63, 20);
  const drawn = at(0, 1000, 500);
  // Sixteen pixels of height: 50 is 0.8 of one, 80 is 1.3.
  expect(looksLike(drawn, at(0, 1000, 550))).toBe(true);
  expect(looksLike(drawn, at(0, 1000, 580))).toBe(false);
  expect(looksLike(drawn, at(0, 1000, null))).toBe(false);
  expect(looksLike(at(0, 1000, null), drawn)).toBe(false);
  expect(looksLike(drawn, at(0, 1000))).toBe(false);
  expect(looksLike(drawn, sparkShape([0, 1000, 500], 90, 20))).toBe(false);
});
